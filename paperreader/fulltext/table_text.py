"""A table as text for other programs."""

from __future__ import annotations

from paperreader.fulltext.blocks import Table, plain
from paperreader.fulltext.table_grid import grid_of


def tab_separated(table: Table) -> str:
    """A line for each row; a cell that spans several is in the first of them."""
    grid = grid_of(table)
    texts = [[""] * grid.columns for _ in grid.rows]
    for place in grid.places:
        texts[place.row][place.column] = " ".join(plain(place.cell.runs).split())
    return "\n".join("\t".join(row) for row in texts)
