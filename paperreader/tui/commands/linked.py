"""The repositories on the Hub that name a paper: listing and choosing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from paperreader.export.addresses import repo_url
from paperreader.linked import LinkedRepo
from paperreader.reader.copy_and_open import open_address
from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context


def list_linked(context: Context) -> None:
    """List all repositories that name the paper on the page, and open one."""
    if (paper := context.session.page.paper) is not None:
        choose_linked(context, paper.id, "Open", partial(open_address, context.session))


def choose_linked(context: Context, id: str, label: str, chosen: Callable[[str], None]) -> None:
    """Let the user choose one of all repositories that name a paper, by its address; they are fetched meanwhile."""
    from paperreader.tui.dialogs.linked import LinkedChooser

    session = context.session
    details, hub = session.details, session.links.hub

    def answered(repo: LinkedRepo | None) -> None:
        if repo is not None:
            chosen(repo_url(repo, hub))

    with session.reading_store():
        if session.store.papers.linked(id).is_whole:
            details.progress = ""
        else:
            details.ask_for_all(id)
        linked = partial(session.store.papers.linked, id)
        dialog = LinkedChooser(label, linked, lambda: details.progress, hub, context.colors, context.glyphs)
        context.ask(dialog, answered)


def addresses(session: Session, repos: Sequence[LinkedRepo]) -> list[str]:
    """Their pages on the Hub."""
    return [repo_url(repo, session.links.hub) for repo in repos]


def has_linked(session: Session) -> bool:
    return session.page.linked.total > 0


COMMANDS = (
    Command(
        "paper.linked",
        "",
        "models and data",
        "List all models, datasets and Spaces that name the paper, and open one",
        Group.LINKS,
        list_linked,
        acts_on="screen",
        enabled=has_linked,
        title="Models, datasets and Spaces",
        also="hugging face, hub, linked, repositories, demo, checkpoint, weights, data",
    ),
)
