"""What a dialog leaves uncovered: the screen below it, just as it is painted."""

from __future__ import annotations

from typing import Any

from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip

from paperreader.tui.terminal.internals import frame_size, frame_strips


class ScreenBelow:
    """The rows of the screen below a modal one.

    Textual would tint each piece of it again, which takes most of the time.
    """

    def __init__(self, above: Screen[Any]) -> None:
        """`above`: the modal screen, which has no background of its own."""
        self._above = above
        self._rows: list[Strip] = []
        self._size = Size(0, 0)

    def forget(self) -> None:
        """The screen below has changed."""
        self._rows = []

    def rows(self, crop: Region) -> list[Strip]:
        """For Textual's `render_lines`."""
        above, size = self._above, frame_size(self._above)
        if not self._rows or self._size != size:
            screens = above.app.screen_stack
            rows = [strip.discard_meta() for strip in frame_strips(screens[screens.index(above) - 1], size)]
            rows += [Strip([])] * (size.height - len(rows))
            # in a resize the dialog may be painted first, over a screen that still has the old size
            self._rows = [row.adjust_cell_length(size.width, above.rich_style) for row in rows]
            self._size = size
        return [strip.crop(crop.x, crop.right) for strip in self._rows[crop.y : crop.bottom]]
