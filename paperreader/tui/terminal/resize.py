"""Sizes that are out of date when a screen hears of them."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen


async def latest_resize_only(self: Screen[Any], event: events.Resize) -> None:
    """A screen's `_on_resize`, before Textual's own: what is no longer the terminal's size lays nothing out.

    Each layout tells the screen of its size once more. An old one would come last, or an old and a new one answer
    each other for ever.
    """
    if event.size != self.app.size:
        event.prevent_default()
