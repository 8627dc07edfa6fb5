"""Boxes of text: lines of one width, one of which is the baseline. Beside and above each other they make a display."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.text.width import cell_width


class Box(NamedTuple):
    """Lines of one width."""

    lines: tuple[str, ...]
    width: int
    base: int = 0
    """The index of the baseline."""
    held: tuple[int, int] | None = None
    """How many lines above and below the baseline delimiters have to hold, if not all."""

    @property
    def below(self) -> int:
        """How many lines are below the baseline."""
        return len(self.lines) - 1 - self.base

    @property
    def reach(self) -> tuple[int, int]:
        """How far above and below the baseline delimiters around it reach."""
        return self.held or (self.base, self.below)


EMPTY = Box(("",), 0)


def line(text: str) -> Box:
    """A text in one line."""
    return Box((text,), cell_width(text))


def beside(boxes: Sequence[Box], gaps: Sequence[int] = ()) -> Box:
    """Boxes next to each other on one baseline; `gaps` are the cells before each."""
    if len(boxes) == 1 and not any(gaps):
        return boxes[0]
    above, below = max((box.base for box in boxes), default=0), max((box.below for box in boxes), default=0)
    if above == below == 0:
        pairs = zip(boxes, gaps or [0] * len(boxes), strict=True)
        text = "".join([" " * gap + box.lines[0] for box, gap in pairs])
        return Box((text,), sum(box.width for box in boxes) + sum(gaps))
    rows: list[list[str]] = [[] for _ in range(above + below + 1)]
    width = 0
    for index, box in enumerate(boxes):
        gap = gaps[index] if gaps else 0
        first, after = above - box.base, above - box.base + len(box.lines)
        blank = " " * (gap + box.width)
        for number, row in enumerate(rows):
            row.append(" " * gap + box.lines[number - first] if first <= number < after else blank)
        width += gap + box.width
    return Box(tuple("".join(row) for row in rows), width, above)


def aligned(box: Box, width: int, side: str = "c") -> Box:
    """The box as wide as `width`, its lines at the left, in the centre or at the right."""
    room = width - box.width
    if room <= 0:
        return box
    left = 0 if side == "l" else room if side == "r" else room // 2
    return Box(tuple(" " * left + text + " " * (room - left) for text in box.lines), width, box.base)


def stacked(boxes: Sequence[Box], base: int, side: str = "c", apart: bool = False) -> Box:
    """Boxes on top of each other, the baseline that of the one with the index `base`.

    `apart`: a blank line sets those apart that would seem to be one.
    """
    width = max((box.width for box in boxes), default=0)
    lines: list[str] = []
    at = 0
    for index, box in enumerate(boxes):
        if apart and index and boxes[index - 1].below and box.base:
            lines.append(" " * width)
        if index == base:
            at = len(lines) + box.base
        lines += aligned(box, width, side).lines
    return Box(tuple(lines), width, at)


def centred(box: Box) -> Box:
    """The box with its baseline in the middle."""
    return box._replace(base=(len(box.lines) - 1) // 2)


def rule(width: int) -> str:
    """A horizontal rule."""
    return "─" * (width // cell_width("─"))


_TALL = {
    "(": "⎛⎜⎝⎜", ")": "⎞⎟⎠⎟", "[": "⎡⎢⎣⎢", "]": "⎤⎥⎦⎥", "{": "⎧⎪⎩⎨", "}": "⎫⎪⎭⎬", "⌊": "⎢⎢⎣⎢", "⌋": "⎥⎥⎦⎥",
    "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥", "|": "││││", "‖": "‖‖‖‖", "⟦": "⟦⟦⟦⟦", "⟧": "⟧⟧⟧⟧",
}  # fmt: skip
"""Delimiters in pieces: top, extension, bottom, middle."""


def delimiter(sign: str, above: int, below: int) -> Box:
    """A delimiter as tall as what it surrounds."""
    height = above + below + 1
    if height == 1 or sign not in _TALL:
        return line(sign)
    top, bar, bottom, middle = tuple(_TALL[sign])
    if height == 2 and sign in "{}":
        pieces = ["⎰", "⎱"] if sign == "{" else ["⎱", "⎰"]
    else:
        pieces = [top, *[bar] * (height - 2), bottom]
        if sign in "{}":
            pieces[min(max(above, 1), height - 2)] = middle
    return Box(tuple(pieces), cell_width(top), above)
