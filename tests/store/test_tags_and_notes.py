"""Tags and notes in the store: what lists and searches know of them, whatever becomes of the file."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.mark_fields import NOTE, READ, STARRED
from paperreader.marks_file import from_lines, to_line
from paperreader.models import Cause, Mark, MarkChange, timestamp
from paperreader.notes import MAX_NOTE_BYTES, note_text, shown_lines
from paperreader.store import Store, corruption, recover
from paperreader.store.backup import back_up
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS, tags_and_notes
from paperreader.store.open import create
from paperreader.views import DayView, Search
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, rows

PAPERS = [f"2607.{n:05d}" for n in range(8)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paperreader.db"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(path, now=clock)
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(6)], complete=True).result()
    yield store
    store.close()


def tag(store: Store, name: str, *numbers: int, on: bool = True) -> None:
    store.marks.set(f"tag:{name}", on, [PAPERS[n] for n in numbers], Cause.BY_HAND).result()


def write(store: Store, number: int, text: str) -> None:
    store.marks.set(NOTE, text, [PAPERS[number]], Cause.BY_HAND).result()


def found(store: Store, query: str, *, growing: bool = False) -> list[int]:
    return sorted(int(entry.id[-1]) for entry in store.papers.entries(Search(query, growing=growing)))


def test_a_list_knows_the_tags_and_that_there_is_a_note(store: Store) -> None:
    tag(store, "vision", 1, 2)
    tag(store, "to-cite", 2, 7)
    write(store, 3, "Look")
    write(store, 4, "")
    entries = {int(entry.id[-1]): entry for entry in store.papers.entries(DayView(FRIDAY))}
    assert {n: entry.tags for n, entry in entries.items() if entry.tags} == {1: ("vision",), 2: ("to-cite", "vision")}
    assert [n for n, entry in entries.items() if entry.has_note] == [3]
    assert store.papers.tags() == {"to-cite": 1, "vision": 2}, "not of papers that no list can show"
    tag(store, "vision", 1, on=False)
    assert store.papers.tags() == {"to-cite": 1, "vision": 1}
    store.searches.save("rule", "title:2607", hides=True).result()


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("tag:to-cite", [1, 2]),
        ("tag:TO-CITE", [1, 2]),
        ("tag:#to-cite", [1, 2]),
        ("tag:to", []),
        ("tag:to*", [1, 2, 3]),
        ("-tag:to-cite", [0, 3, 4, 5]),
        ("tag:to-cite tag:vision", [2]),
        ("tag:to-cite OR tag:café", [1, 2, 4]),
        ("tag:cafe", [4]),
        ('tag:"cafe"', []),
        ("tag:any", [1, 2, 3, 4]),
        ("tag:none", [0, 5]),
        ("-tag:none", [1, 2, 3, 4]),
        ("has:tag", [1, 2, 3, 4]),
        ("has:note", [0, 2]),
        ("-has:note", [1, 3, 4, 5]),
        ("note:transformer", [0]),
        ("note:TRANSFORM", [0]),
        ("note:transf*", [0]),
        ('note:"two words"', [2]),
        ('note:"words two"', []),
        ('note:"gamma looms"', [2]),
        ("note:flosse", [0]),
        ("-note:transformer", [1, 2, 3, 4, 5]),
        ("note:transformer OR tag:vision", [0, 2]),
        ("transformers", []),
    ],
)
def test_searches_find_them(store: Store, query: str, papers: list[int]) -> None:
    tag(store, "to-cite", 1, 2)
    tag(store, "to-read", 3)
    tag(store, "vision", 2)
    tag(store, "café", 4)
    write(store, 0, "Transformers without\nFlöße")
    write(store, 2, "- has two words\n- and γ-looms")
    write(store, 5, "gone")
    write(store, 5, "")
    assert found(store, query) == papers


def test_a_tag_that_is_being_typed_finds_what_it_may_become(store: Store) -> None:
    tag(store, "to-cite", 1)
    tag(store, "vision", 2)
    assert [found(store, text, growing=True) for text in ("tag:t", "tag:to-ci", "tag:v", "tag:x")] == [
        [1],
        [1],
        [2],
        [],
    ]
    assert found(store, "tag:", growing=True) == [0, 1, 2, 3, 4, 5]


def test_matches_in_a_note_are_where_the_page_shows_them(store: Store) -> None:
    text = "\tfirst  line\n  Flöße of looms"
    write(store, 1, text)
    shown = "\n".join(shown_lines(text))
    matches = store.searches.matches(Search("note:loom note:flosse"), PAPERS[1]).result()
    assert [shown[start:end] for start, end in matches["note"]] == ["Flöße", "looms"]


def test_saved_searches_count_by_tags_as_they_are_now(store: Store) -> None:
    store.searches.save("mine", "tag:mine").result()
    assert [search.count for search in store.searches.saved()] == [0]
    tag(store, "mine", 1, 2)
    assert [search.count for search in store.searches.saved()] == [2]
    with pytest.raises(Exception, match="not by marks"):
        store.searches.save("rule", "note:boring", hides=True).result()


def test_changes_of_several_fields_are_one_step(store: Store) -> None:
    changes = [
        MarkChange("tag:a", True, PAPERS[:3]),
        MarkChange(STARRED, True, PAPERS[:1]),
        MarkChange(READ, True, []),
        MarkChange(NOTE, "n", PAPERS[1:2]),
    ]
    assert store.marks.apply(changes, Cause.BY_HAND).result() == 5
    step = store.marks.next_step(redo=False)
    assert step is not None
    assert (step.field, step.papers, step.others) == ("tag:a", 3, ((STARRED, True), (NOTE, "n")))
    tag(store, "a", 0, on=False)
    store.marks.undo().result()
    write(store, 1, "changed since")
    tag(store, "a", 2, on=False)
    for _ in range(2):
        store.marks.undo().result()
    undone = store.marks.undo().result()
    assert undone is not None
    assert (undone.papers, undone.skipped) == (tuple(PAPERS[:3]), 0)
    assert store.papers.tags() == {}
    redone = store.marks.redo().result()
    assert redone is not None
    assert (redone.papers, store.papers.tags(), store.papers.note(PAPERS[1]).text) == (tuple(PAPERS[:3]), {"a": 3}, "n")


def test_a_step_that_can_be_undone_in_part_names_the_papers_once(store: Store) -> None:
    store.marks.apply([MarkChange("tag:a", True, PAPERS[:2]), MarkChange("tag:b", True, PAPERS[:2])], Cause.BY_HAND)
    theirs = timestamp(store.marks.set(STARRED, True, [], Cause.BY_HAND).result() or store._database._now())
    later = [Mark(PAPERS[0], f"tag:{name}", False, f"2999{theirs[4:]}", "by hand", "theirs") for name in "ab"]
    store.marks.merge(later).result()
    step = store.marks.undo().result()
    assert step is not None
    assert (step.papers, step.skipped) == ((PAPERS[1],), 1)


LONG = "\n".join(f"line {n}: Flöße, \t γ and “quotes” \\ 🧪" for n in range(2_000))


def test_the_longest_note_goes_to_other_machines_and_backups(store: Store, tmp_path: Path, clock: Clock) -> None:
    text = LONG[: MAX_NOTE_BYTES // 2]
    assert len(text.encode()) > 60_000
    write(store, 1, text)
    tag(store, "to-cite", 1)
    lines = [f"{to_line(mark)}\n".encode() for mark in store.marks.all()]
    marks, skipped = from_lines(lines)
    assert (marks, skipped) == (store.marks.all(), 0)
    back_up(store.path, tmp_path / "copy.db")
    for name in ("copy.db", "merged.db"):
        with closing(Store(tmp_path / name, now=clock)) as other:
            other.marks.merge(marks).result()
            other.ingest.save_papers([a_paper(1)]).result()
            assert (other.papers.note(PAPERS[1]).text, other.papers.tags()) == (text, {"to-cite": 1})
            assert [entry.has_note for entry in other.papers.entries_of(PAPERS[1:2])] == [True]


def test_a_file_of_the_worst_note_is_not_too_long(store: Store) -> None:
    write(store, 1, '\n"' * (MAX_NOTE_BYTES // 2))
    (line,) = (to_line(mark).encode() for mark in store.marks.all())
    assert from_lines([line]) == (store.marks.all(), 0)


@pytest.mark.parametrize("name", ["tag:A", "tag:a b", 'tag:a"b', "tag:any", "tag:" + "x" * 51])
def test_a_tag_that_this_version_would_not_write_is_skipped(name: str) -> None:
    mark = Mark(PAPERS[0], name, True, "2026-07-31T12:00:00.000000Z", None, "theirs")
    assert from_lines([to_line(mark).encode()]) == ([], 1)


@pytest.mark.parametrize("text", ["\u00a0fine\u3000\u200d\t\n", "👩‍🔬 é"])
def test_whatever_can_be_typed_can_be_merged(text: str) -> None:
    mark = Mark(PAPERS[0], NOTE, text, "2026-07-31T12:00:00.000000Z", None, "theirs")
    assert from_lines([to_line(mark).encode()]) == ([mark], 0)


def test_older_stores_get_tags_and_notes(path: Path, clock: Clock) -> None:
    create(path)
    migrate(path, MIGRATIONS[: MIGRATIONS.index(tags_and_notes)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO mark VALUES (?, 'starred', 1, '2026-07-01T12:00:00.000000Z', 'by hand', 'd', NULL)", PAPERS[:1]
        )
        connection.commit()
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(3)], complete=True).result()
        tag(store, "a", 0)
        write(store, 0, "kept")
        assert [(e.starred, e.tags, e.has_note) for e in store.papers.entries_of(PAPERS[:1])] == [(True, ("a",), True)]
        assert found(store, "note:kept tag:a is:starred") == [0]


def damage(path: Path, pages: Sequence[int]) -> None:
    """Overwrite whole pages."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)


@pytest.mark.parametrize("seed", range(3))
def test_short_and_long_notes_are_recovered_from_a_damaged_store(path: Path, clock: Clock, seed: int) -> None:
    texts = {
        id: f"{id}: {LONG[: 50 * number * number]}" for number, id in enumerate(f"2607.{n:05d}" for n in range(40))
    }
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(40)], complete=True).result()
        for id, text in texts.items():
            store.marks.apply([MarkChange(NOTE, text, [id]), MarkChange("tag:t", True, [id])], Cause.BY_HAND).result()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    hit = random.Random(seed).sample(range(1, pages), 3)
    damage(path, hit)
    marks = recover.marks_in(path)
    assert {mark.value for mark in marks if mark.field == NOTE} <= {*texts.values()}
    corruption.remember(path)
    with closing(Store(path, now=clock)) as store:
        left = {id: store.papers.note(id).text for id in texts}
        assert sum(left[id] == text for id, text in texts.items()) >= 25, (hit, pages, store.repaired)
        assert set(left.values()) <= {*texts.values(), ""}


def test_a_text_is_a_note_without_what_controls_a_terminal() -> None:
    assert note_text("\ufeff\n \n  a\tb\r\nc\x0c\x1b[2J\x85d\ud800 \n\n") == ("  a\tb\nc\n[2J\nd", 2)
    assert shown_lines("\t- a  b\x07\n\u202eevil") == ["    - a b", "evil"]


def test_times_of_texts_are_where_they_were_written(store: Store, clock: Clock) -> None:
    write(store, 1, "first")
    clock.tick(60)
    at = store.papers.note(PAPERS[1]).at
    assert at == clock.now - timedelta(seconds=60)
    assert rows(store.path, "SELECT count(*) FROM note") == [(1,)]


def test_a_damaged_index_of_notes_is_rebuilt(path: Path, clock: Clock) -> None:
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_papers([a_paper(1)]).result()
        write(store, 1, "looms that learn")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE note_data SET block = zeroblob(30) WHERE id > 10")
        connection.commit()
    corruption.remember(path)
    with closing(Store(path, now=clock)) as store:
        assert store.repaired
        assert store.papers.note(PAPERS[1]).text == "looms that learn"
        assert found(store, "note:loom") == [1]
