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

WASTE = 1.04
"""Lines are not filled to their end."""


def guess_height(block: Block, width: int, *, pane_width: int = 0) -> int:
    """The number of lines of `lay_out`, or nearly so."""
    match block:
        case Heading():
            return _wrapped(block.runs, width - len(block.number) - 2)
        case Paragraph():
            return _wrapped(block.runs, width - 4 * block.depth - 2 * bool(block.frame))
        case Equation():
            return max(1, len(block.lines))
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
    lines = (_wrapped(table.caption, width) if table.caption else 0) + bool(table.note)
    if not table.rows:
        return lines
    lengths = [sum(len(run.text) for cell in row.cells for run in cell.runs) + 2 * len(row.cells) for row in table.rows]
    rows = sum(max(1, -(-length // max(1, pane_width))) for length in lengths)
    return lines + rows + 3 + sum(row.has_rule for row in table.rows[2:])
