"""The discussions of papers, as the Hub had them when the user last looked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from paperreader.discussion.comment import ROLES, Comment, Discussion, Reaction
from paperreader.models import timestamp
from paperreader.store.entry_rows import cast
from paperreader.store.schema import number
from paperreader.store.visits import last_visit_to, record_visit_to

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

COLUMNS = (
    *("id", "parent", "author", "account", "roles", "at", "hidden", "edited", "reactions", "text", "blocks"),
    "came",
)
COMMENTS = f"SELECT {cast('TEXT', *COLUMNS)} FROM comment WHERE paper = ? ORDER BY position"
SAVE_COMMENT = f"""
INSERT INTO comment (paper, position, {", ".join(COLUMNS)}) VALUES (?, ?, {", ".join("?" for _ in COLUMNS)})
"""
SAVE = """
INSERT INTO discussion (paper, fetched, cut, listed)
VALUES (?1, ?2, ?3, COALESCE((SELECT comments FROM paper WHERE rowid = ?1), 0))
ON CONFLICT (paper) DO UPDATE SET fetched = excluded.fetched, cut = excluded.cut, listed = excluded.listed
"""
ALL_SEEN = "9999"
"""The time of a visit after which nothing came."""
COUNT = "UPDATE paper SET comments = ? WHERE rowid = ? AND comments < ?"
SEE = """
UPDATE discussion SET seen = max(listed, (SELECT count(*) FROM comment WHERE comment.paper = discussion.paper))
WHERE paper = ?
"""


class Discussions:
    """Reads and saves comments; everything goes by arXiv id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: str) -> Discussion | None:
        """The discussion of a paper, None if it is not stored. What came after the user's last visit is new."""
        return self._database.read(stored_discussion, id, self._database.time())

    def save(self, id: str, comments: Sequence[Comment], *, is_cut: bool = False) -> Future[None]:
        """Save what the Hub answered, in the order of reading; it takes the place of what was stored."""
        return self._database.write(save, id, tuple(comments), is_cut, self._database.time())

    def see(self, id: str) -> Future[None]:
        """The user is looking at the discussion as it is stored: a visit."""
        return self._database.write(see, id, self._database.time())


def stored_discussion(connection: sqlite3.Connection, id: str, now: str) -> Discussion | None:
    """The discussion of a paper, with what is new since the last visit; None if none is stored, or if it is damaged."""
    paper = number(id)
    row = connection.execute("SELECT fetched, cut, seen FROM discussion WHERE paper = ?", (paper,)).fetchone()
    if row is None:
        return None
    fetched, cut, seen = row
    since = last_visit_to(connection, _visit(id), now) if seen is not None else ALL_SEEN
    rows = connection.execute(COMMENTS, (paper,)).fetchall()
    try:
        return Discussion(tuple(_comment(each, since) for each in rows), datetime.fromisoformat(fetched), bool(cut))
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


def save(connection: sqlite3.Connection, id: str, comments: Sequence[Comment], is_cut: bool, at: str) -> None:
    """Replace the comments of a paper; when each of them came is kept."""
    paper = number(id)
    if paper is None:
        raise ValueError(f"no paper can have the id {id!r}")
    came = dict(connection.execute("SELECT id, came FROM comment WHERE paper = ?", (paper,)).fetchall())
    connection.execute(SAVE, (paper, at, int(is_cut)))
    connection.execute("DELETE FROM comment WHERE paper = ?", (paper,))
    connection.executemany(
        SAVE_COMMENT,
        ((paper, position, *_row(comment), came.get(comment.id, at)) for position, comment in enumerate(comments)),
    )
    connection.execute(COUNT, (len(comments), paper, len(comments)))


def see(connection: sqlite3.Connection, id: str, at: str) -> None:
    """The user looked at the discussion at this time; nothing that is stored is new from then on."""
    (newest,) = connection.execute("SELECT max(came) FROM comment WHERE paper = ?", (number(id),)).fetchone()
    record_visit_to(connection, _visit(id), max(at, newest or at))
    connection.execute(SEE, (number(id),))


def _visit(id: str) -> str:
    """What a visit to a discussion is called among those to views."""
    return f"discussion {id}"


def _row(comment: Comment) -> tuple[Any, ...]:
    """The columns of a comment but for the last."""
    reactions = {reaction.sign: reaction.users for reaction in comment.reactions}
    return (
        comment.id,
        comment.parent or None,
        comment.author,
        comment.account,
        " ".join(comment.roles),
        timestamp(comment.at) if comment.at else None,
        int(comment.is_hidden),
        int(comment.is_edited),
        json.dumps(reactions, ensure_ascii=False),
        comment.text,
        comment.encoded.decode(),
    )


def _comment(row: tuple[Any, ...], since: str) -> Comment:
    id, parent, author, account, roles, at, hidden, edited, reactions, text, blocks, came = row
    return Comment(
        id,
        parent or "",
        author,
        account,
        datetime.fromisoformat(at) if at else None,
        text,
        tuple(role for role in ROLES if role in roles.split()),
        hidden == "1",
        edited == "1",
        tuple(Reaction(sign, users) for sign, users in json.loads(reactions).items()),
        blocks.encode(),
        came > since,
    )
