"""Tables as styled lines: in the pane, wrapped and cut to fit; or whole, at their natural width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from paperreader.fulltext.blocks import Table
from paperreader.humanize import count
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.captions import caption_lines, note_lines
from paperreader.tui.render.fulltext.column_widths import Widths, fitted_widths, natural_widths
from paperreader.tui.render.fulltext.number_columns import Numbers, numbers_of
from paperreader.tui.render.fulltext.table_grid import Grid, Place, grid_of
from paperreader.tui.render.fulltext.wrapping import wrap_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

OPENS = "Enter opens the whole table"
MAX_COLUMN_CELLS = 48
"""Of a column of the whole table; longer cells are wrapped."""
Spans = tuple[StyledSpan, ...]


def table_lines(table: Table, width: int, glyphs: Glyphs, pane_width: int) -> list[StyledLine]:
    """Caption, table and note. What does not fit is wrapped, then cut."""
    lines = caption_lines(table.caption, width)
    if not table.rows:
        return lines + note_lines(table.note, width)
    grid = grid_of(table)
    numbers = numbers_of(grid)
    naturals = _naturals(grid, numbers)
    widths = fitted_widths(grid, naturals, pane_width)
    if widths.total > pane_width or len(widths.columns) < grid.columns:
        widths = fitted_widths(grid, naturals, max(1, pane_width - 2))
    lines += _drawn(grid, widths, numbers, glyphs)
    lines += note_lines(table.note, width)
    left = grid.columns - len(widths.columns)
    if left or grid.is_cut:
        more = f"{count(left, 'more column')} {glyphs.dot} " if left else ""
        lines += note_lines(f"{more}{OPENS}", width)
    return lines


class WholeTable(NamedTuple):
    """A table that may be wider than the screen."""

    lines: list[StyledLine]
    columns: list[int]
    """The cell that each column begins at."""
    header_lines: int
    """So many lines at the top are headers, with the rules around them."""


def whole_table(table: Table, glyphs: Glyphs) -> WholeTable:
    """All columns of the table, as wide as they like within reason; without caption and note."""
    grid = grid_of(table)
    numbers = numbers_of(grid)
    widths = natural_widths(grid, [min(width, MAX_COLUMN_CELLS) for width in _naturals(grid, numbers)])
    lines = _drawn(grid, widths, numbers, glyphs)
    starts = [span.start for place in grid.places if place.row >= grid.header_rows for span in place.spans]
    body = min((start for start in starts if start >= 0), default=-1)
    first = next((index for index, line in enumerate(lines) if line.section == "table" and line.offset >= body), 0)
    columns = [sum(widths.columns[:column]) + widths.gap * column for column in range(len(widths.columns))]
    return WholeTable(lines, columns, first if grid.header_rows else 0)


def cell_texts(table: Table) -> list[list[str]]:
    """The text of each cell by row and column; one that spans several is in the first of them."""
    grid = grid_of(table)
    texts = [[""] * grid.columns for _ in grid.rows]
    for place in grid.places:
        texts[place.row][place.column] = " ".join("".join(span.text for span in place.spans).split())
    return texts


def _naturals(grid: Grid, numbers: dict[int, Numbers]) -> list[int]:
    """What each column needs by itself."""
    widths = [1] * grid.columns
    for place in grid.single():
        widths[place.column] = max(widths[place.column], place.natural)
    for column, aligned in numbers.items():
        widths[column] = max(widths[column], aligned.width)
    return widths


def _drawn(grid: Grid, widths: Widths, numbers: dict[int, Numbers], glyphs: Glyphs) -> list[StyledLine]:
    """Rules above, below and under the headers; blank lines between rows of several lines."""
    shown = len(widths.columns)
    is_cut = shown < grid.columns
    rule = StyledLine((StyledSpan(glyphs.rule * (widths.total + 2 * is_cut), "faint"),), "rule")
    cells = [_Cell(place, widths, numbers, grid.header_rows) for place in grid.places if place.column < shown]
    heights = _heights(cells, len(grid.rows))
    starts = [[] for _ in grid.rows]  # type: list[list[_Cell]]
    for cell in cells:
        starts[cell.place.row].append(cell)
    is_high = sum(height > 1 for height in heights[grid.header_rows :]) > 0
    lines, open_cells = [rule], []  # type: list[StyledLine], list[_Cell]
    at = 0
    for number, row in enumerate(grid.rows):
        open_cells = [cell for cell in open_cells if cell.place.row + cell.place.rows > number] + starts[number]
        open_cells.sort(key=lambda cell: cell.place.column)
        is_inside = any(cell.place.row < number for cell in open_cells)
        if (number and number == grid.header_rows) or (number and row.has_rule and not is_inside):
            lines.append(rule)
        elif number > grid.header_rows and is_high and not is_inside:
            lines.append(StyledLine(section="table", offset=at))
        for _ in range(heights[number]):
            spans = _joined(open_cells, widths, glyphs if is_cut and number == 0 else None)
            at = min((span.start for span in spans if span.start >= 0), default=at)
            lines.append(StyledLine(tuple(spans), "table", at))
    return [*lines, rule]


def _joined(cells: list[_Cell], widths: Widths, cut: Glyphs | None) -> list[StyledSpan]:
    """The next line of each cell, side by side."""
    spans: list[StyledSpan] = []
    x = 0
    for cell in cells:
        line = next(cell.lines, None)
        if not line:
            continue
        left, shown = line
        start = cell.x + left
        if start > x:
            spans.append(StyledSpan(" " * (start - x)))
        spans += shown
        x = start + sum(cell_width(span.text) for span in shown)
    if cut:
        spans += [StyledSpan(" " * (widths.total + 1 - x)), StyledSpan(cut.cut, "faint")]
    return spans


class _Cell:
    """A cell that is being drawn, line by line."""

    def __init__(self, place: Place, widths: Widths, numbers: dict[int, Numbers], header_rows: int) -> None:
        self.place = place
        self.x = sum(widths.columns[: place.column]) + widths.gap * place.column
        width = widths.of(place.column, place.columns)
        aligned = numbers.get(place.column) if place.columns == 1 else None
        wrapped = wrap_spans(place.spans, max(1, width))
        if place.row < header_rows:
            wrapped = [tuple(_bold(span) for span in line) for line in wrapped]
        self.height = len(wrapped)
        self.lines: Iterator[tuple[int, Spans]] = ((self._indent(line, width, aligned), line) for line in wrapped)

    def _indent(self, line: Spans, width: int, aligned: Numbers | None) -> int:
        text = "".join(span.text for span in line)
        room = width - cell_width(text)
        if aligned and self.height == 1 and (indent := aligned.indent(text, width)) is not None:
            return indent
        align = self.place.cell.align
        if aligned and align == "left":
            align = "right"
        return {"left": 0, "center": room // 2, "right": room}[align]


def _bold(span: StyledSpan) -> StyledSpan:
    return span._replace(role="strong") if span.role == "text" else span


def _heights(cells: list[_Cell], rows: int) -> list[int]:
    """Lines of each row; the last row of a cell that spans several is as high as it takes."""
    heights = [1] * rows
    for cell in sorted(cells, key=lambda cell: cell.place.rows):
        first, last = cell.place.row, cell.place.row + cell.place.rows
        lack = cell.height - sum(heights[first:last])
        if lack > 0:
            heights[last - 1] += lack
    return heights
