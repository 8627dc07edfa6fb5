"""The Hub's JSON to papers: every field, and what is missing or wrong."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader.hub.parse import parse_hits, parse_items
from paperreader.models import Paper
from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.items import item, one


def test_every_field_of_an_item() -> None:
    paper = one(
        item(
            "2607.12345",
            "Looms\n  for $\\alpha$-Weaving",
            abstract="We weave.\nThe cloth\n holds $\\beta$.",
            summary="It weaves.",
            keywords=["looms", "$\\gamma$-ray", "looms"],
            authors=["Ada Brook", "李小龙"],
            upvotes=12,
            comments=3,
            organization=("marsh-lab", "Marsh Lab 🌾"),
            repo="https://github.com/example/loom",
            stars=0,
            project=" http://198.51.100.7/loom ",
            submitter="Bo Lindqvist",
        )
    )
    assert paper == Paper(
        id="2607.12345",
        title="Looms for α-Weaving",
        title_raw="Looms for $\\alpha$-Weaving",
        abstract="We weave. The cloth holds β.",
        abstract_raw="We weave. The cloth holds $\\beta$.",
        summary="It weaves.",
        summary_raw="It weaves.",
        keywords=("looms", "γ-ray"),
        authors=("Ada Brook", "李小龙"),
        organization="Marsh Lab 🌾",
        submitter="Bo Lindqvist",
        upvotes=12,
        comments=3,
        github_repo="https://github.com/example/loom",
        github_stars=0,
        project_page="http://198.51.100.7/loom",
        published=date(2026, 7, 30),
    )


def test_lists_with_wrong_members_keep_the_right_ones() -> None:
    made = item("2607.00001", keywords=["loom"])
    made["paper"]["ai_keywords"] += [7, None, ["x"], "", " tide "]
    made["paper"]["authors"] += [
        None,
        "x",
        7,
        {"name": ["y"]},
        {"hidden": False},
        {"user": {"fullname": "Emi"}},
    ]
    paper = one(made)
    assert paper.keywords == ("loom", "tide")
    assert paper.authors == ("Ada Brook", "Bo Lindqvist", "x", "Emi")


@pytest.mark.parametrize("id", ["2607.12345v2", " 2607.12345\n", "2607.12345v14"])
def test_a_version_is_cut(id: str) -> None:
    assert one(item(id)).id == "2607.12345"


def test_hidden_authors_are_not_shown() -> None:
    made = item("2607.00001", authors=["Ada", "Bo", "Chidi"])
    made["paper"]["authors"][1]["hidden"] = True
    assert one(made).authors == ("Ada", "Chidi")


@pytest.mark.parametrize(
    ("outer", "inner", "called"),
    [
        ({"organization": {"name": "m", "fullname": "Marsh"}}, {}, "Marsh"),
        ({"organization": {"name": "m", "fullName": "Marsh"}}, {}, "Marsh"),
        ({"organization": {"name": "marsh-lab"}}, {}, "marsh-lab"),
        ({"organization": {"name": "m", "fullname": ""}}, {}, "m"),
        ({"submitterOrganization": {"name": "m", "fullname": "Marsh"}}, {}, "Marsh"),
        ({}, {"organization": {"name": "m", "fullname": "Marsh"}}, "Marsh"),
        ({"organization": {}}, {}, None),
        ({"organization": "Marsh"}, {}, "Marsh"),
    ],
)
def test_what_an_organization_is_called(outer: Any, inner: Any, called: str | None) -> None:
    made = item("2607.00001")
    made["paper"] |= inner
    assert one(made | outer).organization == called


def test_submitters_are_called_by_their_name_in_either_shape() -> None:
    made = item("2607.00001", submitter="Ada Brook")
    del made["submittedBy"]
    assert one(made).submitter == "Ada Brook"
    del made["paper"]["submittedOnDailyBy"]
    assert one(made).submitter is None
    assert one(made | {"submittedBy": {"name": "ada"}}).submitter == "ada"


def test_the_newest_day_is_the_first_ten_characters() -> None:
    made = [item("2607.00001", day=FRIDAY - timedelta(1)), item("2607.00002", day=FRIDAY), item("2607.00003")]
    made[1]["paper"]["submittedOnDailyAt"] = "2026-07-31T23:59:59-11:00"
    made[2]["paper"]["submittedOnDailyAt"] = "soon"
    assert parse_items(made).day == FRIDAY
    assert parse_items(made[2:]).day is None


def test_the_outer_title_has_the_tex() -> None:
    made = item("2607.00001", "LLM$\\times$Looms")
    made["paper"]["title"] = "LLMtimesLooms"
    assert one(made).title == "LLM×Looms"
    del made["title"]
    assert one(made).title_raw == "LLMtimesLooms"


def test_recorded_days_are_read_whole(recorded: Path) -> None:
    with HubServer(recorded=recorded) as server:
        days = sorted(server.dates())
        for day in random.Random(7).sample(days, 12):
            items = server.items(day)
            parsed = parse_items(items)
            assert (len(parsed.papers), parsed.skipped) == (len({each["paper"]["id"] for each in items}), 0)
            assert parsed.day in (day, None)


@pytest.mark.parametrize("marks", [None, 7, "x", [None, 7, {}], [{"type": "highlight"}], [{"text": "loom"}]])
def test_highlights_that_are_none_are_none(marks: object) -> None:
    found = parse_hits([{**item("2607.31001"), "highlightedTitle": marks, "highlightedSummary": marks}])
    assert [(each.title_words, each.abstract_words) for each in found] == [((), ())]


def test_highlights_are_cleaned_and_readable() -> None:
    marks = [{"type": "highlight", "text": text} for text in ("a\x1b[2Jb", "$\\beta$", "a\u202eb", "", "[/x]")]
    found = parse_hits([{**item("2607.31001"), "highlightedTitle": marks}])
    assert found[0].title_words == ("ab", "β", "[/x]")
