"""Ignores resize events that are out of date by the time a screen receives them."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen


async def latest_resize_only(self: Screen[Any], event: events.Resize) -> None:
    """A screen's `_on_resize`, called before Textual's own: ignore sizes that the terminal no longer has.

    Each layout sends the screen its size again. An old one might arrive last, or an old and a new one might trigger
    each other forever.
    """
    if event.size != self.app.size:
        event.prevent_default()
