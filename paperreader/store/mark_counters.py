"""How often marks were set here, and how many were merged: so that it is known whether other machines lack any."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

SET_HERE, MERGED, MERGED_UNTIL = "marks set", "marks merged", "marks merged until"
"""Settings."""
ADD = """
INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value
"""
LATER = """
INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
"""
COUNTERS = f"SELECT name, value FROM setting WHERE name IN ('{SET_HERE}', '{MERGED}', '{MERGED_UNTIL}')"


class Counters(NamedTuple):
    """What has happened to the marks of this store."""

    set_here: int
    """How often marks were written here."""
    merged: int
    """How many were taken over from others."""
    merged_until: str
    """The time of the newest of those; empty if there was none."""


def counters(connection: sqlite3.Connection) -> Counters:
    """As they are now."""
    found = dict(connection.execute(COUNTERS).fetchall())
    return Counters(int(found.get(SET_HERE, 0)), int(found.get(MERGED, 0)), found.get(MERGED_UNTIL, ""))


def count_set(connection: sqlite3.Connection) -> None:
    """Marks were set here."""
    connection.execute(ADD, (SET_HERE, 1))


def count_merged(connection: sqlite3.Connection, marks: int, newest: str) -> None:
    """So many marks were taken over, the newest of this time."""
    connection.execute(ADD, (MERGED, marks))
    connection.execute(LATER, (MERGED_UNTIL, newest))
