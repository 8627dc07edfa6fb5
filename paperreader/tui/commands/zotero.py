"""Adding the papers that the user has in front of them to Zotero."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from paperreader.reader.copy_and_open import target_papers
from paperreader.reader.zotero import add, find_collection, place_of
from paperreader.tui.commands.context import Context
from paperreader.tui.dialogs.zotero import zotero_question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.hub.zotero import Collection
    from paperreader.models import Paper


def add_to_zotero(context: Context) -> None:
    """Ask whether to add the targets to what is selected in Zotero, and do it."""
    if papers := target_papers(context.session):
        context.session.toasts.show("Asking Zotero …")
        context.session.tasks.replace("asking Zotero", find_collection, context.session, papers, _ask(context, papers))


def _ask(context: Context, papers: Sequence[Paper]) -> partial[None]:
    return partial(_question, context, papers)


def _question(context: Context, papers: Sequence[Paper], collection: Collection) -> None:
    session = context.session
    is_elsewhere = context.screen.app.screen is not context.screen

    def answered(yes: str | None) -> None:
        if yes:
            session.tasks.start("adding to Zotero", add, session, papers, collection, _ask(context, papers))

    context.ask(zotero_question(papers, place_of(collection), context.colors, unasked=is_elsewhere), answered)
