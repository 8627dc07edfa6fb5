"""Lists that lead on from a paper: what is most like it, and what has something in common with it."""

from __future__ import annotations

from paperreader.reader.session import Session
from paperreader.views import Search

MAX_COMPARED = 30
"""More papers fit into no query."""


def more_like(session: Session) -> None:
    """List the papers most like this one, or like the selected ones together."""
    list_papers(session, " ".join(f"like:{entry.id}" for entry in session.rows.targets[:MAX_COMPARED]))


def list_papers(session: Session, query: str) -> None:
    """List what a query finds; Esc leads back to where the user is now."""
    search = Search(query)
    if search == session.destination:
        return
    session.history.push(session.location())
    session.leave()
    session.rows.deselect()
    session.searcher.run(search)
