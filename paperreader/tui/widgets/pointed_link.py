"""What the mouse points at in a text, if it leads elsewhere: it is underlined, so that it looks like a click away."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.text.width import cell_width
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.render.visible_links import is_target, link_at
from paperreader.tui.widgets.line_view import LineView

NEAR_ROWS = 3
"""A link that is wrapped is looked for so many rows above and below."""


class PointedLink:
    """The link below the mouse in a pane. Only what enters or leaves it is painted again."""

    def __init__(self, pane: LineView) -> None:
        self._pane = pane
        self._cells: dict[tuple[int, int], range] = {}
        """By item, and by line of it: the cells of the link."""

    def follow(self, x: int, row: int) -> None:
        """The mouse is at a cell of the pane."""
        cells = self._cells_at(x, row)
        if cells != self._cells:
            changed = {item for item, _ in self._cells.keys() | cells.keys()}
            self._cells = cells
            self._pane.redraw(sorted(changed))

    def forget(self) -> None:
        """The mouse has left, or the text has moved below it."""
        if self._cells:
            items = {item for item, _ in self._cells}
            self._cells = {}
            self._pane.redraw(sorted(items))

    def _cells_at(self, x: int, row: int) -> dict[tuple[int, int], range]:
        pane = self._pane
        y = pane.line_in_row(row)
        if not 0 <= y < pane.item_lines.height or not _has_link_at(pane.line_at(y), x):
            return {}
        first = max(0, y - NEAR_ROWS)
        lines = [pane.line_at(each) for each in range(first, min(y + NEAR_ROWS + 1, pane.item_lines.height))]
        if (link := link_at(lines, x, y - first)) is None:
            return {}
        found = {}
        for cells in link.mentions[0]:
            item = pane.item_lines.item_at(first + cells.y)
            line = first + cells.y - pane.item_lines.start_of(item)
            found[item, line] = range(cells.x, cells.x + cells.width)
        return found

    def underlined(self, item: int, lines: Sequence[StyledLine]) -> Sequence[StyledLine]:
        """The lines of an item with the link in them underlined."""
        if not any(at == item for at, _ in self._cells):
            return lines
        return [
            _underlined(line, cells) if (cells := self._cells.get((item, number))) else line
            for number, line in enumerate(lines)
        ]


def _has_link_at(line: StyledLine, x: int) -> bool:
    for span in line.spans:
        x -= cell_width(span.text)
        if x < 0:
            return is_target(span.link)
    return False


def _underlined(line: StyledLine, cells: range) -> StyledLine:
    spans: list[StyledSpan] = []
    x = 0
    for span in line.spans:
        is_inside = x < cells.stop and x + cell_width(span.text) > cells.start and is_target(span.link)
        x += cell_width(span.text)
        spans.append(span._replace(role="pointed") if is_inside else span)
    return line._replace(spans=tuple(spans))
