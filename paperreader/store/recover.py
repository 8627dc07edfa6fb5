"""Reading what is left of a damaged store: marks from its bytes, days and papers as far as SQLite still can."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any, Final

from paperreader import mark_fields
from paperreader.models import Day, Mark, Paper, timestamp
from paperreader.store import ingest, saved, text_index
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import FOREIGN_VALUE, StoreError
from paperreader.store.mark_values import from_stored
from paperreader.store.marks import all_marks
from paperreader.store.migrations import VERSION
from paperreader.store.papers import days, entries, linked_of, papers_of
from paperreader.store.scores import heaviest
from paperreader.store.settings import set_setting
from paperreader.store.vectors import VECTORS_MADE
from paperreader.views import DayView

SINCE: Final = re.compile(rb"\x03\x17\x21since([0-9]{4}-[0-9]{2}-[0-9]{2})")
"""The setting `since`, behind the types of its two columns."""
LISTED: Final = "SELECT id FROM listing JOIN paper ON paper.rowid = listing.paper WHERE day = ? ORDER BY position"
HEADER_BYTES: Final = range(4, 30)
"""Sizes that the header of a mark's or a position's record can have."""
PAPERS_PER_READ: Final = 50
TEXT_FIELDS: Final = [field.name for field in mark_fields.MARK_FIELDS if field.type is str]
TEXT_MARKS: Final = """SELECT paper, field, value, at, cause, device FROM mark
WHERE paper = ? AND typeof(value) = 'text'"""
"""A paper's; long ones continue elsewhere in the file."""

OF_DERIVED: Final = ("learned", VECTORS_MADE)
"""Settings about tables that are made again."""

UNREADABLE: Final = (sqlite3.Error, KeyError, *FOREIGN_VALUE)
"""What reading columns of arbitrary content can raise."""


def marks_in(file: Path) -> list[Mark]:
    """Every intact mark in the file, older states of it too: merging keeps the newest.

    They are found by their form, so it does not matter which table, page or header is damaged. Of a long note only the
    beginning lies there: SQLite is asked for such marks, one by one.
    """
    names = "|".join(re.escape(field.name) for field in mark_fields.MARK_FIELDS)
    # the columns lie one behind the other, in any page
    start = re.compile(f"([0-9]{{4}}\\.[0-9]{{4,5}})({names})".encode())
    marks, long = list[Mark](), dict[str, None]()
    with _bytes(file) as data:
        for found in start.finditer(data):
            if mark := _mark(data, found.start()):
                marks.append(mark)
            elif found[2].decode() in TEXT_FIELDS:
                long[found[1].decode()] = None
    return marks + _long_marks(file, long)


def _long_marks(file: Path, papers: Iterable[str]) -> list[Mark]:
    """The marks with texts on these papers, as far as SQLite can read them; none if the file is only a log."""
    try:
        connection = connect(file, write=False)
    except sqlite3.Error:
        return []
    with closing(connection):
        rows = (row for paper in papers for row in _read(connection, TEXT_MARKS, paper))
        return [mark for row in rows if (mark := _mark_of(row))]


def positions_in(file: Path) -> list[tuple[str, str, str]]:
    """Every intact reading position in the file as paper, place and time, older ones too."""
    start = re.compile(rb"[0-9]{4}\.[0-9]{4,5}(?=\{)")  # the place is JSON
    with _bytes(file) as data:
        return [position for found in start.finditer(data) if (position := _position(data, found.start()))]


def since_in(file: Path) -> str | None:
    """The day from which on papers are unread."""
    with _bytes(file) as data:
        found = SINCE.search(data)
        return found[1].decode() if found else None


@contextmanager
def _bytes(file: Path) -> Iterator[bytes | mmap]:
    """The content of a file, however large; ACCESS_READ would share memory, which not every file system does."""
    with file.open("rb") as opened:
        if not file.stat().st_size:
            yield b""
            return
        with mmap(opened.fileno(), 0, access=ACCESS_COPY) as data:
            yield data


def is_readable(path: Path) -> bool:
    """Whether the columns hold what belongs there, which SQLite cannot check."""
    try:
        with closing(connect(path, write=False)) as connection:
            if version_of(connection, path) != VERSION:
                return True  # only the program that made it can tell
            all_marks(connection)
            heaviest(connection, -1)
            for day in days(connection, {}).values():
                papers_of(connection, [entry.id for entry in entries(connection, DayView(day.date))])
            ids = [id for (id,) in connection.execute("SELECT id FROM paper").fetchall()]
            for start in range(0, len(ids), PAPERS_PER_READ):
                papers_of(connection, ids[start : start + PAPERS_PER_READ])
            for id in ids:
                linked_of(connection, id)
    except UNREADABLE:
        return False
    return True


def carry_over(damaged: Path, new: sqlite3.Connection, at: str) -> None:
    """Copy settings, days, papers, texts, discussions, outbox, digests, the user's own papers and saved searches.

    As far as they can be read. Raises what writing raises.
    """
    try:
        old = connect(damaged, write=False)
    except sqlite3.Error:
        return
    with closing(old):
        for name, value in _read(old, "SELECT name, value FROM setting"):
            if name not in OF_DERIVED:
                set_setting(new, name, value)
        visits = list(_read(old, "SELECT view, at, before FROM look"))
        new.executemany("INSERT INTO look (view, at, before) VALUES (?, ?, ?)", visits)
        for day, papers in _days(old):
            fetched = timestamp(day.fetched) if day.fetched else at
            ingest.save_day(new, day.date, papers, complete=day.complete, etag=None, at=fetched)
        here = {id for (id,) in new.execute("SELECT id FROM paper").fetchall()}
        there = [id for (id,) in _read(old, "SELECT id FROM paper")]
        for papers in _papers(old, [id for id in there if id not in here]):
            ingest.save_papers(new, papers, at)
        for table, columns in (("fulltext", 11), ("discussion", 5), ("comment", 14)):
            values = ", ".join("?" * columns)
            new.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({values})", _by_paper(old, table))
        text_index.rebuild(new)
        opened = list(_read(old, "SELECT paper, at FROM opened"))
        new.executemany("INSERT OR IGNORE INTO opened VALUES (?, ?)", opened)
        waiting = list(_read(old, "SELECT kind, argument, since FROM outbox ORDER BY entry"))
        new.executemany("INSERT OR IGNORE INTO outbox (kind, argument, since) VALUES (?, ?, ?)", waiting)
        for table, columns in (("digest", 4), ("sent", 2), ("imported", 7)):
            values = ", ".join("?" * columns)
            new.executemany(
                f"INSERT OR IGNORE INTO {table} VALUES ({values})", list(_read(old, f"SELECT * FROM {table}"))
            )
        named = {name for _, name, *_ in _read(old, "PRAGMA table_info(saved)")}
        kinds = "hides, follows" if "follows" in named else "hides, 0"  # an older version has no follows
        for name, query, hides, follows in _read(
            old, f"SELECT name, query, {kinds} FROM saved ORDER BY position, saved"
        ):
            with suppress(StoreError):
                today = datetime.fromisoformat(at).date()
                saved.save(new, name, query, today, hides=bool(hides), follows=bool(follows))


def _read(old: sqlite3.Connection, sql: str, *values: str) -> Iterator[Any]:
    with suppress(*UNREADABLE):
        yield from old.execute(sql, values)


def _days(old: sqlite3.Connection) -> Iterator[tuple[Day, list[Paper]]]:
    """The days whose papers can all be read."""
    with suppress(*UNREADABLE):
        for day in days(old, {}).values():
            with suppress(*UNREADABLE):
                ids = [id for (id,) in old.execute(LISTED, (day.date.isoformat(),))]  # with those that a rule hides
                found = papers_of(old, ids)
                yield day, [found[id] for id in ids]


def _papers(old: sqlite3.Connection, ids: list[str]) -> Iterator[list[Paper]]:
    """These papers, some at a time, and one by one where some of them cannot be read."""
    for start in range(0, len(ids), PAPERS_PER_READ):
        some = ids[start : start + PAPERS_PER_READ]
        try:
            yield list(papers_of(old, some).values())
        except UNREADABLE:
            for id in some:
                with suppress(*UNREADABLE):
                    yield list(papers_of(old, [id]).values())


def _by_paper(old: sqlite3.Connection, table: str) -> Iterator[Any]:
    """The rows of a table, paper by paper."""
    for (paper,) in list(_read(old, f"SELECT DISTINCT paper FROM {table}")):
        yield from list(_read(old, f"SELECT * FROM {table} WHERE paper = {int(paper)}"))


def _mark(data: bytes | mmap, start: int) -> Mark | None:
    """The mark whose columns begin there; None if it is not one."""
    return next((mark for columns in _records(data, start) if (mark := _mark_of(columns))), None)


def _mark_of(columns: Sequence[Any]) -> Mark | None:
    """The mark with these columns; None if they are not those of one."""
    match columns:
        case [str(paper), str(name), None | 0 | 1 | str() as stored, str(at), cause, str(device), *_]:
            with suppress(*FOREIGN_VALUE):  # what begins like JSON need not be it
                field, value = mark_fields.field_of(name), from_stored(stored)
                whole = field is not None and (value is None or field.accepts(value)) and _is_time(at)
                if whole and (cause is None or isinstance(cause, str)) and f"{cause}{device}".isprintable():
                    return Mark(paper, name, value, at, cause, device)
    return None


def _position(data: bytes | mmap, start: int) -> tuple[str, str, str] | None:
    """The reading position whose columns begin there; None if it is not one."""
    for columns in _records(data, start):
        match columns:
            case [str(paper), str(place), str(at)] if _is_time(at) and _is_json(place):
                return paper, place, at
    return None


def _is_time(text: str) -> bool:
    with suppress(*FOREIGN_VALUE):
        return timestamp(datetime.fromisoformat(text)) == text
    return False


def _is_json(text: str) -> bool:
    with suppress(*FOREIGN_VALUE):
        return isinstance(json.loads(text), dict)
    return False


def _records(data: bytes | mmap, start: int) -> Iterator[list[Any]]:
    """The columns that begin there, for each header before them: its own size, and the type of each column."""
    for size in HEADER_BYTES:
        if start >= size and data[start - size] == size:
            with suppress(ValueError, IndexError):
                yield list(_columns(data, start - size + 1, start))


def _columns(data: bytes | mmap, types: int, start: int) -> Iterator[Any]:
    """The columns of a record in SQLite's file format; raises ValueError if it cannot be one."""
    offset = start
    while types < start:
        type, types = _varint(data, types)
        if type >= 13 and type % 2:
            length = (type - 13) // 2
            yield data[offset : offset + length].decode()
        elif type in (0, 8, 9):
            length = 0
            yield {0: None, 8: 0, 9: 1}[type]
        elif type in (1, 2, 3, 4, 5, 6):
            length = (1, 2, 3, 4, 6, 8)[type - 1]
            yield int.from_bytes(data[offset : offset + length], signed=True)
        else:
            raise ValueError
        offset += length


def _varint(data: bytes | mmap, offset: int) -> tuple[int, int]:
    """Decode an SQLite varint; returns its value and the offset after it."""
    value = 0
    while data[offset] > 0x7F:
        value = value << 7 | data[offset] & 0x7F
        offset += 1
    return value << 7 | data[offset], offset + 1
