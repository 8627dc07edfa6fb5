"""The feed of `paperreader --demo`: ten made-up days in the Hub's JSON format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from paperreader.hub.parse import parse_items
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store


def days() -> Iterator[tuple[date, bytes]]:
    """Each demo day with the Hub's answer for it, newest first."""
    for file in sorted(Path(__file__).parent.glob("????-??-??.json"), reverse=True):
        yield date.fromisoformat(file.stem), file.read_bytes()


def fill(store: Store) -> None:
    """Save every day in an empty store, with the marks of a user who has read some of it.

    The two oldest days do not count as unread. Raises StoreError if the store cannot be written.
    """
    answers = [(day, parse_items(body).papers) for day, body in days()]
    newest, first = answers[0][0], answers[-1][0]
    store.settings.set("since", (first + timedelta(days=2)).isoformat()).result()
    for day, papers in answers:
        store.ingest.save_day(day, papers, complete=day != newest).result()
    store.settings.set("newest", newest.isoformat()).result()
    store.settings.set("first", first.isoformat()).result()

    ids = [[paper.id for paper in papers] for _, papers in answers]
    half_read, read, older = ids[2], ids[3], ids[5]
    # Marks with an automatic cause are no undo steps: there is nothing to undo before the user does something.
    store.marks.set(READ, True, [*read, *half_read[:3]], Cause.OPENED).result()
    for paper in (older[1], read[4], half_read[1]):
        store.marks.set(STARRED, True, [paper], Cause.OPENED).result()
