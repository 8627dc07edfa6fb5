"""Why a paper stands where it does in the user's own order, and what the user says of that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context

if TYPE_CHECKING:
    from paperreader.taste.reasons import ReadReason


def list_reasons(context: Context) -> None:
    """List all that speaks for the paper on the page, and against it."""
    from paperreader.learning.explain import explain
    from paperreader.tui.dialogs.reasons import ReasonChooser

    session = context.session
    paper, entry = session.page.paper, session.page.entry
    if paper is None:
        return
    with session.reading_store():
        dialog = ReasonChooser(
            partial(explain, session.store, paper),
            session.store.taste.said,
            partial(_ask_about, context),
            context.colors,
            context.glyphs,
            is_own=entry is not None and bool(entry.starred or entry.tags or entry.has_note),
        )
        context.ask(dialog)


def ask_about(context: Context, feature: str) -> None:
    """Ask what to do with a reason on the page, given its first feature."""
    from paperreader.taste.reasons import as_read

    if (explanation := context.session.reasons.explanation) is not None:
        for reason in as_read(explanation).reasons:
            if reason.features[0] == feature:
                _ask_about(context, reason)
                return


def list_learned(context: Context) -> None:
    """List what the user's own order has learned, and what they said of it."""
    from paperreader.tui.commands.learned import list_learned  # no start needs it

    list_learned(context)


def toggle(session: Session) -> None:
    session.reasons.toggle()


def shown_now(session: Session) -> str:
    return "shown now" if session.reasons.is_wanted else "hidden now"


def _ask_about(context: Context, reason: ReadReason) -> None:
    from paperreader.taste.reasons import verdict_on
    from paperreader.tui.dialogs.reasons import feature_menu, feature_title, is_votes, share_text, votes_menu

    session, colors, glyphs = context.session, context.colors, context.glyphs
    about = share_text(reason)
    with session.reading_store():
        if is_votes(reason):
            answered = partial(_answered, context, (), "")
            context.ask(votes_menu(f"{about} {_votes_text(session)}", colors, glyphs, answered))
            return
        said = verdict_on(reason.features, session.store.taste.said())
        tell = partial(_answered, context, reason.features, reason.text)
        context.ask(feature_menu(feature_title(reason), about, said, colors, glyphs, tell))


def _answered(context: Context, features: tuple[str, ...], text: str, answer: str) -> None:
    from paperreader.reader.arguing import say
    from paperreader.tui.dialogs.reasons import Answer

    if answer == Answer.KNOWN:
        list_learned(context)
    else:
        say(context.session, features, Answer(answer).said, text=text)


def _votes_text(session: Session) -> str:
    """How much of the order comes from votes."""
    learned = session.store.taste.learned()
    if learned is None:
        return ""
    return f"Votes make up {learned.balance.votes:.0%} of your order: as much as they tell of what you like."


def has_paper(session: Session) -> bool:
    return session.page.paper is not None


COMMANDS = (
    Command(
        "paper.reasons",
        "",
        "reasons",
        "List all that speaks for the paper in your order, and against it",
        Group.READ,
        list_reasons,
        acts_on="screen",
        enabled=has_paper,
        title="Reasons for its place in your order",
        also="why, score, for you, explain, explanation, recommendation",
    ),
    Command(
        "order.learned",
        "",
        "what it learned",
        "List what your order has learned and what you said of it, to change it or to start anew",
        Group.READ,
        list_learned,
        acts_on="screen",
        title="What your order has learned",
        also="taste, profile, recommendation, yours, for you, weights, reset, forget, interests",
    ),
    Command(
        "page.reasons",
        "",
        "show reasons",
        "Show or hide on the page why a paper stands where it does in your order",
        Group.READ,
        toggle,
        title="Reasons on the page",
        also="for you, why, toggle, recommendation",
        now=shown_now,
    ),
)
