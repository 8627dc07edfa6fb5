"""What the marks say of a user's taste, and the automatic ones that tell of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from paperreader.mark_fields import ALL_PAPERS, LEARN_SINCE, TASTE
from paperreader.models import Cause, timestamp
from paperreader.store.errors import FOREIGN_VALUE
from paperreader.store.mark_values import from_stored, to_stored
from paperreader.store.mark_writes import write
from paperreader.taste.acts import Act
from paperreader.taste.judge import Verdict
from paperreader.taste.vector import is_feature

TELLING = """
value IS NOT NULL AND value IS NOT 0 AND (field IN ('read', 'starred', 'copied', 'text', 'lingered')
    OR (field > 'tag:' AND field < 'tag;') OR (field = 'note' AND length(value) > 2))
"""
"""The marks that tell what the user likes."""
PASSED = "(field = 'read' AND cause IN ('skipped', 'passed'))"
NEWEST = f"""
SELECT paper, field, cause, at FROM mark
WHERE {TELLING} AND at >= :since AND typeof(paper) = 'text' AND typeof(field) = 'text' AND """
ACTS = f"""
SELECT * FROM ({NEWEST} {PASSED} ORDER BY at DESC, paper, field LIMIT :most)
UNION ALL SELECT * FROM ({NEWEST} NOT coalesce({PASSED}, 0) ORDER BY at DESC, paper, field LIMIT :most)
ORDER BY at, paper, field
"""
MOST_ACTS = 5_000
"""For papers, and as many against: what is older hardly counts beside them."""
SAID = f"SELECT field, value FROM mark WHERE paper = '{ALL_PAPERS}' AND field > 'taste:' AND field < 'taste;'"
FRESH = timedelta(weeks=4)
"""So long an automatic mark keeps its time, however often the user does the same again."""


def acts(connection: sqlite3.Connection) -> list[Act]:
    """What the user did with papers."""
    rows = connection.execute(ACTS, {"since": since(connection), "most": MOST_ACTS}).fetchall()
    found: list[Act] = []
    for paper, field, cause, at in rows:
        with suppress(*FOREIGN_VALUE):
            found.append(Act(paper, field, cause, _time(at)))
    return found


def notice(connection: sqlite3.Connection, field: str, papers: Sequence[str], at: str) -> None:
    """Set the automatic mark on those of these papers that have none, or an old one: what it counts fades."""
    old = timestamp(datetime.fromisoformat(at) - FRESH)
    sql = "SELECT 1 FROM mark WHERE paper = ? AND field = ? AND value AND at > ?"
    marked = [paper for paper in papers if connection.execute(sql, (paper, field, old)).fetchone() is None]
    write(connection, [(paper, field, to_stored(True), at, Cause.PASSED.value, None) for paper in marked])


def said(connection: sqlite3.Connection) -> dict[str, Verdict]:
    """What the user said of features."""
    found: dict[str, Verdict] = {}
    for field, value in connection.execute(SAID).fetchall():
        with suppress(*FOREIGN_VALUE):  # another version may know more words
            if is_feature(feature := field.removeprefix(TASTE)):
                found[feature] = Verdict(from_stored(value))
    return found


def since(connection: sqlite3.Connection) -> str:
    """When the user's order began anew; "" if it never did."""
    sql = "SELECT value FROM mark WHERE paper = ? AND field = ?"
    found = connection.execute(sql, (ALL_PAPERS, LEARN_SINCE)).fetchone()
    with suppress(*FOREIGN_VALUE):
        value = from_stored(found[0]) if found else None
        return timestamp(_time(value)) if isinstance(value, str) else ""
    return ""


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at
