"""Draws a table: cells side by side, rules above, below and under the headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from paperreader.fulltext.table_grid import Grid, Place
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.column_widths import Widths
from paperreader.tui.render.fulltext.table_cells import MeasuredCell, Spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

CUT_CELLS = 2
"""What the sign takes that columns are left out."""


class DrawnCell(NamedTuple):
    """A cell at its place: where it begins, and its lines with their indents."""

    place: Place
    x: int
    lines: list[tuple[int, Spans]]


def drawn(grid: Grid, cells: Sequence[MeasuredCell], widths: Widths, glyphs: Glyphs) -> list[StyledLine]:
    """The table in columns of these widths; columns without one are left out."""
    shown = len(widths.columns)
    is_cut = shown < grid.columns
    rows: dict[int, list[DrawnCell]] = defaultdict(list)
    for cell in cells:
        if (place := cell.place).column < shown:
            lines = cell.wrapped(widths.of(place.column, place.columns))
            rows[place.row].append(DrawnCell(place, widths.start_of(place.column), lines))
    heights = _heights([cell for row in rows.values() for cell in row], len(grid.rows))
    rule = StyledLine((StyledSpan(glyphs.rule * (widths.total + CUT_CELLS * is_cut), "faint"),), "table")
    blank = StyledLine(section="table")
    has_air = any(height > 1 for height in heights[grid.header_rows :])
    result, across = [rule], list[DrawnCell]()
    tops: dict[int, int] = {}  # id of a row -> its first line
    y = 0
    for number, row in enumerate(grid.rows):
        across = [cell for cell in across if cell.place.row + cell.place.rows > number]
        if number and (number == grid.header_rows or (row.has_rule and not across)):
            result.append(rule)
        elif number > grid.header_rows and has_air and not across:
            result.append(blank)
        across = sorted([*across, *rows[number]], key=lambda cell: cell.x)
        tops[number] = y
        for _ in range(heights[number]):
            spans = _side_by_side(
                [
                    (cell.x, cell.lines[y - tops[cell.place.row]])
                    for cell in across
                    if y - tops[cell.place.row] < len(cell.lines)
                ]
            )
            if is_cut and y == 0:
                spans = [*spans, *_sign(spans, widths.total + 1, glyphs)]
            result.append(StyledLine(tuple(spans), "table", min((s.start for s in spans if s.start >= 0), default=0)))
            y += 1
    return [*result, rule]


def _side_by_side(pieces: Sequence[tuple[int, tuple[int, Spans]]]) -> list[StyledSpan]:
    """Pieces of cells at their places, with blanks between."""
    spans: list[StyledSpan] = []
    x = 0
    for start, (indent, piece) in pieces:
        if (gap := start + indent - x) > 0:
            spans.append(StyledSpan(" " * gap))
        spans += piece
        x += max(0, gap) + sum(cell_width(span.text) for span in piece)
    return spans


def _sign(spans: Sequence[StyledSpan], x: int, glyphs: Glyphs) -> list[StyledSpan]:
    """Says at the end of the first line that columns are left out."""
    return [StyledSpan(" " * (x - sum(cell_width(span.text) for span in spans))), StyledSpan(glyphs.cut, "faint")]


def _heights(cells: Sequence[DrawnCell], rows: int) -> list[int]:
    """Lines of each row; the last row of a cell that spans several is as high as it takes."""
    heights = [1] * rows
    for cell in sorted(cells, key=lambda cell: cell.place.rows):
        first, last = cell.place.row, cell.place.row + cell.place.rows
        heights[last - 1] += max(0, len(cell.lines) - sum(heights[first:last]))
    return heights
