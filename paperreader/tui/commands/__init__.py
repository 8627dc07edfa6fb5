"""Every command, declared once: id, keys, name, help, group, what it acts on, and the function that does it."""

from __future__ import annotations

from paperreader.tui.command import APP_COMMANDS, Command
from paperreader.tui.commands import (
    deliveries,
    discussion,
    linked,
    links,
    machines,
    marks,
    navigation,
    notes,
    own,
    panes,
    program,
    read_on,
    reasons,
    related,
    search,
    text,
    trends,
)
from paperreader.tui.dialogs.search_commands import SEARCH_PROMPT_COMMANDS
from paperreader.tui.widgets.paper_page import PAGE_COMMANDS

COMMANDS: tuple[Command, ...] = (
    *read_on.COMMANDS,
    *text.COMMANDS,
    *deliveries.TEXT_COMMANDS,
    *marks.COMMANDS,
    *notes.COMMANDS,
    *navigation.COMMANDS,
    *related.COMMANDS,
    *trends.COMMANDS,
    *reasons.COMMANDS,
    *panes.COMMANDS,
    *search.COMMANDS,
    *PAGE_COMMANDS,
    *SEARCH_PROMPT_COMMANDS,
    *links.COMMANDS,
    *linked.COMMANDS,
    *deliveries.LINK_COMMANDS,
    *own.COMMANDS,
    *discussion.COMMANDS,
    *deliveries.PROGRAM_COMMANDS,
    *program.COMMANDS,
    *machines.COMMANDS,
    *APP_COMMANDS,
)
"""In the order of the help."""

FOOTER = (
    *("app.help", "pane.enter", "search.open", "app.back", "search.next-match", "paper.read-on", "paper.skip"),
    *("paper.toggle-star", "paper.copy-link", "paper.open", "paper.toggle-read", "day.older", "day.newer", "mark.undo"),
    *("day.jump", "paper.own-commands", "list.sort", "list.mark-all", "view.refresh", "paper.copy", "page.zoom"),
    *("paper.more-like", "paper.tag", "paper.note"),
)
"""Ids of what stands at the foot of the screen, as far as there is room: the help, search and the way out come first,
and what is rarely needed falls off first."""
FOOTER_IN_TEXT = (
    *(
        "app.help",
        "text.search",
        "paper.text",
        "text.update",
        "text.contents",
        "text.peek",
        "text.table",
        "text.next",
        "text.back",
    ),
    *("paper.copy", "paper.read-on", "paper.open-menu", "paper.toggle-star", "page.zoom"),
)
"""The same while the text of a paper has the focus."""
FOOTER_IN_DISCUSSION = (
    *("app.help", "discussion.search", "discussion.open", "discussion.toggle", "discussion.next", "discussion.reply"),
    *("discussion.follow", "discussion.update", "discussion.copy-link", "paper.text", "paper.copy", "paper.read-on"),
    *("paper.toggle-star", "page.zoom"),
)
"""The same while its discussion has the focus."""
