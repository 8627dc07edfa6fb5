"""What the marks say of a user's taste, and the automatic ones that tell of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

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
DONE_AT = "coalesce((SELECT step.at FROM step WHERE step.step = mark.step), mark.at)"
"""When the user did it: what undo or redo gives back is a new mark, but of the step that had set it."""
AFTER_RESET = f"""
CASE WHEN mark.step IS NULL OR :reset_step IS NULL THEN {DONE_AT} >= :since ELSE mark.step > :reset_step END
"""
"""Steps are counted, whatever a clock has said."""
NEWEST = f"""
SELECT paper, field, cause, {DONE_AT} AS done_at FROM mark
WHERE {TELLING} AND {AFTER_RESET} AND typeof(paper) = 'text' AND typeof(field) = 'text' AND """
ACTS = f"""
SELECT * FROM ({NEWEST} {PASSED} ORDER BY done_at DESC, paper, field LIMIT :most)
UNION ALL SELECT * FROM ({NEWEST} NOT coalesce({PASSED}, 0) ORDER BY done_at DESC, paper, field LIMIT :most)
ORDER BY done_at, paper, field
"""
MOST_ACTS = 5_000
"""For papers, and as many against: what is older hardly counts beside them."""
SAID = f"SELECT field, value FROM mark WHERE paper = '{ALL_PAPERS}' AND field > 'taste:' AND field < 'taste;'"
FRESH = timedelta(weeks=4)
"""So long an automatic mark keeps its time, however often the user does the same again."""


class Reset(NamedTuple):
    """When the user's order began anew."""

    since: str = ""
    """"": it never did."""
    step: int | None = None
    """The step of the undo journal; None: another machine's, or none."""


def acts(connection: sqlite3.Connection) -> list[Act]:
    """What the user did with papers."""
    since, step = reset(connection)
    rows = connection.execute(ACTS, {"since": since, "reset_step": step, "most": MOST_ACTS}).fetchall()
    found: list[Act] = []
    for paper, field, cause, at in rows:
        with suppress(*FOREIGN_VALUE):
            found.append(Act(paper, field, cause, time_of(at)))
    return found


def notice(connection: sqlite3.Connection, field: str, papers: Sequence[str], at: str) -> None:
    """Set the automatic mark on those of these papers that have none, or an old one: what it counts fades."""
    date_reset(connection, at)
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


def reset(connection: sqlite3.Connection) -> Reset:
    """When the user's order began anew."""
    sql = "SELECT value, step FROM mark WHERE paper = ? AND field = ?"
    found = connection.execute(sql, (ALL_PAPERS, LEARN_SINCE)).fetchone()
    with suppress(*FOREIGN_VALUE):
        value = from_stored(found[0]) if found else None
        return Reset(timestamp(time_of(value)), found[1]) if isinstance(value, str) else Reset()
    return Reset()


def date_reset(connection: sqlite3.Connection, now: str) -> None:
    """Treat a reset of the future as made now: a clock was ahead, and until then nothing new would count."""
    since, step = reset(connection)
    if since > now:
        write(connection, [(ALL_PAPERS, LEARN_SINCE, to_stored(now), now, Cause.BY_HAND.value, step)])


def time_of(text: str) -> datetime:
    """A time as stores keep it; ValueError if it is none."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at
