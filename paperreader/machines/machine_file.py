"""The file that a machine writes: a header, and its marks as JSON lines. The format is public: see
`paperreader help formats`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from paperreader.config import MAX_NAME_CHARS
from paperreader.marks_file import MAX_LINE_BYTES, InvalidMarks, from_lines, to_line
from paperreader.models import Mark
from paperreader.text.sanitize import clean

MACHINE, GROUP = "paperreader machine", "paperreader group"
"""What a file is: marks of one user for their other machines, or of one member for their group."""
VERSION: Final = 1
SUFFIX: Final = ".jsonl"
MAX_BYTES: Final = 512 * 1024 * 1024
"""Ten years of marks on twenty machines take less."""
MAX_HEADER_BYTES: Final = 2_000


class NotAMachine(Exception):
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


class Content(NamedTuple):
    """What could be read of a file."""

    header: Header
    marks: list[Mark]
    unknown: int
    """Lines of a newer version of paperreader."""
    damaged: int
    """Lines that are no marks, the last one included where it is not whole."""
    missing: int
    """Marks that the header announces, and that are not there: the file is still on its way, or was cut."""


def write(path: Path, header: Header, marks: Iterable[Mark], kind: str = MACHINE) -> None:
    """Write the file whole, or not at all. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
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


def read(path: Path, kind: str = MACHINE) -> Content:
    """Read a file of this kind, as far as it is whole. Raises NotAMachine and OSError."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES:
            raise NotAMachine("it is larger than marks can be")
        header = _read_header(file, kind)
        marks: list[Mark] = []
        unknown = damaged = 0
        for line in _lines(file):
            if not line.endswith(b"\n"):
                damaged += 1
                continue
            try:
                found, skipped = from_lines([line])
            except InvalidMarks:
                damaged += 1
            else:
                marks += found
                unknown += skipped
    return Content(header, marks, unknown, damaged, max(0, header.marks - len(marks) - unknown))


def read_header(path: Path, kind: str = MACHINE) -> Header:
    """Read who wrote a file of this kind. Raises NotAMachine and OSError."""
    with path.open("rb") as file:
        return _read_header(file, kind)


def _read_header(file: BinaryIO, kind: str) -> Header:
    line = file.readline(MAX_HEADER_BYTES)
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAMachine("") from None
    if not isinstance(fields, dict) or fields.get("format") not in (MACHINE, GROUP):
        raise NotAMachine("")
    if fields["format"] != kind:
        raise NotAMachine("it is for a group" if kind == MACHINE else "it is for another machine of its user")
    if fields.get("version") != VERSION:
        raise NotAMachine("a newer version of paperreader wrote it")
    try:
        return _header(fields)
    except (ValueError, TypeError, KeyError):
        raise NotAMachine("its first line is damaged") from None


def _header(fields: dict[str, Any]) -> Header:
    written = datetime.fromisoformat(fields["written"])
    device, edition, marks = fields["device"], fields["edition"], fields["marks"]
    if written.tzinfo is None or not (_is_word(device) and _is_word(edition)) or type(marks) is not int:
        raise ValueError
    name = " ".join(clean(str(fields["name"])).split())[:MAX_NAME_CHARS]
    return Header(device, name or device[:8], written, edition, marks)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isalnum() and len(value) <= 64


def _header_line(header: Header, kind: str) -> str:
    fields = {"format": kind, "version": VERSION, **header._asdict(), "written": header.written.isoformat()}
    return json.dumps(fields, ensure_ascii=False)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is too long only what a mark could take."""
    while line := file.readline(MAX_LINE_BYTES):
        yield line
        while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)
