"""Grids of boxes: the rows and columns of a matrix, of cases, of aligned lines."""

from __future__ import annotations

from paperreader.text.formula import boxes
from paperreader.text.formula.boxes import Box, aligned, beside, stacked
from paperreader.text.formula.nodes import Grid

_RULE = Box(("─",), -1)
"""Stands for a horizontal rule until it is known how wide it has to be."""


def lay_out_grid(grid: Grid, cells: list[list[Box]]) -> Box:
    """The boxes of the cells between the delimiters of their grid."""
    count = max(sum(cell.columns for cell in row) for row in grid.rows)
    widths = _widths(grid, cells, count)
    sides = _sides(grid, count)
    bars = _bars(grid.columns)
    lines: list[Box] = []
    for number, row in enumerate(cells):
        parts: list[Box] = []
        gaps: list[int] = []
        at = 0
        above, below = max(box.base for box in row), max(box.below for box in row)
        bar = Box(("│",) * (above + below + 1), 1, above)
        for cell, box in zip(grid.rows[number], row, strict=True):
            if at in bars:
                parts.append(bar)
                gaps.append(int(at > 0))
            gap = 1 if at in bars else _gap(grid, at) if at and widths[at - 1] else 0
            after = at + cell.columns
            room = sum(widths[at:after]) + sum(_gap(grid, column) for column in range(at + 1, after))
            parts.append(aligned(box, room, sides[at] if cell.columns == 1 else "c"))
            gaps.append(gap)
            at = after
        if at in bars:
            parts.append(bar)
            gaps.append(1)
        lines += [_RULE] * (number in grid.rules)
        lines.append(beside(parts, gaps))
    lines += [_RULE] * (len(cells) in grid.rules)
    width = max(box.width for box in lines)
    body = [boxes.line(boxes.rule(width)) if box is _RULE else box for box in lines]
    return fenced(grid, boxes.centred(stacked(body, 0, "l", apart=True)))


def fenced(grid: Grid, body: Box, pad: int = 0) -> Box:
    """The body of a grid between its delimiters, with so many cells between."""
    fences = [boxes.delimiter(sign, body.base, body.below) for sign in (grid.opening, grid.closing)]
    left = max(pad, grid.kind == "cases") if grid.opening else 0
    return beside((fences[0], body, fences[1]), (0, left, pad if grid.closing else 0))


def _widths(grid: Grid, cells: list[list[Box]], count: int) -> list[int]:
    """How wide each column is; a cell that spans several does not make them wider."""
    widths = [0] * count
    for number, row in enumerate(cells):
        at = 0
        for cell, box in zip(grid.rows[number], row, strict=True):
            if cell.columns == 1:
                widths[at] = max(widths[at], box.width)
            at += cell.columns
    return widths


def _sides(grid: Grid, count: int) -> str:
    """How each column is aligned: lines at their `&`, to the right and to the left in turn."""
    if grid.kind == "lines" and count > 1:
        return "rl" * count
    return "l" * count if grid.kind != "matrix" else grid.columns.replace("|", "") + "c" * count


def _bars(columns: str) -> frozenset[int]:
    """The columns that have a rule before them, as the author asked for: `c|c`."""
    return frozenset(len(columns[:at].replace("|", "")) for at, sign in enumerate(columns) if sign == "|")


def _gap(grid: Grid, at: int) -> int:
    if grid.kind == "lines":
        return 1 if at % 2 else 4
    return 2
