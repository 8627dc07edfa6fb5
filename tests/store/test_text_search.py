"""`text:` finds papers by their whole texts, and says where."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from paperreader.fulltext.blocks import Cell, Equation, Fulltext, Heading, Listing, Paragraph, Row, Run, Table
from paperreader.mark_fields import STARRED
from paperreader.models import Cause, TextHit
from paperreader.store import Store
from paperreader.views import Search
from tests.conftest import FRIDAY, THURSDAY
from tests.stores import a_paper, ids
from tests.texts import a_text


def save(store: Store, number: int, text: Fulltext) -> None:
    store.texts.save(f"2607.{number:05d}", b"<p>", text, converter=1, etag=None, modified=None).result()


@pytest.fixture
def library(store: Store) -> Store:
    store.ingest.save_day(THURSDAY, [a_paper(n, authors=("Ada Brook",)) for n in (1, 2)], complete=True).result()
    store.ingest.save_day(FRIDAY, [a_paper(n, authors=("Bo Sand",)) for n in (3, 4, 5)], complete=True).result()
    save(store, 1, a_text("We use a rotary embedding.", "It is distilled with LoRA."))
    save(store, 2, a_text("Two rotary embeddings are compared.", "They rotate."))
    save(store, 3, a_text("A Møller score over Q²AI and the α-bound.", "the end of the rotary", "embedding of nodes"))
    save(store, 4, a_text("图像生成的方法", "nothing else"))
    return store


def found(store: Store, text: str, *, growing: bool = False, ranked: bool = False) -> list[int]:
    return ids(store.searches.find(Search(text, growing, ranked)).result())


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("text:embedding", [3, 2, 1]),
        ("text:distilling", [1]),
        ('text:"rotary embedding"', [1]),
        ('text:"rotary embeddings"', [2]),
        ("text:rot*", [3, 2, 1]),
        ("text:lora author:ada", [1]),
        ("text:lora author:bo", []),
        ("text:embedding text:rotate day:2026-07..", [2, 1][:1]),
        ("text:embedding -text:lora", [3, 2]),
        ("-text:embedding", [5, 4]),
        ("text:lora OR text:moller", [3, 1]),
        ('text:lora OR text:"rotary embeddings"', [2, 1]),
        ("text:embedding is:starred", [2]),
        ("has:text", [4, 3, 2, 1]),
        ("-has:text", [5]),
        ("has:text -text:rotary", [4]),
        ("text:moller", [3]),
        ("text:moeller", [3]),
        ('text:"moller score"', [3]),
        ('text:"møller score"', [3]),
        ('text:"score moller"', []),
        ('text:"moller bound"', []),
        ("text:alpha", [3]),
        ("text:alpha-bound", [3]),
        ("text:q2ai", [3]),
        ("text:q^2ai", [3]),
        ("text:生成", [4]),
        ('text:"图像生成"', [4]),
        ("text:rotary sort:oldest", [1, 2, 3]),
        ("paper text:rotary", [3, 2, 1]),
        ('"paper 2" text:rotary', [2]),
        ("lora", []),
        ("text:)x OR (", []),
        ('text:"a NOT b"', []),
    ],
)
def test_papers_are_found_by_their_texts(library: Store, query: str, numbers: Sequence[int]) -> None:
    library.marks.set(STARRED, True, ["2607.00002"], Cause.BY_HAND).result()
    assert found(library, query) == numbers
    assert library.searches.count(Search(query)).result() == len(numbers)
    assert sorted(found(library, query, ranked=True)) == sorted(numbers)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("text:ro", []), ("text:rot", [3, 2, 1]), ("text:distilla", [1]), ('text:"rotary emb', [2, 1]), ("te", [])],
)
def test_the_last_word_is_found_while_it_is_typed(library: Store, typed: str, numbers: Sequence[int]) -> None:
    assert found(library, typed, growing=True) == numbers


def hits(store: Store, query: str, number: int = 1) -> tuple[TextHit, ...]:
    return store.searches.text_hits(Search(query), f"2607.{number:05d}").result().hits


def matched(hit: TextHit) -> list[str]:
    return [hit.words[start:end] for start, end in hit.matches]


def test_a_hit_has_its_section_and_the_words_around(store: Store) -> None:
    long = "First words " + "and more words " * 20 + "before the rotary embedding and behind it " + "so on " * 60
    text = Fulltext(
        (
            Paragraph((Run("No heading yet, but a rotary embedding."),)),
            Heading((Run("Method"),), 1, "3", "S3"),
            Paragraph((Run(long), Run("rotary"), Run(" embedding at the end"))),
            Heading((Run("Rotary"), Run(" embedding")), 2, "3.1", "S3.SS1"),
            Table((Row((Cell((Run("a rotary"),)), Cell((Run("embedding"),)))),), (Run("Table 1"),)),
            Listing(((Run("x = embed(rotary"),), (Run("embedding)"),))),
            Equation("R_i", "Rᵢ of a rotary embedding", ("Rᵢ",)),
        )
    )
    save(store, 1, text)
    found = hits(store, 'text:"rotary embedding"')
    assert [(hit.number, hit.heading, hit.block) for hit in found] == [
        ("", "", 0),
        ("3", "Method", 2),
        ("3", "Method", 2),
        ("3.1", "Rotary embedding", 3),
        ("3.1", "Rotary embedding", 6),
    ]
    assert [matched(hit)[0].lower() for hit in found] == ["rotary embedding"] * 5
    assert found[0].words == "No heading yet, but a rotary embedding."
    assert found[1].words.startswith("…words and more words")
    assert found[1].words.endswith("so on so…")
    assert found[1].offset == long.index("rotary embedding")
    assert found[2].words.endswith("rotary embedding at the end")
    assert [matched(hit) for hit in hits(store, "text:embeddings text:tables")][-3:] == [
        ["Table", "embedding"],
        ["embedding"],
        ["embedding"],
    ]


def test_a_hit_is_found_however_it_is_spelled(library: Store) -> None:
    (hit,) = hits(library, "text:q2ai text:moeller", 3)
    assert matched(hit) == ["Møller", "Q²AI"]
    assert [matched(hit) for hit in hits(library, 'text:"moller score"', 3)] == [["Møller", "score"]]
    assert [matched(hit) for hit in hits(library, "text:生成", 4)] == [["生成"]]


def test_only_what_is_looked_for_in_texts_has_hits(library: Store) -> None:
    assert hits(library, "rotary") == hits(library, "-text:rotary") == hits(library, "text:rotary", 5) == ()
    assert library.searches.matches(Search("text:rotary paper"), "2607.00001").result() == {"title": ((0, 5),)}
    assert library.searches.matches(Search("text:rotary"), "2607.00001").result() == {}


def test_of_many_hits_the_first_are_shown_and_all_are_counted(store: Store) -> None:
    save(store, 1, a_text(*["the same word"] * 70))
    found = store.searches.text_hits(Search("text:word"), "2607.00001").result()
    assert (len(found.hits), found.total) == (50, 70)


def test_saved_searches_and_rules_follow_the_texts(library: Store) -> None:
    library.searches.save("loras", "text:lora is:unread").result()
    library.searches.save("no scores", "text:score", hides=True).result()
    library.searches.save("stored", "has:text").result()
    assert counts(library) == {"loras": 1, "no scores": 1, "stored": 3}
    save(library, 5, a_text("Another LoRA, with a score."))
    assert counts(library) == {"loras": 1, "no scores": 2, "stored": 3}, "the rule hides it"
    save(library, 5, a_text("Another LoRA."))
    save(library, 1, a_text("None of it."))
    assert counts(library) == {"loras": 1, "no scores": 1, "stored": 4}


def counts(store: Store) -> dict[str, int]:
    return {search.name: search.count for search in store.searches.saved()}


def test_the_best_match_comes_first(store: Store) -> None:
    store.ingest.save_papers([a_paper(n) for n in range(3)]).result()
    for number, times in enumerate((1, 9, 3)):
        save(store, number, a_text(*["a rotary embedding"] * times, *["other words"] * 20))
    for query in ("text:rotary", 'text:"rotary embedding"', "text:rotary text:embedding"):
        assert found(store, query) == [2, 1, 0]
        assert found(store, query, ranked=True) == [1, 2, 0]
    assert found(store, "text:rotary paper", ranked=True) == [2, 1, 0], "the words of papers count more"
