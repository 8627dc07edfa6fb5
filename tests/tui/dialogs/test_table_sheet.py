"""A whole table in a dialog: scrolled by columns and rows, with headers and first column in sight, and copied."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.fulltext.blocks import Cell, Row, Run, Table
from paperreader.tui.dialogs.table_sheet import TableLines, TableSheet, cropped, with_ends
from paperreader.tui.render.fulltext import whole_table
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from tests.sample_text import WIDE_COLUMNS, WIDE_TABLE
from tests.tui.conftest import NARROW, SMALL, User


async def opened(user: User) -> TableLines:
    """The wide table, whole."""
    await user.press("t", *"every run", "enter")
    await user.until(lambda: "Table 2: Every run of every loom" in user.text())
    await user.press("enter")
    await user.until(lambda: isinstance(user.app.screen, TableSheet))
    await user.until(lambda: "columns" in user.lines()[0])
    view: TableLines = user.app.screen.query_one(TableLines)
    return view


def shown(user: User) -> list[str]:
    return [line.strip("│ ") for line in user.lines()]


async def test_it_scrolls_by_columns_with_the_first_one_in_sight(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        seen: list[str] = []
        for _ in range(WIDE_COLUMNS):
            header = next(line for line in shown(user) if line.startswith("loom "))
            body = next(line for line in shown(user) if line.startswith("loom a"))
            runs = header.split()[2::2]
            assert body.split()[2:] == [f"a{number}" for number in runs], "no column is cut"
            seen += [number for number in runs if number not in seen]
            await user.press("l")
        assert seen == [str(number) for number in range(1, WIDE_COLUMNS)]
        assert "of 29" in user.lines()[0]
        await user.press("0")
        await user.until(lambda: "columns 2-10 of 29" in user.lines()[0])
        await user.press("right", "left", "end")
        assert next(line for line in shown(user) if line.startswith("loom a")).endswith("a28")
        await user.press("home")
        assert next(line for line in shown(user) if line.startswith("loom a")).startswith("loom a  a1 ")


async def test_headers_stay_while_rows_scroll(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        await user.press("G")
        assert any(line.startswith("loom z") for line in shown(user))
        assert shown(user)[2].startswith("loom    run 1")
        assert not any(line.startswith("loom a") for line in shown(user))
        await user.press("k", "g")
        assert any(line.startswith("loom a") for line in shown(user))


async def test_it_is_copied_as_markdown_or_tsv(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        await user.press("Y")
        await user.until(lambda: any("Table 2 as TSV" in toast for toast in user.toasts))
        rows = [line.split("\t") for line in user.app.clipboard.splitlines()]
        assert {len(row) for row in rows} == {WIDE_COLUMNS}
        assert (rows[0][:2], rows[-1][-1]) == (["loom", "run 1"], "z28")
        await user.press("enter")
        await user.until(lambda: isinstance(user.app.screen, TableSheet))
        await user.press("y")
        await user.until(lambda: any("Table 2 as Markdown" in toast for toast in user.toasts))
        assert "| loom a | a1 | a2 |" in user.app.clipboard


async def test_a_click_on_a_table_opens_it_and_windows_of_any_size_are_survived(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press("t", *"every run", "enter")
        await user.until(lambda: "loom c" in user.text())
        y = next(y for y, line in enumerate(user.lines()) if "loom c" in line)
        await user.click(8, y)
        await user.until(lambda: isinstance(user.app.screen, TableSheet))
        for size in ((60, 20), (30, 6), (8, 4), (3, 3), (1, 1), (140, 40), NARROW):
            await user.pilot.resize_terminal(*size)
            await user.blind("l", "j", "h", "end", "G", "home", "g")
        await user.until(lambda: "columns 2-10 of 29" in user.text())
        await user.press("escape")
        assert user.app.screen is user.app.reader


async def test_the_footer_names_the_table_that_enter_opens(open_text: Any) -> None:
    async with open_text(size=(120, 40)) as user:
        await user.press("t", *"speeds", "enter")
        await user.until(lambda: "Table 1: Speeds" in user.text())
        assert "Enter Table 2" in user.footer, "it is nearer to the middle"
        await user.press("t", *"knots", "enter")
        await user.until(lambda: "Paragraph 2 is about knots." in user.text())
        assert "Enter Table" not in user.footer


async def test_keys_that_scroll_sideways_are_named_where_they_do(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        assert "l right" in user.text()
        await user.press("escape", "t", *"speeds", "enter")
        await user.until(lambda: "Table 1: Speeds" in user.text() and user.app.screen is user.app.reader)
        await user.press("i")
        await user.until(lambda: "Type a letter" in user.text())
        await user.press(next(line for line in user.lines() if "Table 1: Speeds" in line).strip()[0])
        await user.until(lambda: isinstance(user.app.screen, TableSheet))
        assert "copy Markdown" in user.text()
        assert "l right" not in user.text()


async def test_without_a_table_in_sight_enter_does_what_it_does_elsewhere(open_text: Any) -> None:
    async with open_text(size=SMALL) as user:
        await user.press("t", *"knots", "enter")
        await user.until(lambda: "Paragraph 2 is about knots." in user.text())
        await user.press("enter")
        assert user.app.screen is user.app.reader
        assert "Paragraph 2 is about knots." in user.text()


def test_lines_are_cropped_to_cells_and_half_of_a_wide_character_is_a_blank() -> None:
    line = StyledLine((StyledSpan("ab"), StyledSpan("日本", "strong"), StyledSpan("cd")))
    for first in range(9):
        for last in range(first, 9):
            text = "".join(span.text for span in cropped(line, first, last))
            assert text == "".join(
                ("a", "b", "日" if last > 3 else " ", "", "本" if last > 5 else " ", "", "c", "d")[x]
                if x not in (3, 5) or x > first
                else " "
                for x in range(first, min(last, 8))
            )


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (0, 12, "ab  12345678"),
        (0, 7, "ab  12…"),
        (6, 12, "…45678"),
        (6, 10, "…45…"),
        (0, 3, "ab "),
        (2, 12, "  12345678"),
    ],
)
def test_a_text_that_is_cut_says_so_at_that_end(first: int, last: int, shown: str) -> None:
    line = StyledLine((StyledSpan("ab"), StyledSpan("  "), StyledSpan("12345678")))
    assert "".join(span.text for span in with_ends(line, first, last, "…")) == shown
    rule = StyledLine((StyledSpan("─" * 12, "faint"),))
    assert "".join(span.text for span in with_ends(rule, first, last, "…")) == "─" * (last - first)


@pytest.mark.parametrize("columns", [1, 2, 200])
def test_any_table_is_drawn_whole_with_a_place_for_each_column(columns: int) -> None:
    header = Row(tuple(Cell((Run(f"c{number}"),), is_header=True) for number in range(columns)))
    body = Row((Cell((Run("long " * 40),), columns=columns),))
    table = whole_table(Table((header, body)), Glyphs())
    assert len(table.columns) == columns
    assert table.columns == sorted(table.columns)
    assert table.header_lines == 3
    (no_header,) = [whole_table(Table((body,)), Glyphs())]
    assert no_header.header_lines == 0


def test_a_table_without_anything_is_drawn_as_nothing() -> None:
    assert whole_table(Table(()), Glyphs()).columns == []
    assert len(whole_table(WIDE_TABLE, Glyphs()).columns) == WIDE_COLUMNS


@pytest.mark.parametrize(
    ("rows", "label_columns"),
    [
        (("Boats|speed|1", "|depth|2", "|width|3", "Sails|speed|4", "|depth|5"), 2),
        (("Boats|speed|1", "Ropes|depth|2", "Nets|width|3"), 1),
        (("(A)|6|1", "|8|2", "|9|3", "(B)|6|4", "|8|5"), 1),  # numbers call no row anything
        (("Boats||1", "||2", "|width|3", "Sails||4"), 1),
    ],
)
def test_columns_that_say_what_a_row_is_stay(rows: tuple[str, ...], label_columns: int) -> None:
    header = Row(tuple(Cell((Run(name),), is_header=True) for name in ("Group", "Metric", "Value")))
    body = (Row(tuple(Cell((Run(text),) if text else ()) for text in row.split("|"))) for row in rows)
    assert whole_table(Table((header, *body)), Glyphs()).label_columns == label_columns
