"""Notes that users write on papers: plain data, and what their text may be.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
from datetime import datetime
from typing import NamedTuple

from paperreader.text.sanitize import clean

MAX_NOTE_BYTES = 100_000
"""Of UTF-8: more than anybody writes about a paper, and each is read and drawn as a whole."""

MAX_INDENT = 12
"""Deeper lists are indented no more: a line needs room."""

CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
"""A pattern for what no text has: control characters but tabs and line breaks, and halves of characters."""


class OtherText(NamedTuple):
    """What the note also said on another machine, or here, when a merge took over a newer one."""

    field: str
    """The mark that it is."""
    text: str
    at: datetime
    is_ours: bool
    """It was written here."""

    @property
    def heading(self) -> str:
        """`Also written on 31 July 2026, on another machine`."""
        where = "on this machine" if self.is_ours else "on another machine"
        at = self.at.astimezone()
        return f"Also written on {at.day} {at:%B %Y}, {where}"


class Note(NamedTuple):
    """A note, and what it also said where two machines have changed it at the same time."""

    text: str = ""
    at: datetime | None = None
    """When it was last changed."""
    others: tuple[OtherText, ...] = ()
    """The newest first."""

    def __bool__(self) -> bool:
        return bool(self.text or self.others)


NO_NOTE = Note()


def note_text(text: str) -> tuple[str, int]:
    """What is typed as a note is: without blanks around it; and how many control characters were left out."""
    lines = "\n".join(text.removeprefix("\ufeff").splitlines())
    kept = re.sub(CONTROL, "", lines)
    return re.sub(r"\A(?:[^\S\n]*\n)+|\s+\Z", "", kept), len(lines) - len(kept)


def is_too_long(text: str) -> bool:
    """Whether no note can be so long."""
    return len(text) > MAX_NOTE_BYTES or len(text.encode(errors="replace")) > MAX_NOTE_BYTES


def shown_lines(text: str) -> list[str]:
    """The lines of a note as they are shown and searched: indented as typed, and safe for a terminal."""
    return [_shown(line) for line in text.split("\n")]


def _shown(line: str) -> str:
    line = line.expandtabs(4)
    indent = len(line) - len(line.lstrip(" "))
    return " " * min(indent, MAX_INDENT) + clean(line)
