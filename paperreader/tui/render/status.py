"""Words for the status line, for an empty list, and for what undo did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from paperreader import models
from paperreader.humanize import count, long_day, relative_time, short_day
from paperreader.models import Cause, Collection, Day, Field, Search, Step, View
from paperreader.order import Order
from paperreader.tui.render.styled_text import StyledSpan, cut

HINTS = ("Space reads on · x skips · b stars · y copies the link · ? all keys", "Space reads on · ? all keys")
"""What a person needs to know in the first minute."""


OWN_ORDER: Mapping[Collection, str] = {
    Collection.UNREAD: "by day, newest first",
    Collection.STARRED: "last starred first",
    Collection.OPENED: "last opened first",
    Collection.TRENDING: "the hub's order",
}
"""What each collection is sorted by, if a person did not choose."""

BY = {
    Order.OWN: "",
    Order.UPVOTES: " by upvotes",
    Order.RISE: " by rise",
    Order.NEWEST: ", newest first",
    Order.COMMENTS: " by comments",
    Order.STARS: " by stars",
    Order.TITLE: " by title",
    Order.UNREAD: ", unread first",
}
FOUND = {"newest": ", newest first", "oldest": ", oldest first", "relevance": ", best first"}
"""What is said of a search's own order; of another: by what."""


def own_order(view: View) -> str:
    """What the view is sorted by, if a person did not choose."""
    if isinstance(view, Collection):
        return OWN_ORDER[view]
    if isinstance(view, models.Period):
        return "by upvotes"
    return "the hub's order" if isinstance(view, date) else "as it was found"


def name(view: View) -> str:
    """`Thu 30`, `Unread`, `Week 9`, `Feb 2026`, `“flow matching”`."""
    if isinstance(view, Search):
        return f"“{cut(view.text, 40)}”"
    if isinstance(view, models.Period):
        return f"Week {view.first.isocalendar().week}" if view.kind == "week" else f"{view.first:%b %Y}"
    if isinstance(view, models.Hidden):
        return f"Hidden of {name(view.of)}"
    return view.label if isinstance(view, Collection) else short_day(view)


def long_name(view: View) -> str:
    """`Thursday 30 July 2026`, `Unread`, `Week 9 of 2026`, `February 2026`."""
    if isinstance(view, models.Period):
        year = view.first.isocalendar().year
        return f"{name(view)} of {year}" if view.kind == "week" else f"{view.first:%B %Y}"
    return long_day(view) if isinstance(view, date) else name(view)


def where(
    view: View | None,
    papers: int,
    unread: int,
    order: Order,
    day: Day | None,
    now: datetime,
    selected: int,
    *,
    missing: int = 0,
    asked: datetime | None = None,
    called: str = "",
) -> list[list[StyledSpan]]:
    """Where I am, in a long, a shorter and a short wording; `now` is local time.

    `missing`: so many of its days are not in the store. `asked`: when the hub was asked for it.
    `called`: what a person calls it.
    """
    if view is None:
        return [[StyledSpan(" paperreader", "strong")]]
    more = " and more" if isinstance(view, Search) and papers == view.limit else ""
    total = f"{count(papers, 'paper')}{more}{BY[order]}"
    if isinstance(view, Search) and order is Order.OWN:
        from paperreader.query import parse  # no start needs it

        order_found = parse(view.text, now.date()).sort or ("relevance" if view.ranked else "newest")
        total += " found by the hub" if view.hub else FOUND.get(order_found, f" by {order_found}")
    facts = [f"{total}, {unread} unread" if unread else total] if papers else []
    if day is not None and day.fetched:
        saved = f"saved {relative_time(day.fetched.astimezone(), now)}"
        if day.gone:
            facts.append(f"gone from the hub, {saved}")
        else:
            facts.append(saved if day.complete else f"still growing, {saved}")
    if missing:
        facts.insert(0, f"{count(missing, 'day')} missing")
    if asked:
        facts.append(f"asked {relative_time(asked.astimezone(), now)}")
    chosen = [StyledSpan(f" · {selected} selected", "accent")] if selected else []
    figures = [StyledSpan(f" · {fact}", "figure") for fact in facts]
    long, short = (f"“{cut(called, 40)}”",) * 2 if called else (long_name(view), name(view))
    return [
        [StyledSpan(f" {long}", "strong"), *chosen, *figures],
        [StyledSpan(f" {short}", "strong"), *chosen, *figures],
        [StyledSpan(f" {short}", "strong"), *chosen, *figures[:1]],
        *([[StyledSpan(f" {short}", "strong"), *chosen]] if selected else []),
    ]


def news(
    doing: str,
    trouble: str,
    *,
    offline: bool,
    note: str,
    hint: bool,
    arrived: Day | None,
    archive: Sequence[str],
    demo: bool,
) -> list[list[StyledSpan]]:
    """What is going on, in a long and a short wording: a word to the person, else what the refresh does or suffers.

    `archive`: how far it is, the first phrase says most.
    """
    if hint and not note:
        return [[StyledSpan(text, "accent")] for text in HINTS]
    if note or doing:
        return [[StyledSpan(note or doing, "accent")]]
    if arrived:
        return [[StyledSpan(f"{short_day(arrived.date)} is here ({arrived.papers})", "accent")]]
    if archive and not offline:
        return [[StyledSpan(" · ".join(archive[:some]), "accent")] for some in range(len(archive), 0, -1)]
    if demo:
        return [[StyledSpan("demo: invented papers, nothing is kept", "figure")], [StyledSpan("demo", "figure")]]
    if offline:
        why = [[StyledSpan("offline", "accent"), StyledSpan(f" · {trouble}", "figure")]] if trouble else []
        return [*why, [StyledSpan("offline", "accent")]]
    return [[StyledSpan(trouble, "trouble")]] if trouble else [[]]


def word(view: View | None, day: Day | None, *, asking: date | None, trouble: str, offline: bool) -> str:
    """What stands in a list without papers."""
    if view is Collection.UNREAD:
        return "Everything is read."
    if view is Collection.STARRED:
        return "No starred papers yet. b stars the paper under the cursor."
    if view is Collection.OPENED:
        return "Nothing was opened yet. What you read to its end, or open in the browser, is kept here."
    if view is Collection.TRENDING:
        if offline:
            return "What is trending is not in the store, and there is no network."
        return f"What is trending is not in the store. {trouble}" if trouble else "Asking the hub what is trending …"
    if isinstance(view, models.Period):
        if offline:
            return f"Nothing of {long_name(view)} is in the store, and there is no network."
        if trouble:
            return f"Nothing of {long_name(view)} is in the store. {trouble}"
        return f"Fetching {long_name(view)} …" if asking else f"No papers in {long_name(view)}."
    if view is None:
        if offline or trouble:
            return (
                f"{trouble or 'The network is not used.'} No paper is in the store yet. "
                f"{'r tries again; ' if trouble else ''}`paperreader --demo` shows the reader with invented papers."
            )
        return "Fetching today's papers …"
    if isinstance(view, Search):
        return "Nothing was found."
    if isinstance(view, models.Hidden):
        return "Nothing is hidden here."
    if day is not None and day.papers == 0:
        return "No papers that day."
    if asking == view:
        return f"Fetching {long_day(view)} …"
    if offline:
        return f"{long_day(view)} is not in the store, and there is no network."
    if trouble:
        return f"{long_day(view)} is not in the store. {trouble}"
    return f"{long_day(view)} is not in the store yet."


def done(view: View, following: Day | None, *, empty: bool) -> str:
    """What Space says once after a view's last unread paper, or where there is none at all."""
    if not isinstance(view, date):
        return "nothing unread is left here"
    state = "nothing to read" if empty else "done"
    if following is None:
        return f"{short_day(view)} {state} · everything is read"
    return f"{short_day(view)} {state} · Space: {short_day(following.date)} ({following.unread})"


def undone(step: Step | None, *, redo: bool, title: str) -> str:
    """What undo or redo did; `title` is that of the first paper."""
    if step is None:
        return "nothing to do again" if redo else "nothing to undo"
    changed = len(step.papers)
    left = f" · {step.skipped} changed since, left alone" if step.skipped else ""
    if not changed:
        return f"nothing changed{left}"
    if step.field is Field.STARRED:
        act = "starred" if step.value else "star taken off"
    elif step.cause is Cause.SKIPPED:
        act = "skipped"
    else:
        act = "marked read" if step.value else "marked unread"
    many = f"{changed} {act}" if changed > 1 else f"{act} · {cut(title, 40)}"
    return f"{'Done again' if redo else 'Taken back'}: {many}{left}"
