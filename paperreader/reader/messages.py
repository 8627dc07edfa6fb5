"""What is said in the place of a list, at its end, and after undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from paperreader.humanize import count, duration, short_day
from paperreader.mark_fields import MarkField, field_of
from paperreader.models import Cause, Day, NextStep, SavedSearch, UndoStep
from paperreader.reader.paper_rows import EndNote
from paperreader.views import Collection, View

if TYPE_CHECKING:
    from paperreader.refresh import Waiting

MAX_TITLE_CHARS = 40
"""A toast shows no more of a title."""


def shortened(text: str, longest: int = MAX_TITLE_CHARS) -> str:
    """The text, cut with an ellipsis; toasts wrap, so that cells do not matter."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def pause_text(pause: Waiting, host: str) -> str:
    """Why a request waits, and for how long; `host`: who was asked."""
    if not pause.trouble:
        asks = f"{host} asks for a pause; next request"
        return f"{asks} in {duration(ceil(pause.seconds))} …" if pause.seconds > 0 else f"{asks} now …"
    again = f"{pause.trouble}; trying again"
    return f"{again} in {duration(ceil(pause.seconds))} …" if pause.seconds > 0 else f"{again} …"


def without_reason(pause: str) -> str:
    """What `pause_text` says, shortened: `trying again in 4 s …`."""
    return pause.rpartition("; ")[2]


def empty_text(view: View | None, *, is_stored: bool, fetching: bool, trouble: str, offline: bool) -> str:
    """What to say where a list has no papers. `is_stored`: none of its days is missing."""
    if view is None:
        if not (trouble or offline):
            return "Fetching today's papers …"
        retry = "{view.refresh} to try again\n" if trouble else ""
        problem, _, details = (trouble.rstrip(".") or "The network is not used").partition(". ")
        more = f" {details}." if details else ""
        return (
            f"{problem}, and nothing is stored yet.{more}\n\n{retry}{{app.back}} to quit, then run: paperreader --demo"
        )
    if view.empty_text:
        return view.empty_text
    if is_stored:
        return "No papers that day." if view.day else f"No papers in {view.title}."
    if fetching:
        return f"Fetching {view.title} …"
    if offline:
        return f"{view.title} is not stored, and there is no network."
    if trouble:
        return f"{view.title} is not stored. {trouble}"
    return f"{view.title} is not stored yet."


def end_note(view: View, following: Day | None, *, is_empty: bool) -> EndNote:
    """Said once, or where there is nothing unread at all. `following`: the day to read on with."""
    if view is Collection.SECOND_LOOK:
        return EndNote("nothing below", None)
    if view.day is None:
        return EndNote("no unread papers left here", None)
    state = "nothing to read" if is_empty else "done"
    if following is None:
        return EndNote(f"{short_day(view.day)} {state} · everything is read", None)
    text = f"{short_day(view.day)} {state} · {{paper.read-on}}: {short_day(following.date)} ({following.unread})"
    return EndNote(text, following.date)


def part_of(some: int, all: int) -> str:
    """`2 of 3`, or `3` if it is all of them."""
    return f"{some:,}" if some == all else f"{some:,} of {all:,}"


def quoted(title: str) -> str:
    """The title in quotation marks, shortened."""
    return f"“{shortened(title)}”"


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def undo_message(step: UndoStep | None, *, redo: bool, title: str = "") -> str:
    """What undo or redo did; `title`: that of the first paper that changed."""
    if step is None:
        return "Nothing to redo." if redo else "Nothing to undo."
    done = "redone" if redo else "undone"
    if step.searches is not None:
        return f"{done.capitalize()}: {_search_words(*step.searches)}"
    if not step.papers:
        what = "a saved search" if field_of(step.field) is None else count(step.skipped, "paper")
        return f"Nothing {done}: {what} changed since."
    papers = quoted(title) if len(step.papers) == 1 else count(len(step.papers), "paper")
    left = f" · {count(step.skipped, 'paper')} changed since, left alone" if step.skipped else ""
    key = "{mark.redo} redoes" if redo else "{mark.undo} undoes"
    more = f" · {key} {step.run_left:,} more" if step.run_left else ""
    return f"{done.capitalize()}: {_words(step, papers, undone=not redo)}{left}{more}"


def next_step_text(step: NextStep | None, *, redo: bool, title: str) -> str:
    """What undo or redo would do next; `title`: that of the first paper."""
    if step is None:
        return f"nothing to {'redo' if redo else 'undo'}"
    papers = quoted(title) if step.papers == 1 else count(step.papers, "paper")
    return _words(step, papers, undone=False) + (" ({paper.read-on})" if step.is_run else "")


def change_words(changes: Sequence[tuple[str, bool | str]], papers: str, it: str, *, undone: bool = False) -> str:
    """What giving papers these values does, or undoing that; `it`: what stands for the papers after the first."""
    alike: dict[tuple[MarkField | None, bool | str], list[str]] = {}
    for name, value in changes:
        field = field_of(name)
        tells = field is not None and str(value) in dict(field.value_words) and not undone
        alike.setdefault((field, value if tells else bool(value)), []).append(name)
    texts: list[str] = []
    for (field, value), names in alike.items():
        what = it if texts else papers
        if field is None:
            texts.append(f"saved search or follow {what} changed")
        else:
            texts.append((field.undone_words if undone else field.words)(what, names, value))
    return ", ".join(texts)


def _search_words(before: SavedSearch | None, after: SavedSearch | None) -> str:
    """What became of a saved search, rule or follow."""
    search = after or before
    assert search is not None
    name = shortened(search.name) if search.follows else quoted(search.name)
    if before is None:
        return f"following {name}" if search.follows else f"{search.kind} {name} is back"
    if after is None:
        return f"{name} unfollowed" if search.follows else f"{search.kind} {name} deleted"
    return f"{quoted(before.name)} is called {quoted(after.name)}"


def _words(step: UndoStep | NextStep, papers: str, *, undone: bool) -> str:
    """What the step did to the papers, or what undoing it did."""
    if step.cause is Cause.SKIPPED and not undone:
        return f"{papers} skipped"
    is_one = (step.papers if isinstance(step.papers, int) else len(step.papers)) == 1
    return change_words([(step.field, step.value), *step.others], papers, "it" if is_one else "them", undone=undone)


def place_text(day: date | None, other_days: int, this_year: int) -> str:
    """Where papers are that changed out of sight, and the key that goes there. `day` None: in the open list."""
    if day is None:
        return "{mark.show} shows it"
    others = f" and {count(other_days, 'other day')}" if other_days else ""
    year = "" if day.year == this_year else f" {day.year}"
    return f"{short_day(day)} {day:%b}{year}{others} · {{mark.show}} goes there"
