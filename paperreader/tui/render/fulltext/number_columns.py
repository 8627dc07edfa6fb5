"""Columns of numbers, which are aligned at their decimal points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperreader.text.width import cell_width

# compiled when it is first used: the first screen of a text seldom has a table
NUMBER = (
    r"(?P<whole>[~<>≤≥≈*+\-−–±↑↓$€£(]{0,3} ?[0-9][0-9,]*)"
    r"(?:\.[0-9]+)?"
    r"(?: ?[A-Za-z]{1,4}| ?[%‰×°])?[*∗†‡§↑↓)]{0,3}"
    r"(?: ?(?:-[0-9]|[±(/×·^|\[⁻⁰¹²³⁴-⁹−–→]).{0,20})?"
)
"""With what may stand around it: `−1.5`, `≈ 3.2M`, `93.1 ± 0.4`, `12.5%`, `1.2×10³`, `32 GB`."""
ABSENT = {"", "-", "–", "—", "−", "N/A", "n/a", "✗", "✓", "×", "/", "…", "OOM"}
"""What stands in place of a number."""
LEAST_SHARE = 0.6
"""Of the other cells, so many have to be numbers."""


class Numbers(NamedTuple):
    """Cells that the numbers of a column take before their point, and from it on."""

    before: int
    after: int

    @property
    def width(self) -> int:
        return self.before + self.after

    def indent(self, text: str) -> int:
        """Where the text begins in a column of this width: a number by its point, anything else in the middle."""
        point = _point(text)
        return max(0, (self.width - cell_width(text)) // 2) if point is None else self.before - point


def numbers_in(texts: Sequence[str]) -> Numbers | None:
    """The numbers of a column with these texts; None if it holds other things."""
    given = [text for text in texts if text not in ABSENT]
    points = [(point, cell_width(text)) for text in given if (point := _point(text)) is not None]
    if not points or len(points) < LEAST_SHARE * len(given):
        return None
    return Numbers(max(point for point, _ in points), max(size - point for point, size in points))


def _point(text: str) -> int | None:
    """Cells before the decimal point, or before what follows a number that has none; None if it is no number."""
    found = re.fullmatch(NUMBER, text)
    return cell_width(found["whole"]) if found else None
