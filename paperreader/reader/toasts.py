"""Short messages for the user, each in the place of the last."""

from __future__ import annotations

from paperreader.reader.changes import Change, Changed


class Toasts:
    """Keeps the newest message; the screen shows it."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self.last = ""

    def show(self, message: str) -> None:
        """Show this message now."""
        self.last = message
        self._changed(Change.TOAST)
