"""The scrollbar of a pane: a thumb in its last column, which the mouse can drag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from paperreader.tui.widgets.line_view import LineView


class Scrollbar:
    """Where in the whole column the visible lines are."""

    def __init__(self, pane: LineView) -> None:
        self._pane = pane
        self._dragged = False

    @property
    def rows(self) -> range:
        """The rows of the pane that it stands in; none where all lines are visible."""
        pane = self._pane
        height, total = pane.size.height, pane.virtual_size.height
        if not pane.HAS_THUMB or total <= height or height < 2:
            return range(0)
        size = max(1, round(height * height / total))
        start = round((height - size) * min(1.0, pane.scroll_offset.y / (total - height)))
        return range(start, start + size)

    def is_at(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is in its column."""
        return bool(self.rows) and event.x == self._pane.outer_size.width - 1

    def grab(self, event: events.MouseDown) -> None:
        """Hold it, and bring it to the mouse, if that is in its column."""
        if self.is_at(event):
            self._dragged = True
            self._pane.capture_mouse()
            self._pane.screen.clear_selection()  # the screen takes it for the beginning of one
            self.drag(event)

    def drag(self, event: events.MouseEvent) -> None:
        """Scroll to where the mouse is, if it holds the thumb."""
        if self._dragged and self._pane.app.mouse_captured is self._pane:  # a sheet takes it, and the release with it
            rows, height = self.rows, self._pane.size.height
            share = (event.y - self._pane.gutter.top - len(rows) / 2) / max(1, height - len(rows))
            self._pane.scroll_to(y=round(self._pane.max_scroll_y * min(max(share, 0.0), 1.0)), animate=False)

    def drop(self) -> None:
        """Let it go."""
        if self._dragged:
            self._dragged = False
            self._pane.release_mouse()
