"""Marking papers, selecting them, and undo."""

from __future__ import annotations

from functools import partial

from paperreader.reader import marking, undo
from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context


def ask_catch_up(context: Context) -> None:
    """Ask what to keep of all that is unread, and mark the rest read."""
    from paperreader.reader.backlog import Choice
    from paperreader.reader.catch_up import backlog, catch_up
    from paperreader.tui.dialogs.catch_up import CatchUpDialog

    session = context.session
    with session.reading_store():
        unread = backlog(session)
        undo_key = context.key("mark.undo")
        dialog = CatchUpDialog(unread, context.colors, context.glyphs, undo_key=undo_key)

        def answered(answer: str | None) -> None:
            if answer:
                catch_up(session, dialog.chosen(Choice(answer)), len(unread.unread))

        context.ask(dialog, answered)


def select(session: Session) -> None:
    session.rows.toggle_selected()


def select_range(context: Context) -> None:
    """Begin or end a range, from every pane: the list gets the focus, since its cursor selects."""
    context.panes.focus_pane(context.panes.papers)
    context.session.rows.toggle_range()


COMMANDS = (
    Command(
        "paper.toggle-star",
        "b",
        "star",
        "Star or unstar the paper",
        Group.MARK,
        marking.toggle_star,
        enabled=has_papers,
        also="unstar, bookmark, favorite, favourite, save, like, pin, keep, read later",
    ),
    Command(
        "paper.toggle-read",
        "u",
        "unread",
        "Turn the unread dot off or on, of the whole selection too",
        Group.MARK,
        marking.toggle_read,
        enabled=has_papers,
        title="Mark read or unread",
        also="toggle read, mark as read, mark as unread, seen, unseen",
    ),
    Command(
        "list.mark-all",
        "A",
        "all read",
        "Mark everything in this view read, or the selection",
        Group.MARK,
        marking.mark_all_read,
        enabled=has_papers,
        title="Mark all read",
        also="all read, mark all as read, everything, clear, done",
    ),
    Command(
        "mark.undo",
        "U",
        "undo",
        "Undo the last mark, bulk action, follow or rule",
        Group.MARK,
        undo.undo,
        enabled=has_papers,
        also="revert, take back, oops",
        now=partial(undo.next_step, redo=False),
    ),
    Command(
        "mark.redo",
        "ctrl+r",
        "redo",
        "Redo",
        Group.MARK,
        undo.redo,
        enabled=has_papers,
        also="again, repeat, restore, undo the undo",
        now=partial(undo.next_step, redo=True),
    ),
    Command(
        "mark.show",
        "L",
        "show change",
        "Go to what undo or redo changed out of sight, or to what the Hub has found meanwhile",
        Group.MARK,
        undo.go_to_place,
        enabled=has_papers,
        also="undone, redone, go there",
    ),
    Command(
        "list.catch-up",
        "C",
        "catch up",
        "Catch up: keep unread only papers with enough upvotes, or from this day on; mark the rest read",
        Group.MARK,
        ask_catch_up,
        acts_on="screen",
        enabled=has_papers,
        also="backlog, holiday, vacation, triage, bulk, older",
    ),
    Command(
        "list.select",
        "v",
        "select",
        "Select or deselect; marks, copy and open then act on the selection, as one undo step",
        Group.MARK,
        select,
        enabled=has_papers,
        also="deselect, choose, visual, tag, multiple",
    ),
    Command(
        "list.select-range",
        "V",
        "range",
        "Select a range by moving in the list; {list.select-range} or {list.select} ends it, {app.escape} cancels",
        Group.MARK,
        select_range,
        acts_on="screen",
        enabled=has_papers,
        title="Select range",
        also="visual line, several, multiple",
    ),
)
