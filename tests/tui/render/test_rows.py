"""Rows of the list: titles whole, figures short."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from paperreader.tui.app import PaperReader
from paperreader.tui.render import rows
from paperreader.tui.render.styled_text import Glyphs
from tests.tui.render.conftest import PAPER, entry_of


@pytest.mark.parametrize("size", [(80, 24), (95, 30), (100, 30), (140, 40), (240, 50)])
async def test_nine_of_ten_recorded_titles_are_whole(
    demo_app: PaperReader, recorded: Path, size: tuple[int, int]
) -> None:
    async with demo_app.run_test(size=size):
        width = demo_app.reader.panes.papers.line_width
    days = [json.loads(gzip.decompress(file.read_bytes())) for file in recorded.glob("*.json.gz")]
    items = [item for day in days for item in day]
    titles = [" ".join(item["title"].split()) for item in items]
    room, lines_each = width - rows.GUTTER_CELLS - 1, rows.entry_height(width) - 1
    whole = [" ".join(rows.title_lines(title, room, lines_each, Glyphs())) for title in titles]
    shortened = sum(line.endswith("…") and not title.endswith("…") for line, title in zip(whole, titles, strict=True))
    assert len(titles) > 7_000
    assert shortened / len(titles) < 0.10


def test_a_row_shows_the_day_that_lists_it_or_when_it_was_published() -> None:
    entry = entry_of(PAPER)._replace(published=PAPER.published)
    row = [line.text for line in rows.entry_lines(entry, 110, Glyphs(), this_year=2026)]
    assert row[1].strip() == "▲   3  12 Mar 2022  2 comments   Marsh Lab · Ada 0 +7"
    listed = entry._replace(day=date(2022, 3, 14))
    for year, day in ((2022, "  14 Mar  2"), (2026, "  14 Mar 2022  2"), (None, "▲   3  2")):
        assert f"{day} comments" in rows.entry_lines(listed, 110, Glyphs(), this_year=year)[1].text


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((0, "0"), (999, "999"), (1_000, "1.0k"), (9_949, "9.9k"), (9_999, "10k"), (12_345, "12k")),
        *((999_499, "999k"), (999_999, "1.0M"), (9_960_000, "10M")),
    ],
)
def test_a_large_number_takes_at_most_four_characters(number: int, shown: str) -> None:
    assert rows.short_number(number) == shown
