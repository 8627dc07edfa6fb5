"""Every paper fits into page and list, whatever its texts contain."""

from __future__ import annotations

import gzip
import json
import unicodedata
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from paperreader.hub.parse import parse_items
from paperreader.models import Entry, Paper, Passed, TextHit, TextHits
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.render import page
from paperreader.tui.render.paper_row import GUTTER_CELLS, entry_lines, row_format
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from paperreader.views import DayView
from tests.tui.render.conftest import PAPER, entry_of


def then() -> datetime:
    return datetime(2026, 7, 31, 14, 5, tzinfo=UTC)


def lines_of(paper: Paper, entry: Entry, width: int) -> list[StyledLine]:
    rows = [
        row_format([entry], width, Glyphs(), is_compact=is_compact, this_year=year)
        for is_compact, year in ((False, None), (True, 2000))
    ]
    return [line for row in rows for line in entry_lines(entry, row)] + page.page_lines(paper, width, Glyphs())


STRAY = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of what moves a cursor or is no character."""


def check(lines: list[StyledLine], width: int) -> None:
    for line in lines:
        assert cell_len(line.text) <= width, line.text
        assert not STRAY.intersection(map(unicodedata.category, line.text)), line.text


def test_every_recorded_day_can_be_stored_and_every_paper_shown(recorded: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "all.db", now=then)
    counts: dict[date, int] = {}
    for file in sorted(recorded.glob("*.json.gz")):
        body = gzip.decompress(file.read_bytes())
        day, items = date.fromisoformat(file.name[:10]), json.loads(body)
        parsed = parse_items(body)
        assert parsed.skipped == 0
        counts[day] = len({item["paper"]["id"] for item in items})
        store.ingest.save_day(day, parsed.papers, complete=True).result()
        for paper, width in zip(parsed.papers, cycle((36, 54, 100)), strict=False):
            check(lines_of(paper, entry_of(paper), width), width)
    assert {day.date: day.papers for day in store.papers.days()} == counts
    assert len(counts) == 462
    assert all(len(store.papers.entries(DayView(day))) == count for day, count in counts.items())
    store.close()


AWKWARD = "ab é林海한國🌸👩\u200d🔬🇳🇴e\u0301\u0302…·ﷺ\u05d0\u0627½①\ufe0f❤-"
wide = st.text(st.sampled_from(list(AWKWARD)) | st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(text=wide, width=st.integers(16, 90))
def test_no_line_is_wider_than_its_pane(text: str, width: int) -> None:
    paper = HOSTILE._replace(title=text, abstract=text * 3, authors=(text, text), organization=text, keywords=(text,))
    check(lines_of(paper, entry_of(paper), width + GUTTER_CELLS + 1), width + GUTTER_CELLS + 1)
    assert cell_width(cut(clean(text), width)) <= width


HOSTILE = Paper(id="2607.90001", title="", title_raw="", abstract="", abstract_raw="")


def test_a_page_shows_everything_that_a_search_returns() -> None:
    shown = [line.text for line in page.page_lines(PAPER, 80, Glyphs())]
    assert shown[0] == "Two Looms"
    assert "Marsh Lab" in shown
    assert "Ada 0, Ada 1, Ada 2, Ada 3, Ada 4 and 3 more" in shown
    assert "▲ 3   2 comments" in shown
    assert "We weave." in shown
    assert "Published  12 March 2022" in shown
    assert not any(line.startswith("Listed") for line in shown)


MORE = "and more " * 9


def test_a_page_shows_where_its_text_matches() -> None:
    hits = (
        TextHit("", "", "Before the first loom…", ((17, 21),), 0, 17),
        TextHit(
            "3",
            "Weaving on a loom",
            "…a loom is there, and a loom is here, " + "and more " * 9,
            ((3, 7), (24, 28)),
            4,
            3,
        ),
        TextHit("3", "Weaving on a loom", "…the last loom", ((10, 14),), 5, 9),
        TextHit("4", "Of looms", "Of looms", ((3, 8),), 6, 3),
        *[TextHit("5", "Much", f"loom {n}", ((0, 4),), 7 + n, 0) for n in range(5)],
    )
    for width in (20, 40, 80):
        lines = page.page_lines(PAPER, width, Glyphs(), hits=TextHits(hits, 17))
        check(lines, width)
        shown = [line for line in lines if line.section == "In the text"]
        offsets = [line.offset for line in shown]
        assert offsets == sorted(offsets), "the line on top is found again by them"
        marked = [span.text for line in shown for span in line.spans if span.role == "match"]
        assert "".join(marked).replace(" ", "") == "loomloomloomloomloomsloom", "a heading that matches, too"
        links = [{span.link for span in line.spans} for line in shown[2:]]
        assert links[0] == {"text-hit-0"}
        assert links[-1] == {"text-hit-4"}
        assert all(len(each) == 1 for each in links)
    assert [line.text for line in shown][1:5] == [
        "In the text   17 places",
        "Before the first loom…",
        "§ 3 Weaving on a loom",
        "…a loom is there, and a loom is here, and more and more and more and more and",
    ]
    assert [line.text for line in shown][-4:] == ["…the last loom", "§ 4 Of looms", "§ 5 Much", "loom 0"]
    assert not any(line.section == "In the text" for line in page.page_lines(PAPER, 80, Glyphs()))


def test_the_words_that_made_a_paper_similar_are_named() -> None:
    entry = entry_of(PAPER)._replace(shared_words=("rotary\x1b[31m", "x" * 300))
    for width in (20, 80):
        lines = page.page_lines(PAPER, width, Glyphs(), entry=entry)
        check(lines, width)
    assert next(line for line in lines if line.section == "similar").text.startswith("Similar  rotary")
    assert not any(line.section == "similar" for line in page.page_lines(PAPER, 80, Glyphs(), entry=entry_of(PAPER)))


def test_what_it_had_when_it_was_passed_over_stands_below_its_figures() -> None:
    entry = entry_of(PAPER)._replace(passed=Passed(then(), 1, 22, 1045))
    for width, expected in (
        (80, ["You passed it on 31 Jul: 1 upvote then, 12 now, 22nd of 1,045 that day"]),
        (40, ["You passed it on 31 Jul: 1 upvote then,", "12 now, 22nd of 1,045 that day"]),
    ):
        lines = page.page_lines(PAPER._replace(upvotes=12), width, Glyphs(), entry=entry)
        texts = [line.text.rstrip() for line in lines]
        at = texts.index("▲ 12   2 comments") + 1
        assert texts[at : at + len(expected)] == expected
