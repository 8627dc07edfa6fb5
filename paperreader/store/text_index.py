"""The full-text indexes of whole papers: by stems, and of the words as they are, which finds exact phrases.

They have no content of their own, so what is taken out must be just what was put in: it is kept with each text.
"""

from __future__ import annotations

import sqlite3

from paperreader.store.packed_text import UNREADABLE, PackedText, unpack_words

BY_STEM, EXACT = "fulltext_words", "fulltext_exact"

PACKED = "SELECT blocks, words, content FROM fulltext WHERE paper = ? AND source IS NOT NULL"


def add(connection: sqlite3.Connection, paper: int, packed: PackedText) -> None:
    """Index the text of a paper (by rowid) that is not indexed. Raises one of UNREADABLE."""
    words = unpack_words(packed)
    for index in (BY_STEM, EXACT):
        connection.execute(f"INSERT INTO {index} (rowid, words, other_words) VALUES (?, ?, ?)", (paper, *words))


def remove(connection: sqlite3.Connection, paper: int) -> bool:
    """Take the stored text of a paper (by rowid) out; False if that is damaged, and only `rebuild` helps."""
    row = connection.execute(PACKED, (paper,)).fetchone()
    if row is None:
        return True
    try:
        words = unpack_words(PackedText(*row))
    except UNREADABLE:
        return False
    for index in (BY_STEM, EXACT):
        connection.execute(
            f"INSERT INTO {index} ({index}, rowid, words, other_words) VALUES ('delete', ?, ?, ?)", (paper, *words)
        )
    return True


def rebuild(connection: sqlite3.Connection) -> None:
    """Index all stored texts anew (10 s for 1,000), and delete those that are damaged."""
    for index in (BY_STEM, EXACT):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    papers = connection.execute("SELECT paper FROM fulltext WHERE source IS NOT NULL ORDER BY paper").fetchall()
    for (paper,) in papers:
        try:
            add(connection, paper, PackedText(*connection.execute(PACKED, (paper,)).fetchone()))
        except UNREADABLE:
            connection.execute("DELETE FROM fulltext WHERE paper = ?", (paper,))


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with the indexes."""
    try:
        for index in (BY_STEM, EXACT):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    return True
