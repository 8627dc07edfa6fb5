"""Whole papers: their texts, or why there is none, and where the user was in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from paperreader.fulltext.blocks import Fulltext
from paperreader.models import timestamp
from paperreader.store import text_index
from paperreader.store.derived import recount
from paperreader.store.packed_text import UNREADABLE, PackedText, pack, unpack_body, unpack_text, unpack_words
from paperreader.store.schema import number, numbers
from paperreader.store.text_index import PACKED

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

SAVE = """
INSERT INTO fulltext (paper, source, reason, arxiv_version, fetched, etag, modified, converter, blocks, words, content)
VALUES (:paper, :source, NULL, :arxiv_version, :fetched, :etag, :modified, :converter, :blocks, :words, :content)
ON CONFLICT (paper) DO UPDATE
SET source = excluded.source, reason = NULL, arxiv_version = excluded.arxiv_version, fetched = excluded.fetched,
    etag = excluded.etag, modified = excluded.modified, converter = excluded.converter, blocks = excluded.blocks,
    words = excluded.words, content = excluded.content
"""
SAVE_MISSING = """
INSERT INTO fulltext (paper, reason, fetched) VALUES (?, ?, ?)
ON CONFLICT (paper) DO UPDATE SET reason = excluded.reason, fetched = excluded.fetched WHERE source IS NULL
"""
OUTDATED = """
SELECT id FROM fulltext JOIN paper ON paper.rowid = fulltext.paper
WHERE fulltext.source IS NOT NULL AND paper > ? AND converter < ? ORDER BY paper LIMIT ?
"""


NO_TEXT_HOLDS = timedelta(days=7)
"""When several texts are fetched, one that did not exist is asked for again after that."""


class StoredText(NamedTuple):
    """A whole paper, and how it was fetched."""

    text: Fulltext
    fetched: datetime
    etag: str | None
    modified: str | None
    """Last-Modified, as it was answered."""
    converter: int
    """The version of the conversion that made it."""

    @property
    def source(self) -> str:
        """`arxiv` or `hub`."""
        return self.text.source

    @property
    def version(self) -> str:
        """The arXiv version that it was made of; empty if unknown."""
        return self.text.version


class MissingText(NamedTuple):
    """That no source has a text of a paper."""

    reason: str
    since: datetime


class Texts:
    """Reads and saves texts and reading positions; everything goes by arXiv id.

    Saving a text takes a tenth of a second before the future is there: not in the thread of a screen.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: str) -> StoredText | None:
        """The text of a paper; None if none is stored, or if it is damaged."""
        return self._database.read(stored_text, id)

    def missing(self, id: str) -> MissingText | None:
        """Why there is no text, and since when that is known; None if nobody asked, or if there is one."""
        return self._database.read(missing_text, id)

    def stored(self, ids: Iterable[str]) -> set[str]:
        """Those of these papers whose text is stored."""
        return self._database.read(stored_ids, list(ids))

    def lacking(self, ids: Iterable[str]) -> set[str]:
        """Those of these papers of which it was found lately (see NO_TEXT_HOLDS) that no source has a text."""
        return self._database.read(lacking_ids, list(ids), self._database.time())

    def count(self) -> int:
        """How many texts are stored."""
        return self._database.read(count)

    def touch(self, id: str) -> Future[None]:
        """The source was asked again, and its text has not changed."""
        return self._database.write(touch, _rowid(id), self._database.time())

    def save(
        self, id: str, body: bytes, text: Fulltext, *, converter: int, etag: str | None, modified: str | None
    ) -> Future[None]:
        """Save a text with the answer that it was made of; it replaces the one before."""
        packed, at = pack(text, body), self._database.time()
        return self._database.write(
            save, _rowid(id), text, packed, converter=converter, etag=etag, modified=modified, at=at
        )

    def save_missing(self, id: str, reason: str) -> Future[None]:
        """No source has a text; one that is stored stays."""
        return self._database.write(save_missing, _rowid(id), reason, self._database.time())

    def outdated(self, after: str, *, limit: int, converter: int) -> Future[list[str]]:
        """The next `limit` papers behind `after` ("" at first) whose text an older conversion made, in their order."""
        return self._database.search(outdated, after, limit, converter)

    def source_body(self, id: str) -> bytes | None:
        """What the text was made of; None if it is not stored, or damaged."""
        return self._database.read(source_body, id)

    def save_converted(self, id: str, text: Fulltext | None, *, converter: int) -> Future[None]:
        """Save what a newer conversion made of the stored answer; None: it made nothing, and the old text stays."""
        body = self.source_body(id) if text is not None else None
        packed = pack(text, body) if text is not None and body is not None else None
        return self._database.write(save_converted, _rowid(id), text, packed, converter)

    def position(self, id: str) -> str | None:
        """Where the user was in the text, as `save_position` was told; None if they were not there."""
        return self._database.read(position, id)

    def save_position(self, id: str, place: str) -> Future[None]:
        """Remember where the user is: JSON that finds the place also in another conversion."""
        return self._database.write(save_position, id, place, self._database.time())


def stored_text(connection: sqlite3.Connection, id: str) -> StoredText | None:
    """The text of a paper; None if none is stored, or if it is damaged."""
    row = connection.execute(
        "SELECT blocks, words, content, fetched, etag, modified, converter FROM fulltext"
        " WHERE paper = ? AND source IS NOT NULL",
        (number(id),),
    ).fetchone()
    if row is None:
        return None
    *packed, fetched, etag, modified, converter = row
    try:
        return StoredText(
            unpack_text(PackedText(*packed)), datetime.fromisoformat(fetched), etag, modified, int(converter)
        )
    except UNREADABLE:
        return None


def stored_spellings(connection: sqlite3.Connection, id: str) -> list[str]:
    """The other spellings of words in a stored text."""
    row = connection.execute(PACKED, (number(id),)).fetchone()
    try:
        return unpack_words(PackedText(*row)).spellings.split("\n") if row else []
    except UNREADABLE:
        return []


def missing_text(connection: sqlite3.Connection, id: str) -> MissingText | None:
    """Why a paper has no text."""
    row = connection.execute(
        "SELECT reason, fetched FROM fulltext WHERE paper = ? AND source IS NULL", (number(id),)
    ).fetchone()
    return MissingText(row[0], datetime.fromisoformat(row[1])) if row else None


def stored_ids(connection: sqlite3.Connection, ids: list[str]) -> set[str]:
    """Those of these papers whose text is stored."""
    by_number = {number(id): id for id in ids}
    rows = connection.execute(
        "SELECT paper FROM fulltext WHERE source IS NOT NULL AND paper IN (SELECT value FROM json_each(?))",
        (json.dumps(numbers(ids)),),
    )
    return {by_number[paper] for (paper,) in rows.fetchall()}


def lacking_ids(connection: sqlite3.Connection, ids: list[str], at: str) -> set[str]:
    """Those of these papers that were found to have no text, and not long before `at`."""
    by_number = {number(id): id for id in ids}
    rows = connection.execute(
        "SELECT paper FROM fulltext WHERE source IS NULL AND fetched > ? AND paper IN (SELECT value FROM json_each(?))",
        (timestamp(datetime.fromisoformat(at) - NO_TEXT_HOLDS), json.dumps(numbers(ids))),
    )
    return {by_number[paper] for (paper,) in rows.fetchall()}


def touch(connection: sqlite3.Connection, paper: int, at: str) -> None:
    """The text of the paper (by rowid) is as new as this."""
    connection.execute("UPDATE fulltext SET fetched = ? WHERE paper = ? AND source IS NOT NULL", (at, paper))


def count(connection: sqlite3.Connection) -> int:
    """How many texts are stored."""
    found: int = connection.execute("SELECT count(*) FROM fulltext WHERE source IS NOT NULL").fetchone()[0]
    return found


def save(
    connection: sqlite3.Connection,
    paper: int,
    text: Fulltext,
    packed: PackedText,
    *,
    converter: int,
    etag: str | None,
    modified: str | None,
    at: str,
) -> None:
    """Save the text of a paper (by rowid), and index it."""
    from paperreader.store import members  # the language of searches: reading a text does not need it

    row = {"source": text.source, "arxiv_version": text.version, "etag": etag, "modified": modified}
    removed = text_index.remove(connection, paper)
    connection.execute(SAVE, {**row, "paper": paper, "fetched": at, "converter": converter, **packed._asdict()})
    if removed:
        text_index.add(connection, paper, packed)
    else:
        text_index.rebuild(connection)
    members.update(connection, [paper])
    recount(connection, [paper])


def save_missing(connection: sqlite3.Connection, paper: int, reason: str, at: str) -> None:
    """No source has a text of the paper (by rowid)."""
    connection.execute(SAVE_MISSING, (paper, reason, at))


def outdated(connection: sqlite3.Connection, after: str, limit: int, converter: int) -> list[str]:
    """The next papers whose text an older conversion made."""
    return [id for (id,) in connection.execute(OUTDATED, (number(after) or 0, converter, limit)).fetchall()]


def source_body(connection: sqlite3.Connection, id: str) -> bytes | None:
    """What the text was made of."""
    row = connection.execute(PACKED, (number(id),)).fetchone()
    try:
        return unpack_body(PackedText(*row)) if row else None
    except UNREADABLE:
        return None


def save_converted(
    connection: sqlite3.Connection, paper: int, text: Fulltext | None, packed: PackedText | None, converter: int
) -> None:
    """Save a new conversion of the same answer, unless a fetch was faster."""
    known = "SELECT etag, modified, fetched FROM fulltext WHERE paper = ? AND source IS NOT NULL AND converter < ?"
    row = connection.execute(known, (paper, converter)).fetchone()
    if row is None:
        return
    if text is None or packed is None:
        connection.execute("UPDATE fulltext SET converter = ? WHERE paper = ?", (converter, paper))
        return
    etag, modified, fetched = row
    save(connection, paper, text, packed, converter=converter, etag=etag, modified=modified, at=fetched)


def position(connection: sqlite3.Connection, id: str) -> str | None:
    """Where the user was in the text."""
    row = connection.execute("SELECT place FROM position WHERE paper = ?", (id,)).fetchone()
    return row[0] if row else None


def save_position(connection: sqlite3.Connection, id: str, place: str, at: str) -> None:
    """Remember where the user is, unless they were elsewhere later."""
    connection.execute(
        "INSERT INTO position (paper, place, at) VALUES (?, ?, ?)"
        " ON CONFLICT (paper) DO UPDATE SET place = excluded.place, at = excluded.at WHERE excluded.at >= position.at",
        (id, place, at),
    )


def _rowid(id: str) -> int:
    rowid = number(id)
    if rowid is None:
        raise ValueError(f"no paper can have the id {id!r}")
    return rowid
