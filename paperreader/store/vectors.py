"""The features of papers, stored as lines of a name and an amount, compressed."""

from __future__ import annotations

import json
import sqlite3
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from paperreader.models import Paper
from paperreader.store.errors import FOREIGN_VALUE
from paperreader.store.papers import papers_of
from paperreader.store.schema import number, numbers
from paperreader.store.settings import count_up
from paperreader.taste.vector import ONE, VERSION, Vector

LACKING = """
SELECT paper.rowid, id FROM paper LEFT JOIN vector ON vector.paper = paper.rowid AND vector.version = ?
WHERE vector.paper IS NULL AND paper.rowid < ? ORDER BY paper.rowid DESC LIMIT ?
"""
VECTORS = "SELECT paper, features FROM vector WHERE paper IN (SELECT value FROM json_each(?))"
VECTORS_MADE = "vectors_made"
"""The setting that counts how often features were made: it changes with any of them."""
HIGHEST_ROWID = sys.maxsize
"""Papers are read from high to low rowids: those below it are all."""
MAX_BYTES: Final = 1 << 20
"""Of the lines; more is no vector of ours."""
UNREADABLE: Final = (KeyError, zlib.error, *FOREIGN_VALUE)
"""What another program, or damage, may have left."""


def lacking_vectors(connection: sqlite3.Connection, limit: int, before: int) -> list[tuple[int, Paper | None]]:
    """Papers whose features are not stored yet."""
    ids = connection.execute(LACKING, (VERSION, before, limit)).fetchall()
    try:
        found = papers_of(connection, [id for _, id in ids])
    except UNREADABLE:
        found = {}
        for _, id in ids:
            with suppress(*UNREADABLE):
                found |= papers_of(connection, [id])
    return [(paper, found.get(id)) for paper, id in ids]


def save_vectors(connection: sqlite3.Connection, vectors: Mapping[int, Vector]) -> None:
    """Store the features of papers."""
    connection.executemany(
        "INSERT OR REPLACE INTO vector (paper, version, features) VALUES (?, ?, ?)",
        [(paper, VERSION, packed(vector)) for paper, vector in vectors.items()],
    )
    count_up(connection, VECTORS_MADE)


class PackedVectors(Mapping[str, Vector]):
    """The features of papers, unpacked when they are looked at: all of them at once would take a lot of memory."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed

    def __getitem__(self, id: str) -> Vector:
        return unpacked(self._packed[id])

    def __contains__(self, id: object) -> bool:
        return id in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def vectors(connection: sqlite3.Connection, ids: Sequence[str]) -> Mapping[str, Vector]:
    """The features of these papers."""
    by_rowid = {number(id): id for id in ids}
    rows = connection.execute(VECTORS, (json.dumps(numbers(ids)),)).fetchall()
    return PackedVectors({by_rowid[paper]: features for paper, features in rows})


def newest_vectors(connection: sqlite3.Connection, limit: int) -> Iterator[Vector]:
    """The features of the newest papers."""
    rows = connection.execute("SELECT features FROM vector ORDER BY paper DESC LIMIT ?", (limit,)).fetchall()
    return (unpacked(features) for (features,) in rows)


def packed(vector: Vector) -> bytes:
    """A vector as it is stored."""
    return zlib.compress("\n".join(f"{feature}\t{amount}" for feature, amount in vector.items()).encode(), 1)


def unpacked(features: bytes) -> Vector:
    """A stored vector; an empty one where it is damaged, which is the same as knowing nothing of the paper."""
    with suppress(*UNREADABLE):
        lines = zlib.decompressobj().decompress(features, MAX_BYTES).decode()
        fields = lines.replace("\n", "\t").split("\t") if lines else []
        vector = dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
        if vector and min(vector.values()) >= 0 and max(vector.values()) <= ONE:
            return vector
    return {}
