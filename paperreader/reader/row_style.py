"""Full rows or one line per paper: as the settings say, until the user chooses otherwise."""

from __future__ import annotations

from typing import cast, get_args

from paperreader.config import Rows
from paperreader.store import Store

SETTING = "rows"


class RowStyle:
    """The choice is kept in the store as long as the settings say what they said then."""

    def __init__(self, store: Store, configured: Rows) -> None:
        self._store, self.configured = store, configured
        chosen, _, instead_of = (store.settings.get(SETTING) or "").partition(" ")
        is_valid = chosen in get_args(Rows) and instead_of == configured
        self.wanted: Rows = cast(Rows, chosen) if is_valid else configured

    def choose(self, rows: Rows) -> None:
        """Show rows so from now on; what the settings say is no choice, and follows them when they change."""
        self.wanted = rows
        self._store.settings.set(SETTING, f"{rows} {self.configured}" if rows != self.configured else None)
