"""Copying and opening what the user has in front of them: one paper or the selection."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.mark_fields import READ
from paperreader.models import Cause, Paper
from paperreader.reader.session import Session
from paperreader.text.safe_url import safe_url


def target_papers(session: Session) -> list[Paper]:
    """The selected papers, else the one under the cursor."""
    with session.reading_store():
        ids = [entry.id for entry in session.rows.targets]
        return [paper for id in ids if (paper := session.store.papers.get(id)) is not None]
    return []


def copy_papers(session: Session, format: str) -> None:
    """Copy the targets in one of the copy formats."""
    if papers := target_papers(session):
        session.tasks.replace("copying", session.links.copy, papers, format)


def copy_link(session: Session) -> None:
    """Copy the targets in the format that the settings name."""
    copy_papers(session, session.config.copy)


def copy_text(session: Session, text: str, what: str = "selection") -> None:
    """Copy a text, which the user knows as `what`, if it is more than a blank line."""
    if text.strip():
        session.tasks.replace("copying", session.links.copy_text, text, what)
    else:
        session.toasts.show("No text is selected.")


def open_papers(session: Session, papers: Sequence[Paper], format: str) -> None:
    """Open one of the links of each paper, and mark those read that were opened."""
    if papers and session.delivery_slot.queues_pages:
        session.deliveries.queue_pages(papers, format)
    elif papers:
        session.tasks.start("opening", _open_and_mark, session, papers, format)


def open_address(session: Session, address: str) -> None:
    """Open a page that a text refers to."""
    if session.delivery_slot.queues_pages and safe_url(address):
        session.deliveries.queue_address(address)
    else:
        session.tasks.start("opening", session.links.open_address, address, offline=session.sync.offline)


async def _open_and_mark(session: Session, papers: Sequence[Paper], format: str) -> None:
    if opened := await session.links.open(papers, format, offline=session.sync.offline):
        session.mark(READ, True, opened, Cause.OPENED)
