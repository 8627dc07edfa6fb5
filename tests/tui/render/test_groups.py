"""What members of the user's groups starred, in rows of any width and on the page."""

from __future__ import annotations

import pytest

from paperreader.group_mark import GroupMark
from paperreader.mark_fields import STARRED
from paperreader.text.width import cell_width
from paperreader.tui.render.page import GROUP_LINK, page_lines
from paperreader.tui.render.paper_row import entry_lines, row_format
from paperreader.tui.render.styled_text import ASCII, Glyphs
from tests.tui.render.conftest import PAPER, entry_of

LAB = "vision-lab"
PLAIN = entry_of(PAPER)._replace(starred=False, title="Two Looms " * 4)
STARRED_THERE = PLAIN._replace(groups=((LAB, 2),))
IN_TWO = PLAIN._replace(groups=(("reading-club", 1_000), ("視覚研究室" * 9, 3)))
ENTRIES = [PLAIN, STARRED_THERE, IN_TWO, STARRED_THERE._replace(starred=True, read=True, unread=False)]


def lines_of(width: int, glyphs: Glyphs, *, is_compact: bool) -> list[list[str]]:
    row = row_format(ENTRIES, width, glyphs, is_compact=is_compact, this_year=None)
    return [[line.text for line in entry_lines(entry, row)] for entry in ENTRIES]


@pytest.mark.parametrize("glyphs", [Glyphs(), ASCII])
@pytest.mark.parametrize("width", [20, 39, 51, 60, 79, 99, 139])
def test_rows_fit_with_stars_of_groups(width: int, glyphs: Glyphs) -> None:
    for is_compact in (False, True):
        for lines in lines_of(width, glyphs, is_compact=is_compact):
            assert all(cell_width(line) <= width for line in lines)


@pytest.mark.parametrize("width", [46, 60, 79, 99])
def test_rows_of_one_line_have_a_column_for_them(width: int) -> None:
    plain, two, many, own = (lines[0] for lines in lines_of(width, Glyphs(), is_compact=True))
    column = two.rindex("★2")
    assert plain[column : column + 2] == "  "
    assert many.count("★1,003") == 1
    assert (own.index("★"), own.rindex("★2")) == (2, column)  # the user's own is in front
    alone = row_format([PLAIN], width, Glyphs(), is_compact=True, this_year=None)
    assert alone.columns.group_stars == 0


def test_full_rows_name_the_group_before_authors_or_say_how_many() -> None:
    wide, narrow = (lines_of(width, Glyphs(), is_compact=False)[1][-1] for width in (99, 24))
    assert wide.endswith("★ 2 in vision-lab · Marsh Lab · Ada 0 +7")
    assert "★2" in narrow
    assert "1,000 in reading-club" in lines_of(139, Glyphs(), is_compact=False)[2][-1]
    assert "★1,003" in lines_of(60, Glyphs(), is_compact=False)[2][-1]


def page(marks: list[GroupMark], width: int = 79, glyphs: Glyphs | None = None) -> list[str]:
    lines = page_lines(PAPER, width, glyphs or Glyphs(), entry=PLAIN, groups=marks)
    assert len({(line.section, line.offset) for line in lines if line.section == "groups"}) == sum(
        line.section == "groups" for line in lines
    )
    assert all(cell_width(line.text) <= width for line in lines if line.section == "groups")
    return [line.text for line in lines if line.section == "groups" and line.text.strip()]


def starred(*members: str, field: str = STARRED, group: str = LAB) -> list[GroupMark]:
    return [GroupMark(group, member, field) for member in members]


def test_the_page_names_them() -> None:
    marks = [*starred("Anna", "Ben"), *starred("Cho", field=f"tag:{LAB}/to-discuss"), *starred("Dov", group="club")]
    assert page(marks) == ["★ Anna, Ben in vision-lab", "# vision-lab/to-discuss by Cho", "★ Dov in club"]
    assert page(marks, glyphs=ASCII)[0] == "* Anna, Ben in vision-lab"
    links = [
        span.link
        for line in page_lines(PAPER, 79, Glyphs(), entry=PLAIN, groups=marks)
        for span in line.spans
        if span.link.startswith(GROUP_LINK)
    ]
    assert links == [f"{GROUP_LINK}{LAB}", f"{GROUP_LINK}club"]


def test_many_names_and_tags_are_shortened() -> None:
    marks = starred(*(f"Member {n:03d}" for n in range(1_000)))
    for n in range(20):
        marks += starred("Anna", field=f"tag:{LAB}/{n}")
    lines = page(marks)
    assert lines[0].startswith("★ Member 000, Member 001")
    assert "and 995 more in vision-lab" in " ".join(" ".join(lines[:2]).split())
    assert lines[-1] == "# and 12 more tags of vision-lab"
    assert len(lines) < 15


@pytest.mark.parametrize("width", [8, 20, 60])
def test_names_of_others_never_break_the_page(width: int) -> None:
    for name in ("[bold red]", "a\x1b[31mb", "視覚" * 30, "\u202eAnna", "", "Anna\nBen", "👩‍🔬" * 20, "in vision-lab"):
        lines = page([*starred(name, "Ben"), *starred(name, field=f"tag:{LAB}")], width=width)
        assert all(line.isprintable() or "\u200d" in line for line in lines)
