"""Finding words in the discussion of a paper."""

from __future__ import annotations

from functools import partial

from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context


def has_comments(session: Session) -> bool:
    return session.discussion_slot.is_shown


def find_in_discussion(context: Context) -> None:
    """Ask what to look for, and look for it while it is typed."""
    from paperreader.reader.text_finder import TextFinder
    from paperreader.tui.dialogs.text_search_prompt import TextSearchPrompt

    finder = TextFinder(context.session.discussion.search)
    context.ask(TextSearchPrompt(finder, context.colors, context.glyphs))


def go_on(step: int, context: Context) -> None:
    """To the next match, or to the next thread where nothing is searched."""
    discussion = context.session.discussion
    if discussion.search.search.text:
        discussion.search.go_to_match(step)
    else:
        discussion.go_to_thread(step)


def match_or_thread(context: Context) -> str:
    """What `go_on` goes to."""
    return "next match" if context.session.discussion.search.search.text else "next thread"


SEARCH_COMMANDS = (
    Command(
        "discussion.search",
        "slash",
        "find",
        "In the discussion: find words in the comments",
        Group.DISCUSSION,
        find_in_discussion,
        acts_on="discussion",
        enabled=has_comments,
        title="Find in the discussion",
        also="search, grep, look for, locate",
    ),
    Command(
        "discussion.next",
        "n",
        "next",
        "In the discussion: go to the next match, or thread where nothing is searched",
        Group.DISCUSSION,
        partial(go_on, 1),
        acts_on="discussion",
        enabled=has_comments,
        in_palette=False,
        name_now=match_or_thread,
    ),
    Command(
        "discussion.previous",
        "N",
        "previous",
        "In the discussion: go to the previous match, or thread where nothing is searched",
        Group.DISCUSSION,
        partial(go_on, -1),
        acts_on="discussion",
        enabled=has_comments,
        in_palette=False,
        name_now=match_or_thread,
    ),
)
