"""The file that a note is edited in. What was written into it is deleted only once the store has it."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from paperreader.notes import MAX_NOTE_BYTES, Note, is_too_long, note_text

FOLDER = "unsaved-notes"
"""Beside the store, and named after it."""


class UnusableDraft(Exception):
    """The file is not a note; str() says why."""


class NoteDraft:
    """Of one paper. One that was left behind, by a crash or an editor that failed, is edited further."""

    def __init__(self, store: Path, name: str, id: str, note: Note) -> None:
        """`name`: what a new file is called, so that the editor shows which paper it is about."""
        self._folder = store.with_name(f"{store.name}.{FOLDER}")
        self.path = next(iter(sorted(self._folder.glob(f"{id}[ .]*md"))), self._folder / name)
        self._note = note
        self.first, _ = note_text(whole_text(note))
        """What the editor shows at first, unless a file was left behind."""

    def write(self) -> None:
        """Make the file, unless it was left behind. Raises OSError."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        left, shown = "", self.first
        try:
            left = self.read()[0] if self.path.exists() else ""
        except UnusableDraft:
            if self._is_editable() and not self._is_newer_note():
                return
            self.path.replace(self.path.with_name(f"{self.path.name}.unusable-{datetime.now(UTC):%Y%m%d%H%M%S%f}"))
        if left not in ("", self._note.text, self.first):
            if not self._is_newer_note():
                return
            shown = f"{left}\n\nThe note as it is stored:\n\n{self.first}"
        self.path.unlink(missing_ok=True)
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(f"{shown}\n".encode() if shown else b"")

    def _is_editable(self) -> bool:
        """The user can repair it: shorten it, or save it as UTF-8."""
        return self.path.is_file() and os.access(self.path, os.R_OK | os.W_OK)

    def _is_newer_note(self) -> bool:
        changed = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        return bool(self._note.at and self._note.at > changed)

    def read(self) -> tuple[str, int]:
        """The note in the file, and how many control characters were left out. Raises UnusableDraft."""
        try:
            with self.path.open("rb") as file:
                data = file.read(4 * MAX_NOTE_BYTES)
            text, left_out = note_text(data.decode())
        except UnicodeDecodeError:
            raise UnusableDraft("The file is not UTF-8.") from None
        except OSError as error:
            raise UnusableDraft(f"The file cannot be read: {error.strerror}.") from None
        if is_too_long(text) or len(data) == 4 * MAX_NOTE_BYTES:
            raise UnusableDraft(f"A note has at most {MAX_NOTE_BYTES // 1000:,} kB.")
        return text, left_out

    def delete(self) -> None:
        """The store has it, or there is nothing in it."""
        with suppress(OSError):
            self.path.unlink()
        with suppress(OSError):
            self._folder.rmdir()  # unless there are others


def whole_text(note: Note) -> str:
    """The note, and below it what it also said: whoever saves it has seen all of it."""
    parts = [note.text, *(f"{other.heading}:\n\n{other.text}" for other in note.others)]
    return "\n\n".join(filter(None, parts))
