"""Adding the papers that the user has in front of them to Zotero."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from paperreader.reader.copy_and_open import target_papers
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.hub.zotero import Collection
    from paperreader.models import Paper


def add_to_zotero(context: Context) -> None:
    """Ask whether to add the targets to what is selected in Zotero, and do it."""
    from paperreader.reader.zotero import find_collection  # no start needs it

    if papers := target_papers(context.session):
        context.session.toasts.show("Asking Zotero …")
        context.session.tasks.replace("asking Zotero", find_collection, context.session, papers, _ask(context, papers))


def _ask(context: Context, papers: Sequence[Paper]) -> partial[None]:
    return partial(_question, context, papers)


def _question(context: Context, papers: Sequence[Paper], collection: Collection) -> None:
    from paperreader.reader.zotero import add, place_of
    from paperreader.tui.dialogs.zotero import zotero_question

    session = context.session
    is_elsewhere = context.screen.app.screen is not context.screen

    def answered(yes: str | None) -> None:
        if yes:
            session.tasks.start("adding to Zotero", add, session, papers, collection, _ask(context, papers))

    context.ask(zotero_question(papers, place_of(collection), context.colors, unasked=is_elsewhere), answered)


ZOTERO_COMMANDS = (
    Command(
        "paper.zotero",
        "",
        "to Zotero …",
        "Add the paper to the collection that is selected in Zotero: {paper.copy}z does it too",
        Group.LINKS,
        add_to_zotero,
        acts_on="screen",
        enabled=has_papers,
        title="Add to Zotero",
        also="reference manager, library, collection, save to, send to",
    ),
)
