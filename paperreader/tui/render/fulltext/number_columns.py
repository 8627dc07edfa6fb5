"""Columns of numbers, which are aligned at their decimal points."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.table_grid import Grid

NUMBER = re.compile(r"[~<>≤≥≈*+\-−–±↑↓$€]{0,3} ?[0-9][0-9,]*(\.[0-9]+)?.{0,16}", re.DOTALL)
"""With what may stand around it: `−1.5`, `≈ 3.2M`, `93.1 ± 0.4`, `12.5%`, `1.2×10³`."""
LEAST_SHARE = 0.6
"""Of the cells with text, so many have to be numbers."""


class Numbers(NamedTuple):
    """Cells that the numbers of a column take before their point, and from it on."""

    before: int
    after: int

    @property
    def width(self) -> int:
        return self.before + self.after

    def indent(self, text: str, width: int) -> int | None:
        """Where a number begins in a column of so many cells; None if it is no number, or does not fit."""
        if (point := _point(text)) is None or self.width > width:
            return None
        return (width - self.width) + self.before - point


def numbers_of(grid: Grid) -> dict[int, Numbers]:
    """By column, for those that hold mostly numbers."""
    texts: dict[int, list[str]] = defaultdict(list)
    for place in grid.single():
        if place.row >= grid.header_rows and place.spans:
            texts[place.column].append("".join(span.text for span in place.spans).strip())
    columns = {}
    for column, all_texts in texts.items():
        points = [(point, cell_width(text)) for text in all_texts if (point := _point(text)) is not None]
        if len(points) >= LEAST_SHARE * len(all_texts):
            columns[column] = Numbers(max(p for p, _ in points), max(size - p for p, size in points))
    return columns


def _point(text: str) -> int | None:
    """Cells before the decimal point, or before what follows a number that has none."""
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    whole = re.search(r"[0-9][0-9,]*", text)
    return cell_width(text[: whole.end()]) if whole else None
