"""Paints a screen from pieces that end where one widget in sight meets another.

Textual cuts what is in front also at the edges of what is hidden behind it, and a character of two cells that lies over
such an edge gets lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from paperreader.tui.terminal.internals import Compositor, renders_of

Widgets = Mapping[Widget, tuple[Region, Region]]
"""Widgets in sight with their regions and what of those is not clipped, from front to back."""


class VisibleEdges(Compositor):
    """A screen's map of what is where, cut at the edges in sight."""

    _edges: tuple[Widgets, Size, list[list[int]]] | None = None

    @property
    def cuts(self) -> list[list[int]]:
        """The columns where a piece begins, and the width, of each row."""
        widgets, size = self.visible_widgets, self.size
        if self._edges is None or self._edges[0] is not widgets or self._edges[1] != size:
            self._edges = widgets, size, edges(widgets.values(), size)
        return self._edges[2]

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """The pieces of each row by the column where they begin; None where nothing is rendered."""
        cuts = self.cuts
        rows: list[dict[int, Any]] = [dict.fromkeys(row[:-1]) for row in cuts]
        for region, clip, strips in renders_of(self, crop):
            area = region.intersection(clip)
            for y, strip in zip(area.line_range, strips, strict=False):
                if is_rendered_line(y):
                    row = rows[y]
                    for start, end in pairwise(cuts[y]):
                        if row[start] is None and area.x <= start and end <= area.right:
                            row[start] = strip.crop(start - area.x, end - area.x)
        return rows


def edges(regions: Iterable[tuple[Region, Region]], size: Size) -> list[list[int]]:
    """The columns of each row where what is in sight changes, with both ends of the row. `regions`: as in `Widgets`."""
    found = [{0, size.width} for _ in range(size.height)]
    free = [[(0, size.width)] for _ in range(size.height)]
    for region, clip in regions:
        area = region.intersection(clip)
        for y in range(max(0, area.y), min(size.height, area.bottom)):
            left: list[tuple[int, int]] = []
            for start, end in free[y]:
                first, last = max(start, area.x), min(end, area.right)
                if first >= last:
                    left.append((start, end))
                    continue
                found[y] |= {first, last}
                left += [(start, first)] if start < first else []
                left += [(last, end)] if last < end else []
            free[y] = left
    return [sorted(row) for row in found]
