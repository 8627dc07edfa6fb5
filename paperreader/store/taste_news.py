"""What there is to learn from, as fingerprints: they tell what is new since it was last learned."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple
from zlib import crc32

from paperreader.mark_fields import ALL_PAPERS
from paperreader.store.imported import IMPORTS
from paperreader.store.learned import learned
from paperreader.store.settings import setting
from paperreader.store.taste_marks import DONE_AT, TELLING
from paperreader.store.vectors import VECTORS_MADE
from paperreader.taste.learned import Learned
from paperreader.taste.vector import VERSION

DELIBERATE: Final = (
    f"SELECT quote(paper) || quote(field) || quote({DONE_AT}) || coalesce(step, '') AS each FROM mark WHERE {TELLING}"
    " AND field NOT IN ('read', 'copied', 'text', 'lingered') ORDER BY paper, field",
    f"SELECT quote(field) || quote(value) AS each FROM mark WHERE paper = '{ALL_PAPERS}' AND value IS NOT NULL"
    " ORDER BY field",
    f"SELECT quote(value) AS each FROM setting WHERE name = '{IMPORTS}'",
)
INCIDENTAL: Final = (
    f"SELECT quote(paper) || quote(field) || quote(cause) || quote({DONE_AT}) AS each FROM mark WHERE {TELLING}"
    " AND (field IN ('copied', 'text', 'lingered') OR cause IN ('opened', 'skipped', 'passed')) ORDER BY paper, field",
)
PAPERS: Final = "SELECT count(*) FROM paper"
SCORED: Final = "SELECT count(*) FROM own_score WHERE learned = ?"
"""Both are counted in small rows: with 100,000 papers in milliseconds."""


class Basis(NamedTuple):
    """Stands for all that there is to learn from: a part changes with anything in it, and with nothing else."""

    deliberate: str
    """What the user did on purpose: stars, tags, notes, imported papers, what they said of features."""
    incidental: str
    """What they did besides with papers: read, passed over, copied …"""
    papers: str
    """How many papers there are, and how often their features were made."""

    def __str__(self) -> str:
        return " ".join(self)


class News(NamedTuple):
    """What is new since it was last learned: by part of the basis."""

    learned: Learned | None
    """What was learned then."""
    deliberate: bool
    incidental: bool
    papers: bool
    """Papers came or have changed, or are not scored yet."""

    @property
    def is_any(self) -> bool:
        """There is something to do."""
        return self.deliberate or self.incidental or self.papers


def news(connection: sqlite3.Connection) -> News:
    """What is new."""
    last, now = learned(connection), basis(connection)
    before = last.basis.split(" ") if last else []
    if last is None or len(before) != len(now):
        return News(last, deliberate=True, incidental=True, papers=True)
    deliberate, incidental, papers = (one != other for one, other in zip(before, now, strict=True))
    if last.can_order and not papers:  # a changed paper has lost its score
        papers = _count(connection, SCORED, last.number) < _count(connection, PAPERS)
    return News(last, deliberate, incidental, papers)


def basis(connection: sqlite3.Connection) -> Basis:
    """What there is to learn from now."""
    made = setting(connection, VECTORS_MADE) or 0
    papers = f"{_count(connection, PAPERS)}/{made}/{VERSION}"
    return Basis(_fingerprint(connection, *DELIBERATE), _fingerprint(connection, *INCIDENTAL), papers)


def _fingerprint(connection: sqlite3.Connection, *questions: str) -> str:
    """The same for the same rows, whatever another program may have written there.

    A checksum and how much it is of: `hashlib` would load OpenSSL into the reader, which takes 4 MB.
    """
    checksum, size = 0, 0
    for question in questions:
        (rows,) = connection.execute(f"SELECT CAST(group_concat(each, ';') AS BLOB) FROM ({question})").fetchone()
        checksum = crc32(b"|", crc32(rows or b"", checksum))
        size += len(rows or b"")
    return f"{checksum:08x}-{size}"


def _count(connection: sqlite3.Connection, question: str, *values: int) -> int:
    return int(connection.execute(question, values).fetchone()[0])
