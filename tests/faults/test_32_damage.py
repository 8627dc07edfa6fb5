"""32 a damaged store"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.mark_fields import ALL_PAPERS, READ, STARRED
from paperreader.models import Cause, Mark
from paperreader.store import Store, StoreError, migrations, open, recover
from paperreader.store.backup import back_up
from paperreader.store.lock import StoreLock
from paperreader.store.repair import repair
from paperreader.store.restore import restore
from paperreader.views import Collection, DayView, Search
from tests.conftest import FRIDAY, THURSDAY, Clock
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, week, with_config
from tests.stores import a_paper, assert_counts_hold, child, output, rows
from tests.tui.conftest import at_rest

PAPERS = 300
MARKED = [f"2607.{n:05d}" for n in range(0, PAPERS, 3)]
PAGE = 4096
ASIDE = "paperreader.db.corrupt-2026-07-31"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "paperreader.db"


@pytest.fixture
def marks(path: Path, clock: Clock) -> list[Mark]:
    """Those of a store with two days of papers, which is closed again."""
    with closing(Store(path, now=clock)) as store:
        store.settings.set("since", FRIDAY.isoformat()).result()
        store.settings.set("theme", "nord").result()
        texts = {"abstract": "We show. " * 150, "abstract_raw": "We show. " * 150}
        for day, first in ((THURSDAY, 0), (FRIDAY, PAPERS // 2)):
            papers = [a_paper(n, **texts) for n in range(first, first + PAPERS // 2)]
            store.ingest.save_day(day, papers, complete=True).result()
        store.marks.set(STARRED, True, MARKED, Cause.BY_HAND).result()
        clock.tick(1)
        store.marks.set(READ, True, MARKED[::2], Cause.BULK).result()
        store.marks.undo().result()
        store.marks.set(READ, False, [MARKED[0], "2608.00001"], Cause.BY_HAND).result()
        return store.marks.all()


def pages_with(path: Path, what: bytes) -> set[int]:
    data = path.read_bytes()
    return {number for number in range(len(data) // PAGE) if what in data[number * PAGE : (number + 1) * PAGE]}


def spoil(path: Path, pages: set[int]) -> None:
    noise = random.Random(32)
    with path.open("r+b") as file:
        for number in pages:
            file.seek(number * PAGE)
            file.write(noise.randbytes(PAGE))


def spoil_all(path: Path, store: Store) -> None:
    """Nothing but the first page can be read any more, from now on."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spoil(path, set(range(1, path.stat().st_size // PAGE)))
    store._database._connection.execute("PRAGMA shrink_memory")


def beside(path: Path) -> list[str]:
    own = {path.name + end for end in ("", "-wal", "-shm", ".open", ".lock")}
    return sorted(file.name for file in path.parent.iterdir() if file.name not in own)


def assert_whole(path: Path) -> None:
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert_counts_hold(path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"not a database, but longer than a header " * 400, b"\0" * 8192, b"x"])
def test_fault_32_what_is_no_database_is_set_aside(path: Path, clock: Clock, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with closing(Store(path, now=clock)) as store:
        assert store.repaired == (
            "The store was damaged: 0 papers and 0 marks could be recovered into a new one."
            f" The damaged file is kept as {ASIDE}."
        )
        assert store.read_only is None
        store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
    assert path.with_name(ASIDE).read_bytes() == content
    assert beside(path) == [ASIDE]
    with closing(Store(path, now=clock)) as again:
        assert again.repaired is None
        assert len(again.marks.all()) == 1


def test_fault_32_every_mark_is_carried_over_when_nothing_else_can_be_read(
    path: Path, marks: list[Mark], clock: Clock
) -> None:
    everything = set(range(path.stat().st_size // PAGE))
    kept = [pages_with(path, words) for words in (b"read20", b"starred20", b"since20")]
    spoil(path, everything.difference(*kept))
    damaged = path.read_bytes()
    with closing(Store(path, now=clock)) as store:
        assert f"0 papers and {len(MARKED) + 2} marks" in str(store.repaired)
        assert store.marks.all() == marks
        assert store.settings.get("since") == FRIDAY.isoformat()
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(PAPERS)], complete=True).result()
        assert sum(entry.starred for entry in store.papers.entries(DayView(FRIDAY))) == len(MARKED)
    assert_whole(path)
    assert path.with_name(ASIDE).read_bytes() == damaged


@pytest.mark.parametrize("seed", range(6))
def test_fault_32_what_else_can_be_read_is_carried_over(path: Path, marks: list[Mark], clock: Clock, seed: int) -> None:
    with closing(Store(path, now=clock)) as store:
        store.searches.save("none", "show", hides=True).result()
        store.searches.save("mine", "title:paper").result()
    of_papers = pages_with(path, b"We show.") - pages_with(path, b"starred20")
    spoil(path, set(random.Random(seed).sample(sorted(of_papers), 4)))
    with closing(Store(path, now=clock)) as store:
        if store.repaired is None:  # no page that a start reads: whoever reads on finds it
            with pytest.raises(StoreError, match="is damaged"):
                [list(store.papers.with_entries(view)) for view in map(DayView, (FRIDAY, THURSDAY))]
            assert path.with_name(f"{path.name}.damaged").exists()
    with closing(Store(path, now=clock)) as store:
        assert [mark for mark in store.marks.all() if mark.paper != ALL_PAPERS] == marks
        assert store.settings.get("theme") == "nord"
        assert [(search.name, search.hides) for search in store.searches.saved()] == [("none", True), ("mine", False)]
        shown = [entry for day in store.papers.days() for entry in store.papers.entries(DayView(day.date))]
        assert all(entry.starred for entry in shown)
        store.searches.delete("none").result()
        papers = {entry.id for day in store.papers.days() for entry in store.papers.entries(DayView(day.date))}
        (known,) = rows(path, "SELECT count(*) FROM paper")[0]
        assert known >= PAPERS - 4 * 4
        assert len(papers) <= known
    assert_whole(path)
    assert beside(path) == [ASIDE]


def test_fault_32_a_header_of_garbage_loses_nothing_but_papers(path: Path, marks: list[Mark], clock: Clock) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(100))
    with closing(Store(path, now=clock)) as store:
        assert store.repaired
        assert store.marks.all() == marks
        assert store.settings.get("since") == FRIDAY.isoformat()


@pytest.mark.parametrize(
    ("column", "value"),
    [("abstract", b"\xff\xfe"), ("keywords", b"{["), ("published", b"2026-99-99"), ("title", b"\x80")],
)
def test_fault_32_a_bit_that_flips_in_a_text_costs_that_paper(
    path: Path, marks: list[Mark], clock: Clock, column: str, value: bytes
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE paper SET {column} = CAST(? AS TEXT) WHERE id = '2607.00007'", (value,))
        connection.commit()
    with closing(Store(path, now=clock)) as store:
        assert store.repaired is None
        with pytest.raises(StoreError, match="is damaged: it cannot be read now"):
            list(store.papers.with_entries(DayView(THURSDAY)))
    with closing(Store(path, now=clock)) as store:
        assert f"{PAPERS - 1} papers and" in str(store.repaired)
        assert store.marks.all() == marks
        assert [day.date for day in store.papers.days()] == [FRIDAY], "the other one is fetched anew"
    assert_whole(path)


async def test_fault_32_what_another_program_put_in_the_place_of_a_text_costs_that_paper(
    path: Path, marks: list[Mark], clock: Clock, open_reader: Any
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE paper SET upvotes = 'many' WHERE id = '2607.00008'")
        connection.execute("UPDATE paper SET title = x'ff00ff' WHERE id = '2607.00007'")
        connection.commit()
    with closing(Store(path, now=clock)) as store:
        async with open_reader(store, start=THURSDAY) as user:
            assert "is damaged: it cannot be read now" in user.toasts[-1]
            await user.press("j", "[", "j")
            assert not user.left
    with closing(Store(path, now=clock)) as store:
        assert f"{PAPERS - 1} papers and" in str(store.repaired)
        assert store.marks.all() == marks
        [entry] = store.papers.entries_of(["2607.00008"])
        assert entry.upvotes == 0


def killed_after(path: Path, *marked: str) -> None:
    """A program that marks and is killed, so that the marks stand in the WAL alone."""
    code = """
store = Store(path, now=now)
store.marks.set(STARRED, True, sys.argv[2:], Cause.BY_HAND).result()
say("marked")
sys.stdin.read()
"""
    process = child(code, path, *marked, stdin=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == "marked\n"
    process.kill()
    process.communicate()


def test_fault_32_a_wal_without_its_head_gives_its_marks(path: Path, marks: list[Mark], clock: Clock) -> None:
    killed_after(path, "2608.00007", "2608.00008")
    wal = path.with_name(f"{path.name}-wal")
    with wal.open("r+b") as file:
        file.write(os.urandom(32))
    garbage = wal.read_bytes()
    with closing(Store(path, now=clock)) as store:
        assert store.repaired == (
            "The last changes to the store were damaged: 2 marks could be recovered."
            f" The damaged file is kept as {ASIDE}-wal."
        )
        assert [mark.paper for mark in store.marks.all() if mark not in marks] == ["2608.00007", "2608.00008"]
        assert len(store.papers.entries(DayView(FRIDAY))) == PAPERS // 2
    assert_whole(path)
    assert path.with_name(f"{ASIDE}-wal").read_bytes() == garbage
    with closing(Store(path, now=clock)) as store:
        assert store.repaired is None


def test_fault_32_a_wal_of_garbage_is_set_aside(path: Path, marks: list[Mark], clock: Clock) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"garbage " * 5000)
    with closing(Store(path, now=clock)) as store:
        assert "0 marks could be recovered" in str(store.repaired)
        assert store.marks.all() == marks
    assert beside(path) == [f"{ASIDE}-wal"]


def test_fault_32_marks_that_stand_in_the_wal_alone_are_carried_over(
    path: Path, marks: list[Mark], clock: Clock
) -> None:
    killed_after(path, "2608.00007")
    spoil(path, {0, 1, 2})
    lock = StoreLock(path)
    assert repair(path, lock, clock, lambda: None)  # a start would first have SQLite put the WAL into the file
    lock.release()
    with closing(Store(path, now=clock)) as store:
        assert [mark.paper for mark in store.marks.all() if mark not in marks] == ["2608.00007"]
    assert beside(path) == [ASIDE, f"{ASIDE}-wal"]


def test_fault_32_a_kill_while_it_is_mended_loses_no_mark(path: Path, marks: list[Mark], clock: Clock) -> None:
    killed_after(path, "2608.00007")
    spoil(path, {0})
    code = """
import signal
from paperreader.store.lock import StoreLock
from paperreader.store.repair import repair
steps = int(sys.argv[2])
def counted(act):
    def step(*args, **more):
        global steps
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*args, **more)
    return step
os.link = counted(os.link)
Path.unlink, Path.replace = counted(Path.unlink), counted(Path.replace)
repair(path, StoreLock(path), now, lambda: None)
say("done")
"""
    spoilt = path.parent.with_name("spoilt")
    shutil.copytree(path.parent, spoilt)
    for steps in range(20):
        killed = child(code, path, steps)
        said, _ = killed.communicate(timeout=60)
        with closing(Store(path, now=clock)) as store:
            assert [mark.paper for mark in store.marks.all() if mark not in marks] == ["2608.00007"]
        if said == "done\n":
            break
        shutil.rmtree(path.parent)
        shutil.copytree(spoilt, path.parent)
    else:
        pytest.fail("it was never done")
    assert steps > 3


def test_fault_32_eight_starts_at_once_mend_it_once(path: Path, marks: list[Mark]) -> None:
    spoil(path, {0})
    code = """
store = Store(path, now=now)
store.marks.set(READ, True, [f"2609.{int(sys.argv[2]):05d}"], Cause.BY_HAND).result()
say(bool(store.repaired))
assert store.close()
"""
    said = [output(start) for start in [child(code, path, n) for n in range(8)]]
    assert sorted(said) == ["False"] * 7 + ["True"]
    assert len(beside(path)) == 1
    assert rows(path, "SELECT count(*) FROM mark") == [(len(marks) + 8,)]
    assert_whole(path)


def test_fault_32_what_somebody_has_open_is_not_touched(
    path: Path, marks: list[Mark], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open, "REPAIR_WAIT_S", 0.2)
    with closing(Store(path, now=clock)) as running:
        spoil(path, {0})
        damaged = path.read_bytes()
        with pytest.raises(StoreError, match="quit the other paperreader"):
            Store(path, now=clock)
        assert path.read_bytes() == damaged
        assert running.papers.totals().starred == len(MARKED)
    assert beside(path) == []
    with closing(Store(path, now=clock)) as store:
        assert store.marks.all() == marks


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as later:
        later.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")


def nothing_wrong(path: Path) -> None:
    pass


@pytest.mark.parametrize("change", [of_another_program, newer, nothing_wrong])
def test_fault_32_what_is_not_damaged_stays(
    path: Path, marks: list[Mark], clock: Clock, change: Callable[[Path], None]
) -> None:
    change(path)
    path.with_name(f"{path.name}.damaged").touch()  # somebody thought so
    inode = path.stat().st_ino
    with suppress(StoreError), closing(Store(path, now=clock)) as store:
        assert store.repaired is None
    assert path.stat().st_ino == inode
    assert [name for name in beside(path) if "corrupt" in name] == []


def test_fault_32_a_locked_store_stays(path: Path, marks: list[Mark], clock: Clock) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with closing(Store(path, now=clock)) as store:
            assert store.repaired is None
            assert store.marks.all() == marks
    assert beside(path) == []


@pytest.mark.parametrize("content", [b"a shopping list\n" * 100, b"x"])
def test_fault_32_another_file_that_is_named_as_the_store_is_left_alone(
    tmp_path: Path, clock: Clock, content: bytes
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="not a paperreader store"):
            Store(notes, now=clock, read_only=read_only)
    assert notes.read_bytes() == content
    assert list(tmp_path.iterdir()) == [notes]


def test_fault_32_what_only_reads_says_so_and_moves_nothing(path: Path, marks: list[Mark], clock: Clock) -> None:
    spoil(path, {0})
    with pytest.raises(StoreError, match="recovers what can be read"):
        Store(path, now=clock, read_only=True)
    assert beside(path) == []


def test_fault_32_a_copy_is_restored_over_a_damaged_store(
    path: Path, marks: list[Mark], clock: Clock, tmp_path: Path
) -> None:
    back_up(path, tmp_path / "copy.db")
    spoil(path, {0, 5})
    damaged = path.read_bytes()
    contents, kept = restore(path, tmp_path / "copy.db", now=clock)
    assert contents.papers == PAPERS
    assert kept == path.with_name(ASIDE)
    assert kept.read_bytes() == damaged
    with closing(Store(path, now=clock)) as store:
        assert store.repaired is None
        assert store.marks.all() == marks
    assert_whole(path)


async def test_fault_32_the_person_is_told_once(path: Path, marks: list[Mark], clock: Clock, open_reader: Any) -> None:
    spoil(path, {0})
    for times in (1, 0):
        store = Store(path, now=clock)
        async with open_reader(store, hint=True) as user:
            assert sum(ASIDE in toast for toast in user.toasts) == times
        store.close()


@pytest.mark.parametrize("name", ["newest", "first", "trending_at", "since", "wait_until"])
async def test_fault_32_a_setting_that_is_no_date_is_as_good_as_none(
    store: Store, open_reader: Any, week_hub: HubServer, name: str
) -> None:
    fill(store, week())
    store.settings.set(name, "garbage").result()
    assert (store.settings.get_date(name), store.settings.get_time(name)) == (None, None)
    async with open_reader(store, hub=week_hub.url) as user:
        await at_rest(user)
        await user.press("w", "]", "1", "g")
        user.session.go(Collection.TRENDING)
        await user.press("r")
        await at_rest(user)
        assert not user.left
        assert user.session.sync.trouble == ""


async def test_fault_32_what_a_key_cannot_read_is_told_once_and_ends_nothing(
    path: Path, store: Store, open_reader: Any
) -> None:
    fill(store, {THU: papers(THU, 60), WED: papers(WED, 200)})
    async with open_reader(store, config=with_config(browser=("true",))) as user:
        at = user.at
        spoil_all(path, store)
        for key in ("y", "Y", "o", "O", "C", "s", "w", "]", "r", "A"):
            await user.press(key, "escape")
        await user.press("slash", *"flow", "ctrl+o", "escape")
        await user.until(lambda: user.session.searcher.running is None)
        user.app.reader._poll()
        user.app.reader._poll()
        assert not user.left
        assert (user.view, user.at) == (THU, at)
        said = [toast for toast in user.toasts if "it cannot be read now" in toast]
        assert len(said) == 1


async def test_fault_32_undo_says_why_it_cannot(path: Path, store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        await user.press("u")
        spoil_all(path, store)
        await user.press("U")
        await user.until(lambda: user.toasts and "is damaged: this was not saved" in user.toasts[-1])


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=100)


@given(
    data=st.lists(
        st.tuples(
            st.from_regex(r"[0-9]{4}\.[0-9]{4,5}", fullmatch=True),
            st.sampled_from(["read", "starred", "copied", "text", "lingered", "looked-again", "tag:text"]),
            st.sampled_from([None, False, True]),
            st.none() | words,
            words,
        ),
        max_size=30,
        unique_by=lambda mark: mark[:2],
    )
)
@settings(max_examples=40, deadline=None)
def test_fault_32_every_mark_is_found_in_the_bytes(tmp_path_factory: pytest.TempPathFactory, data: list[tuple]) -> None:
    path = tmp_path_factory.mktemp("bytes") / "paperreader.db"
    at = "2026-07-31T12:00:00.000000Z"
    marks = {Mark(paper, field, value, at, cause, device) for paper, field, value, cause, device in data}
    with closing(Store(path, now=lambda: datetime.fromisoformat(at))) as store:
        store.marks.merge(marks).result()
        assert set(store.marks.all()) == marks
    assert set(recover.marks_in(path)) == marks


def test_fault_32_an_index_that_cannot_be_searched_is_made_anew(path: Path, marks: list[Mark], clock: Clock) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE search_data SET block = x'0102' WHERE id > 10")
        connection.commit()
    with closing(Store(path, now=clock)) as store:
        assert store.repaired is None  # SQLite does not look into it
        with pytest.raises(StoreError, match="is damaged: it cannot be searched"):
            store.searches.find(Search("paper")).result()
    with closing(Store(path, now=clock)) as store:
        assert store.repaired == "The search index was damaged and has been rebuilt."
        assert store.marks.all() == marks
        assert len(store.searches.find(Search("paper")).result()) == PAPERS
    assert beside(path) == []
