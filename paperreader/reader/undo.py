"""Undo and redo. The user stays where they are; what changed out of sight is named, with an offer to go there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import date
from typing import TypeVar

from paperreader.mark_fields import LEARN_SINCE, LOOKED_AGAIN, READ, TASTE
from paperreader.models import Cause, Entry, NextStep, UndoStep
from paperreader.reader.copy_and_open import open_address
from paperreader.reader.messages import next_step_text, place_text, undo_message
from paperreader.reader.session import Session
from paperreader.reader.toasts import Place
from paperreader.store import StoreError
from paperreader.views import DayView

Step = TypeVar("Step", UndoStep, NextStep)


def undo(session: Session) -> None:
    """Undo the newest step; of a run of reading on, its last paper."""
    _step(session, redo=False)


def redo(session: Session) -> None:
    """Redo what was undone last."""
    _step(session, redo=True)


def next_step(session: Session, *, redo: bool) -> str:
    """What undo (or redo) would do now: `3 papers marked read (Space)`, `star on “…”`, `nothing to undo`."""
    text = ""
    with session.reading_store():
        step = session.store.marks.next_step(redo=redo)
        title = _title(session, step.paper) if step else ""
        text = next_step_text(step and _as_written(session, step), redo=redo, title=title)
    return text


def go_to_place(session: Session) -> None:
    """Go to what the last toast offers: what was undone or redone out of sight, or what the Hub has found."""
    place = session.toasts.place
    if place is None:
        session.toasts.show("No recent message offers a place to go to.")
        return
    session.toasts.forget_offer()
    session.toasts.withdraw()
    if place.hub_search:
        session.history.push(session.location())
        session.leave()
        session.searcher.ask_hub(place.hub_search)
        return
    if place.papers:
        from paperreader.reader.go_to_papers import go_to_papers  # not needed for a start

        go_to_papers(session, place.papers)
        return
    if place.address:
        open_address(session, place.address)
        return
    if (index := session.rows.index_of(place.paper)) is not None:
        session.rows.go_to(index)
    elif place.day is not None:
        session.go(DayView(place.day), at=place.paper)
    session.timer.keep_unread(place.unread)


def _step(session: Session, *, redo: bool) -> None:
    """Undo or redo: before the next key is handled, unless the store is busy."""
    step = session.pending.step(redo=redo)
    if step.done() and step.exception() is None:
        _show(session, step.result(), redo=redo)
    else:
        session.tasks.start("redoing" if redo else "undoing", _follow, session, step, redo=redo)


async def _follow(session: Session, step: Future[UndoStep | None], *, redo: bool) -> None:
    try:
        done = await asyncio.wrap_future(step)
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
    else:
        _show(session, done, redo=redo)


def _show(session: Session, step: UndoStep | None, *, redo: bool) -> None:
    """Put the cursor back on the paper that a key left, and say what changed, and where."""
    if step is not None and step.searches is not None:
        session.reload(rules=True)
    if step is None or not step.papers:
        session.toasts.show(undo_message(step, redo=redo))
        return
    rows, paper = session.rows, step.papers[0]
    set = ((step.field, step.value), *step.others)
    is_unread = any(field in (READ, LOOKED_AGAIN) and value is not redo for field, value in set)
    unread = step.papers if is_unread else ()
    session.rows.end_note = None
    moved_on = step.run_left is not None or step.cause is Cause.SKIPPED
    if moved_on and (index := rows.index_of(paper)) is not None:
        if rows.entry is not None:  # undo takes the user off it: they have not read it
            session.timer.keep_unread([rows.entry.id])
        rows.go_to(index)
    session.timer.keep_unread(unread)
    session.toasts.forget_undo()
    message = undo_message(_as_written(session, step), redo=redo, title=_title(session, paper))
    place = None if _is_seen(session, step) else _place(session, step, unread)
    if place is not None:
        others = _days(session, step.papers) - {place.day}
        message += f" · {place_text(place.day, len(others), session.now().year)}"
    session.toasts.show(message, place=place)


def _is_seen(session: Session, step: UndoStep) -> bool:
    """Whether one of the papers is on the screen, in the list or on the page."""
    rows, changed = session.rows, set(step.papers)
    on_screen = session.viewport.rows
    if on_screen is None:
        on_screen = range(len(rows.all))
    shown = [rows.entry, *(rows.all[index] for index in on_screen if index < len(rows.all))]
    return any(isinstance(row, Entry) and row.id in changed for row in shown)


def _place(session: Session, step: UndoStep, unread: tuple[str, ...]) -> Place | None:
    """Where what changed can be seen: further on in the list, or in another view."""
    listed = next((paper for paper in step.papers if session.rows.index_of(paper) is not None), None)
    if listed is not None:
        return Place(None, listed, unread)
    if step.day is None or DayView(step.day) == session.view:  # no day lists it, or a rule hides it here
        return None
    return Place(step.day, step.papers[0], unread)


def _days(session: Session, papers: Sequence[str]) -> set[date | None]:
    """The days that list them, each paper's newest."""
    with session.reading_store():
        return {entry.day for entry in session.store.papers.entries_of(papers) if entry.day}
    return set()


def _as_written(session: Session, step: Step) -> Step:
    """The step, with the features that it is about as the paper on the page writes them."""
    if session.page.paper is None or not step.field.startswith((TASTE, LEARN_SINCE)):
        return step
    from paperreader.taste.vector import forms  # not needed for a start

    fields = {f"{TASTE}{name}": f"{TASTE}word:{text}" for name, text in forms(session.page.paper).items()}
    others = tuple((fields.get(name, name), value) for name, value in step.others)
    return step._replace(field=fields.get(step.field, step.field), others=others)


def _title(session: Session, paper: str) -> str:
    """The paper's title; the id of one that is not stored."""
    with session.reading_store():
        entries = session.store.papers.entries_of([paper])
        return entries[0].title if entries else paper
    return paper
