"""Following and hiding what papers have in common: from the key, the palette, and names on the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from paperreader.reader.follows import follow, follow_of, preview_follow
from paperreader.reader.messages import shortened
from paperreader.reader.saved_searches import hide, preview_rule
from paperreader.reader.subjects import Kind, Subject, subjects
from paperreader.store import StoreError
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.related import list_subject
from paperreader.tui.commands.saved_searches import ask_delete
from paperreader.tui.dialogs.palette_match import PaletteEntry

FOLLOW, HIDE = "Follow", "Hide papers"
SHOWN_FIRST = {"author": 3, "organization": 1, "keyword": 6, "submitter": 1}
"""So many of each kind are listed in the palette before anything is typed."""
MAX_IN_PALETTE = 400
"""A thousand authors would make it slow to open; the key lists them all."""
FOLLOW_WORDS = "subscribe, watch, track, alert, notify, favorite"
UNFOLLOW = "unfollow unsubscribe unwatch stop delete remove"
HIDE_WORDS = "mute, block, ignore, filter, exclude, rule, author, organization, organisation, keyword, topic"
UNHIDE = "unhide stop unmute unblock delete remove"


def choose_subject(context: Context) -> None:
    """Choose something of the paper on the page to follow, or not any more."""
    from paperreader.tui.dialogs.follow import SubjectChooser

    session = context.session
    found = list(subjects(session.page.paper))
    if not found:
        session.toasts.show("Nothing to follow: the paper has no author, organization, keyword or submitter.")
        return
    followed = [subject for subject in found if follow_of(session, subject)]

    def answered(subject: Subject | None) -> None:
        if subject:
            ask_follow(context, subject)

    context.ask(SubjectChooser(found, followed, context.colors, context.glyphs), answered)


def ask_about(context: Context, kind: Kind, name: str) -> None:
    """Ask what to do with a name on the page."""
    from paperreader.tui.dialogs.follow import subject_menu

    subject = Subject(kind, name)
    acts = {"show": list_subject, "follow": ask_follow, "hide": ask_hide}

    def answered(answer: str | None) -> None:
        if answer:
            acts[answer](context, subject)

    is_followed = follow_of(context.session, subject) is not None
    context.ask(subject_menu(subject, is_followed=is_followed, colors=context.colors), answered)


def ask_follow(context: Context, subject: Subject) -> None:
    """Say what following it would find, and do it if that is wanted; what is followed is unfollowed."""
    if (known := follow_of(context.session, subject)) is not None:
        ask_delete(context, known)
        return
    context.session.tasks.start("following", _ask_follow, context, subject)


def ask_hide(context: Context, subject: Subject) -> None:
    """Say what a rule would hide, and make it if that is wanted."""
    context.session.tasks.start("hiding papers", _ask_hide, context, subject.query)


def palette_entries(context: Context) -> Iterator[PaletteEntry]:
    """One entry for each thing that the paper on the page can be followed or hidden by."""
    found = list(subjects(context.session.page.paper))[:MAX_IN_PALETTE]
    for subject, is_further in _numbered(found):
        if not follow_of(context.session, subject):  # else it is offered among what is saved
            yield PaletteEntry(
                FOLLOW,
                f"Follow {shortened(subject.name, 50)} …",
                subject.kind.capitalize(),
                partial(ask_follow, context, subject),
                also=FOLLOW_WORDS,
                is_data=True,
                is_further=is_further,
                opposite=UNFOLLOW,
            )
    for subject, is_further in _numbered(found):
        yield PaletteEntry(
            HIDE,
            f"Hide papers {shortened(subject.title, 50)}",
            "",
            partial(ask_hide, context, subject),
            also=HIDE_WORDS,
            is_data=True,
            is_further=is_further,
            opposite=UNHIDE,
        )


def _numbered(found: list[Subject]) -> Iterator[tuple[Subject, bool]]:
    """Each with whether there are enough of its kind before it."""
    left = dict(SHOWN_FIRST)
    for subject in found:
        left[subject.kind] -= 1
        yield subject, left[subject.kind] < 0


async def _ask_follow(context: Context, subject: Subject) -> None:
    from paperreader.tui.dialogs.follow import follow_question

    session = context.session
    try:
        preview = await preview_follow(session, subject)
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
        return

    def answered(answer: str | None) -> None:
        if answer == "hide":
            ask_hide(context, subject)
        elif answer:
            follow(session, preview, exactly=answer == "exact")

    context.ask(follow_question(preview, context.colors, context.glyphs), answered)


async def _ask_hide(context: Context, query: str) -> None:
    from paperreader.tui.dialogs.menus import hide_question

    session = context.session
    try:
        preview = await preview_rule(session, query)
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
        return

    def answered(yes: str | None) -> None:
        if yes:
            hide(session, preview)

    dialog = hide_question(
        query,
        hidden=preview.hidden,
        spared=preview.spared,
        hidden_lately=preview.hidden_lately,
        lately=preview.lately,
        palette_key=context.key("app.palette"),
        colors=context.colors,
    )
    context.ask(dialog, answered)
