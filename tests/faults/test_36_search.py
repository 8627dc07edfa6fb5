"""36 what can be typed into a search"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperreader.query import FIELDS, Words, complete, parse, without_one_word
from paperreader.store import Store
from paperreader.views import Search
from tests.conftest import FRIDAY, Run, store_of
from tests.hostile import EVIL, nasty
from tests.stores import a_paper

STRANGE = [
    *('"', "AND", "OR", "NOT", "NEAR", "(a", "a)", "col:x", "*", "a*", "^a", "-", "--", "\0", "a\0b", "'"),
    *("' OR 1=1 --", '"a', 'title:"', "title:", ":", "is:", "day:", "upvotes:>", "upvotes:>=9999999999999", "sort:"),
    *("-title:-", "a OR", "{a b}", "a + b", "a NEAR/2 b", "NEAR(a b, 2)", "rowid:1", "\ud800", "\u202e", "[/]", "%s"),
    *("x" * 10_000, "a " * 5_000, '"' * 9_999, "(" * 9_999, "a OR " * 2_000, "-" * 9_999, "title:" * 1_500, EVIL),
]
pieces = st.lists(
    st.sampled_from([*(f"{field}:" for field in FIELDS), *("OR", "-", '"', "*", "(", " ", "paper", "1", ">", "\0")])
    | nasty
    | st.text(max_size=8)
).map("".join)
PARTS = [*(f"{name}:" for name in FIELDS), '"', "-", " ", "OR", ">", "..", "a", "2026", "é", "\0"]


@pytest.fixture
def filled(opened: Callable[..., Store]) -> Store:
    store = opened()
    store.ingest.save_day(FRIDAY, [a_paper(n, upvotes=n) for n in range(20)], complete=True).result()
    return store


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: ascii(text[:12]))
def test_fault_36_results_or_none_and_never_an_error(filled: Store, text: str) -> None:
    for search in (Search(text), Search(text, growing=True), Search(text, ranked=True)):
        found = filled.searches.find(search).result(10)
        assert len(found) <= 20
        assert [entry.id for entry in found] == list(dict.fromkeys(entry.id for entry in found))
        assert filled.searches.count(search).result(10) == len(found)
        assert filled.searches.matches(search, "2607.00001").result(10) is not None
    for hint in parse(text, FRIDAY).hints:
        assert hint.isprintable()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=pieces, growing=st.booleans(), ranked=st.booleans())
def test_fault_36_whatever_is_typed(filled: Store, text: str, growing: bool, ranked: bool) -> None:
    assert len(filled.searches.find(Search(text, growing=growing, ranked=ranked)).result(10)) <= 20
    assert parse(text, date(2026, 7, 31), growing=growing) == parse(text, date(2026, 7, 31), growing=growing)


def test_fault_36_from_the_command_line(run: Run, env: dict[str, str], filled: Store, path: Path) -> None:
    filled.close()
    store_of(env).parent.mkdir(parents=True)
    path.rename(store_of(env))
    assert len(run("search", "paper").stdout.splitlines()) == 20
    for text in STRANGE[:30]:
        if not text.startswith("--") and "\0" not in text and "\ud800" not in text:
            assert run("search", text).returncode == 0


@given(st.lists(st.sampled_from(PARTS)))
def test_fault_36_no_parts_of_a_query_are_an_error(parts: list[str]) -> None:
    text = "".join(parts)
    for growing in (False, True):
        query = parse(text, FRIDAY, growing=growing)
        for [first, *_] in query.clauses:
            assert not isinstance(first.of, Words) or any(map(str.isalnum, first.of.text))
    complete(text)
    list(without_one_word(text))
