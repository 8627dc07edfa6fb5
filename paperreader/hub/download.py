"""A PDF on its way into a file: `NAME.part` beside it until it is complete, and no file is ever overwritten."""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from paperreader.hub.errors import NotSaved, WrongAnswer
from paperreader.text.sanitize import clean, escape_bytes

MAX_PDF_BYTES: Final = 200 * 1024 * 1024
MAGIC: Final = b"%PDF-"
PROGRESS_BYTES: Final = 256 * 1024
"""How much has to arrive between two reports."""


class Download:
    """`with Download(to) as download:` writes what `receive` gets; without `finish`, nothing of it remains."""

    def __init__(self, to: Path, on_progress: Callable[[int, int | None], None] | None = None) -> None:
        self._to = to
        self._part = to.with_name(f"{to.name}.part")
        self._on_progress = on_progress

    def __enter__(self) -> Download:
        if os.path.lexists(self._to):
            raise self._exists()
        try:
            self._to.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        except OSError as error:
            raise self._problem(error) from error
        if not self._lock():
            os.close(self._file)
            raise NotSaved(f"{_shown(self._to)} is already being saved.")
        return self

    async def receive(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> bytes:
        """Write a body, in place of what came before. Raises NotSaved, or WrongAnswer if it is no PDF or too large."""
        declared = headers.get("content-length", "")
        total = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 18 else None
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise WrongAnswer("The PDF is compressed in a way we did not ask for. Nothing was saved.")
        self._write(b"", at=0)
        head, received, reported = b"", 0, 0
        async for chunk in chunks:
            if len(head) < len(MAGIC):
                head = (head + chunk)[: len(MAGIC)]
                if not MAGIC.startswith(head):
                    raise WrongAnswer("The answer is not a PDF (a login page?). Nothing was saved.")
            if max(received + len(chunk), total or 0) > MAX_PDF_BYTES:
                raise WrongAnswer(f"The PDF is larger than {MAX_PDF_BYTES // 1024**2} MB. Nothing was saved.")
            self._write(chunk, at=received)
            received += len(chunk)
            if self._on_progress and received - reported >= PROGRESS_BYTES:
                reported = received
                self._on_progress(received, total)
        if head != MAGIC:
            raise WrongAnswer("The answer is not a PDF. Nothing was saved.")
        return b""

    def finish(self) -> None:
        """Give the file its name. Raises NotSaved, also if one of that name has been made meanwhile."""
        try:
            os.fsync(self._file)
            try:
                os.link(self._part, self._to)
            except FileExistsError:
                raise self._exists() from None
            except OSError:  # the file system has no hard links
                self._rename()
        except OSError as error:
            raise self._problem(error) from error

    def _rename(self) -> None:
        """Renaming would replace a file of that name, so an empty one of ours has to be there before."""
        os.close(os.open(self._to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC))
        try:
            os.replace(self._part, self._to)
        except OSError:
            self._to.unlink()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError):
            self._part.unlink()
        os.close(self._file)

    def _lock(self) -> bool:
        """Whether the partial file is ours; another program may just have been done with it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return os.path.samestat(os.fstat(self._file), self._part.stat())
        except (BlockingIOError, FileNotFoundError):
            return False
        except OSError:
            return True  # the file system has no locks

    def _write(self, data: bytes, *, at: int) -> None:
        """Write at an offset, at 0 in place of everything."""
        try:
            if at == 0:
                os.ftruncate(self._file, 0)
            while data:
                written = os.pwrite(self._file, data, at)
                data, at = data[written:], at + written
        except OSError as error:
            raise self._problem(error) from error

    def _exists(self) -> NotSaved:
        return NotSaved(f"{_shown(self._to)} already exists.")

    def _problem(self, error: OSError) -> NotSaved:
        return NotSaved(f"The PDF cannot be saved to {_shown(self._to.parent)}: {error.strerror}.")


def _shown(path: Path) -> str:
    return clean(escape_bytes(str(path)))
