"""What was learned of the user's taste, in figures, and what that makes of a paper in SQL."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress

from paperreader.store.errors import FOREIGN_VALUE
from paperreader.store.settings import setting
from paperreader.taste.learned import MAX_FIGURE, Learned, from_json


def learned(connection: sqlite3.Connection) -> Learned | None:
    """None if nothing was learned yet."""
    with suppress(KeyError, *FOREIGN_VALUE):  # what another program may have written
        return from_json(json.loads(setting(connection, "learned") or ""))
    return None


def register_own_order(connection: sqlite3.Connection) -> None:
    """Make `own_order` known to SQL: a paper's score, by what its features add up to, if that is known, and upvotes."""
    known = learned(connection)

    def own_order(own: object, upvotes: int) -> float:
        if known is None or not known.can_order:
            return upvotes
        figure = own if isinstance(own, float) and abs(own) < MAX_FIGURE else known.balance.usual_own
        return known.score(figure, upvotes)

    connection.create_function("own_order", 2, own_order, deterministic=True)
