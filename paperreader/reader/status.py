"""The status line's words: where the user is, and what goes on meanwhile. The screen gives them colour.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from paperreader.humanize import count, relative_time, short_day
from paperreader.order import ORDERS, Order
from paperreader.reader.messages import shortened, without_reason
from paperreader.reader.search_results import order_text
from paperreader.reader.session import Session
from paperreader.views import Collection, Search

if TYPE_CHECKING:
    from paperreader.reader.open_text import OpenText

MAX_SECTION_NAME = 30
HINTS = (
    "{paper.read-on} reads on · {paper.skip} skips · {paper.toggle-star} stars · {paper.copy-link} copies the link"
    " · {app.help} all keys",
    "{paper.read-on} reads on · {app.help} all keys",
)
"""What a new user needs to know in the first minute, in a long and a short wording."""

RANGE = (
    "range: {list.next} {list.previous} extend it · {list.select-range} ends it · {app.escape} cancels",
    "range: {list.next} {list.previous} extend it · {app.escape} cancels",
    "range · {app.escape} cancels",
    "{app.escape} cancels",
)
"""While the cursor selects, from long to short."""

SELECTED_TEXT = (
    "text selected: {paper.copy-link} or Ctrl+C copies it · {app.escape} cancels",
    "{paper.copy-link} copies the selected text",
    "text selected",
)
"""While text is selected with the mouse, from long to short."""


class ViewSummary(NamedTuple):
    """What is said of the open view."""

    title: str
    short_title: str
    selected: int
    """Papers."""
    facts: Sequence[str]
    """The most telling first."""
    short_fact: str = ""
    """The first of them in fewer words, if it has any."""


class Activity(NamedTuple):
    """What goes on."""

    wordings: Sequence[Sequence[str]]
    """From long to short; the first part of each is the main one, the others are details."""
    kind: Literal["news", "detail", "trouble"] = "news"


def view_summary(session: Session) -> ViewSummary:
    """The view, how many papers it has, how they are sorted, and how fresh they are."""
    view, rows = session.view, session.rows
    if view is None:
        return ViewSummary("paperreader", "paperreader", 0, ())
    name = _search_name(session, session.search) if session.search else ""
    total, unread = _total(session), f", {rows.unread} unread" if rows.unread else ""
    short_fact = total + unread if rows.entries else ""
    return ViewSummary(name or view.title, name or view.short_title, len(rows.selected), _facts(session), short_fact)


def _search_name(session: Session, search: Search) -> str:
    """As it is saved, or what it is about; empty for one that is called by its text."""
    saved = session.catalog.name_of(search.text)
    return f"“{shortened(saved)}”" if saved else session.searcher.name(search)


def where(session: Session, view: ViewSummary) -> ViewSummary:
    """What the status line says of where the user is: in the view, or in the text or discussion of a paper."""
    paper = session.page.paper
    if paper is None:
        return view
    if session.text_slot.is_shown:
        place, age = _place_in(session.text), []
    elif session.discussion_slot.is_shown:
        discussion = session.discussion
        place = f"comment {discussion.here + 1:,} of {len(discussion.comments):,}"
        age = [] if discussion.is_fresh else discussion.facts[-1:]
    else:
        return view
    return ViewSummary(place, place, view.selected, [*age, paper.title])


def text_heading(session: Session) -> tuple[str, Sequence[str]]:
    """`§ 3.2 Attention`, before it the paper's title; and in several wordings `3 of 17 · arXiv HTML v7 · 41 %`."""
    text, paper = session.text, session.page.paper
    place = text.section.full_name if text.section else paper.title if paper else "Text"
    if not text.is_shown:
        return place, ()
    found = [text.search.count_text] if text.search.text else []
    source, percent = text.fulltext.source_name, f"{text.percent} %"
    return place, [" · ".join(parts) for parts in ([*found, source, percent], [*found, percent], [percent])]


def discussion_heading(session: Session) -> tuple[str, Sequence[str]]:
    """`Discussion`; and in several wordings `17 comments, 2 new · seen 3 days ago, offline`."""
    discussion = session.discussion
    found = discussion.search.search.count_text
    facts = [*([found] if found else []), *discussion.facts]
    shorter = facts[:1] if discussion.is_fresh else facts[::-1]  # how old it is says more than how much it is
    if discussion.asking:
        shorter = [discussion.asking, without_reason(discussion.asking)]
    return "Discussion", [" · ".join(facts), *shorter] if facts else []


def _place_in(text: "OpenText") -> str:
    """`§ 3.2 · 41 %`."""
    section = f"{shortened(text.section.name, MAX_SECTION_NAME)} · " if text.section else ""
    return f"{section}{text.percent} %"


def position(session: Session, summary: ViewSummary) -> Sequence[str]:
    """`Wed 25`, `61 of 66`: the view, and the paper under the cursor if it is on one."""
    rows = session.rows
    return [summary.short_title, *([f"{rows.number:,} of {len(rows.entries):,}"] if rows.number else [])]


def _total(session: Session) -> str:
    """`56 papers`, `1,000 papers and more`."""
    shown, search = len(session.rows.entries), session.search
    return count(shown, "paper") + (" and more" if search and shown == search.limit else "")


def _facts(session: Session) -> list[str]:
    view, rows = session.view, session.rows
    facts = []
    if view and view.spans_days and (missing := len(session.catalog.missing(view))):
        facts.append(f"{count(missing, 'day')} missing")
    if view and rows.entries:
        sorted_by = _sorted_by(session, session.orders.of(view))
        total = f"{_total(session)}{sorted_by}"
        facts.append(f"{total}, {rows.unread} unread" if rows.unread else total)
    now = session.now().astimezone()
    if (day := session.catalog.day_of(view)) is not None and day.fetched:
        fetched = f"fetched {relative_time(day.fetched.astimezone(), now)}"
        state = "gone from the Hub, " if day.gone else "" if day.complete else "still filling, "
        facts.append(state + fetched)
    if view is Collection.TRENDING and session.catalog.trending_fetched:
        facts.append(f"fetched {relative_time(session.catalog.trending_fetched.astimezone(), now)}")
    return facts


def _sorted_by(session: Session, order: Order) -> str:
    search = session.search
    if order is Order.YOURS and not any(entry.own_score is not None for entry in session.rows.entries):
        learned = session.own_order.learned
        lacks = "nothing learned yet" if learned is None or not learned.can_order else "sort again for your order"
        return f" by upvotes ({lacks})"
    if search is None or order is not Order.DEFAULT:
        return ORDERS[order].status
    return order_text(search, session.searcher.query(search.text, growing=search.growing))


def activity(session: Session, *, show_hint: bool) -> Activity:
    """What goes on: what matters most first, such as a note to the user; or else what is wrong."""
    sync, slot = session.sync, session.delivery_slot
    if session.rows.selects_range:
        return Activity([[wording] for wording in RANGE])
    if show_hint and session.rows.all and not (session.rows.end_note or sync.trouble):
        return Activity([[hint] for hint in HINTS])
    is_away = session.connection.is_away()
    jobs = _shorter_and_shorter(session.jobs.facts)
    fetched = [jobs, slot.pdfs, *([] if is_away else map(_shorter_and_shorter, (slot.texts, session.archive.facts)))]
    running = [each for each in (_first(session), session.machines.news, *fetched) if each]
    trouble = [sync.trouble] if sync.trouble and session.view is not None else []  # an empty store's list says it
    problem = session.machines.problem
    folders = [[f"marks are not exchanged: {problem}", "marks are not exchanged"]] if problem else []
    waiting = [slot.outbox] if slot.outbox else []
    if running:
        return Activity(_wordings([*running, *waiting]))
    if session.demo:
        return Activity([["demo: made-up papers, nothing is saved"], ["demo"]], "detail")
    if is_away:
        whys = [[*each, ""] for each in (trouble, *folders) if each]
        return Activity(_wordings([["offline"], *waiting, *whys]))
    if trouble or folders:
        return Activity(_wordings([*([trouble] if trouble else []), *folders, *waiting]), "trouble")
    return Activity(_wordings(waiting), "detail")


def _first(session: Session) -> Sequence[str]:
    """What hides that the network is away, from long to short: the user should know it first."""
    sync, results, day = session.sync, session.searcher.results, session.arrived
    if (note := session.rows.end_note) is not None:
        return [note.text]
    if sync.activity:
        return [sync.activity, without_reason(sync.activity)]
    if results and results.progress and results.search == session.view:
        return [results.progress]
    return [f"{short_day(day.date)} has arrived ({count(day.papers or 0, 'paper')})"] if day else []


def _shorter_and_shorter(facts: Sequence[str]) -> list[str]:
    """Facts, the most telling first, in wordings from long to short."""
    return [" · ".join(facts[:some]) for some in range(len(facts), 0, -1)]


def _wordings(activities: Sequence[Sequence[str]]) -> list[list[str]]:
    """All of them at their longest; then the last ones are shortened first, at last left out."""
    chosen = [0] * len(activities)
    steps = [list(chosen)]
    for index in reversed(range(len(activities))):
        for level in range(1, len(activities[index])):
            chosen[index] = level
            steps.append(list(chosen))
    shortest = [each[-1] for each in activities]
    wordings = [[each[level] for each, level in zip(activities, levels, strict=True)] for levels in steps]
    wordings += [shortest[:some] for some in range(len(shortest) - 1, 0, -1)]
    return [_parts([text for text in wording if text]) for wording in wordings] or [[]]


def _parts(texts: Sequence[str]) -> list[str]:
    return [*texts[:1], *(f" · {text}" for text in texts[1:])]
