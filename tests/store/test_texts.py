"""Whole papers in the store: saved, read, replaced, converted again; and where the user was in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.fulltext.blocks import Equation, Fulltext, Heading, Paragraph, Run
from paperreader.store import Store, text_index
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, child, output, rows
from tests.texts import a_text

ID = "2607.00001"
BODY = b"<article>The text as it was fetched.</article>" * 20


def save(store: Store, text: Fulltext, id: str = ID, *, converter: int = 1, body: bytes = BODY) -> None:
    store.texts.save(id, body, text, converter=converter, etag='"e1"', modified="Fri, 31 Jul 2026").result()


def test_a_text_is_read_as_it_was_saved(store: Store, clock: Clock) -> None:
    blocks = (
        Heading((Run("Method"),), 1, "3", "S3"),
        Paragraph((Run("We score "), Run("aᵢ", "math", tex="a_i"), Run(" with [1].", target="#bib.bib1"))),
        Equation(r"\frac{a}{b}", "a/b", ("a", "─", "b"), "(1)", "S3.E1"),
    )
    text = Fulltext(blocks, (Heading((Run("Aside"),), 1),), "arxiv", "v2", ("tables are missing",))
    save(store, text)
    stored = store.texts.get(ID)
    assert stored is not None
    assert stored.text == text
    assert (stored.source, stored.version, stored.etag) == ("arxiv", "v2", '"e1"')
    assert (stored.modified, stored.fetched, stored.converter) == ("Fri, 31 Jul 2026", clock.now, 1)
    assert store.texts.source_body(ID) == BODY
    assert store.texts.missing(ID) is None
    assert store.texts.count() == 1
    assert store.texts.stored([ID, "2607.00002", "no id"]) == {ID}


def test_a_paper_without_a_text_says_why_and_since_when(store: Store, clock: Clock) -> None:
    assert store.texts.get(ID) is store.texts.missing(ID) is None
    store.texts.save_missing(ID, "arXiv has no HTML of it.").result()
    missing = store.texts.missing(ID)
    assert missing == ("arXiv has no HTML of it.", clock.now)
    assert store.texts.get(ID) is store.texts.source_body(ID) is None
    assert store.texts.stored([ID]) == set()
    save(store, a_text("Now there is one."))
    assert store.texts.missing(ID) is None
    store.texts.save_missing(ID, "The Hub has none.").result()
    assert store.texts.get(ID) is not None, "a text that is there stays"


def test_an_id_that_no_paper_can_have_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no paper can have the id"):
        save(store, a_text("…"), "../x")
    assert store.texts.get("../x") is None


def test_what_an_older_conversion_made_is_converted_again(store: Store, clock: Clock) -> None:
    store.ingest.save_papers([a_paper(n) for n in range(5)]).result()
    for n in range(5):
        save(store, a_text(f"Old {n}."), f"2607.{n:05d}", converter=2 if n == 3 else 1)
    fetched = clock.now
    clock.tick(days=1)
    first = store.texts.outdated("", limit=2, converter=2).result()
    assert first == ["2607.00000", "2607.00001"]
    assert store.texts.outdated(first[-1], limit=2, converter=2).result() == ["2607.00002", "2607.00004"]
    assert store.texts.outdated("2607.00004", limit=2, converter=2).result() == []
    store.texts.save_converted(first[0], a_text("New."), converter=2).result()
    store.texts.save_converted(first[1], None, converter=2).result()
    assert store.texts.outdated("", limit=9, converter=2).result() == ["2607.00002", "2607.00004"]
    stored = store.texts.get(first[0])
    assert stored is not None
    assert (stored.text, stored.fetched, stored.etag) == (a_text("New."), fetched, '"e1"')
    assert store.texts.source_body(first[0]) == BODY
    kept = store.texts.get(first[1])
    assert kept is not None, "the newer conversion could not read it"
    assert kept.text == a_text("Old 1.")


def test_a_conversion_does_not_overwrite_what_was_fetched_meanwhile(store: Store) -> None:
    save(store, a_text("Fetched by the newer program."), converter=2)
    store.texts.save_converted(ID, a_text("Made of the answer before."), converter=2).result()
    stored = store.texts.get(ID)
    assert stored is not None
    assert stored.text == a_text("Fetched by the newer program.")


@pytest.mark.parametrize(
    "damage", ["content = X'00'", "content = substr(content, 1, 60)", "blocks = 7", "content = ''"]
)
def test_a_damaged_text_is_a_missing_text(store: Store, path: Path, damage: str) -> None:
    save(store, a_text("whole " * 200))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"UPDATE fulltext SET {damage}")
    assert store.texts.get(ID) is None
    save(store, a_text("whole again"))
    stored = store.texts.get(ID)
    assert stored is not None
    assert stored.text == a_text("whole again")
    assert not path.with_name(f"{path.name}.damaged").exists()
    assert matches(path, "whole") == [260700001]
    assert matches(path, "again") == [260700001]


def matches(path: Path, words: str) -> list[int]:
    return [n for (n,) in rows(path, "SELECT rowid FROM fulltext_words WHERE fulltext_words MATCH ?", words)]


def test_the_indexes_have_only_what_is_stored(store: Store, path: Path) -> None:
    for words in ("first αβ version", "second version of Møller", "third"):
        save(store, a_text(words), "2607.00001")
        save(store, a_text(words), "2607.00002")
    assert matches(path, "first") == matches(path, "version") == matches(path, "moller") == []
    assert matches(path, "third") == [260700001, 260700002]
    with closing(sqlite3.connect(path)) as db:
        assert text_index.are_intact(db)


def test_a_list_shows_which_papers_have_a_text(store: Store) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(3)], complete=True).result()
    save(store, a_text("…"), "2607.00001")
    store.texts.save_missing("2607.00002", "none").result()
    assert [entry.has_text for entry in store.papers.entries(DayView(FRIDAY))] == [False, True, False]


def test_the_position_in_a_text_is_kept(store: Store, opened: Callable[..., Store], clock: Clock) -> None:
    assert store.texts.position(ID) is None
    store.texts.save_position(ID, '{"block": 3}').result()
    clock.tick(5)
    store.texts.save_position(ID, '{"block": 4}').result()
    save(store, a_text("Another conversion."))
    store.close()
    assert opened().texts.position(ID) == '{"block": 4}'


WITHOUT_XZ = """
sys.modules["lzma"] = None
from tests.texts import a_text
store = Store(path, now=now)
try:
    store.texts.get("2607.00001")
except StoreError as error:
    say(error)
try:
    store.texts.save("2607.00001", b"", a_text("replaced"), converter=1, etag=None, modified=None).result()
except StoreError as error:
    say(error)
store.texts.save("2607.00002", b"<p>", a_text("without it"), converter=1, etag=None, modified=None).result()
assert store.texts.get("2607.00002").text == a_text("without it")
store.close()
"""


def test_a_python_without_xz_stores_texts_in_another_format(store: Store, path: Path) -> None:
    save(store, a_text("with it"))
    told = "This text was stored by a Python that has the module lzma: use such a one again."
    assert output(child(WITHOUT_XZ, path)).splitlines() == [told, told]
    first, second = (store.texts.get(id) for id in (ID, "2607.00002"))
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == (a_text("with it"), a_text("without it"))
    assert store.texts.source_body("2607.00002") == b"<p>"
    assert matches(path, "with") == [260700001]
    assert matches(path, "without") == [260700002]
