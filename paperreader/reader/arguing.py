"""Arguing with the user's own order: what they say of features, and learning anew. All of it is marks, which undo."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.mark_fields import ALL_PAPERS, TASTE
from paperreader.models import Cause, MarkChange
from paperreader.reader.messages import change_words, sentence
from paperreader.reader.session import Session
from paperreader.taste.acts import AS_LEARNED, begin_anew


def say(session: Session, features: Sequence[str], value: str, *, text: str = "") -> None:
    """Count features more, not at all, against papers (see `Verdict`) or AS_LEARNED, from now on.

    `text`: all of them as papers write them; empty: as they are stored.
    """
    with session.reading_store():
        said = session.store.taste.said()
        changed = [each for each in features if (said[each].value if each in said else AS_LEARNED) != value]
        if changed:
            changes = [MarkChange(f"{TASTE}{feature}", value, [ALL_PAPERS]) for feature in changed]
            names = [f"{feature.partition(':')[0]}:{text}" if text else feature for feature in changed]
            _apply(session, changes, change_words([(f"{TASTE}{name}", value) for name in names], "", ""))


def start_anew(session: Session) -> None:
    """Forget what was learned from what the user did so far, and what they said, in one step."""
    with session.reading_store():
        changes = begin_anew(session.store.taste.said(), session.now())
        _apply(session, changes, change_words([(changes[0].field, changes[0].value)], "", ""))


def _apply(session: Session, changes: Sequence[MarkChange], done: str) -> None:
    """Set the marks, and say what that has done."""
    future = session.pending.apply(changes, Cause.BY_HAND)
    if not (future.done() and future.exception()):
        session.toasts.show(f"{sentence(done)} · {{mark.undo}} undo")
