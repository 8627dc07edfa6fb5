"""Tables: rows of cells, from a table element or from spans that look like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from paperreader.fulltext.blocks import Cell, Row, Runs
from paperreader.fulltext.latexml.tree import Element

MAX_COLUMNS: Final = 200
MAX_ROWS: Final = 5000
MAX_CELLS: Final = 20_000
"""So many are laid out in a moment; papers have up to 4,000 in all their tables."""

MAX_CELLS_OF_A_LAYOUT: Final = 6
"""A larger table is data, whatever is in its cells."""

MIN_CHARS_OF_A_BOX: Final = 60

_BLOCKS: Final = ("ltx_tabular", "ltx_listing", "ltx_figure", "ltx_table", "ltx_itemize", "ltx_enumerate")
_ABOVE, _BELOW = frozenset(("ltx_border_t", "ltx_border_tt")), frozenset(("ltx_border_b", "ltx_border_bb"))
_SPAN = re.compile(r"ltx_(col|row)span_(\d{1,4})")


class Grid(NamedTuple):
    """What a table holds."""

    rows: tuple[Row, ...]
    note: str


def read_table(table: Element, read: Callable[[Element], Runs]) -> Grid:
    """The rows of a table. Those that are empty, and what is beyond the largest size, are left out."""
    rows: list[Row] = []
    notes: list[str] = []
    rules = _Rules()
    covered = size = 0
    for element, in_head in table_rows(table):
        if len(rows) >= MAX_ROWS or size > MAX_CELLS - MAX_COLUMNS:
            notes.append(f"only the first {len(rows):,} rows")
            break
        cells: list[Cell] = []
        edges: list[_Edges] = []
        width = 0
        for cell in _cells(element):
            columns = _span(cell, "col")
            if width + columns > MAX_COLUMNS:
                columns = MAX_COLUMNS - width
                note = f"only the first {MAX_COLUMNS} columns"
                if note not in notes:
                    notes.append(note)
                if columns <= 0:
                    break
            width += columns
            is_header = in_head or "ltx_th_column" in cell.classes
            cells.append(Cell(read(cell), _align(cell), is_header, columns, min(_span(cell, "row"), MAX_ROWS)))
            above, below = bool(cell.classes & _ABOVE), bool(cell.classes & _BELOW)
            edges.append(_Edges(columns, cells[-1].rows, above, below))
        size += len(cells)
        covered = max(covered - 1, 0)
        if covered or any(cell.runs for cell in cells):
            rows.append(Row(tuple(cells), *rules.above(edges)))
        else:
            rules.skip(edges)
        covered = max([covered, *(cell.rows - 1 for cell in cells if cell.runs)])
    return Grid(tuple(rows), "; ".join(notes))


class _Edges(NamedTuple):
    """The size of a cell, and whether there are lines above and below it."""

    columns: int
    rows: int
    above: bool
    below: bool


class _Rules:
    """Lines between the rows of a table, by column."""

    def __init__(self) -> None:
        self._number = 0
        self._free_from: dict[int, int] = {}
        """Column -> the first row that no cell from above reaches into."""
        self._pending: set[int] = set()
        """Columns with a line below the row before."""
        self._is_full = False
        """That line is below all of it."""

    def above(self, cells: Sequence[_Edges]) -> tuple[bool, tuple[tuple[int, int], ...]]:
        """Of the next row: whether the line above it is above all of it, else the parts that have one."""
        ruled, below, taken = self._pending, set[int](), set[int]()
        column = 0
        for cell in cells:
            while self._free_from.get(column, 0) > self._number:
                column += 1
            columns = range(column, column + cell.columns)
            taken.update(columns)
            ruled.update(columns if cell.above else ())
            below.update(columns if cell.below else ())
            if cell.rows > 1:
                self._free_from |= dict.fromkeys(columns, self._number + cell.rows)
            column += cell.columns
        is_full = self._is_full or (bool(taken) and taken <= ruled)
        self._number += 1
        self._pending, self._is_full = below, bool(taken) and taken <= below
        return is_full, () if is_full else _runs_of(ruled)

    def skip(self, cells: Sequence[_Edges]) -> None:
        """Of a row that is left out: its lines are above the next one."""
        edges = [edge for cell in cells for edge in (cell.above, cell.below)]
        self._is_full |= bool(cells) and (all(edges[::2]) or all(edges[1::2]))


def _runs_of(columns: set[int]) -> tuple[tuple[int, int], ...]:
    """Columns that follow each other: the first, and how many."""
    starts = sorted(column for column in columns if column - 1 not in columns)
    ends = sorted(column + 1 for column in columns if column + 1 not in columns)
    return tuple((start, end - start) for start, end in zip(starts, ends, strict=True))


def is_box(table: Element) -> bool:
    """Whether it is only a frame around text."""
    cells = [cell for row, _ in table_rows(table) for cell in _cells(row)]
    return len(cells) == 1 and len(cells[0].text()) >= MIN_CHARS_OF_A_BOX


def is_layout(table: Element) -> bool:
    """Whether it only places other things side by side."""
    cells = [cell for row, _ in table_rows(table) for cell in _cells(row)]
    if len(cells) > MAX_CELLS_OF_A_LAYOUT:
        return False
    return table.has(*_BLOCKS)


def table_rows(element: Element, in_head: bool = False) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, and whether each is in its head."""
    for child in element.elements():
        if "ltx_tr" in child.classes or child.tag == "tr":
            yield child, in_head
        elif "ltx_tabular" not in child.classes:
            yield from table_rows(child, in_head or "ltx_thead" in child.classes or child.tag == "thead")


def _cells(row: Element) -> Iterator[Element]:
    for child in row.elements():
        if child.tag in ("td", "th") or child.classes & {"ltx_td", "ltx_th"}:
            yield child
        else:
            yield from _cells(child)


def _span(cell: Element, kind: Literal["col", "row"]) -> int:
    value = cell.get(f"{kind}span")
    if not value:
        value = next((found[2] for name in cell.classes if (found := _SPAN.fullmatch(name)) and found[1] == kind), "")
    return max(1, int(value[:7])) if value.isascii() and value.isdigit() else 1


def _align(cell: Element) -> Literal["left", "center", "right"]:
    if "ltx_align_center" in cell.classes:
        return "center"
    return "right" if "ltx_align_right" in cell.classes else "left"
