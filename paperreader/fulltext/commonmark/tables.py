"""Tables of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from markdown_it.token import Token

from paperreader.fulltext.blocks import Cell, Row, Table, plain
from paperreader.fulltext.commonmark.limits import MAX_CELLS, MAX_COLUMNS
from paperreader.fulltext.commonmark.line import Line

_DELIMITER = re.compile(r"[ \t]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)+(?:[ \t]*+:?-++:?[ \t]*+)?")
MIN_COLUMNS, MIN_WORDS = 3, 3
"""Of a row that is a heading, and of one that does not stand in the first column."""
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
                rows.append(Row((_heading(cells),) if _is_heading(cells) else tuple(cells), rule))
    return Table(tuple(row for row in rows if any(cell.runs for cell in row.cells))), lines


def _is_heading(cells: Sequence[Cell]) -> bool:
    """Whether a row is the heading of those below it: of its cells one has words, the first or several."""
    filled = [at for at, cell in enumerate(cells) if cell.runs]
    if len(cells) < MIN_COLUMNS or len(filled) != 1 or cells[0].is_header:
        return False
    return filled == [0] or len(plain(cells[filled[0]].runs).split()) >= MIN_WORDS


def _heading(cells: Sequence[Cell]) -> Cell:
    cell = next(cell for cell in cells if cell.runs)
    return cell._replace(columns=len(cells), align="left" if cells[0].runs else "center")


def _align(style: str) -> Align:
    return "right" if "right" in style else "center" if "center" in style else "left"


def with_all_cells(source: str) -> str:
    """The source with tables as wide as their widest row, since Markdown drops cells that the head does not have.

    What is too large for a table stays text.
    """
    lines = source.split("\n")
    cells = MAX_CELLS
    at = 1
    while at < len(lines):
        if "|" not in lines[at] or not _DELIMITER.fullmatch(lines[at]) or "|" not in lines[at - 1]:
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].strip() and (lines[end].count("|") > 1 or "|" in lines[end].strip("| ")):
            end += 1
        widths = [_width(line) for line in lines[at - 1 : end]]
        cells -= max(widths) * len(widths)
        if max(widths) > MAX_COLUMNS or cells < 0:
            lines[at] = lines[at].replace("|", "\\|", 1)
        else:
            lines[at - 1] = _widened(lines[at - 1], " |", max(widths) - widths[0])
            lines[at] = _widened(lines[at], "-|", max(widths) - widths[1])
        at = end
    return "\n".join(lines)


def _widened(row: str, cell: str, count: int) -> str:
    return row if not count else row.rstrip() + ("" if row.rstrip().endswith("|") else "|") + cell * count


def _width(row: str) -> int:
    """How many cells a row has."""
    text = row.strip()
    return text.count("|") - text.count("\\|") + 1 - text.startswith("|") - (len(text) > 1 and text.endswith("|"))
