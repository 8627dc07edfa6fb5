"""What members of a group starred: counted, named and found, whatever their files do."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.machines.groups import read_group, shared, write_group
from paperreader.machines.machine_file import GROUP, Header, reading, write
from paperreader.mark_fields import ALL_PAPERS, NOTE, READ, STARRED
from paperreader.models import Cause, Mark, timestamp
from paperreader.query import parse
from paperreader.store import Store
from paperreader.store.groups import GroupFile
from paperreader.views import Search
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper

LAB = "vision-lab"
PAPERS = [f"2607.{n:05d}" for n in range(8)]


@pytest.fixture
def filled(store: Store) -> Store:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(6)], complete=True).result()
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "lab"
    folder.mkdir()
    return folder


def put(
    folder: Path,
    clock: Clock,
    device: str,
    name: str,
    fields: Sequence[tuple[int, str]],
    *,
    days_ago: float = 0,
    file: str = "",
) -> None:
    """The file of a member, as it is written on one of their machines."""
    at = timestamp(clock() - timedelta(days=days_ago))
    marks = [Mark(PAPERS[n], field, True, at, None, LAB) for n, field in fields]
    clock.tick(1)
    write(folder / (file or f"{device}.jsonl"), Header(device, name, clock(), "e", len(marks)), marks, GROUP)


def stars(*numbers: int) -> list[tuple[int, str]]:
    return [(n, STARRED) for n in numbers]


def counts(store: Store) -> dict[int, int]:
    """How many members of all groups starred each paper."""
    return {int(id[-1]): sum(n for _, n in groups) for id, groups in store.groups.counts(PAPERS).items()}


def found(store: Store, text: str, *, growing: bool = False) -> list[int]:
    return sorted(int(entry.id[-1]) for entry in store.papers.entries(Search(text, growing=growing)))


def test_members_are_counted_once_and_named(filled: Store, folder: Path, clock: Clock) -> None:
    put(folder, clock, "aa", "Anna", stars(1, 2))
    put(folder, clock, "ab", "Anna", [*stars(2), (2, f"tag:{LAB}/to-discuss")])  # her laptop
    put(folder, clock, "bb", "Ben", stars(2, 7))
    assert read_group(filled, LAB, folder) == 3
    assert counts(filled) == {1: 1, 2: 2, 7: 1}
    said = [(mark.field, mark.member) for mark in filled.groups.marks_on(PAPERS[2])]
    assert said == [(STARRED, "Anna"), (STARRED, "Ben"), (f"tag:{LAB}/to-discuss", "Anna")]
    assert found(filled, f"group:{LAB}") == [1, 2]  # 7 is not stored: no search finds it
    filled.ingest.save_day(FRIDAY, [a_paper(n) for n in range(8)], complete=True).result()
    assert found(filled, f"group:{LAB}") == [1, 2, 7]
    assert read_group(filled, LAB, folder) == 0


def test_what_is_taken_back_or_removed_is_gone(filled: Store, folder: Path, clock: Clock) -> None:
    put(folder, clock, "aa", "Anna", stars(1, 2))
    put(folder, clock, "bb", "Ben", stars(2))
    read_group(filled, LAB, folder)
    put(folder, clock, "aa", "Anna", stars(1))
    read_group(filled, LAB, folder)
    assert counts(filled) == {1: 1, 2: 1}
    (folder / "bb.jsonl").unlink()
    assert read_group(filled, LAB, folder) == 1
    assert counts(filled) == {1: 1}
    filled.groups.forget_others(["another"])
    filled.settings.set("last", None).result()  # one thread writes all, in order
    assert (counts(filled), filled.groups.names(), filled.groups.marks_on(PAPERS[1])) == ({}, [], [])


def test_a_conflict_copy_counts_by_its_age_and_the_older_file_counts_again_without_it(
    filled: Store, folder: Path, clock: Clock
) -> None:
    put(folder, clock, "aa", "Anna", stars(1))
    read_group(filled, LAB, folder)
    put(folder, clock, "aa", "Anna", stars(2), file="aa (conflicted copy).jsonl")
    read_group(filled, LAB, folder)
    assert counts(filled) == {2: 1}
    (folder / "aa (conflicted copy).jsonl").unlink()
    read_group(filled, LAB, folder)
    read_group(filled, LAB, folder)
    assert counts(filled) == {1: 1}


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_right_after_any_changes(filled: Store, folder: Path, clock: Clock, seed: int) -> None:
    """Files come, change, go, are renamed by their members, and share names: as if all were counted anew."""
    dice = random.Random(seed)
    for _ in range(60):
        device = f"d{dice.randrange(6)}"
        path = folder / f"{device}.jsonl"
        if path.exists() and dice.random() < 0.2:
            path.unlink()
        else:
            copy = f"{device} copy.jsonl" if dice.random() < 0.2 else ""
            put(folder, clock, device, f"Name {dice.randrange(4)}", stars(*dice.sample(range(8), 3)), file=copy)
        read_group(filled, LAB, folder)
        with closing(sqlite3.connect(filled.path)) as connection:
            anew = connection.execute(
                "SELECT paper, count(DISTINCT name) FROM group_mark JOIN group_file USING (grp, file) GROUP BY paper"
            ).fetchall()
            assert connection.execute("SELECT paper, members FROM group_star ORDER BY paper").fetchall() == anew


def test_the_time_of_the_star_can_be_asked_for(filled: Store, folder: Path, clock: Clock) -> None:
    put(folder, clock, "aa", "Anna", stars(1), days_ago=3)
    put(folder, clock, "bb", "Ben", stars(1, 2), days_ago=40)
    put(folder, clock, "cc", "Cho", stars(3), days_ago=-900)  # her clock is years ahead
    read_group(filled, LAB, folder)
    read_group(filled, "reading-club", folder)
    filled.marks.set(STARRED, True, [PAPERS[4]], Cause.BY_HAND).result()
    day = clock().date()
    old = (day - timedelta(days=40)).isoformat()
    for text, papers in (
        (f"group:{LAB}", [1, 2, 3]),
        (f"group:{LAB}@7d", [1]),
        (f"group:{LAB}@90d", [1, 2]),
        (f"group:{LAB}@{old}", [1, 2]),
        (f"group:{LAB}@{old}..{old}", [1, 2]),
        (f"group:{LAB}@..{old}", [1, 2]),
        (f"group:{LAB}@{day}", []),
        ("group:any@7d", [1]),
        ("-group:any@7d", [0, 2, 3, 4, 5]),
        (f"-group:{LAB}", [0, 4, 5]),
        ("group:no-such-lab", []),
        ("group:vis*", [1, 2, 3]),
        ("group:vis", []),
        (f"group:{LAB}@7d OR is:starred", [1, 4]),
        (f"group:{LAB} -group:{LAB}@7d", [2, 3]),
        (f'group:"{LAB}@this month"', [1]),
        (f"group:{LAB.upper()}", [1, 2, 3]),
    ):
        assert found(filled, text) == papers, text
    assert found(filled, "group:vis", growing=True) == [1, 2, 3]
    filled.searches.save("Lab", f"group:{LAB}@7d").result()
    count = next(search for search in filled.searches.saved() if search.name == "Lab").count
    assert count == len(found(filled, f"group:{LAB}@7d is:unread"))
    clock.tick(5 * 86_400)
    assert found(filled, f"group:{LAB}@7d") == []


def test_results_can_be_sorted_by_stars_in_groups(filled: Store, folder: Path, clock: Clock) -> None:
    put(folder, clock, "aa", "Anna", stars(1, 3))
    put(folder, clock, "bb", "Ben", stars(3, 4))
    read_group(filled, LAB, folder)
    read_group(filled, "club", folder)
    ordered = [int(entry.id[-1]) for entry in filled.papers.entries(Search("sort:group"))]
    assert ordered == [3, 4, 1, 5, 2, 0]


def test_only_stars_and_tags_of_the_group_leave_the_machine(filled: Store, folder: Path, clock: Clock) -> None:
    tags = {LAB: 1, f"{LAB}/to-discuss": 1, f"{LAB}-2026": 1, "vision-labour": 1, "vision": 1, "private": 1}
    filled.marks.set(STARRED, True, PAPERS[:2], Cause.OPENED).result()
    filled.marks.set(STARRED, False, PAPERS[:1], Cause.BY_HAND).result()
    filled.marks.set(READ, True, PAPERS[:3], Cause.OPENED).result()
    filled.marks.set(NOTE, "what I think of my colleagues", PAPERS[:2], Cause.BY_HAND).result()
    filled.searches.save(LAB, "private query").result()
    for tag, on in tags.items():
        filled.marks.set(f"tag:{tag}", True, [PAPERS[on]], Cause.BY_HAND).result()
    path = write_group(filled, LAB, folder, "Anna", clock())
    assert path is not None
    with reading(path, GROUP) as content:
        marks = [mark for portion in content.portions() for mark in portion]
    assert {(mark.paper, mark.field) for mark in marks} == {
        (PAPERS[1], field) for field in (STARRED, f"tag:{LAB}", f"tag:{LAB}/to-discuss", f"tag:{LAB}-2026")
    }
    assert {(mark.value, mark.cause, mark.device) for mark in marks} == {(True, None, LAB)}
    text = path.read_text()
    assert not [word for word in ("opened", "by hand", "colleagues", "labour", "private") if word in text]
    before = filled.marks.all()
    read_group(filled, LAB, folder)
    assert filled.marks.all() == before  # what members say is not what the user said


@pytest.mark.parametrize("group", ["read", "starred", "saved", "note", "taste", "tag", "learn-since"])
def test_a_group_that_is_called_as_a_field_sees_no_more(group: str) -> None:
    fields = (READ, NOTE, f"saved:{group}", "taste:word:agent", "learn-since", "copied", "tag:other", "text")
    marks = [
        Mark(paper, field, True, "2026-07-30T12:00:00.000000Z", None, "aa") for field in fields for paper in PAPERS
    ]
    marks.append(Mark(ALL_PAPERS, f"saved:{group}", True, "2026-07-30T12:00:00.000000Z", None, "aa"))
    assert list(shared(marks, group)) == []


def test_files_of_others_cannot_say_more_than_a_user_would(filled: Store, folder: Path, clock: Clock) -> None:
    many = [(1, f"tag:{LAB}-{n}") for n in range(200)]
    put(folder, clock, "aa", "A\u202enna [bold]\x1b[31m" * 30, [*stars(1), *many, (1, READ), (1, "tag:mine")])
    marks = [Mark(paper, STARRED, True, timestamp(clock()), None, "x") for paper in (ALL_PAPERS, "../../etc", "9" * 90)]
    write(folder / "bb.jsonl", Header("bb", "Ben", clock(), "e", 3), marks, GROUP)
    read_group(filled, LAB, folder)
    said = filled.groups.marks_on(PAPERS[1])
    assert 1 < len(said) <= 20
    assert {mark.field for mark in said} <= {STARRED, *(field for _, field in many)}
    assert all(len(mark.member) <= 60 and mark.member.isprintable() for mark in said)
    assert counts(filled) == {1: 1}
    assert found(filled, "is:read") == []


def test_nothing_of_a_group_is_asked_of_the_hub() -> None:
    for text in (f"group:{LAB}", "group:any@7d", "words OR group:any", "words -group:any"):
        assert parse(text, FRIDAY).is_about_own, text


def test_a_file_that_another_of_the_same_group_replaces_is_read(opened: Callable[..., Store]) -> None:
    """Saving the same twice changes nothing."""
    store = opened()
    file = GroupFile(LAB, "aa.jsonl", 1, 1, "aa", "Anna", "2026-07-30T12:00:00.000000Z", 1)
    mark = Mark(PAPERS[1], STARRED, True, "2026-07-30T12:00:00.000000Z", None, LAB)
    for _ in range(2):
        store.groups.save(file, [mark]).result()
        assert counts(store) == {1: 1}
    store.groups.save(file._replace(name="Anne"), [mark]).result()
    assert counts(store) == {1: 1}
    store.groups.save(file._replace(problem="damaged", device=None, name=""), ()).result()
    assert counts(store) == {}
