"""The mouse on what is going away: a toast, a dialog or a prompt is on the screen until the next layout.

Textual would select text in a widget without a parent, or in none, and end with an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual import events
from textual.app import App
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from paperreader.tui.terminal.internals import selection_of
from paperreader.tui.terminal.visible_edges import VisibleEdges


class AttachedOnly(VisibleEdges):
    """A screen's map of what is where, without what is no longer part of the app."""

    def get_widgets_at(self, x: int, y: int) -> Iterator[tuple[Widget, Region]]:
        return (found for found in super().get_widgets_at(x, int(y)) if found[0].is_attached)

    def get_widget_at(self, x: int, y: int) -> tuple[Widget, Region]:
        for found in self.get_widgets_at(x, y):
            return found
        raise NoWidget(f"nothing at {x}, {y}")


def is_for_screen(event: events.MouseEvent, app: App[Any]) -> bool:
    """Whether the screen on top can handle it; what is stale is dropped before.

    A report from outside of the screen would take the focus away from everything. So would any once the widget that
    has captured the mouse is gone, or below a dialog that a key has opened.
    """
    screen, captured = app.screen, app.mouse_captured
    is_inside = screen.region.contains(event.x, event.y)
    if captured and not (is_inside and captured.is_attached and captured.screen is screen):
        app.capture_mouse(None)
    _end_stale_selection(screen)
    return is_inside


def _end_stale_selection(screen: Screen[Any]) -> None:
    """End a selection if a widget that it began or ended in has been removed.

    Textual means to, but does not call the method that tells.
    """
    state = selection_of(screen)
    for end in (state.start, state.end) if state else ():
        if end is not None and not (_is_there(end.container) and _is_there(end.content_widget or end.container)):
            screen.clear_selection()
            return


def _is_there(widget: Widget | None) -> bool:
    return widget is not None and widget.is_attached
