"""What is said in the place of a list, at its end, and after undo.

Annotations are no strings here: named tuples are then made in half the time.
"""

from datetime import date
from typing import NamedTuple

from paperreader.humanize import count, short_day
from paperreader.mark_fields import field_of
from paperreader.models import Cause, Day, UndoStep
from paperreader.views import View

MAX_TITLE_CHARS = 40
"""A toast shows no more of a title."""


def shortened(text: str, longest: int = MAX_TITLE_CHARS) -> str:
    """The text, cut with an ellipsis; toasts wrap, so that cells do not matter."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def empty_text(view: View | None, *, is_stored: bool, fetching: bool, trouble: str, offline: bool) -> str:
    """What to say where a list has no papers. `is_stored`: none of its days is missing."""
    if view is None:
        if not (trouble or offline):
            return "Fetching today's papers …"
        retry = "{view.refresh}  try again\n" if trouble else ""
        problem = trouble.rstrip(".") or "The network is not used"
        return f"{problem}, and nothing is stored yet.\n\n{retry}{{app.back}}  quit, then run  paperreader --demo"
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


class EndNote(NamedTuple):
    """What is said after the last unread paper of a view, and the day that Space then goes to."""

    text: str
    next_day: date | None


def end_note(view: View, following: Day | None, *, is_empty: bool) -> EndNote:
    """Said once, or where there is nothing unread at all. `following`: the day to read on with."""
    if view.day is None:
        return EndNote("no unread papers left here", None)
    state = "nothing to read" if is_empty else "done"
    if following is None:
        return EndNote(f"{short_day(view.day)} {state} · everything is read", None)
    text = f"{short_day(view.day)} {state} · {{paper.read-on}}: {short_day(following.date)} ({following.unread})"
    return EndNote(text, following.date)


def undo_message(step: UndoStep | None, *, redo: bool, title: str) -> str:
    """What undo or redo did; `title`: that of the first paper."""
    if step is None:
        return "Nothing to redo." if redo else "Nothing to undo."
    changed = len(step.papers)
    left = f" · {count(step.skipped, 'paper')} changed since, left alone" if step.skipped else ""
    if not changed:
        return f"Nothing changed{left}"
    field = field_of(step.field)
    if redo and step.cause is Cause.SKIPPED:
        words = "skipped"
    elif field is None:
        words = "changed"
    else:
        words = field.words(step.value) if redo else field.undone_words(step.value)
    what = f"{changed:,} papers {words}" if changed > 1 else f"{words} · {shortened(title)}"
    return f"{'Redone' if redo else 'Undone'}: {what}{left}"
