"""What a person can read: contrast in every theme, titles that are whole, lines that fit, every recorded paper."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from paperreader import demo
from paperreader.config import Config
from paperreader.hub.parse import parse_items
from paperreader.models import Entry, Paper
from paperreader.store import Store
from paperreader.tui.app import PaperReader
from paperreader.tui.render import page, rows
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine, cut, flow, width_of
from paperreader.tui.render.theme import READ, SEEN, contrast


def then() -> datetime:
    return datetime(2026, 7, 31, 14, 5, tzinfo=UTC)


@pytest.fixture
def demo_app(tmp_path: Path) -> Iterator[PaperReader]:
    store = Store(tmp_path / "demo.db", now=then)
    demo.fill(store)
    yield PaperReader(config=Config(), store=store, network=None, now=then, demo=True)
    store.close()


def styled_texts(app: PaperReader) -> Iterator[tuple[str, Style]]:
    """Every run of letters on the screen, with its style."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is not None and any(character.isalnum() for character in text):
                yield text, style


async def test_everything_can_be_read_in_every_theme(demo_app: PaperReader) -> None:
    weak = []
    async with demo_app.run_test(size=(140, 40)) as pilot:
        for theme in sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi):
            demo_app.theme = theme
            demo_app.reader.tell("17 marked read · U undo")
            await pilot.pause()
            faint = demo_app.reader.palette.roles["faint"].color
            side = Color.parse(demo_app.reader.palette.side).rich_color
            for keys in ([], ["1"], ["question_mark"]):
                await pilot.press(*keys)
                await pilot.pause()
                for text, style in styled_texts(demo_app):
                    assert style.color is not None, (theme, text)
                    assert style.bgcolor is not None, (theme, text)
                    if keys == ["question_mark"] and style.bgcolor != side:
                        continue  # what lies under the sheet stands back
                    ratio = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                    if ratio < (SEEN if style.color == faint else READ) - 0.05:
                        weak.append((theme, keys, text, round(ratio, 2)))
            await pilot.press("escape", "2")
    assert not weak


async def test_the_terminals_own_colours_are_used_as_they_are(demo_app: PaperReader) -> None:
    """Where the colours are not ours, weight and signs tell what is unread and where the cursor is."""
    async with demo_app.run_test(size=(140, 40)) as pilot:
        for theme in ("ansi-dark", "ansi-light"):
            demo_app.theme = theme
            await pilot.pause()
            runs = list(styled_texts(demo_app))
            for text, style in runs:
                assert style.color is not None, text
                assert style.color.triplet is None, text
            title = demo_app.reader.panes.papers.entry
            assert title is not None
            under_cursor = [style for text, style in runs if text and title.title.startswith(text)]
            assert any(style.reverse and style.bold for style in under_cursor)


@pytest.mark.parametrize("size", [(80, 24), (95, 30), (100, 30), (140, 40), (240, 50)])
async def test_nine_of_ten_recorded_titles_are_whole(
    demo_app: PaperReader, recorded: Path, size: tuple[int, int]
) -> None:
    async with demo_app.run_test(size=size):
        width = demo_app.reader.panes.papers.line_width
    days = [json.loads(gzip.decompress(file.read_bytes())) for file in recorded.glob("*.json.gz")]
    items = [item for day in days for item in day]
    titles = [" ".join(item["title"].split()) for item in items]
    room, lines_each = width - rows.GUTTER - 1, rows.entry_height(width) - 1
    whole = [" ".join(rows.title_lines(title, room, lines_each, Glyphs())) for title in titles]
    shortened = sum(line.endswith("…") and not title.endswith("…") for line, title in zip(whole, titles, strict=True))
    assert len(titles) > 7_000
    assert shortened / len(titles) < 0.10


def test_a_paper_of_no_day_shows_when_it_was_published_and_all_that_a_search_tells() -> None:
    paper = Paper(
        id="2203.06390",
        title="Two Looms",
        title_raw="Two Looms",
        abstract="We weave.",
        abstract_raw="We weave.",
        authors=tuple(f"Ada {n}" for n in range(8)),
        organization="Marsh Lab",
        comments=2,
        upvotes=3,
        published=date(2022, 3, 12),
    )
    entry = entry_of(paper)._replace(published=paper.published)
    row = [line.text for line in rows.entry_lines(entry, 110, Glyphs(), this_year=2026)]
    assert row[1].strip() == "▲   3  12 Mar 2022  2 comments   Marsh Lab · Ada 0 +7"
    listed = entry._replace(day=date(2022, 3, 14))
    for year, day in ((2022, "  14 Mar  2"), (2026, "  14 Mar 2022  2"), (None, "▲   3  2")):
        assert f"{day} comments" in rows.entry_lines(listed, 110, Glyphs(), this_year=year)[1].text
    shown = [line.text for line in page.page_lines(paper, 80, Glyphs())]
    assert shown[0] == "Two Looms"
    assert "Marsh Lab" in shown
    assert "Ada 0, Ada 1, Ada 2, Ada 3, Ada 4 and 3 more" in shown
    assert "▲ 3   2 comments" in shown
    assert "We weave." in shown
    assert "Published  12 March 2022" in shown
    assert not any(line.startswith("Daily") for line in shown)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((0, "0"), (999, "999"), (1_000, "1.0k"), (9_949, "9.9k"), (9_999, "10k"), (12_345, "12k")),
        *((999_499, "999k"), (999_999, "1.0M"), (9_960_000, "10M")),
    ],
)
def test_a_large_number_takes_four_places_at_most(number: int, shown: str) -> None:
    assert rows.short(number) == shown


def lines_of(paper: Paper, entry: Entry, width: int) -> list[StyledLine]:
    return rows.entry_lines(entry, width, Glyphs()) + page.page_lines(paper, width, Glyphs())


def entry_of(paper: Paper) -> Entry:
    return Entry(
        id=paper.id,
        day=None,
        title=paper.title,
        upvotes=paper.upvotes,
        comments=paper.comments,
        has_code=bool(paper.github_repo),
        github_stars=paper.github_stars,
        organization=paper.organization,
        first_author=paper.authors[0] if paper.authors else "",
        authors=len(paper.authors),
        read=False,
        unread=True,
        starred=True,
    )


STRAY = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories that move a cursor or are no characters."""


def check(lines: list[StyledLine], width: int) -> None:
    for line in lines:
        assert cell_len(line.text) <= width, line.text
        assert not STRAY.intersection(map(unicodedata.category, line.text)), line.text


def test_every_recorded_day_goes_into_the_store_and_every_paper_onto_the_screen(recorded: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "all.db", now=then)
    counts: dict[date, int] = {}
    for file in sorted(recorded.glob("*.json.gz")):
        body = gzip.decompress(file.read_bytes())
        day, items = date.fromisoformat(file.name[:10]), json.loads(body)
        parsed = parse_items(body)
        assert parsed.skipped == 0
        counts[day] = len({item["paper"]["id"] for item in items})
        store.save_day(day, parsed.papers, complete=True).result()
        for paper in parsed.papers:
            for width in (36, 54, 100):
                check(lines_of(paper, entry_of(paper), width), width)
    assert {day.date: day.papers for day in store.days()} == counts
    assert len(counts) == 462
    assert all(len(store.entries(day)) == count for day, count in counts.items())
    store.close()


AWKWARD = "ab é林海한國🌸👩\u200d🔬🇳🇴e\u0301\u0302…·ﷺ\u05d0\u0627½①\ufe0f❤-"
wide = st.text(st.sampled_from(list(AWKWARD)) | st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(text=wide, width=st.integers(16, 90))
def test_no_line_is_wider_than_its_pane(text: str, width: int) -> None:
    paper = HOSTILE._replace(title=text, abstract=text * 3, authors=(text, text), organization=text, keywords=(text,))
    check(lines_of(paper, entry_of(paper), width + rows.GUTTER + 1), width + rows.GUTTER + 1)
    assert width_of(cut(text, width)) <= width


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("ab- 林é"), max_size=80), width=st.integers(2, 30))
def test_flowed_lines_hold_the_whole_text_in_order(text: str, width: int) -> None:
    lines = list(flow(text, width))
    assert "".join(line for _, line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(text[start : start + len(line)] == line for start, line in lines)


def test_glyphs_have_plain_twins() -> None:
    assert all(len(glyph) == 1 and glyph.isascii() for glyph in ASCII)
    assert all(len(glyph) == 1 and width_of(glyph) == 1 for glyph in Glyphs())


HOSTILE = Paper(id="2607.90001", title="", title_raw="", abstract="", abstract_raw="")


@pytest.mark.parametrize("size", [(40, 12), (50, 20), (70, 24), (140, 40)])
async def test_what_is_said_can_be_read_whole(demo_app: PaperReader, size: tuple[int, int]) -> None:
    said = [f"word{number}" for number in range(14)]
    async with demo_app.run_test(size=size, notifications=True) as pilot:
        demo_app.reader.tell(" ".join(said))
        await pilot.pause(0.2)
        shown = " ".join(strip.text for strip in demo_app.screen._compositor.render_strips()).split()
        assert set(said) <= set(shown)
