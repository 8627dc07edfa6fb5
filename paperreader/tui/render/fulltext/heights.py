"""How many lines a block will have, guessed without laying it out."""

from __future__ import annotations

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Runs,
    Table,
)
from paperreader.fulltext.table_grid import grid_of
from paperreader.tui.render.fulltext.column_widths import Need, fitted_widths
from paperreader.tui.render.fulltext.table_drawing import is_airy_table

WASTE, CELL_WASTE = 1.04, 1.15
"""Lines are not filled to their end, short ones less so."""
USUAL_WORD_CELLS = 8
"""The longest word of a cell, more or less."""


def guess_height(block: Block, width: int, *, pane_width: int = 0) -> int:
    """The number of lines of `lay_out`, or nearly so."""
    match block:
        case Heading():
            return _wrapped(block.runs, width - len(block.number) - 2)
        case Paragraph():
            return _wrapped(block.runs, width - 4 * block.depth - 2 * bool(block.frame))
        case Equation():
            size = max(map(len, block.lines), default=0)
            return max(1, len(block.lines)) * max(1, -(-size // max(width, pane_width)))
        case Listing():
            room = max(width, pane_width) - 2
            code = sum(_wrapped(runs, room) for runs in block.lines)
            return code + (_wrapped(block.caption, width) if block.caption else 0) + bool(block.note)
        case Table():
            return _table(block, width, max(width, pane_width))
        case Figure():
            return (_wrapped(block.caption, width - 2) if block.caption else 0) + bool(block.images)
        case Footnote():
            return _wrapped(block.runs, width - 4)
        case Reference():
            return _wrapped(block.runs, width - 6, len(block.label))


def _wrapped(runs: Runs, width: int, before: int = 0) -> int:
    length = before + sum(len(run.text) for run in runs)
    return max(1, -(-int(length * WASTE) // max(1, width)))


def _table(table: Table, width: int, pane_width: int) -> int:
    """As `table_lines` does it, but by the number of characters."""
    lines = (_wrapped(table.caption, width) if table.caption else 0) + bool(table.note)
    grid = grid_of(table)
    if not grid.columns:
        return lines
    needs = []
    for place in grid.places:
        length = sum(len(run.text) for run in place.cell.runs)
        needs.append(Need(place.row, place.column, place.columns, length, min(length, USUAL_WORD_CELLS)))
    widths = fitted_widths(grid.columns, needs, pane_width)
    heights = [1] * len(grid.rows)
    for need, place in zip(needs, grid.places, strict=True):
        room = widths.of(place.column, place.columns)
        if need.natural > room > 0 and place.rows == 1:
            heights[place.row] = max(heights[place.row], -(-int(need.natural * CELL_WASTE) // room))
    body = heights[grid.header_rows :]
    is_airy = is_airy_table(grid, body)
    rules = sum(row.has_rule for row in grid.rows[max(1, grid.header_rows + 1) :])
    gaps = max(0, len(body) - 1) if is_airy else rules
    is_cut = grid.is_cut or len(widths.columns) < grid.columns
    return lines + sum(heights) + gaps + 2 + bool(grid.header_rows) + is_cut
