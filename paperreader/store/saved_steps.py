"""Changes of saved searches, rules and follows as steps of the undo journal, between those of marks.

A step has one row in `change`: the search's name in the place of a paper, and how it was saved before and after, as a
JSON list of name, query, `hides`, `follows` and position.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date

from paperreader.models import Cause, SavedSearch, UndoStep
from paperreader.store.saved import delete, save
from paperreader.store.steps import SAVED_SEARCH, new_step

SAVED = "SELECT json_array(name, query, hides, follows, position) FROM saved WHERE name = ?"


def record(connection: sqlite3.Connection, change: Callable[[], None], name: str, new_name: str, at: str) -> None:
    """Make a change of one saved search, and a step of it. `new_name`: what it is called then, if it is there."""
    before = _saved(connection, name)
    change()
    after = _saved(connection, new_name)
    if before == after:
        return
    step = new_step(connection, SAVED_SEARCH, int(after is not None), Cause.BY_HAND, at, in_run=False)
    connection.execute(
        'INSERT INTO change (step, position, paper, field, "before", "after") VALUES (?, 0, ?, ?, ?, ?)',
        (step, new_name, SAVED_SEARCH, before, after),
    )


def take(connection: sqlite3.Connection, step: int, today: date, *, redo: bool) -> UndoStep:
    """Undo the step, or redo it, unless the search was changed since."""
    ((before, after),) = connection.execute('SELECT "before", "after" FROM change WHERE step = ?', (step,)).fetchall()
    source, target = (before, after) if redo else (after, before)
    connection.execute("UPDATE step SET undone = ? WHERE step = ?", (int(not redo), step))
    is_same = _is_as(connection, source) if source else _saved(connection, json.loads(target)[0]) is None
    is_free = not (source and target) or _name(source) == _name(target) or _saved(connection, _name(target)) is None
    if is_same and is_free:
        if source:
            delete(connection, _name(source))
        if target:
            name, query, hides, follows, position = json.loads(target)
            save(connection, name, query, today, hides=bool(hides), follows=bool(follows))
            connection.execute("UPDATE saved SET position = ? WHERE name = ?", (position, name))
    changed = (_search(source), _search(target)) if is_same and is_free else None
    return UndoStep(SAVED_SEARCH, bool(after), Cause.BY_HAND, (), 0, None, searches=changed)


def _saved(connection: sqlite3.Connection, name: str) -> str | None:
    found: tuple[str] | None = connection.execute(SAVED, (name,)).fetchone()
    return found[0] if found else None


def _is_as(connection: sqlite3.Connection, saved: str) -> bool:
    """Whether it is saved like that now, wherever it stands."""
    now = _saved(connection, _name(saved))
    return now is not None and json.loads(now)[:-1] == json.loads(saved)[:-1]


def _name(saved: str) -> str:
    name: str = json.loads(saved)[0]
    return name


def _search(saved: str | None) -> SavedSearch | None:
    if saved is None:
        return None
    name, query, hides, follows, _ = json.loads(saved)
    return SavedSearch(name, query, bool(hides), 0, bool(follows))
