"""Draws a table: cells side by side, rules above, below and under the headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from paperreader.fulltext.blocks import Row
from paperreader.fulltext.table_grid import Grid, Place
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.column_widths import Widths
from paperreader.tui.render.fulltext.table_cells import MeasuredCell, Spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

CUT_CELLS = 2
"""What the sign takes that columns are left out."""
AIRY_SHARE = 1 / 3
"""Where more rows than this have several cells of several lines, blank lines tell the rows apart, else hanging
indents."""


class DrawnCell(NamedTuple):
    """A cell at its place: where it begins, and its lines with their indents."""

    place: Place
    x: int
    lines: list[tuple[int, Spans]]


def drawn(grid: Grid, cells: Sequence[MeasuredCell], widths: Widths, glyphs: Glyphs) -> list[StyledLine]:
    """The table in columns of these widths; columns without one are left out."""
    shown = [cell for cell in cells if cell.place.column < len(widths.columns)]
    wrapped = [cell.wrapped(widths.of(cell.place.column, cell.place.columns)) for cell in shown]
    heights = _heights([cell.place for cell in shown], list(map(len, wrapped)), len(grid.rows))
    is_airy = _is_airy(grid, shown, wrapped)
    rows: dict[int, list[DrawnCell]] = defaultdict(list)
    for cell, lines in zip(shown, wrapped, strict=True):
        place = cell.place
        if place.row < grid.header_rows and place.rows == 1:
            lines = [(0, ())] * (heights[place.row] - len(lines)) + lines  # headers stand on their rule
        elif not is_airy and len(lines) > 1 and cell.is_ragged:
            lines = cell.hanging(lines, widths.of(place.column, place.columns))
        rows[place.row].append(DrawnCell(place, widths.start_of(place.column), lines))
    return _stacked(grid, rows, heights, is_airy, widths, glyphs)


def _is_airy(grid: Grid, cells: Sequence[MeasuredCell], wrapped: Sequence[Sequence[object]]) -> bool:
    """Whether blank lines are needed between rows. A single cell with several lines can hang, if it is ragged."""
    higher: dict[int, int] = defaultdict(int)
    for cell, lines in zip(cells, wrapped, strict=True):
        if cell.place.row >= grid.header_rows and len(lines) > 1:
            higher[cell.place.row] += 1 if cell.is_ragged else 2
    body = len(grid.rows) - grid.header_rows
    return grid.columns > 1 and sum(count > 1 for count in higher.values()) > AIRY_SHARE * body


def _stacked(
    grid: Grid,
    rows: dict[int, list[DrawnCell]],
    heights: Sequence[int],
    is_airy: bool,
    widths: Widths,
    glyphs: Glyphs,
) -> list[StyledLine]:
    """The lines of all rows with rules and air between them."""
    is_cut = len(widths.columns) < grid.columns
    rule = StyledLine((StyledSpan(glyphs.rule * (widths.total + CUT_CELLS * is_cut), "faint"),), "table")
    lines = [rule]
    across: list[DrawnCell] = []  # cells that the row has, and those that reach into it
    tops: list[int] = []
    for number, row in enumerate(grid.rows):
        across = [cell for cell in across if cell.place.row + cell.place.rows > number]
        if number and (number == grid.header_rows or (row.has_rule and not across)):
            lines.append(rule)
        elif parts := _ruled_parts(grid.rows[number], rows[number - 1], across, len(widths.columns)):
            lines.append(_partial_rule(parts, widths, glyphs))
        elif number > grid.header_rows and is_airy and not across:
            lines.append(StyledLine(section="table"))
        across = sorted([*across, *rows[number]], key=lambda cell: cell.x)
        tops.append(tops[-1] + heights[number - 1] if tops else 0)
        for y in range(tops[number], tops[number] + heights[number]):
            places = [(cell, y - tops[cell.place.row]) for cell in across]
            spans = _side_by_side([(cell.x, cell.lines[at]) for cell, at in places if at < len(cell.lines)])
            if is_cut and y == 0:
                spans += _sign(spans, widths.total + 1, glyphs)
            start = min((span.start for span in spans if span.start >= 0), default=0)
            lines.append(StyledLine(tuple(spans), "table", start))
    return [*lines, rule]


def _ruled_parts(
    row: Row, before: Sequence[DrawnCell], across: Sequence[DrawnCell], shown: int
) -> list[tuple[int, int]]:
    """Columns with a line above the row, as (first, after the last): each group of columns has its own."""
    if not before or not (row.rules or row.has_rule):
        return []
    ruled = {
        column
        for first, count in row.rules or ((0, shown),)
        for column in range(max(0, first), min(first + count, shown))
    }
    covered = (range(cell.place.column, cell.place.column + cell.place.columns) for cell in across)
    ruled = ruled.difference(*covered)
    groups = (cell.place for cell in before if cell.place.columns > 1)
    edges = {edge for place in groups for edge in (place.column, place.column + place.columns)}
    parts: list[tuple[int, int]] = []
    for column in sorted(ruled):
        if parts and parts[-1][1] == column and column not in edges:
            parts[-1] = parts[-1][0], column + 1
        else:
            parts.append((column, column + 1))
    return parts


def _partial_rule(parts: Sequence[tuple[int, int]], widths: Widths, glyphs: Glyphs) -> StyledLine:
    pieces = []
    for first, last in parts:
        span = StyledSpan(glyphs.rule * widths.of(first, last - first), "faint")
        pieces.append((widths.start_of(first), (0, (span,))))
    return StyledLine(tuple(_side_by_side(pieces)), "table")


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


def _heights(places: Sequence[Place], lines: Sequence[int], rows: int) -> list[int]:
    """Lines of each row; the last row of a cell that spans several is as high as it takes."""
    heights = [1] * rows
    for place, height in sorted(zip(places, lines, strict=True), key=lambda cell: cell[0].rows):
        first, last = place.row, place.row + place.rows
        heights[last - 1] += max(0, height - sum(heights[first:last]))
    return heights
