"""The steps of the undo journal."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from paperreader.models import Cause
from paperreader.store.mark_values import StoredValue

MAX_UNDO_STEPS = 1000
"""Each paper of a run counts as one: it takes as many undos to get past it."""
SAVED_SEARCH = "saved search"
"""In the place of a field: the step changed a saved search, rule or follow (see `saved_steps`)."""
MAX_PAUSE_IN_RUN = timedelta(hours=1)
"""A paper that is read on from after a longer pause begins another run."""


def new_step(
    connection: sqlite3.Connection, field: str, value: StoredValue, cause: Cause, at: str, *, in_run: bool
) -> int:
    """Begin a step in the journal. What was undone before cannot be redone any more; the oldest steps are dropped."""
    connection.execute("DELETE FROM change WHERE step IN (SELECT step FROM step WHERE undone)")
    connection.execute("DELETE FROM step WHERE undone")
    last = connection.execute("SELECT run, at FROM step ORDER BY step DESC LIMIT 1").fetchone()
    step = connection.execute(
        "INSERT INTO step (at, field, value, cause) VALUES (?, ?, ?, ?)",
        (at, field, value, cause.value),
    ).lastrowid
    assert step is not None
    if in_run:
        goes_on = last is not None and time_of(at) - time_of(last[1]) <= MAX_PAUSE_IN_RUN
        run = last[0] if goes_on and last[0] is not None else step
        connection.execute("UPDATE step SET run = ? WHERE step = ?", (run, step))
    old = connection.execute("SELECT step FROM step ORDER BY step DESC LIMIT 1 OFFSET ?", (MAX_UNDO_STEPS,)).fetchone()
    if old is not None:
        connection.execute("DELETE FROM change WHERE step <= ?", old)
        connection.execute("DELETE FROM step WHERE step <= ?", old)
    return step


def time_of(text: str) -> datetime:
    return datetime.fromisoformat(text)
