"""Going on from a paper: to what is like it, and to what its authors wrote."""

from __future__ import annotations

from paperreader.reader.related_papers import author_query, list_papers, more_like
from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context


def has_target(session: Session) -> bool:
    return bool(session.rows.targets)


def list_similar(context: Context) -> None:
    more_like(context.session)
    context.panes.focus_pane(context.panes.papers)


def list_by(context: Context, author: str) -> None:
    list_papers(context.session, author_query(author))
    context.panes.focus_pane(context.panes.papers)


COMMANDS = (
    Command(
        "paper.more-like",
        "M",
        "more like this",
        "List the stored papers most like this one, or like the selection",
        Group.GO,
        list_similar,
        acts_on="screen",
        enabled=has_target,
        also="similar, related, recommend, neighbours, neighbors, nearest, like",
    ),
)
