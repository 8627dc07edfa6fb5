"""The full-text indexes of whole papers: by stems, and of the words as they are, which finds exact phrases.

They have no content of their own, so what is taken out must be just what was put in: it is kept with each text.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from paperreader.store.errors import is_damage
from paperreader.store.other_words import other_words_of
from paperreader.store.packed_text import UNREADABLE, PackedText, unpack_words

NEW_LINE = "\n\uf8ff\n"
"""Between lines: a word of its own, so that no phrase goes from one to the next."""

BY_STEM, EXACT = "fulltext_words", "fulltext_exact"

PACKED = "SELECT blocks, words, content FROM fulltext WHERE paper = ? AND source IS NOT NULL"


def add(connection: sqlite3.Connection, paper: int, packed: PackedText) -> None:
    """Index the text of a paper (by rowid) that is not indexed. Raises one of UNREADABLE."""
    words = _columns(packed)
    for index in (BY_STEM, EXACT):
        connection.execute(f"INSERT INTO {index} (rowid, words, other_words) VALUES (?, ?, ?)", (paper, *words))


def remove(connection: sqlite3.Connection, paper: int) -> bool:
    """Take the stored text of a paper (by rowid) out; False if that is damaged, and only `rebuild` helps."""
    row = connection.execute(PACKED, (paper,)).fetchone()
    if row is None:
        return True
    try:
        words = _columns(PackedText(*row))
    except UNREADABLE:
        return False
    for index in (BY_STEM, EXACT):
        connection.execute(
            f"INSERT INTO {index} ({index}, rowid, words, other_words) VALUES ('delete', ?, ?, ?)", (paper, *words)
        )
    return True


def _columns(packed: PackedText) -> tuple[str, str]:
    """A text as the indexes have it. Raises one of UNREADABLE."""
    lines, spellings = unpack_words(packed)
    return lines.replace("\n", NEW_LINE), other_words_of(spellings.split("\n"))


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


def are_intact(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with the indexes. An old one cannot check them, and finds nothing."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE sound USING fts5 (words, content = '')")
        memory.execute("INSERT INTO sound (rowid, words) VALUES (1, 'word')")
        can_check = is_intact(memory, "sound")
    return not can_check or all(is_intact(connection, index) for index in (BY_STEM, EXACT))


def is_intact(connection: sqlite3.Connection, index: str, *, compare: bool = False) -> bool:
    """Whether SQLite finds nothing wrong with an index; `compare`: nor any difference from its content."""
    try:
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', {int(compare)})")
    except sqlite3.DatabaseError as error:
        return not is_damage(error)  # a store from before there was an index has none that is damaged
    return True
