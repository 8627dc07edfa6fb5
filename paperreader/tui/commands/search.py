"""Searching."""

from __future__ import annotations

from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context
from paperreader.tui.dialogs.search_commands import ResultOrder


def open_search(context: Context) -> None:
    """Ask what to search for, and search while it is typed."""
    # what no start needs
    from paperreader.reader.live_search import LiveSearch
    from paperreader.tui.dialogs.search_prompt import SearchPrompt

    box = LiveSearch(context.session)
    if not context.panes.papers.display:
        context.panes.focus_pane(context.panes.papers)

    def answered(order: ResultOrder | None) -> None:
        if order is None:
            box.cancel()
        else:
            if box.text.strip():
                context.panes.focus_pane(context.panes.papers)
            box.accept(order)

    context.ask(SearchPrompt(box, context.keymap, context.colors, context.glyphs), answered)


def follow(context: Context) -> None:
    """Ask what of the paper on the page to follow."""
    from paperreader.tui.commands.follows import choose_subject

    choose_subject(context)


COMMANDS = (
    Command(
        "search.open",
        "slash",
        "search",
        "Search papers: words, “a phrase”, author:, day: …; or go to one by its arXiv id or a link",
        Group.SEARCH,
        open_search,
        acts_on="screen",
        also="find, grep, query, look for, look up, go to a paper, arxiv id, link, url",
    ),
    Command(
        "paper.follow",
        "F",
        "follow",
        "Follow an author, the organization, a keyword or the submitter of the paper, or hide their papers",
        Group.SEARCH,
        follow,
        acts_on="screen",
        enabled=has_papers,
        title="Follow …",
        also="subscribe, watch, unfollow, author, organization, organisation, keyword, topic, submitter",
    ),
)
