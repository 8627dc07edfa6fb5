"""Tables of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from markdown_it.token import Token

from paperreader.fulltext.blocks import Cell, Row, Table
from paperreader.fulltext.commonmark.inline import Line

Align = Literal["left", "center", "right"]


def read_table(tokens: Sequence[Token], read: Callable[[Token], Line]) -> tuple[Table, list[Line]]:
    """The table of tokens between `table_open` and `table_close`, and the lines in its cells."""
    rows: list[Row] = []
    cells: list[Cell] = []
    lines: list[Line] = []
    align: Align = "left"
    is_header = False
    for token in tokens:
        match token.type:
            case "tr_open":
                cells = []
            case "th_open" | "td_open":
                is_header = token.type == "th_open"
                align = _align(str(token.attrs.get("style", "")))
            case "inline":
                line = read(token)
                lines.append(line)
                cells.append(Cell(line.runs, align, is_header))
            case "tr_close":
                rule = bool(rows) and not is_header and all(cell.is_header for cell in rows[-1].cells)
                rows.append(Row(tuple(cells), rule))
    if rows and not any(cell.runs for cell in rows[0].cells):
        del rows[0]  # converters write an empty head where a table has none
    return Table(tuple(rows)), lines


def _align(style: str) -> Align:
    return "right" if "right" in style else "center" if "center" in style else "left"
