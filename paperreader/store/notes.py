"""Notes, and what they also said before a newer one was merged; and the index that finds words in them.

A text that loses against a newer one becomes a mark of its own, whose name says when and where it was written. So the
same texts are left in whatever order stores merge. Who overwrites a text has read it: that is such a mark without a
value, newer than the text, and no store keeps the text then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from paperreader.mark_fields import NOTE, OTHER_NOTE
from paperreader.notes import Note, OtherText, shown_lines
from paperreader.store.mark_values import from_stored
from paperreader.store.schema import number

IS_OTHER = f"field > '{OTHER_NOTE}' AND field < '{OTHER_NOTE[:-1]};'"
"""SQL: a mark is another text of a note."""

TEXTS = f"""
SELECT field, value, at, device = (SELECT value FROM setting WHERE name = 'device') FROM mark
WHERE paper = ? AND (field = '{NOTE}' OR {IS_OTHER}) AND typeof(value) = 'text' AND length(value) > 2 ORDER BY at DESC
"""
"""Those that are not empty, which JSON writes with two quotes."""


def is_of_note(field: str) -> bool:
    """Whether a mark of this name is a note or another text of one."""
    return field == NOTE or field.startswith(OTHER_NOTE)


def other_field(at: str, device: str) -> str:
    """The mark that keeps a text of a note that was written then and there."""
    return f"{OTHER_NOTE}{at}:{device}"


def note_of(connection: sqlite3.Connection, id: str) -> Note:
    """The note on a paper; an empty one if there is none. A text of it that cannot be read is left out."""
    note, others = Note(), list[OtherText]()
    for field, stored, at, is_ours in connection.execute(TEXTS, (id,)).fetchall():
        try:
            text, when = from_stored(stored), datetime.fromisoformat(at)
        except ValueError:
            continue
        if not isinstance(text, str):
            continue
        if field == NOTE:
            note = Note(text, when)
        else:
            others.append(OtherText(field, text, when, bool(is_ours)))
    different = {other.text: other for other in reversed(others) if other.text != note.text}
    return note._replace(others=tuple(reversed(different.values())))


def index(connection: sqlite3.Connection, papers: Iterable[str]) -> None:
    """Index again what is written on these papers (by id)."""
    from paperreader.store.other_words import other_words_of, spelled  # reading a note needs neither

    for id in papers:
        if (paper := number(id)) is None:
            continue
        connection.execute("DELETE FROM note WHERE rowid = ?", (paper,))
        text, _, others = note_of(connection, id)
        shown = "\n".join(line for each in (text, *(other.text for other in others)) for line in shown_lines(each))
        if shown:
            row = (paper, shown, other_words_of(spelled(shown)))
            connection.execute("INSERT INTO note (rowid, text, other_words) VALUES (?, ?, ?)", row)
