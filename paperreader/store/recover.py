"""What can still be read of a damaged store: marks from its bytes, days and papers as far as SQLite goes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final

from paperreader.models import Day, Field, Mark, Paper, moment
from paperreader.store import derived, reading, saved, saving
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import StoreError
from paperreader.store.opening import VERSION

WORDS: Final = re.compile(f"([0-9]{{4}}\\.[0-9]{{4,5}})({'|'.join(Field)})".encode())
"""Where the columns of a mark begin, in any page: they lie one behind the other."""
SINCE: Final = re.compile(rb"\x03\x17\x21since([0-9]{4}-[0-9]{2}-[0-9]{2})")
"""The setting, behind the types of its two columns."""
LISTED: Final = "SELECT id FROM listing JOIN paper ON paper.rowid = listing.paper WHERE day = ? ORDER BY position"
WIDEST_HEADER: Final = 30
AT_ONCE: Final = 50

UNREADABLE: Final = (sqlite3.Error, ValueError, TypeError, KeyError)
"""What comes of reading columns that may hold anything."""


def marks_in(file: Path) -> list[Mark]:
    """Every mark that is whole in the file, older states of it too: a merge knows the newest.

    They are found by their form, so that it is all the same which table, page or header is damaged.
    """
    with _bytes(file) as data:
        return [mark for words in WORDS.finditer(data) if (mark := _mark(data, words))]


def since_in(file: Path) -> str | None:
    """The day from which on papers wait to be read."""
    with _bytes(file) as data:
        found = SINCE.search(data)
        return found[1].decode() if found else None


@contextmanager
def _bytes(file: Path) -> Iterator[bytes | mmap]:
    """All of a file, however large."""
    with file.open("rb") as opened:
        if not file.stat().st_size:
            yield b""
            return
        with mmap(opened.fileno(), 0, access=ACCESS_READ) as data:
            yield data


def is_readable(path: Path) -> bool:
    """Whether what stands in the columns is what belongs there, of which SQLite knows nothing."""
    try:
        with closing(connect(path, write=False)) as connection:
            if version_of(connection, path) != VERSION:
                return True  # read it with the program that made it
            reading.marks(connection)
            for day in reading.days(connection, {}).values():
                reading.papers(connection, [entry.id for entry in reading.entries(connection, day.date)])
            ids = [id for (id,) in connection.execute("SELECT id FROM paper").fetchall()]
            for start in range(0, len(ids), AT_ONCE):
                reading.papers(connection, ids[start : start + AT_ONCE])
    except UNREADABLE:
        return False
    return True


def carry_over(damaged: Path, new: sqlite3.Connection, at: str) -> None:
    """Put settings, days and papers into a new store, as far as they can be read. Raises what writing raises."""
    try:
        old = connect(damaged, write=False)
    except sqlite3.Error:
        return
    with closing(old):
        for name, value in _read(old, "SELECT name, value FROM setting"):
            derived.set_setting(new, name, value)
        looks = list(_read(old, "SELECT view, at, before FROM look"))
        new.executemany("INSERT INTO look (view, at, before) VALUES (?, ?, ?)", looks)
        for day, papers in _days(old):
            fetched = moment(day.fetched) if day.fetched else at
            saving.save_day(new, day.date, papers, complete=day.complete, etag=None, at=fetched)
        here = {id for (id,) in new.execute("SELECT id FROM paper").fetchall()}
        there = [id for (id,) in _read(old, "SELECT id FROM paper")]
        for papers in _papers(old, [id for id in there if id not in here]):
            saving.save_papers(new, papers, at)
        for name, query, hides in _read(old, "SELECT name, query, hides FROM saved ORDER BY position, saved"):
            with suppress(StoreError):
                saved.keep(new, name, query, datetime.fromisoformat(at).date(), hides=bool(hides))


def _read(old: sqlite3.Connection, sql: str) -> Iterator[Any]:
    with suppress(*UNREADABLE):
        yield from old.execute(sql)


def _days(old: sqlite3.Connection) -> Iterator[tuple[Day, list[Paper]]]:
    """The days that are whole."""
    with suppress(*UNREADABLE):
        for day in reading.days(old, {}).values():
            with suppress(*UNREADABLE):
                ids = [id for (id,) in old.execute(LISTED, (day.date.isoformat(),))]  # what a rule hides, too
                found = reading.papers(old, ids)
                yield day, [found[id] for id in ids]


def _papers(old: sqlite3.Connection, ids: list[str]) -> Iterator[list[Paper]]:
    """These papers, some at a time, and one by one where some of them cannot be read."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        try:
            yield list(reading.papers(old, some).values())
        except UNREADABLE:
            for id in some:
                with suppress(*UNREADABLE):
                    yield list(reading.papers(old, [id]).values())


def _mark(data: bytes | mmap, words: re.Match[bytes]) -> Mark | None:
    start = words.start()
    for width in range(7, WIDEST_HEADER):  # before the columns: how wide this is, and the type of each
        if start < width or data[start - width] != width:
            continue
        with suppress(ValueError, IndexError):
            match list(_columns(data, start - width + 1, start)):
                case [str(paper), str(field), None | 0 | 1 as value, str(at), cause, str(device), *_]:
                    whole = (paper + field).encode() == words[0] and moment(datetime.fromisoformat(at)) == at
                    if whole and (cause is None or isinstance(cause, str)) and f"{cause}{device}".isprintable():
                        return Mark(paper, field, None if value is None else bool(value), at, cause, device)
    return None


def _columns(data: bytes | mmap, types: int, start: int) -> Iterator[Any]:
    """The columns of a record, by SQLite's file format; ValueError where it cannot be one."""
    place = start
    while types < start:
        type, types = _varint(data, types)
        if type >= 13 and type % 2:
            length = (type - 13) // 2
            yield data[place : place + length].decode()
        elif type in (0, 8, 9):
            length = 0
            yield {0: None, 8: 0, 9: 1}[type]
        elif type in (1, 2, 3, 4, 5, 6):
            length = (1, 2, 3, 4, 6, 8)[type - 1]
            yield int.from_bytes(data[place : place + length], signed=True)
        else:
            raise ValueError
        place += length


def _varint(data: bytes | mmap, place: int) -> tuple[int, int]:
    """A number of several sevens of bits, and where the next thing stands."""
    value = 0
    while data[place] > 0x7F:
        value = value << 7 | data[place] & 0x7F
        place += 1
    return value << 7 | data[place], place + 1
