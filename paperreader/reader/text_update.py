"""Asks again for the text that is open: whether there is a newer version of it."""

from __future__ import annotations

from paperreader.reader.session import Session


def update_text(session: Session) -> None:
    """Fetch the text that is shown once more; what is shown stays until another one has come, and no dialog is open.

    Where a note says why there is none, try again.
    """
    if session.text_slot.is_shown:
        session.tasks.replace("updating a text", _update, session)
    else:
        session.text.open(session.text.paper, again=True)


async def _update(session: Session) -> None:
    text, toasts = session.text, session.toasts
    paper, before = text.paper, text.fulltext
    problem = ""
    async for progress in text.source.fetch(paper):
        toasts.show(progress.message, stays=progress.is_over)
        problem = progress.message if progress.is_over else ""
    if problem:
        return
    await session.text_slot.uncovered.wait()
    with session.reading_store():
        is_same = text.source.stored(paper) == before
        if not is_same and text.is_shown and text.paper == paper:
            text.open(paper)
        toasts.show("The text is up to date." if is_same else "A newer text has come.")
