"""14 fields that are missing or unknown · 15 values of a wrong type · 16 broken Unicode and JSON"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.hub.errors import WrongAnswer
from paperreader.hub.parse import parse_items
from paperreader.models import Paper
from paperreader.refresh import Fetched
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.text.sanitize import clean
from tests.conftest import FRIDAY, told
from tests.hub_server import HubServer
from tests.hub_server.items import item, one
from tests.stores import a_paper, assert_counts_hold

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted({*item("2607.00001"), *item("2607.00001", keywords=[], organization=("", ""), repo="", stars=1)["paper"]})


def test_fault_14_missing_fields_are_absent_and_unknown_ones_ignored() -> None:
    bare = {"paper": {"id": "2403.00001", "upvotes": 4, "new": {"a": [1]}}, "title": "Bare", "other": None}
    assert one(bare) == Paper(id="2403.00001", title="Bare", title_raw="Bare", abstract="", abstract_raw="", upvotes=4)


def test_fault_14_items_without_id_or_title_are_skipped_and_counted() -> None:
    good = item("2607.00001")
    bad: list[Any] = [
        item(""),
        item("2607.00002", ""),
        item("2607.00003", " \n "),
        {},
        {"title": "x"},
        None,
        7,
        "x",
        [],
    ]
    parsed = parse_items([*bad, good])
    assert [paper.id for paper in parsed.papers] == ["2607.00001"]
    assert parsed.skipped == len(bad)


async def test_fault_14_what_could_not_be_read_is_counted(refresh: Refresh, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY].append({"paper": {"id": "../x"}, "title": "No"})
    events = await told(refresh)
    assert [event.skipped for event in events if isinstance(event, Fetched)] == [1, 0, 0, 0, 0, 0, 0]


def test_fault_14_null_counts_as_missing_everywhere() -> None:
    made = item("2607.00001", summary="s", keywords=["k"], organization=("o", "O"), repo="r", stars=1, project="p")
    paper = dict.fromkeys(made["paper"], None) | {"id": "2607.00001"}
    assert one(dict.fromkeys(made, None) | {"paper": paper, "title": "Nulls"}) == Paper(
        id="2607.00001", title="Nulls", title_raw="Nulls", abstract="", abstract_raw=""
    )


@pytest.mark.parametrize(
    ("sent", "votes", "stars"),
    [
        ('"12"', 12, 12),
        ("12.0", 12, 12),
        ('" 7 "', 7, 7),
        ("NaN", 0, None),
        ("Infinity", 0, None),
        ("1e999", 0, None),
        ("1" + "0" * 30, 0, None),
        ('"1' + "0" * 30 + '"', 0, None),
        ("9" * 5000, 0, None),
        ("-3", 0, None),
        ("true", 0, None),
        ('"many"', 0, None),
        ("[5]", 0, None),
        ('{"n": 5}', 0, None),
        ('"٣"', 0, None),
    ],
)
def test_fault_15_and_16_figures_of_a_wrong_type(sent: str, votes: int, stars: int | None) -> None:
    body = (
        f'[{{"paper": {{"id": "2607.00001", "upvotes": {sent}, "githubStars": {sent}}},'
        f' "title": "Figures", "numComments": {sent}}}]'
    )
    paper = parse_items(body.encode()).papers[0]
    assert (paper.upvotes, paper.comments, paper.github_stars) == (votes, votes, stars)


@pytest.mark.parametrize("wrong", [["a"], {"a": "b"}, 7, True, None, 1.5])
def test_fault_15_texts_of_a_wrong_type_are_dropped(wrong: object) -> None:
    made = item("2607.00001", "Kept", ai_summary=wrong, ai_keywords=wrong, githubRepo=wrong, projectPage=wrong)
    made["paper"] |= {"summary": wrong, "authors": wrong, "publishedAt": wrong, "submittedOnDailyBy": wrong}
    made |= {"summary": wrong, "organization": wrong, "submittedBy": wrong}
    paper = one(made)
    expected = Paper(
        id="2607.00001", title="Kept", title_raw="Kept", abstract="", abstract_raw="", upvotes=1,
        keywords=("a",) if wrong == ["a"] else (), authors=("a",) if wrong == ["a"] else (),
    )  # fmt: skip
    assert paper == expected


@settings(max_examples=150, deadline=None)
@given(
    outer=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4),
    inner=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4),
)
def test_fault_15_no_item_whatever_breaks_the_rest(outer: dict[str, Any], inner: dict[str, Any]) -> None:
    made = item("2607.00001")
    made["paper"] |= inner
    parsed = parse_items(json.loads(json.dumps([made | outer, item("2607.00002", "Whole")])))
    assert parsed.papers[-1].title == "Whole"
    assert len(parsed.papers) + parsed.skipped == 2
    assert all(isinstance(paper.title, str) and paper.title and paper.upvotes >= 0 for paper in parsed.papers)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b'[{"paper": {"id": "2607.00001"}, "title": "Lone \\ud800 and \\u0000 end"}]', "Lone"),
        (b'[{"paper": {"id": "2607.00001"}, "title": "Caf\xe9"}]', "Caf"),
        (b'\xef\xbb\xbf[{"paper": {"id": "2607.00001"}, "title": "Marked"}]', "Marked"),
    ],
)
def test_fault_16_broken_unicode(body: bytes, title: str) -> None:
    paper = parse_items(body).papers[0]
    assert paper.title.startswith(title)
    paper.title.encode()
    assert "\0" not in paper.title_raw


@pytest.mark.parametrize("body", [b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000])
def test_fault_16_nested_brackets(body: bytes) -> None:
    with pytest.raises(WrongAnswer):
        parse_items(body)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("\ud800lone \udfff halves", "lone halves"),
        ("nul\x00 and\ufeff mark", "nul and mark"),
        ("not\ufdd0 characters\uffff\U0010ffff", "not characters"),
        ("[" * 100_000, "[" * 100_000),
        ("9" * 5_000, "9" * 5_000),
    ],
)
def test_fault_16_broken_unicode_is_dropped_and_size_is_no_matter(raw: str, safe: str) -> None:
    assert clean(raw) == safe


@pytest.mark.parametrize("broken", [{"title": "\ud800"}, {"upvotes": 10**30}], ids=["surrogate", "huge"])
def test_fault_16_what_cannot_be_stored_leaves_nothing_behind(path: Path, store: Store, broken: dict[str, Any]) -> None:
    saved = store.ingest.save_day(FRIDAY, [a_paper(1), a_paper(2, **broken)], complete=True)
    assert saved.exception() is not None
    assert (store.papers.days(), store.papers.get("2607.00001")) == ([], None)
    assert store.ingest.save_day(FRIDAY, [a_paper(1)], complete=True).result().papers == 1
    assert_counts_hold(path)
