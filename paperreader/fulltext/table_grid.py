"""Where the cells of a table stand: a grid of rows and columns, with cells that span several of them.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
from typing import NamedTuple

from paperreader.fulltext.blocks import Cell, Row, Table, plain

MAX_ROWS, MAX_COLUMNS = 2_000, 200
"""As far as a table is shown."""
MAX_UNMARKED_HEADER_ROWS = 3
NUMBER = r"(?s:\W*[0-9][0-9.,]*\W*[A-Za-z]?(?:\W.*)?)"


class Place(NamedTuple):
    """A cell in the grid."""

    cell: Cell
    start: int
    """Of its text, in the text of the block (see `block_text`)."""
    row: int
    column: int
    rows: int
    columns: int


class Grid(NamedTuple):
    """A table as far as it is shown."""

    rows: tuple[Row, ...]
    columns: int
    places: list[Place]
    header_rows: int
    is_cut: bool
    """The table has more rows or columns."""


def grid_of(table: Table) -> Grid:
    """Each cell goes to the first place of its row that no cell from above reaches into.

    Rows and columns at the end that are empty, or that no cell begins in, are no part of it.
    """
    filled = [number for number, row in enumerate(table.rows) if any(cell.runs for cell in row.cells)]
    rows = table.rows[: filled[-1] + 1 if filled else 0][:MAX_ROWS]
    is_cut = bool(filled) and filled[-1] >= len(rows)
    free_from: dict[int, int] = {}  # column -> the first row that no cell reaches into
    places: list[Place] = []
    start = len(plain(table.caption)) + 1
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while free_from and free_from.get(column, 0) > number:
                column += 1
            if column >= MAX_COLUMNS:
                is_cut |= bool(cell.runs)
            elif cell.columns <= 1 and cell.rows <= 1:
                places.append(Place(cell, start, number, column, 1, 1))
                column += 1
            else:
                last = min(column + max(1, cell.columns), MAX_COLUMNS)
                taken = (other for other in range(column + 1, last) if free_from.get(other, 0) > number)
                columns = next(taken, last) - column
                below = max(1, min(cell.rows, len(rows) - number))
                places.append(Place(cell, start, number, column, below, columns))
                free_from |= dict.fromkeys(range(column, column + columns), number + below)
                column += columns
            start += sum(len(run.text) for run in cell.runs) + 1
    columns = max((place.column + 1 for place in places if place.cell.runs), default=0)
    kept = [
        place if place.column + place.columns <= columns else place._replace(columns=columns - place.column)
        for place in places
        if place.column < columns
    ]
    return Grid(rows, columns, kept, _header_rows(rows), is_cut)


def _header_rows(rows: tuple[Row, ...]) -> int:
    """How many rows at the top are headers: those marked as such, or else those above the first rule inside.

    Where most rows have a rule, these only tell rows apart. Below a header over several columns are their own.
    """
    headers = 0
    for row in rows[:-1]:
        if not all(cell.is_header for cell in row.cells if cell.runs) or not row.cells:
            break
        headers += 1
    if not headers:
        ruled = next((number for number, row in enumerate(rows) if number and row.has_rule), 0)
        others = sum(row.has_rule for row in rows[ruled + 1 :])
        is_header = 0 < ruled <= MAX_UNMARKED_HEADER_ROWS and others < (len(rows) - ruled) / 2
        headers = ruled if is_header and len(rows) - ruled > 1 else 0
    while 0 < headers < min(MAX_UNMARKED_HEADER_ROWS, len(rows) - 1) and _has_more_below(
        *rows[headers - 1 : headers + 1]
    ):
        headers += 1
    return headers


def _has_more_below(header: Row, below: Row) -> bool:
    """Whether the row below a header with wide cells is one, too: it has words, no numbers."""
    texts = [plain(cell.runs).strip() for cell in below.cells]
    return (
        any(cell.columns > 1 for cell in header.cells)
        and any(texts)
        and not any(re.fullmatch(NUMBER, each) for each in texts)
    )
