"""The scrollbar of a pane: a thumb in its last column that can be dragged with the mouse."""

from __future__ import annotations

from textual import events
from textual.scroll_view import ScrollView


class Scrollbar:
    """Shows which part of the whole column is visible."""

    def __init__(self, pane: ScrollView, *, shown: bool) -> None:
        self._pane, self.is_shown = pane, shown
        self._is_dragged = False

    @property
    def rows(self) -> range:
        """The rows of the pane that the thumb covers; none if all lines are visible."""
        pane = self._pane
        height, total = pane.size.height, pane.virtual_size.height
        if not self.is_shown or total <= height or height < 2:
            return range(0)
        size = max(1, round(height * height / total))
        start = round((height - size) * min(1.0, pane.scroll_offset.y / (total - height)))
        return range(start, start + size)

    def is_at(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is in the scrollbar's column."""
        return bool(self.rows) and event.x == self._pane.outer_size.width - 1

    def grab(self, event: events.MouseDown) -> None:
        """If the mouse is in its column, start dragging, and jump to the mouse."""
        if self.is_at(event):
            self._is_dragged = True
            self._pane.capture_mouse()
            self._pane.screen.clear_selection()  # the screen would start to select text
            self.drag(event)

    def drag(self, event: events.MouseEvent) -> None:
        """While dragging, scroll to the mouse."""
        # a dialog captures the mouse, and then gets its release as well
        if self._is_dragged and self._pane.app.mouse_captured is self._pane:
            rows, height = self.rows, self._pane.size.height
            share = (event.y - self._pane.gutter.top - len(rows) / 2) / max(1, height - len(rows))
            self._pane.scroll_to(y=round(self._pane.max_scroll_y * min(max(share, 0.0), 1.0)), animate=False)

    def release(self) -> None:
        """Stop dragging."""
        if self._is_dragged:
            self._is_dragged = False
            self._pane.release_mouse()
