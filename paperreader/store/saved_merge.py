"""Saved searches, rules and follows of other stores: saved and deleted as their marks say (see `saved_marks`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from paperreader.mark_fields import SAVED
from paperreader.store.errors import StoreError
from paperreader.store.mark_values import from_stored
from paperreader.store.saved import delete, save
from paperreader.store.saved_marks import AS_MARKED


def follow(connection: sqlite3.Connection, fields: Iterable[str], today: date) -> None:
    """Save and delete searches as these marks say, which were merged."""
    marked = dict(connection.execute(AS_MARKED).fetchall())
    for field in fields:
        name = field.removeprefix(SAVED)
        with suppress(StoreError, ValueError, TypeError):  # of another version, or of another program
            value = from_stored(marked.get(field))
            if not value:
                delete(connection, name)
                continue
            query, hides, follows, position = json.loads(str(value))
            save(connection, name, str(query), today, hides=bool(hides), follows=bool(follows))
            connection.execute("UPDATE saved SET position = ? WHERE name = ?", (int(position), name))
