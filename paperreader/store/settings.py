"""Small facts that the store keeps: `newest` and `since` (days), `theme`, `device`, `trending_at` …"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from paperreader.store.derived import recount

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

NEVER = "9999-12-31"
"""Later than any day: as `since` where there is none."""
SYNC_FOLDER, SYNC_GIT, MACHINE_NAME = "sync folder", "sync git", "machine name"
"""What the user told the program of their machines; the settings file has the last word: see `machines.chosen`."""
LEARNED_FROM = """
SELECT CASE WHEN json_valid(value)
    THEN ifnull(json_extract(value, '$.liked'), 0) + ifnull(json_extract(value, '$.imported'), 0) END
FROM setting WHERE name = 'learned'
"""


class Settings:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """The value, None if it is not set."""
        return self._database.read(setting, name)

    def get_date(self, name: str) -> date | None:
        """The value as a day, None if it is not set or not a day."""
        with suppress(ValueError, TypeError):
            return date.fromisoformat(self.get(name) or "")
        return None

    def get_time(self, name: str) -> datetime | None:
        """The value as a time, None if it is not set or not a time with a time zone."""
        with suppress(ValueError, TypeError):
            at = datetime.fromisoformat(self.get(name) or "")
            return at if at.tzinfo else None
        return None

    def learned_from(self) -> int:
        """From how many papers it was learned what the user likes: what each start may ask, of all that was learned."""
        return self._database.read(learned_from)

    def set(self, name: str, value: str | None) -> Future[None]:
        """Set it, or delete it with None; a new `since` changes which papers are unread."""
        return self._database.write(set_setting, name, value)


def setting(connection: sqlite3.Connection, name: str) -> str | None:
    """The value of a setting, None if it is not set."""
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def learned_from(connection: sqlite3.Connection) -> int:
    """From how many papers it was learned what the user likes."""
    found = connection.execute(LEARNED_FROM).fetchone()
    return int(found[0] or 0) if found else 0


def set_setting(connection: sqlite3.Connection, name: str, value: str | None) -> None:
    """Set it, or delete it with None, and recount what a new `since` changes."""
    before = setting(connection, name)
    if value is None:
        connection.execute("DELETE FROM setting WHERE name = ?", (name,))
    else:
        connection.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
    if name == "since":
        between = sorted((before or NEVER, value or NEVER))
        listed = connection.execute("SELECT DISTINCT paper FROM listing WHERE day >= ? AND day < ?", between)
        recount(connection, [paper for (paper,) in listed.fetchall()])


def count_up(connection: sqlite3.Connection, name: str) -> None:
    """Count one more in a setting; what is no number counts as none."""
    counted = "CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
    connection.execute(
        f"INSERT INTO setting (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE SET value = {counted}", (name,)
    )
