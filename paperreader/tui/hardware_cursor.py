"""Where the terminal's own cursor stands: screen readers, braille displays and input methods follow it.

In a list or a page it stands, hidden, at the row where the user is: the row looks different anyway. In an input it is
visible, in the place of a painted one: some terminals show an input method's window only where they show a cursor.
"""

from __future__ import annotations

from typing import Any

from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input

from paperreader.text.width import cell_width
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.paper_page import PaperPage


def is_typing(screen: Screen[Any]) -> bool:
    """Whether the cursor is in a text."""
    return isinstance(screen.focused, Input)


def cursor_offset(screen: Screen[Any]) -> Offset:
    """The cell of the screen where the user is."""
    focused = screen.focused
    if focused is None:
        return Offset(0, 0)
    region = focused.content_region
    x = y = 0
    if isinstance(focused, Input):
        x = cell_width(focused.value[: focused.cursor_position]) - focused.scroll_offset.x
    elif isinstance(focused, LineView) and (line := _current_line(focused)) is not None:
        y = line if line < focused.pinned else line - focused.scroll_offset.y
    return Offset(
        region.x + max(0, min(x, region.width - 1)),
        region.y + max(0, min(y, region.height - 1)),
    )


def _current_line(pane: LineView) -> int | None:
    """The line that the user is at, counted over the whole column; None: anywhere."""
    if isinstance(pane, PaperPage):
        return pane.match_line
    return pane.start_of(pane.cursor) if pane.cursor is not None and pane.cursor < pane.count else None
