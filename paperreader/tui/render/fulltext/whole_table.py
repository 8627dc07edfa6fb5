"""A whole table, which may be wider than any screen."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperreader.fulltext.blocks import Table, plain
from paperreader.fulltext.table_grid import NUMBER, Grid, grid_of
from paperreader.tui.render.fulltext.column_widths import natural_widths
from paperreader.tui.render.fulltext.table_cells import measured
from paperreader.tui.render.fulltext.table_drawing import drawn
from paperreader.tui.render.styled_text import Glyphs, StyledLine

MAX_COLUMN_CELLS = 48
"""Longer texts are wrapped."""


class WholeTable(NamedTuple):
    """A table without caption and note."""

    lines: list[StyledLine]
    columns: list[int]
    """The cell that each column begins at."""
    header_lines: int
    """So many lines at the top are headers, with the rules around them."""
    label_columns: int = 1
    """So many columns at the left say what a row is."""


def whole_table(table: Table, glyphs: Glyphs) -> WholeTable:
    """All columns, as wide as they like within reason."""
    grid = grid_of(table)
    cells = measured(grid)
    needs = [cell.need._replace(natural=min(cell.need.natural, MAX_COLUMN_CELLS)) for cell in cells]
    widths = natural_widths(grid.columns, needs)
    lines = drawn(grid, cells, widths, glyphs)
    columns = [widths.start_of(column) for column in range(grid.columns)]
    if not grid.header_rows:
        return WholeTable(lines, columns, 0, _label_columns(grid))
    body = min((place.start for place in grid.places if place.row >= grid.header_rows), default=0)
    header_lines = next((y for y, line in enumerate(lines) if any(span.start >= body for span in line.spans)), 0)
    return WholeTable(lines, columns, header_lines, _label_columns(grid))


def _label_columns(grid: Grid) -> int:
    """Two where the first column names groups of rows, and the second one each row."""
    rows = len(grid.rows) - grid.header_rows
    groups, labels = (
        [
            text
            for place in grid.places
            if place.column == column and place.columns == 1 and place.row >= grid.header_rows
            if (text := plain(place.cell.runs).strip())
        ]
        for column in (0, 1)
    )
    words = sum(not re.fullmatch(NUMBER, text) for text in labels)
    return 2 if len(groups) * 2 <= rows < words * 2 else 1
