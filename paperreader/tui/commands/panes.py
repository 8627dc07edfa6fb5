"""Moving through the focused pane, and from pane to pane."""

from __future__ import annotations

from functools import partial

from paperreader.reader import navigation
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context


def move(step: int, context: Context) -> None:
    context.panes.focused.move_by(step)
    context.follow_sidebar()


def move_page(pages: float, context: Context) -> None:
    context.panes.focused.page_by(pages)
    context.follow_sidebar()


def move_to_end(last: bool, context: Context) -> None:
    context.panes.focused.move_to_end(last=last)
    context.follow_sidebar()


def next_paper(step: int, context: Context) -> None:
    context.panes.papers.move_by(step)


def enter(context: Context) -> None:
    """From the sidebar to the papers to the page; on an action row do what it says; a folded month or year opens."""
    panes, session = context.panes, context.session
    if panes.focused is panes.papers and session.rows.action_row is not None:
        navigation.run_action_row(session)
    elif panes.focused is not panes.sidebar:
        panes.enter_page()
    elif not panes.sidebar.toggle_fold(fold=False):
        if panes.sidebar.view is not None:  # from a week back to the day that the cursor never left
            context.show(panes.sidebar.view)
        panes.focus_pane(panes.papers)


ACTION_NAMES = {
    "search": "search",
    "ask-hub": "ask the Hub",
    "ask-papers": "ask the Hub",
    "open-address": "open arXiv",
    "show-hidden": "show hidden",
}
"""What an action row does, in a word or two."""


def action_name(context: Context) -> str:
    """What `enter` does on an action row; nowhere else does the footer need to say it."""
    row = context.session.rows.action_row
    return ACTION_NAMES.get(row.action, "") if row and context.panes.focused is context.panes.papers else ""


def leave(context: Context) -> None:
    context.panes.leave()


def toggle_compact(context: Context) -> None:
    """List the papers in one line each, or in full again, here and at later starts."""
    context.session.row_style.choose(context.panes.papers.toggle_compact())


def next_pane(step: int, context: Context) -> None:
    context.panes.focus_next(step)


def focus_pane(id: str, context: Context) -> None:
    context.panes.focus_id(id)


COMMANDS = (
    Command(
        "list.next",
        "j,down",
        "down",
        "Move down in the focused pane",
        Group.GO,
        partial(move, 1),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "list.previous",
        "k,up",
        "up",
        "Move up in the focused pane",
        Group.GO,
        partial(move, -1),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "list.first",
        "g,home",
        "first",
        "Go to the first line",
        Group.GO,
        partial(move_to_end, False),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "list.last",
        "G,end",
        "last",
        "Go to the last line",
        Group.GO,
        partial(move_to_end, True),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "list.compact",
        "Z",
        "compact",
        "Compact list: one line per paper, or full rows again",
        Group.GO,
        toggle_compact,
        acts_on="screen",
        enabled=has_papers,
        title="Compact list",
        also="density, dense, one line, layout, full rows, tall rows",
    ),
    Command(
        "pane.half-down",
        "ctrl+d",
        "half a page down",
        "Move half a page down in the focused pane",
        Group.GO,
        partial(move_page, 0.5),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "pane.half-up",
        "ctrl+u",
        "half a page up",
        "Move half a page up in the focused pane",
        Group.GO,
        partial(move_page, -0.5),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "pane.page-down",
        "pagedown,ctrl+f",
        "page down",
        "Move a page down in the focused pane",
        Group.GO,
        partial(move_page, 1.0),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "pane.page-up",
        "pageup,ctrl+b",
        "page up",
        "Move a page up in the focused pane",
        Group.GO,
        partial(move_page, -1.0),
        acts_on="screen",
        in_palette=False,
    ),
    Command(
        "paper.next",
        "J",
        "next paper",
        "Go to the next paper, from every pane",
        Group.GO,
        partial(next_paper, 1),
        acts_on="screen",
        enabled=has_papers,
    ),
    Command(
        "paper.previous",
        "K",
        "previous paper",
        "Go to the previous paper, from every pane",
        Group.GO,
        partial(next_paper, -1),
        acts_on="screen",
        enabled=has_papers,
    ),
    Command(
        "list.next-unread",
        "n",
        "next unread",
        "Jump down this list, past papers that are read",
        Group.GO,
        partial(navigation.next_unread, step=1),
        enabled=has_papers,
    ),
    Command(
        "list.previous-unread",
        "p",
        "previous unread",
        "Jump up this list, past papers that are read",
        Group.GO,
        partial(navigation.next_unread, step=-1),
        enabled=has_papers,
    ),
    Command(
        "pane.enter",
        "enter,l,right",
        "open",
        "Go right: sidebar → papers → page; unfolds a month or year",
        Group.GO,
        enter,
        acts_on="screen",
        title="Go right",
        also="enter, open page, focus, pane",
        name_now=action_name,
    ),
    Command(
        "pane.leave",
        "h,left",
        "back",
        "Go left: page → papers → sidebar; folds a month or year",
        Group.GO,
        leave,
        acts_on="screen",
        title="Go left",
        also="back, focus, pane",
    ),
    Command(
        "pane.next",
        "tab",
        "next pane",
        "Move the focus on: sidebar, papers, page, and around",
        Group.GO,
        partial(next_pane, 1),
        acts_on="screen",
    ),
    Command(
        "pane.previous",
        "shift+tab",
        "previous pane",
        "Move the focus back: page, papers, sidebar, and around",
        Group.GO,
        partial(next_pane, -1),
        acts_on="screen",
    ),
    Command(
        "pane.days",
        "1",
        "sidebar",
        "Focus the days and saved searches",
        Group.GO,
        partial(focus_pane, "days"),
        acts_on="screen",
        also="focus days, days pane, calendar",
    ),
    Command(
        "pane.papers",
        "2",
        "papers",
        "Focus the papers of the open view",
        Group.GO,
        partial(focus_pane, "papers"),
        acts_on="screen",
        title="Paper list",
        also="focus list, papers pane",
    ),
    Command(
        "pane.page",
        "3",
        "page",
        "Focus the abstract and details",
        Group.GO,
        partial(focus_pane, "page"),
        acts_on="screen",
        also="focus abstract, page pane, detail",
    ),
)
