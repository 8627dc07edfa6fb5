"""Going on from a paper: to what is like it, and to what has its author, organization or keyword."""

from __future__ import annotations

from paperreader.reader.related_papers import list_papers, more_like
from paperreader.reader.session import Session
from paperreader.reader.subjects import Subject
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context


def has_target(session: Session) -> bool:
    return bool(session.rows.targets)


def list_similar(context: Context) -> None:
    more_like(context.session)
    context.panes.focus_pane(context.panes.papers)


def list_subject(context: Context, subject: Subject) -> None:
    """List the papers of an author, an organization …; Esc leads back to where the user is now."""
    list_papers(context.session, subject.wide_query)
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
