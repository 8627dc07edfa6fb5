"""Arguing with the user's own order: what they say of features, and learning anew. All of it is marks, which undo."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.mark_fields import ALL_PAPERS, LEARN_SINCE, TASTE
from paperreader.models import Cause, MarkChange, timestamp
from paperreader.reader.messages import change_words, sentence
from paperreader.reader.session import Session
from paperreader.taste.judge import Word

AS_LEARNED = ""
"""The value of a mark that takes back what was said."""


def said_of(session: Session, features: Sequence[str]) -> Word | None:
    """What the user said of features that are written alike."""
    said = session.store.taste.said()
    return next((said[feature] for feature in features if feature in said), None)


def say(session: Session, features: Sequence[str], value: str, *, text: str = "") -> None:
    """Count features more, not at all, against papers (see `Word`) or AS_LEARNED, from now on.

    `text`: all of them as papers write them; empty: as they are stored.
    """
    with session.reading_store():
        said = session.store.taste.said()
        own = [each for each in features if (said[each].value if each in said else AS_LEARNED) != value]
        changes = [(f"{TASTE}{feature}", value) for feature in own]
        named = [(f"{TASTE}{feature.partition(':')[0]}:{text}", value) for feature in own] if text else changes
        _apply(session, changes, change_words(named, "", ""))


def start_anew(session: Session) -> None:
    """Forget what was learned from what the user did so far, and what they said, in one step."""
    with session.reading_store():
        taken_back = [(f"{TASTE}{feature}", AS_LEARNED) for feature in session.store.taste.said()]
        changes = [(LEARN_SINCE, timestamp(session.now())), *taken_back]
        _apply(session, changes, change_words(changes[:1], "", ""))


def _apply(session: Session, changes: Sequence[tuple[str, str]], done: str) -> None:
    if not changes:
        return
    future = session.pending.apply([MarkChange(field, value, [ALL_PAPERS]) for field, value in changes], Cause.BY_HAND)
    if not (future.done() and future.exception()):
        session.toasts.show(f"{sentence(done)} · {{mark.undo}} undo")
