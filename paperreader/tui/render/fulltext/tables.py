"""Tables as styled lines in the pane, wrapped and cut to fit."""

from __future__ import annotations

from paperreader.fulltext.blocks import Table
from paperreader.fulltext.table_grid import grid_of
from paperreader.humanize import count
from paperreader.tui.render.fulltext.captions import caption_lines, note_lines
from paperreader.tui.render.fulltext.column_widths import fitted_widths
from paperreader.tui.render.fulltext.table_cells import measured
from paperreader.tui.render.fulltext.table_drawing import CUT_CELLS, drawn
from paperreader.tui.render.styled_text import Glyphs, StyledLine

OPENS = "Enter opens the whole table"


def table_lines(table: Table, width: int, glyphs: Glyphs, pane_width: int, hint: str = OPENS) -> list[StyledLine]:
    """Caption, table and note. What does not fit is wrapped, then cut; `hint` says how to see the rest."""
    lines = caption_lines(table.caption, width)
    grid = grid_of(table)
    left = 0
    if grid.columns:
        cells = measured(grid)
        needs = [cell.need for cell in cells]
        widths = fitted_widths(grid.columns, needs, pane_width)
        if len(widths.columns) < grid.columns:
            widths = fitted_widths(grid.columns, needs, pane_width - CUT_CELLS)
            left = grid.columns - len(widths.columns)
        lines += drawn(grid, cells, widths, glyphs)
    lines += note_lines(table.note, width)
    if left or grid.is_cut:
        more = f"{count(left, 'more column')} {glyphs.dot} " if left else ""
        lines += note_lines(f"{more}{hint}", width)
    return lines
