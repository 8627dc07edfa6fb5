"""Saved searches, rules and follows of other stores: saved and deleted as their marks say (see `saved_marks`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from paperreader.mark_fields import SAVED
from paperreader.store.errors import FOREIGN_VALUE, StoreError
from paperreader.store.mark_values import from_stored
from paperreader.store.saved import delete, save
from paperreader.store.saved_marks import AS_MARKED

SAVED_AS = "SELECT query, hides, follows FROM saved WHERE name = ?"
MAX_POSITION = 2**53
"""Of a search in the sidebar: what others write may be too large for the store."""


def follow(connection: sqlite3.Connection, fields: Iterable[str], today: date) -> None:
    """Save and delete searches as these marks say, which were merged."""
    marked = dict(connection.execute(AS_MARKED).fetchall())
    for field in fields:
        name = field.removeprefix(SAVED)
        with suppress(StoreError, *FOREIGN_VALUE):  # of another version, or of another program
            value = from_stored(marked.get(field))
            if not value:
                delete(connection, name)
                continue
            query, hides, follows, position = json.loads(str(value))
            if not isinstance(query, str) or not abs(position := int(position)) < MAX_POSITION:
                continue
            new = (query, bool(hides), bool(follows))
            if connection.execute(SAVED_AS, (name,)).fetchone() != new:  # else no paper is looked for again
                save(connection, name, query, today, hides=new[1], follows=new[2])
            connection.execute("UPDATE saved SET position = ? WHERE name = ?", (position, name))
