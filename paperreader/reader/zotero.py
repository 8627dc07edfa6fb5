"""Adding papers to Zotero: first it is asked what is selected there; where it takes none, the BibTeX is copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paperreader.hub.zotero import Collection, Zotero, ZoteroError
from paperreader.humanize import count
from paperreader.mark_fields import COPIED
from paperreader.models import Paper
from paperreader.reader.messages import sentence, shortened
from paperreader.reader.session import Session

MAX_NAME_CHARS = 40

Ask = Callable[[Collection], None]
"""Lets the user decide about the collection that is selected in Zotero."""


async def find_collection(session: Session, papers: Sequence[Paper], ask: Ask) -> None:
    """Ask Zotero what is selected there, then the user."""
    if session.demo:
        await _copy_instead(session, papers, "These papers are made up")
        return
    try:
        await _offer(session, papers, await _zotero(session).selected(), ask)
    except ZoteroError as why:
        await _copy_instead(session, papers, str(why))


async def add(session: Session, papers: Sequence[Paper], agreed: Collection, ask: Ask) -> None:
    """Add papers to the collection that the user has agreed to; if another is selected by now, the user is asked again.

    As CSL-JSON, which Zotero stores as preprints, with titles and names just as they are.
    """
    zotero = _zotero(session)
    try:
        if (selected := await zotero.selected()) != agreed:
            await _offer(session, papers, selected, ask)
            return
        session.toasts.show(f"Adding {count(len(papers), 'paper')} to {place_of(agreed)} in Zotero …")
        session.own_order.notice(COPIED, [paper.id for paper in papers])
        added = await zotero.add(await session.links.text_of(papers, "csl-json") or "")
    except ZoteroError as why:
        await _copy_instead(session, papers, str(why))
        return
    some = f"{added:,} of {len(papers):,} papers" if added != len(papers) else count(added, "paper")
    session.toasts.show(f"Added {some} to {place_of(agreed)} in Zotero")


def place_of(collection: Collection) -> str:
    """`the collection “Thesis”`, `“My Library”`: as a user finds it in Zotero's window."""
    name = f"“{shortened(collection.name, MAX_NAME_CHARS)}”"
    return name if collection.is_library else f"the collection {name}"


async def _offer(session: Session, papers: Sequence[Paper], selected: Collection, ask: Ask) -> None:
    if selected.is_editable:
        ask(selected)
    else:
        await _copy_instead(session, papers, f"{sentence(place_of(selected))} is read-only in Zotero")


def _zotero(session: Session) -> Zotero:
    return Zotero(session.config.zotero_port)


async def _copy_instead(session: Session, papers: Sequence[Paper], why: str) -> None:
    session.own_order.notice(COPIED, [paper.id for paper in papers])
    what = "BibTeX" if len(papers) == 1 else f"BibTeX of {len(papers)} papers"
    text = await session.links.text_of(papers, "bibtex")
    await session.links.copy_text(text or "", what, instead_because=why)
