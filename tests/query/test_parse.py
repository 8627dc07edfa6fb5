"""The search language: what each form means, and that nothing is an error."""

from __future__ import annotations

from datetime import date

import pytest

from paperreader.query import Between, Fact, InGroup, Papers, Query, Term, Words, complete, parse, without_one_word
from paperreader.query.parse import MAX_TERMS, _parse

TODAY = date(2026, 7, 31)


def terms(text: str, *, growing: bool = False) -> list[list[Term]]:
    return [list(clause) for clause in parse(text, TODAY, growing=growing).clauses]


def one(text: str) -> Words | Between | Fact:
    [[term]] = terms(text)
    return term.of


def test_words_must_all_be_there_and_or_joins_two() -> None:
    assert terms("flow matching") == [[Term(Words("flow"))], [Term(Words("matching"))]]
    assert terms("a OR b c") == [[Term(Words("a")), Term(Words("b"))], [Term(Words("c"))]]
    assert terms("a -b") == [[Term(Words("a"))], [Term(Words("b"), negated=True)]]
    assert terms('"flow matching"') == [[Term(Words("flow matching", exact=True))]]
    assert terms("state-of-the-art") == [[Term(Words("state-of-the-art"))]]


def test_fields() -> None:
    assert one("title:agent") == Words("agent", "title")
    assert one('author:"Ada Lovelace"') == Words("Ada Lovelace", "authors", exact=True)
    assert one("org:acme") == Words("acme", "organization")
    assert one("is:unread") == Fact("unread", is_mark=True)
    assert one("Has:Code") == Fact("code")
    assert parse("sort:stars agent", TODAY) == Query(((Term(Words("agent")),),), "stars")
    assert parse("sort:rise", TODAY), "all, in that order"
    assert not parse("sort:", TODAY, growing=True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("upvotes:>50", 51, None),
        ("upvotes:>=50", 50, None),
        ("stars:<10", None, 9),
        ("stars:<=10", None, 10),
        ("comments:3", 3, 3),
        ("upvotes:20..50", 20, 50),
        ("upvotes:20..", 20, None),
        ("day:2026-07", date(2026, 7, 1), date(2026, 7, 31)),
        ("day:2026-06..2026-07", date(2026, 6, 1), date(2026, 7, 31)),
        ("day:2026-06..", date(2026, 6, 1), None),
        ("day:2026-07-01..", date(2026, 7, 1), None),
        ("day:..2025", None, date(2025, 12, 31)),
        ("day:2026-07-30", date(2026, 7, 30), date(2026, 7, 30)),
        ("day:apr", date(2026, 4, 1), date(2026, 4, 30)),
        ("day:aug", date(2025, 8, 1), date(2025, 8, 31)),
        ("day:90d", date(2026, 5, 2), None),
        ("day:2026-W30", date(2026, 7, 20), date(2026, 7, 26)),
    ],
)
def test_limits(text: str, low: object, high: object) -> None:
    of = one(text)
    assert isinstance(of, Between)
    assert (of.low, of.high) == (low, high)


def test_what_a_day_counted_from_today_finds_changes_tomorrow() -> None:
    assert [terms(f"day:{value}")[0][0].settled for value in ("90d", "apr", "2026-07", "2025..")] == [
        *(False, False),
        *(True, True),
    ]
    assert not terms("is:read")[0][0].settled
    assert terms("has:code")[0][0].settled


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("is:foo", "is: takes unread, read, starred, opened"),
        ("foo:bar", "“foo:” is not a search field; searching for it as a word"),
        ("day:someday", "day: takes"),
        ("day:..", "day: takes 2026-07"),
        ("upvotes:..", "upvotes: takes >50"),
        ("upvotes:many", "upvotes: takes >50"),
        ("sort:size", "sort: takes newest"),
        ("a " * 40, f"only the first {MAX_TERMS} words"),
        ("a" * 10_000, "only the first 2,000 characters"),
    ],
)
def test_what_does_not_parse_is_taken_as_words_with_a_hint(text: str, hint: str) -> None:
    query = parse(text, TODAY)
    assert hint in query.hints[0]
    assert query


@pytest.mark.parametrize("text", ["is:", "is:unr", "day:jx", "day:..", "upvotes:>", "upvotes:..", "author:", "a OR"])
def test_what_is_only_begun_finds_what_it_found_before_and_hints_at_nothing(text: str) -> None:
    begun, before = parse(f"agent {text}", TODAY, growing=True), parse("agent", TODAY)
    assert not begun.hints
    assert next(term.of for clause in begun.clauses for term in clause) == Words("agent")
    assert len(begun.clauses) == len(before.clauses) + (text == "a OR")


def test_the_last_word_grows_until_a_blank_ends_it() -> None:
    def grows(text: str) -> list[bool]:
        return [term.of.growing for [term] in terms(text, growing=True) if isinstance(term.of, Words)]

    assert grows("one two") == [False, True]
    assert grows("one two ") == [False, False]
    assert grows('"one two"') == [False]
    assert grows('"one two') == [True]


def test_one_or_two_letters_wait_for_the_third() -> None:
    assert terms("flow ma", growing=True) == [[Term(Words("flow"))]]
    assert terms('"flow ma', growing=True) == [[Term(Words("flow", exact=True))]]
    assert terms("rl", growing=True) == [[Term(Words("rl"))]]


def test_completion() -> None:
    assert [complete(text) for text in ("au", "x is:st", "-ti", "sort:up", "sort:ri", "a", "agent", "is:")] == [
        *("thor:", "arred", "tle:", "votes", "se", "", "", "")
    ]


def test_one_word_less() -> None:
    assert list(without_one_word('a "b c" OR d')) == [('"b c" d', "a"), ("a d", '"b c"'), ('a "b c"', "d")]
    assert not list(without_one_word("alone"))


def test_a_negated_field_that_does_not_exist_is_negated_as_words() -> None:
    [[term]] = terms("-foo:b", growing=True)
    assert term == Term(Words("foo"), negated=True)


def test_a_letter_is_parsed_once_however_often_it_is_asked_for() -> None:
    before = _parse.cache_info().misses
    queries = [
        *(parse("a loom of one's own", TODAY, growing=True) for _ in range(3)),
        *(parse("a loom of one's own", TODAY), parse("a loom of one's own", TODAY, growing=False)),
    ]
    assert _parse.cache_info().misses == before + 2
    assert queries[0] is queries[2]
    assert queries[3] is queries[4]
    assert parse("day:3d", date(2026, 7, 30)) != parse("day:3d", TODAY)


@pytest.mark.parametrize("last", ["α", "l2", "x²", "4o", "图", "Δ"])
def test_a_short_word_that_is_likely_to_be_whole_does_not_wait(last: str) -> None:
    [_, [term]] = parse(f"flow {last}", TODAY, growing=True).clauses
    assert term.of == Words(last)


@pytest.mark.parametrize("last", ["a", "fl", "é", "ö", "42"])
def test_another_short_word_waits(last: str) -> None:
    assert parse(f"flow {last}", TODAY, growing=True).clauses == parse("flow", TODAY).clauses


def test_full_width_signs_and_letters_in_pieces_are_as_typed_elsewhere() -> None:
    assert parse("ａｕｔｈｏｒ：张 －ｖｉｄｅｏ", TODAY) == parse("author:张 -video", TODAY)
    assert parse("e\u0301", TODAY) == parse("é", TODAY)


@pytest.mark.parametrize(
    ("text", "same"), [("a flow*", "a flow"), ("title:flow*", "title:flow"), ('"a flow*', '"a flow')]
)
def test_a_word_that_only_begins_is_searched_as_while_it_is_typed(text: str, same: str) -> None:
    assert parse(text, TODAY).clauses == parse(same, TODAY, growing=True).clauses
    assert parse(text, TODAY).clauses != parse(same, TODAY).clauses
    assert parse("Q*", TODAY).clauses == parse("Q", TODAY).clauses


@pytest.mark.parametrize(
    ("text", "like", "words", "hint"),
    [
        ("like:2607.12345", ["2607.12345"], [], ""),
        ("LIKE:arXiv:2607.12345v2 loom", ["2607.12345"], ["loom"], ""),
        ("like:https://arxiv.org/pdf/2607.12345v1", ["2607.12345"], [], ""),
        ("like:https://huggingface.co/papers/2607.12345", ["2607.12345"], [], ""),
        ("like：２６０７.１２３４５", ["2607.12345"], [], ""),
        ("like:2607.12345 like:2607.12346 like:2607.12345", ["2607.12345", "2607.12346"], [], ""),
        ("like:hep-th/9901001", ["hep-th/9901001"], [], ""),
        ("like:2607.1234", [], ["like 2607.1234"], "like: takes 2607.12345"),
        ("like:loom", [], ["like loom"], "like: takes 2607.12345"),
        ("-like:2607.12345 loom", [], ["loom"], "“-like:2607.12345” is left out: like: cannot be negated"),
        ("loom OR like:2607.12345", ["2607.12345"], ["loom"], "like: cannot be a side of OR"),
        ("like:2607.12345 OR loom", ["2607.12345"], ["loom"], "like: cannot be a side of OR"),
        ("a OR b like:2607.12345 c", ["2607.12345"], ["a", "b", "c"], ""),
        ("like:2607.12345 " + "a " * 40, ["2607.12345"], ["a"] * (MAX_TERMS - 1), f"only the first {MAX_TERMS} words"),
    ],
)
def test_papers_like_others(text: str, like: list[str], words: list[str], hint: str) -> None:
    query = parse(text, TODAY)
    assert ([*query.like], [of.text for of in query.words]) == (like, words)
    assert query.hints[0].startswith(hint) if hint else not query.hints
    assert query or not (like or words)


@pytest.mark.parametrize("text", ["like:", "like:26", "like:2607.1234", "like:arXiv:2607.", "like:https://arxiv.or"])
def test_a_paper_that_is_only_begun_asks_for_nothing_yet(text: str) -> None:
    assert parse(text, TODAY, growing=True) == Query()
    assert parse(f"{text.partition(':')[0]}:2607.12345", TODAY, growing=True).like == ("2607.12345",)


def test_ids_beside_words_are_a_list_that_the_words_search_in() -> None:
    ids = Term(Papers(("2607.12345", "2607.12346")))
    query = parse("2607.12345v2 loom, [2607.12346] -2607.12347", TODAY)
    assert set(query.clauses) == {(Term(Words("loom,")),), (Term(Papers(("2607.12347",)), negated=True),), (ids,)}
    assert (query.named, query.papers) == (ids.of.ids, ())  # type: ignore[union-attr]
    assert parse("2607.12345 sort:title", TODAY).named == ("2607.12345",)
    assert not parse('"2607.12345" loom', TODAY).named, "just these words, such as in a whole text"
    assert terms("loom 2607.123", growing=True)[1] == [Term(Words("2607.123", growing=True))]


def test_a_group_and_when_its_members_starred() -> None:
    def read(text: str, *, growing: bool = False) -> InGroup | None:
        query = parse(text, TODAY, growing=growing)
        of = query.clauses[0][0].of if query.clauses else None
        return of if isinstance(of, InGroup) else None

    soon, week_ago = date(2026, 8, 1), date(2026, 7, 24)
    assert read("group:Vision-Lab") == InGroup("vision-lab")
    assert read("group:vision-lab@7d") == read('group:"vision-lab@7d"') == InGroup("vision-lab", week_ago, soon)
    assert read("group:any@2026-06") == InGroup("any", date(2026, 6, 1), date(2026, 6, 30))
    assert read("group:any@2026-06..") == InGroup("any", date(2026, 6, 1), soon)
    assert read("group:any@..2025") == InGroup("any", None, date(2025, 12, 31))
    assert read("group:lab@") == InGroup("lab")
    assert read("group:lab@7d", growing=True) == InGroup("lab", week_ago, soon)
    assert read("group:la", growing=True) == read("group:la*") == InGroup("la", growing=True)
    assert read("group:la other", growing=True) == InGroup("la")
    assert read("-group:la", growing=True) == InGroup("la")
    assert read("group:lab@x", growing=True) is None  # it may become a date
    assert not parse("group:lab@x", TODAY, growing=True).hints
    assert [hint[:12] for hint in parse("group:lab@soon", TODAY).hints] == ["group: takes"]
    assert parse("group:lab@9999-12-31", TODAY).clauses
    assert complete("group:vis", {"group": ["vision-lab"]}) == "ion-lab"
