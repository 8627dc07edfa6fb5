"""Tagging what the user has in front of them, and writing notes on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from paperreader.humanize import count
from paperreader.mark_fields import NOTE, OTHER_NOTE, TAG
from paperreader.models import Cause, MarkChange, timestamp
from paperreader.notes import Note
from paperreader.reader.messages import change_words, part_of, quoted, sentence
from paperreader.reader.session import Session
from paperreader.store import StoreError


def toggle_tags(session: Session, tags: Sequence[str]) -> None:
    """Put each tag on the targets that lack it; one that all of them have is removed. All of it is one step."""
    targets = session.rows.targets
    changes = []
    for tag in tags:
        on = not all(tag in entry.tags for entry in targets)
        papers = [entry.id for entry in targets if (tag in entry.tags) is not on]
        changes.append(MarkChange(f"{TAG}{tag}", on, papers))
    if not targets or not changes:
        return
    future = session.pending.apply(changes, Cause.BY_HAND)
    if future.done() and future.exception():
        return
    changed = len({paper for change in changes for paper in change.papers})
    papers_text = f"{part_of(changed, len(targets))} papers" if len(targets) > 1 else quoted(targets[0].title)
    it = "it" if len(targets) == 1 else "them"
    done = change_words([(change.field, change.value) for change in changes], papers_text, it)
    session.toasts.show(f"{sentence(done)} · {{mark.undo}} undo")


def note_on(session: Session, id: str) -> Note | None:
    """The note on a paper; None, after a toast, if the store cannot be read."""
    with session.reading_store():
        return session.store.papers.note(id)
    return None


def save_note(
    session: Session, id: str, note: Note, text: str, about: str = "", stored: Callable[[], None] | None = None
) -> None:
    """Replace a note that the user has seen, as one step with what it also said.

    What another program has written since is kept below it. `about`: more to say. `stored`: called once it is.
    """
    now = note_on(session, id)
    changes = [MarkChange(NOTE, text, [id])] if now is None or text != now.text else []
    changes += [MarkChange(other.field, "", [id]) for other in note.others]
    if now and now.at and now.text not in ("", note.text, text):
        changes.append(MarkChange(f"{OTHER_NOTE}{timestamp(now.at)}:unseen", now.text, [id]))
        about += ", above what another program has written meanwhile"
    done = f"{'Note saved' if text else 'Note removed'}{about} · {{mark.undo}} undo"
    _apply(session, changes, done, stored)


def discard_other_texts(session: Session) -> None:
    """Delete what the note on the page also said, on other machines."""
    if (entry := session.page.entry) is not None:
        changes = [MarkChange(other.field, "", [entry.id]) for other in session.page.note.others]
        _apply(session, changes, f"{count(len(changes), 'text')} deleted · {{mark.undo}} undo", None)


def _apply(session: Session, changes: Sequence[MarkChange], done: str, stored: Callable[[], None] | None) -> None:
    """Change a note, and say so once it is stored; what cannot be stored is said by `PendingMarks`."""

    def finish(future: Future[int]) -> None:
        if future.exception() is None:
            session.toasts.show(done)
            if stored is not None:
                stored()

    async def follow(future: Future[int]) -> None:
        try:
            await asyncio.wrap_future(future)
        except StoreError:
            return
        finish(future)

    future = session.pending.apply(changes, Cause.BY_HAND)
    if future.done():
        finish(future)
    else:
        session.tasks.start("saving a note", follow, future)
