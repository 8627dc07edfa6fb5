"""Lists that lead on from a paper: what is most like it, and what one of its authors wrote."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.reader.session import Session
from paperreader.views import Search

MAX_COMPARED = 30
"""More papers fit into no query."""


def more_like(session: Session, papers: Sequence[str]) -> None:
    """List the papers most like all of these together; Esc leads back."""
    _list(session, " ".join(f"like:{id}" for id in papers[:MAX_COMPARED]))


def papers_by(session: Session, author: str) -> None:
    """List what an author wrote; Esc leads back."""
    _list(session, author_query(author))


def author_query(author: str) -> str:
    """`author:"Ada Lovelace"`."""
    return f'author:"{author.replace(chr(34), " ")}"'


def _list(session: Session, text: str) -> None:
    search = Search(text)
    if search == session.destination:
        return
    if (location := session.location()) is not None:
        session.history.push(location)
    session.leave()
    session.searcher.run(search)
