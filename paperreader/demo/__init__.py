"""The feed of `paperreader --demo`: ten invented days in the hub's own JSON shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from paperreader.hub.parse import parse_items
from paperreader.models import Cause, Field
from paperreader.store import Store


def days() -> Iterator[tuple[date, bytes]]:
    """Each demo day with the hub's answer for it, newest first."""
    for file in sorted(Path(__file__).parent.glob("????-??-??.json"), reverse=True):
        yield date.fromisoformat(file.stem), file.read_bytes()


def fill(store: Store) -> None:
    """Save every day in an empty store, with the marks of somebody who has been here before.

    The two oldest days do not count as unread. Raises StoreError where the store cannot be written.
    """
    answers = [(day, parse_items(body).papers) for day, body in days()]
    newest, first = answers[0][0], answers[-1][0]
    store.set_setting("since", (first + timedelta(days=2)).isoformat()).result()
    for day, papers in answers:
        store.save_day(day, papers, complete=day != newest).result()
    store.set_setting("newest", newest.isoformat()).result()
    store.set_setting("first", first.isoformat()).result()

    ids = [[paper.id for paper in papers] for _, papers in answers]
    begun, done, older = ids[2], ids[3], ids[5]
    # An automatic cause is no step: undo has nothing to take back before the person has done something.
    store.set_marks(Field.READ, True, [*done, *begun[:3]], Cause.OPENED).result()
    for paper in (older[1], done[4], begun[1]):
        store.set_marks(Field.STARRED, True, [paper], Cause.OPENED).result()
