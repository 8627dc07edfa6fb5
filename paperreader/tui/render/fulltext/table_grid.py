"""Where the cells of a table stand: a grid of rows and columns, with cells that span several of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from paperreader.fulltext.blocks import Cell, Row, Table, plain
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.wrapping import Spans, spans_of

MAX_ROWS, MAX_COLUMNS = 2_000, 200
"""Of a table that is drawn."""


class Place(NamedTuple):
    """A cell in the grid."""

    cell: Cell
    spans: Spans
    row: int
    column: int
    rows: int
    columns: int
    natural: int
    """Cells of its text in one line, and of its longest word."""
    longest_word: int


@dataclass
class Grid:
    """A table as far as it is drawn."""

    places: list[Place]
    rows: tuple[Row, ...]
    columns: int
    is_cut: bool
    """It has more rows or columns."""
    header_rows: int = 0

    def single(self) -> Iterable[Place]:
        """Cells of one column."""
        return (place for place in self.places if place.columns == 1)


def grid_of(table: Table) -> Grid:
    """Each cell goes to the first place of its row that no cell from above reaches into."""
    rows = table.rows[:MAX_ROWS]
    is_cut = len(rows) < len(table.rows)
    reach: dict[int, int] = {}  # column -> the row after the last that a cell reaches into
    places, columns = [], 0
    at = len(plain(table.caption)) + 1
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while reach.get(column, 0) > number:
                column += 1
            length = len(plain(cell.runs))
            if column < MAX_COLUMNS:
                wide = max(1, min(cell.columns, MAX_COLUMNS - column))
                high = max(1, min(cell.rows, len(rows) - number))
                is_cut |= wide < cell.columns
                spans = spans_of(cell.runs, "text", at)
                places.append(Place(cell, spans, number, column, high, wide, *_sizes(spans)))
                reach.update(dict.fromkeys(range(column, column + wide), number + high))
                column += wide
                columns = max(columns, column)
            elif length:
                is_cut = True
            at += length + 1
    grid = Grid(places, rows, columns, is_cut)
    grid.header_rows = _header_rows(grid)
    return grid


def _sizes(spans: Spans) -> tuple[int, int]:
    text = "".join(span.text for span in spans)
    return cell_width(text.strip()), max(map(cell_width, text.split()), default=0)


def _header_rows(grid: Grid) -> int:
    """How many rows at the top are headers: those marked as such, or else those above the first rule inside."""
    headers = {place.row for place in grid.places}
    headers -= {place.row for place in grid.places if place.spans and not place.cell.is_header}
    marked = 0
    while marked < len(grid.rows) - 1 and marked in headers:
        marked += 1
    ruled = next((number for number, row in enumerate(grid.rows) if number and row.has_rule), 0)
    return marked or (ruled if ruled <= 3 else 0)
