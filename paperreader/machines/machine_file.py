"""The file that a machine writes: a header, and its marks as JSON lines. The format is public: see
`paperreader help formats`.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO, Final, NamedTuple

from paperreader.config import MAX_NAME_CHARS
from paperreader.marks_file import MAX_LINE_BYTES, InvalidMarks, from_lines, to_line
from paperreader.models import Mark
from paperreader.text.sanitize import clean

MACHINE, GROUP = "paperreader machine", "paperreader group"
"""What a file is: marks of one user for their other machines, or of one member for their group."""
BEGINNING: Final = b'{"format": "paperreader '
"""Of each header that we write."""
VERSION: Final = 1
SUFFIX: Final = ".jsonl"
MAX_BYTES: Final = {MACHINE: 512 * 1024 * 1024, GROUP: 32 * 1024 * 1024}
"""Ten years of marks on twenty machines take less, and those that a group sees much less."""
MAX_HEADER_BYTES: Final = 2_000
MAX_LINES_BEFORE_HEADER: Final = 5
"""Where git has left its markers of a conflict in the file."""
MAX_LINES_WITHOUT: Final = 500_000
"""A mark that we know; a file with more of them is given up, for it could have millions."""
PORTION_MARKS: Final = 2_000
"""So few that no key waits for the store while they are merged."""
PORTION_BYTES: Final = 4 * 1024 * 1024
STALE_PART_S: Final = 86_400.0


class UnusableFile(Exception):
    """A file is none of ours; str() says why, and is empty where it has nothing to do with us."""


class Header(NamedTuple):
    """The first line of the file."""

    device: str
    """The store that wrote it: setting `device`."""
    name: str
    """What the user calls the machine."""
    written: datetime
    """When, by the clock of the machine."""
    edition: str
    """Another each time it is written, so that a store knows its own file."""
    marks: int
    """How many there are."""


class Reading:
    """A file that is being read, in portions; how much of it counts is known at the end."""

    def __init__(self, file: BinaryIO, kind: str) -> None:
        self._file = file
        self.header = _read_header(file, kind)
        self.marks = 0
        self.unknown = 0
        """Lines of a newer version of paperreader."""
        self.damaged = 0
        """Lines that are no marks, the last one included where it is not whole."""

    @property
    def missing(self) -> int:
        """Marks that the header announces, and that are not there: the file is still on its way, or was cut."""
        return max(0, self.header.marks - self.marks - self.unknown)

    def portions(self) -> Iterator[list[Mark]]:
        """The marks, as far as the file is whole. Raises OSError."""
        portion, size, without = list[Mark](), 0, 0
        for line in _lines(self._file):
            found = self._marks_in(line)
            portion += found
            size += len(line)
            without += not found
            if len(portion) >= PORTION_MARKS or size >= PORTION_BYTES:
                yield portion
                portion, size = [], 0
            if without > MAX_LINES_WITHOUT:
                break
        if portion:
            yield portion

    def _marks_in(self, line: bytes) -> list[Mark]:
        try:
            found, skipped = from_lines([line])
        except InvalidMarks:
            self.damaged += not line.startswith(BEGINNING)  # else it is the header of a second file in this one
            return []
        self.marks += len(found)
        self.unknown += skipped
        return found


def write(path: Path, header: Header, marks: Iterable[Mark], kind: str = MACHINE) -> None:
    """Write the file whole, or not at all. Raises OSError."""
    _remove_stale_parts(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        with part.open("xb") as file:  # never through a link that somebody put there
            file.write(f"{_header_line(header, kind)}\n".encode())
            for mark in marks:
                file.write(f"{to_line(mark)}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


@contextmanager
def reading(path: Path, kind: str = MACHINE) -> Iterator[Reading]:
    """Read a file of this kind, and never wait for a writer. Raises UnusableFile and OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with closing(open(descriptor, "rb")) as file:  # closed here
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode):
            raise UnusableFile("")
        if status.st_size > MAX_BYTES[kind]:
            raise UnusableFile("it is larger than marks can be")
        yield Reading(file, kind)


def edition_of(path: Path, kind: str = MACHINE) -> str | None:
    """Which edition of a file this is; None if it cannot be told."""
    with suppress(OSError, UnusableFile), reading(path, kind) as content:
        return content.header.edition
    return None


def _read_header(file: BinaryIO, kind: str) -> Header:
    line = file.readline(MAX_HEADER_BYTES)
    for _ in range(MAX_LINES_BEFORE_HEADER):
        if line.startswith((b"<<<<<<<", b"|||||||", b"=======")):
            line = file.readline(MAX_HEADER_BYTES)
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise UnusableFile("its first line is damaged" if line.startswith(BEGINNING) else "") from None
    if not isinstance(fields, dict) or fields.get("format") not in (MACHINE, GROUP):
        raise UnusableFile("")
    if fields["format"] != kind:
        raise UnusableFile("it is for a group" if kind == MACHINE else "it is for another machine of its user")
    if fields.get("version") != VERSION:
        raise UnusableFile("a newer version of paperreader wrote it")
    try:
        return _header(fields)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise UnusableFile("its first line is damaged") from None


def _header(fields: dict[str, Any]) -> Header:
    written = datetime.fromisoformat(fields["written"])
    device, name, edition, marks = (fields[key] for key in ("device", "name", "edition", "marks"))
    if written.tzinfo is None or not (_is_word(device) and _is_word(edition)) or not isinstance(name, str):
        raise ValueError
    if type(marks) is not int or not 0 <= marks <= MAX_BYTES[MACHINE]:
        raise ValueError
    name = clean(" ".join(clean(name).split())[:MAX_NAME_CHARS])
    return Header(device, name or device[:8], written.astimezone(UTC), edition, marks)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isalnum() and len(value) <= 64


def _header_line(header: Header, kind: str) -> str:
    fields = {"format": kind, "version": VERSION, **header._asdict(), "written": header.written.isoformat()}
    return json.dumps(fields, ensure_ascii=False)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is too long only what a mark could take."""
    while line := file.readline(MAX_LINE_BYTES):
        yield line
        while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)


def _remove_stale_parts(path: Path) -> None:
    """Remove what processes left that were killed while they wrote such a file."""
    for part in list(path.parent.glob(".*.jsonl.*.part")):
        named = re.fullmatch(r"\.(\w+\.jsonl)\.(\d+)\.part", part.name)
        with suppress(OSError):
            is_old = time.time() - part.stat().st_mtime > STALE_PART_S
            if named and (is_old or (named[1] == path.name and not _is_alive(int(named[2])))):
                part.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
