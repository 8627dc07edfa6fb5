"""Papers in the list: titles whole, figures in columns, in full or in one line."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from paperreader.models import Entry, Rise
from paperreader.text.width import cell_width
from paperreader.tui.app import PaperReader
from paperreader.tui.render import paper_row
from paperreader.tui.render.paper_row import RowFormat, entry_height, entry_lines, row_format
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine
from tests.tui.render.conftest import PAPER, entry_of

PLAIN = entry_of(PAPER)._replace(upvotes=69, comments=2, starred=False)
ENTRIES = [
    PLAIN,
    PLAIN._replace(upvotes=12_345, comments=1_200, rise=Rise(4_321, 999, 88), has_code=True, github_stars=76_543),
    PLAIN._replace(upvotes=9_999, rise=Rise(999, 12, 1), has_code=True, github_stars=3, starred=True),
    PLAIN._replace(upvotes=0, comments=0, organization=None, first_author="", authors=0, title="Titans"),
    PLAIN._replace(title="林海 的 " * 40, organization="北汀实验室北汀实验室北汀实验室", first_author="林海"),
    PLAIN._replace(title="A 👩‍🔬 and 🌸 for 🇳🇴 " * 8, organization="🌸 Labs", read=True, unread=False),
    PLAIN._replace(title="Words of a title that is very long " * 5, rule="no spectroscopy"),
]
WIDTHS = (39, 51, 57, 79, 99, 119)


def texts(lines: list[StyledLine]) -> list[str]:
    return [line.text for line in lines]


def formats(width: int) -> list[RowFormat]:
    return [
        row_format(ENTRIES, width, glyphs, is_compact=is_compact, this_year=year)
        for glyphs in (Glyphs(), ASCII)
        for is_compact in (False, True)
        for year in (None, 2022)
    ]


@pytest.mark.parametrize("width", [8, 20, *WIDTHS, 200])
def test_every_paper_fits_its_width_and_takes_as_many_lines_as_its_height(width: int) -> None:
    for row in formats(width):
        for entry in ENTRIES:
            lines = entry_lines(entry, row, selected=True)
            assert len(lines) == entry_height(entry, row)
            assert all(cell_width(line.text) <= max(width, 20) for line in lines)
            assert lines[0].text.startswith(row.glyphs.selected)


def column_of(text: str, glyph: str) -> int:
    """The cell that a glyph is in."""
    return cell_width(text[: text.index(glyph)])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_compact", [False, True])
def test_figures_stand_in_columns(width: int, is_compact: bool) -> None:
    row = row_format(ENTRIES, width, Glyphs(), is_compact=is_compact, this_year=2022)
    ends = []
    for glyph in (row.glyphs.code, row.glyphs.comments):
        shown = [entry_lines(entry, row)[-1].text for entry in ENTRIES]
        assert len({column_of(text, glyph) for text in shown if glyph in text}) <= 1
        ends += [text for text in shown if glyph in text]
    assert is_compact or ends, "there is room for them"
    gutter = {line.gutter for entry in ENTRIES for line in entry_lines(entry, row)}
    assert len(gutter) == 1, "titles and names begin in one column"


def test_a_short_title_makes_a_shorter_row() -> None:
    row = row_format([PLAIN], 51, Glyphs(), is_compact=False, this_year=None)
    assert texts(entry_lines(PLAIN, row)) == [" ●  Two Looms", "    ▲  69  » 2   Marsh Lab · Ada 0 +7"]
    long = PLAIN._replace(title="Two Looms for the Weaving of Very Small and of Rather Large Models")
    assert texts(entry_lines(long, row))[:2] == [
        " ●  Two Looms for the Weaving of Very Small and of",
        "    Rather Large Models",
    ]
    assert [entry_height(entry, row) for entry in (PLAIN, long)] == [2, 3]


def test_what_rose_has_its_column_only_in_a_list_where_something_did() -> None:
    risen = PLAIN._replace(rise=Rise(12, 0, 0), has_code=True, github_stars=152)
    for entries, lines in (
        ([PLAIN], ["    ▲  69  » 2   Marsh Lab · Ada 0 +7"]),
        (
            [PLAIN, risen],
            [
                "    ▲  69              » 2   Marsh Lab · Ada 0 +7",
                "    ▲  69  +12  ◆ 152  » 2   Marsh Lab · Ada 0 +7",
            ],
        ),
    ):
        row = row_format(entries, 60, Glyphs(), is_compact=False, this_year=None)
        assert [entry_lines(entry, row)[-1].text for entry in entries] == lines


@pytest.mark.parametrize("is_compact", [False, True])
def test_columns_are_as_wide_as_the_list_needs(is_compact: bool) -> None:
    def figures(*entries: Entry) -> list[str]:
        row = row_format(entries, 100, Glyphs(), is_compact=is_compact, this_year=None)
        return [entry_lines(entry, row)[-1].text for entry in entries]

    code = PLAIN._replace(has_code=True, github_stars=7, comments=1)
    many = code._replace(github_stars=1_234, comments=12)
    assert not {"◆", "»"} & set("".join(figures(PLAIN._replace(comments=1))))
    assert "  ◆" in figures(code)[0]
    mixed = figures(PLAIN, code, many)
    assert "  »  2" in mixed[0]
    assert "  ◆ " in mixed[1]
    assert "  ◆ 1.2k  » 12" in mixed[2]
    for glyph, both in (("»", (mixed[0], mixed[2])), ("◆", mixed[1:])):
        assert len({column_of(text, glyph) for text in both}) == 1


@pytest.mark.parametrize(
    ("width", "names"),
    [
        (66, "Vardholm Institute of Looms · Jowan van Wetherlow +10"),
        (65, "Vardholm Institute of Looms · J. van Wetherlow +10"),
        (63, "Vardholm Institute of Looms · J. van Wetherlow +10"),
        (62, "Vardholm Institute of Looms"),
        (40, "Vardholm Institute of Looms"),
        (37, "Vardholm Institute of L…"),
    ],
)
def test_the_organization_gets_its_room_before_the_author(width: int, names: str) -> None:
    entry = PLAIN._replace(
        organization="Vardholm Institute of Looms", first_author="Jowan van Wetherlow", authors=11, comments=1
    )
    row = row_format([entry], width, Glyphs(), is_compact=False, this_year=None)
    assert entry_lines(entry, row)[-1].text.split("   ")[-1] == names


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("Mechthild Kaltwasser", "M. Kaltwasser +2"),
        ("Doe-Kaltwasser, Mechthild", "Doe-Kaltwasser,…"),
        ("Wren", "Wren +2"),
        ("北汀 林海", "北汀 林海 +2"),
    ],
)
def test_an_author_without_an_organization_is_shortened_before_the_name_is_cut(author: str, shown: str) -> None:
    entry = PLAIN._replace(organization=None, first_author=author, authors=3, comments=1)
    row = row_format([entry], 119, Glyphs(), is_compact=True, this_year=None)
    assert entry_lines(entry, row)[0].text.rstrip().endswith(f"  {shown}")


@pytest.mark.parametrize("width", range(20, 60))
@pytest.mark.parametrize("is_compact", [False, True])
def test_only_letters_of_the_title_are_highlighted_where_it_is_cut(width: int, is_compact: bool) -> None:
    title = "Slow: Letting Language Models Decide Together When Not to Think " * 3
    start, end = title.index("Models"), title.index("Together")
    entry = PLAIN._replace(title=title, title_matches=((start, end - 1), (end, len(title))))
    row = row_format([entry], width, Glyphs(), is_compact=is_compact, this_year=None)
    spans = [span for line in entry_lines(entry, row) for span in line.spans]
    marked = "".join(span.text for span in spans if span.role == "match")
    assert "…" in "".join(span.text for span in spans)
    assert "…" not in marked
    assert "  " not in marked


def test_one_line_gives_the_title_most_of_the_room_and_drops_the_rarest_as_width_shrinks() -> None:
    entry = PLAIN._replace(
        title="Two Looms for the Weaving of Very Small and of Rather Large Models by Hand, by Foot and by Machine",
        rise=Rise(12, 0, 0),
        has_code=True,
        github_stars=152,
        starred=True,
    )
    rows = [row_format([entry], width, Glyphs(), is_compact=True, this_year=None) for width in WIDTHS]
    shown = [text for row in rows for text in texts(entry_lines(entry, row))]
    assert shown == [
        " ●★  69  Two Looms for the Weaving of…",
        " ●★  69  +12  Two Looms for the Weaving of Very S…",
        " ●★  69  +12  Two Looms for the Weaving of Very Small a…",
        " ●★  69  +12  Two Looms for the Weaving of Very Small and of Rath…  ◆ 152  » 2",
        " ●★  69  +12  Two Looms for the Weaving of Very Small and of Rather…  Marsh Lab         ◆ 152  » 2",
        " ●★  69  +12  Two Looms for the Weaving of Very Small and of Rather Large Models by Han…"
        "  Marsh Lab         ◆ 152  » 2",
    ]


def test_figures_and_names_of_a_read_paper_are_dimmer_than_its_title() -> None:
    read = PLAIN._replace(read=True, unread=False)
    for is_compact in (False, True):
        roles = {span.role for line in entry_lines(read, RowFormat(99, is_compact=is_compact)) for span in line.spans}
        assert {"read", "figure-read", "name-read"} <= roles
        assert not roles & {"figure", "name", "strong"}


@pytest.mark.parametrize("size", [(95, 50), (100, 50), (140, 40), (240, 50)])
async def test_nine_of_ten_recorded_titles_are_whole(
    demo_app: PaperReader, recorded: Path, size: tuple[int, int]
) -> None:
    async with demo_app.run_test(size=size):
        width = demo_app.reader.panes.papers.line_width
    days = [json.loads(gzip.decompress(file.read_bytes())) for file in recorded.glob("*.json.gz")]
    titles = [" ".join(item["title"].split()) for day in days for item in day]
    room = width - paper_row.GUTTER_CELLS - 1
    whole = [" ".join(paper_row.title_lines(title, room, Glyphs())) for title in titles]
    shortened = sum(line.endswith("…") and not title.endswith("…") for line, title in zip(whole, titles, strict=True))
    assert len(titles) > 7_000
    assert shortened / len(titles) < 0.10


def test_a_row_shows_the_day_that_lists_it_or_when_it_was_published() -> None:
    entry = entry_of(PAPER)._replace(published=PAPER.published)

    def figures(entry: Entry, year: int | None) -> str:
        row = row_format([entry], 110, Glyphs(), is_compact=False, this_year=year)
        return entry_lines(entry, row)[1].text.strip()

    assert figures(entry, 2026) == "▲   3  12 Mar 2022  » 2   Marsh Lab · Ada 0 +7"
    listed = entry._replace(day=date(2022, 3, 14))
    for year, day in ((2022, "▲   3  14 Mar  "), (2026, "▲   3  14 Mar 2022  "), (None, "▲   3  » 2")):
        assert figures(listed, year).startswith(day)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_compact", [False, True])
@pytest.mark.parametrize("glyphs", [Glyphs(), ASCII])
def test_a_stored_text_has_its_sign_in_a_column(width: int, is_compact: bool, glyphs: Glyphs) -> None:
    entries = [PLAIN, PLAIN._replace(has_text=True, has_code=True, comments=0), PLAIN._replace(has_text=True)]
    row = row_format(entries, width, glyphs, is_compact=is_compact, this_year=None)
    assert row.columns.signs == glyphs.text
    without, *with_text = [entry_lines(entry, row)[-1].text for entry in entries]
    assert glyphs.text not in without
    assert len({column_of(text, glyphs.text) for text in with_text}) == 1
    assert row_format(entries[:1], width, glyphs, is_compact=is_compact, this_year=None).columns.signs == ""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_compact", [False, True])
@pytest.mark.parametrize("glyphs", [Glyphs(), ASCII])
def test_text_tags_and_note_each_have_a_cell_of_one_column(width: int, is_compact: bool, glyphs: Glyphs) -> None:
    entries = [PLAIN, PLAIN._replace(tags=("a", "b")), PLAIN._replace(has_note=True, has_text=True)]
    row = row_format(entries, width, glyphs, is_compact=is_compact, this_year=None)
    assert row.columns.signs == glyphs.text + glyphs.tag + glyphs.note
    lines = [entry_lines(entry, row)[-1].text for entry in entries]
    assert f"  {glyphs.text} {glyphs.note}" in lines[2]
    assert glyphs.text + glyphs.tag not in lines[0]
    assert column_of(lines[1], f" {glyphs.tag} ") == column_of(lines[2], f"{glyphs.text} {glyphs.note}")
    assert row_format(entries[1:2], width, glyphs, is_compact=is_compact, this_year=None).columns.signs == glyphs.tag
