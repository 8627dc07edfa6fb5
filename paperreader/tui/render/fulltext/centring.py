"""The measure in the middle of a pane that is wider. What is wider than the measure begins with it if there is room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from paperreader.text.width import cell_width
from paperreader.tui.render.styled_text import StyledLine, indented


def centred(lines: Sequence[StyledLine], measure: int, pane_width: int) -> Sequence[StyledLine]:
    """The lines of a block further to the right; those of one kind, such as a table below its caption, as one.

    A formula that is wider than the measure stands in the middle of the pane already.
    """
    if pane_width - measure < 2:
        return lines
    left = (pane_width - measure) // 2
    moved: list[StyledLine] = []
    for section, group in groupby(lines, key=lambda line: line.section):
        kind = list(group)
        widest = max(cell_width(line.text) for line in kind)
        room = 0 if section == "equation" and widest > measure else pane_width - widest
        moved += [indented(line, min(left, room)) for line in kind]
    return moved
