"""Texts, positions and the outbox when programs are killed, files damaged, stores copied and migrated."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store, StoreError, text_index
from paperreader.store.backup import back_up
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS, VERSION
from paperreader.store.open import create
from paperreader.store.restore import restore
from paperreader.views import Search
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, child, ids, rows
from tests.texts import a_text, long_text

PAGE = 4096


def id_of(number: int) -> str:
    return f"2607.{number:05d}"


def save(store: Store, number: int, words: str) -> None:
    store.texts.save(id_of(number), b"<p>", a_text(words), converter=1, etag=None, modified=None).result()


def found(store: Store, query: str) -> list[int]:
    return ids(store.searches.find(Search(query)).result())


@pytest.fixture
def filled(path: Path, clock: Clock) -> Path:
    """Six papers, five texts of several pages, a position in each, and an outbox."""
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(6)], complete=True).result()
        for number in range(5):
            text = long_text(number, 20_000, phrase=f"unique{number} words")
            store.texts.save(id_of(number), b"<p>", text, converter=1, etag=None, modified=None).result()
            store.texts.save_position(id_of(number), f'{{"block": {number}}}').result()
        clock.tick(1)
        store.texts.save_position(id_of(0), '{"block": 7, "words": "Ünïcode “quotes”"}').result()
        store.texts.save_missing(id_of(5), "none").result()
        store.outbox.add("pdf", id_of(1)).result()
        store.outbox.add("search", "flow matching").result()
    return path


def assert_all_is_there(store: Store) -> None:
    for number in range(5):
        stored = store.texts.get(id_of(number))
        assert stored is not None
        assert stored.text == long_text(number, 20_000, phrase=f"unique{number} words")
        assert found(store, f'text:"unique{number} words"') == [number]
    assert_positions(store)
    missing = store.texts.missing(id_of(5))
    assert missing is not None
    assert [(entry.kind, entry.argument) for entry in store.outbox.entries()] == [
        ("pdf", id_of(1)),
        ("search", "flow matching"),
    ]


def assert_positions(store: Store) -> None:
    assert store.texts.position(id_of(0)) == '{"block": 7, "words": "Ünïcode “quotes”"}'
    assert [store.texts.position(id_of(n)) for n in range(1, 5)] == [f'{{"block": {n}}}' for n in range(1, 5)]


def spoil(path: Path, spared: Callable[[bytes], bool]) -> None:
    """Noise in all pages but those."""
    noise = random.Random(8)
    data = bytearray(path.read_bytes())
    for start in range(0, len(data), PAGE):
        if not spared(bytes(data[start : start + PAGE])):
            data[start : start + PAGE] = noise.randbytes(PAGE)
    path.write_bytes(data)


def test_positions_are_found_when_nothing_else_can_be_read(filled: Path, clock: Clock) -> None:
    spoil(filled, lambda page: b'{"block"' in page)
    with closing(Store(filled, now=clock)) as store:
        assert "could be recovered into a new one" in str(store.repaired)
        assert_positions(store)


def test_a_repair_carries_texts_over(filled: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(filled)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sample'").fetchone()
    data = bytearray(filled.read_bytes())
    data[(root - 1) * PAGE : root * PAGE] = b"\x55" * PAGE
    filled.write_bytes(data)
    filled.with_name(f"{filled.name}.damaged").touch()
    with closing(Store(filled, now=clock)) as store:
        assert "could be recovered into a new one" in str(store.repaired)
        assert_all_is_there(store)
    with closing(sqlite3.connect(filled)) as db:
        assert text_index.are_intact(db)


def test_a_repair_drops_only_texts_that_are_damaged(filled: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(filled)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sample'").fetchone()
        db.execute("UPDATE fulltext SET content = zeroblob(length(content)) WHERE paper = 260700002")
        db.commit()
    data = bytearray(filled.read_bytes())
    data[(root - 1) * PAGE : root * PAGE] = b"\x55" * PAGE
    filled.write_bytes(data)
    filled.with_name(f"{filled.name}.damaged").touch()
    with closing(Store(filled, now=clock)) as store:
        assert store.texts.stored(map(id_of, range(6))) == {id_of(n) for n in (0, 1, 3, 4)}
        assert found(store, "text:words") == [4, 3, 1, 0]
        assert_positions(store)


@pytest.mark.parametrize("index", ["fulltext_words", "fulltext_exact"])
def test_an_index_that_cannot_be_read_is_made_again(filled: Path, clock: Clock, index: str) -> None:
    with closing(sqlite3.connect(filled)) as db:
        if not text_index.is_intact(db, index):
            pytest.skip("this SQLite cannot check an index without content")
        db.execute(f"UPDATE {index}_data SET block = x'0102' WHERE id > 10")
        db.commit()
    query = 'text:"unique1 words"' if index == "fulltext_exact" else "text:unique1"
    with (
        closing(Store(filled, now=clock)) as store,
        pytest.raises(StoreError, match="is damaged: it cannot be searched"),
    ):
        found(store, query)
    with closing(Store(filled, now=clock)) as store:
        assert store.repaired == "The search index was damaged and has been rebuilt."
        assert_all_is_there(store)


SAVE_FOR_EVER = """
from tests.texts import a_text
store = Store(path, now=now)
say("ready")
for round in range(10**9):
    for n in range(5):
        text = a_text(f"round{round} " + " ".join(f"word{n}x{i}" for i in range(3000)))
        store.texts.save(f"2607.{n:05d}", b"<p>" * 9999, text, converter=round, etag=None, modified=None).result()
        say("saved")
"""


def test_a_kill_in_the_middle_of_a_save_leaves_the_text_before_or_after(path: Path, clock: Clock, long: bool) -> None:
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_papers([a_paper(n) for n in range(5)]).result()
    chance = random.Random(9)
    for _ in range(20 if long else 3):
        program = child(SAVE_FOR_EVER, path)
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        for _ in range(chance.randint(1, 12)):
            assert program.stdout.readline() == "saved\n"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(chance.random() / 20)
        program.kill()
        program.communicate()
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        with closing(Store(path, now=clock)) as store:
            assert store.repaired is None
            stored = {n: text for n in range(5) if (text := store.texts.get(id_of(n)))}
            assert stored
            for number, text in stored.items():
                assert number in found(store, f"text:round{text.converter} text:word{number}x2999")
        with closing(sqlite3.connect(path)) as db:
            assert text_index.are_intact(db)
            (indexed,) = db.execute("SELECT count(*) FROM fulltext_words_docsize").fetchone()
            assert indexed == len(stored)


def test_a_backup_has_texts_positions_and_the_outbox(filled: Path, clock: Clock, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(filled, copy)
    with closing(Store(filled, now=clock)) as store:
        save(store, 3, "something else")
        store.texts.save_position(id_of(3), "{}").result()
    restore(filled, copy, now=clock)
    with closing(Store(filled, now=clock)) as store:
        assert_all_is_there(store)


def test_another_program_sees_a_text_at_once(path: Path, clock: Clock) -> None:
    with closing(Store(path, now=clock)) as reader, closing(Store(path, now=clock)) as worker:
        worker.ingest.save_papers([a_paper(1)]).result()
        assert reader.changed()
        save(worker, 1, "words")
        assert reader.changed()
        assert reader.texts.stored([id_of(1)]) == {id_of(1)}
        assert [entry.has_text for entry in reader.papers.entries_of([id_of(1)])] == [True]
        assert found(reader, "text:word") == [1]


def test_a_store_of_the_version_before_keeps_what_it_has(path: Path, clock: Clock) -> None:
    """Its content is written by the program of today, into the tables of that version."""
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(3)], complete=True).result()
        store.marks.set(STARRED, True, [id_of(1)], Cause.BY_HAND).result()
        store.searches.save("mine", "title:paper").result()
        marks = [mark for mark in store.marks.all() if mark.field == STARRED]
    old = path.with_name("old.db")
    create(old)
    migrate(old, MIGRATIONS[:7])
    with closing(sqlite3.connect(old)) as db:
        db.execute("ATTACH ? AS new", (str(path),))
        for table in [
            "paper",
            "day",
            "listing",
            "mark",
            "step",
            "change",
            "sample",
            "setting",
            "state",
            "saved",
            "member",
        ]:
            db.execute(f"DELETE FROM main.{table}")
            columns = ", ".join(name for _, name, *_ in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        db.execute("DELETE FROM mark WHERE field <> ?", (STARRED,))  # saved searches were none then
        assert db.execute("PRAGMA user_version").fetchone() == (7,)
        db.commit()
    with closing(Store(old, now=clock)) as store:
        assert rows(old, "PRAGMA user_version") == [(VERSION,)]
        assert [mark for mark in store.marks.all() if mark.field == STARRED] == marks
        assert found(store, "paper") == [2, 1, 0]
        assert [search.name for search in store.searches.saved()] == ["mine"]
        assert not any(entry.has_text for entry in store.papers.entries_of([id_of(n) for n in range(3)]))
        save(store, 2, "a rotary embedding")
        assert found(store, 'text:"rotary embedding"') == [2]
    assert rows(old.with_name("old.db.version-7"), "SELECT count(*) FROM paper") == [(3,)]
