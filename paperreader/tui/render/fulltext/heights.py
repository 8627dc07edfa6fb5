"""How many lines a block will have, guessed without laying it out."""

from __future__ import annotations

from itertools import zip_longest

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
from paperreader.fulltext.table_grid import MAX_COLUMNS, MAX_ROWS
from paperreader.tui.render.fulltext.column_widths import Need, fitted_widths
from paperreader.tui.render.fulltext.table_drawing import AIRY_SHARE

WASTE, CELL_WASTE = 1.04, 1.15
"""Lines are not filled to their end, short ones less so."""
UNREAD_SHARE = 0.9
"""Of the bytes of a block are to be read: the others are TeX, ids, and what begins and ends each piece."""
USUAL_WORD_CELLS = 8
"""The longest word of a cell, more or less."""


def guess_unread_height(size: int, width: int) -> int:
    """The same, with the space above it, of a block that takes so many bytes in the store."""
    return 1 + max(1, -(-int(size * UNREAD_SHARE) // max(1, width)))


def guess_height(block: Block, width: int, *, pane_width: int = 0) -> int:
    """The number of lines of `lay_out`, or nearly so."""
    match block:
        case Heading():
            return _wrapped(block.runs, width - len(block.number) - 2)
        case Paragraph():
            return _wrapped(block.runs, width - 4 * block.depth - 2 * bool(block.frame))
        case Equation():
            size = max(map(len, block.lines), default=0)
            room = max(1, max(width, pane_width) - 2 * bool(block.frame))
            return max(1, len(block.lines)) * max(1, -(-size // room))
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
    """By the number of characters, and as if no cell spanned others."""
    lines = (_wrapped(table.caption, width) if table.caption else 0) + bool(table.note)
    rows = [[sum(len(run.text) for run in cell.runs) for cell in row.cells] for row in table.rows[:MAX_ROWS]]
    columns = list(map(max, zip_longest(*(row[:MAX_COLUMNS] for row in rows), fillvalue=0)))
    if not columns:
        return lines
    height, rules = len(rows), sum(row.has_rule or bool(row.rules) for row in table.rows[1:MAX_ROWS])
    is_cut = False
    if sum(columns) + 2 * len(columns) - 2 > pane_width:
        needs = [Need(0, column, 1, cells, min(cells, USUAL_WORD_CELLS)) for column, cells in enumerate(columns)]
        widths = [max(1, cells) for cells in fitted_widths(len(columns), needs, pane_width).columns]
        heights = [
            [-(-int(cells * CELL_WASTE) // room) for cells, room in zip(row, widths, strict=False)] for row in rows
        ]
        height = sum(max(1, *each) if each else 1 for each in heights)
        if sum(sum(lines > 1 for lines in each) > 1 for each in heights[1:]) > AIRY_SHARE * len(rows[1:]):
            rules = max(rules, len(rows) - 2)
        is_cut = len(widths) < len(columns)
    return lines + height + rules + 3 + is_cut
