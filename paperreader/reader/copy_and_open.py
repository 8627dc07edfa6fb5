"""Copying and opening what the user has in front of them: one paper or the selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from paperreader.export import has
from paperreader.export.addresses import arxiv_url
from paperreader.linked import NOTHING_LINKED, Linked
from paperreader.mark_fields import COPIED, READ
from paperreader.models import Cause, Paper
from paperreader.reader.session import Session
from paperreader.text.safe_url import safe_url


def target_papers(session: Session) -> list[Paper]:
    """The selected papers, else the one under the cursor."""
    with session.reading_store():
        ids = [entry.id for entry in session.rows.targets]
        return [paper for id in ids if (paper := session.store.papers.get(id)) is not None]
    return []


def linked_of(session: Session, papers: Sequence[Paper]) -> Linked:
    """The repositories that name any of the papers, each once, as far as they are stored."""
    with session.reading_store():
        known = [session.store.papers.linked(paper.id) for paper in papers]
        if len(known) == 1:
            return known[0]
        repos = {(repo.kind, repo.id): repo for linked in known for repo in linked.repos}
        return Linked(tuple(repos.values()), Counter(kind for kind, _ in repos))
    return NOTHING_LINKED


def copy_papers(session: Session, format: str) -> None:
    """Copy the targets in one of the copy formats."""
    if papers := target_papers(session):
        session.own_order.notice(COPIED, [paper.id for paper in papers if has(paper, format)])
        session.tasks.replace("copying", session.links.copy, papers, format)


def copy_link(session: Session) -> None:
    """Copy the targets in the format that the settings name, or the pages that the row under the cursor stands for."""
    if addresses := row_addresses(session):
        copy_text(session, "\n".join(addresses), "arXiv link" if len(addresses) == 1 else "arXiv links")
    elif not explain_row(session):
        copy_papers(session, session.config.copy)


def copy_text(session: Session, text: str, what: str = "selection") -> None:
    """Copy a text, which the user knows as `what`, if it is more than a blank line."""
    if text.strip():
        session.tasks.replace("copying", session.links.copy_text, text, what)
    else:
        session.toasts.show("No text is selected.")


def open_papers(session: Session, papers: Sequence[Paper], format: str) -> None:
    """Open one of the links of each paper, and mark those read that were opened."""
    linked = [paper for paper in papers if has(paper, format)]
    if linked and session.delivery_slot.queues_page(format):
        session.deliveries.queue_pages(linked, format)
    elif papers:
        session.tasks.start("opening", _open_and_mark, session, papers, format)


def row_addresses(session: Session) -> list[str]:
    """The pages of papers that the row under the cursor stands for: it offers one, or to ask the Hub for them."""
    row = None if session.rows.has_selection else session.rows.action_row
    if row is not None and row.action == "ask-papers":
        return [arxiv_url(id) for id in row.argument.split()]
    return [row.argument] if row is not None and row.action == "open-address" else []


def explain_row(session: Session) -> bool:
    """Say what a row is for that stands for no paper; False where a paper is under the cursor, or nothing."""
    if session.rows.targets or session.rows.action_row is None:
        return False
    session.toasts.show("No paper is under the cursor: {pane.enter} does what this row says.")
    return True


def open_address(session: Session, address: str) -> None:
    """Open a page that a text or the page of a paper refers to."""
    open_addresses(session, [address])


def open_addresses(session: Session, addresses: Sequence[str]) -> None:
    """Open several such pages."""
    is_queued = any(map(session.delivery_slot.queues_page, addresses))
    if is_queued and all(map(safe_url, addresses)):
        session.deliveries.queue_addresses(addresses)
    else:
        session.tasks.start(
            "opening", session.links.open_addresses, addresses, offline=is_queued or session.connection.is_away()
        )


async def _open_and_mark(session: Session, papers: Sequence[Paper], format: str) -> None:
    if opened := await session.links.open(papers, format, offline=session.connection.is_away()):
        session.mark(READ, True, opened, Cause.OPENED)
