"""Reading: through the page, and on to the next paper."""

from __future__ import annotations

from paperreader.reader import read_on
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.panes import enter


def space(context: Context) -> None:
    """Page down; at the end finish the paper; after the last one pause once, then go on to the next day."""
    session, page = context.session, context.panes.shown_page
    if session.rows.action_row is not None:
        enter(context)
    elif read_on.go_on_to_next_day(session):
        pass
    elif session.text_slot.is_open and not session.text.is_shown:
        session.text.close()
    elif session.discussion_slot.is_open and not session.discussion.is_shown:
        session.discussion.close()
    elif not page.display and session.rows.entry:
        context.panes.focus_pane(page)
    elif not page.at_end:
        page.page_by(1)
    else:
        read_on.finish(session)


def zoom(context: Context) -> None:
    context.panes.toggle_zoom()


def page_up(context: Context) -> None:
    context.panes.shown_page.page_by(-1)


COMMANDS = (
    Command(
        "paper.read-on",
        "space",
        "read on",
        "Page down; at the end, mark the paper read and jump to the next unread one",
        Group.READ,
        space,
        acts_on="screen",
        enabled=has_papers,
        also="continue, page down, next, finish",
    ),
    Command(
        "paper.skip",
        "x",
        "skip",
        "Skip: mark it read and go to the next paper",
        Group.READ,
        read_on.skip,
        enabled=has_papers,
        also="dismiss, next, not interested, pass, archive paper",
    ),
    Command(
        "page.zoom",
        "z",
        "zoom",
        "Show the paper alone on the whole screen, or all panes again",
        Group.READ,
        zoom,
        acts_on="screen",
        enabled=has_papers,
        also="full screen, fullscreen, maximize, maximise, focus, wide",
    ),
    Command(
        "page.back",
        "backspace",
        "page up",
        "Scroll the paper back by a page, from every pane",
        Group.READ,
        page_up,
        acts_on="screen",
        enabled=has_papers,
        also="scroll up, back",
    ),
)
