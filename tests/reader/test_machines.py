"""Marks that go from machine to machine while the reader runs: real folders, real processes."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from paperreader.machines.exchange_child import run
from paperreader.machines.notices import save_seen, unseen_notices
from paperreader.machines.task import Task
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.reader import folder_looks, folder_notices, machine_sync, navigation, undo, write_times
from paperreader.store import Store
from tests.conftest import Clock
from tests.machines.folders import marks_in
from tests.reader.conftest import OpenSession, User
from tests.stored_days import CONFIG, THU, ids_of, two_days

ONE, TWO, THREE = ids_of(THU, 1, 2, 3)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become tenths of them."""
    monkeypatch.setattr(folder_notices, "SHOWN_S", 0.1)
    monkeypatch.setattr(folder_looks, "ANSWER_S", 0.3)
    monkeypatch.setattr(write_times, "DELAY_S", 0.1)
    monkeypatch.setattr(write_times, "PAUSE_FACTOR", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Sync"
    folder.mkdir()
    return folder


class Laptop:
    """Another machine of the user's, with the same papers."""

    def __init__(self, path: Path, folder: Path, clock: Clock) -> None:
        self._task, self._clock = Task(str(folder), "laptop"), clock
        self.store = Store(path, now=clock)
        two_days(self.store)

    def sync(self) -> str:
        outcome = run(self.store.path, self._task, self._clock())
        assert not outcome.problem
        return outcome.news

    def stars(self, *papers: str) -> None:
        self._clock.tick(1)
        self.store.marks.set(STARRED, True, list(papers), Cause.BY_HAND).result()
        self.sync()


@pytest.fixture
def laptop(tmp_path: Path, folder: Path, clock: Clock) -> Laptop:
    return Laptop(tmp_path / "laptop.db", folder, clock)


def begin(user: User) -> User:
    user.session.tasks.start("exchanging marks", user.session.machines.run)
    return user


@pytest.fixture
def desk(store: Store, folder: Path, open_session: OpenSession) -> Callable[..., User]:
    """Opens the reader of the first machine; its user knows what leaves it."""

    def opened(**changes: Any) -> User:
        two_days(store)
        config = CONFIG._replace(sync=str(folder), machine="desk")._replace(**changes)
        save_seen(store, Task(config.sync, "", groups=tuple(config.groups.items())).folders)
        return begin(open_session(store, config=config))

    return opened


def written(folder: Path, store: Store) -> dict[tuple[str, str], object]:
    """What the store's own file says."""
    path = folder / f"{store.machines.device()}.jsonl"
    return {(mark.paper, mark.field): mark.value for mark in marks_in(path)} if path.exists() else {}


async def test_what_other_machines_wrote_appears_where_it_is_and_is_said_for_a_while(
    desk: Callable[..., User], laptop: Laptop
) -> None:
    laptop.stars(TWO)
    user = desk()
    user.session.rows.move_by(2)
    user.session.rows.toggle_selected()
    before = user.ids, user.at, user.session.view
    await user.until(lambda: user.activity == "1 mark from laptop")
    assert {entry.id for entry in user.rows.entries if entry.starred} == {TWO}
    assert (user.ids, user.at, user.session.view) == before
    assert user.selected == [THREE]
    laptop.store.searches.save("flows", "flow").result()
    laptop.stars(ONE, THREE)
    navigation.fetch_all(user.session)
    await user.until(lambda: user.activity == "3 marks from laptop")
    assert [search.name for search in user.session.catalog.sidebar_searches] == ["flows"]
    assert (user.ids, user.at) == before[:2]
    assert user.toasts == ["Offline: the Hub is not asked."]


async def test_own_marks_are_written_soon_and_once(desk: Callable[..., User], folder: Path, laptop: Laptop) -> None:
    user = desk()
    store = user.session.store
    await user.until(lambda: written(folder, store) == {} and store.machines.own_file())
    editions = len(store.machines.editions())
    for paper in (ONE, TWO, THREE):
        user.session.mark(STARRED, True, [paper])
    await user.until(lambda: len(written(folder, store)) == 3)
    assert laptop.sync() == "3 marks from desk"
    await user.until(lambda: not user.session.machines._sync._write.pending)  # type: ignore[union-attr]
    assert len(store.machines.editions()) == editions + 1


async def test_undo_leaves_alone_what_another_machine_changed_since(
    desk: Callable[..., User], folder: Path, laptop: Laptop, clock: Clock
) -> None:
    user = desk()
    user.session.mark(STARRED, True, [ONE])
    await user.until(lambda: written(folder, user.session.store))
    laptop.sync()
    clock.tick(5)
    laptop.store.marks.set(STARRED, False, [ONE], Cause.BY_HAND).result()
    laptop.sync()
    user.session.machines.look(fetch=False)
    await user.until(lambda: not user.entry.starred)
    undo.undo(user.session)
    await user.until(lambda: user.toasts)
    assert user.toasts[-1] == "Nothing undone: 1 paper changed since."
    assert not user.entry.starred


async def test_a_rule_of_another_machine_hides_all_but_what_the_user_is_at(
    desk: Callable[..., User], laptop: Laptop
) -> None:
    user = desk()
    user.session.rows.move_by(1)
    here, before = user.at, user.ids
    gone = [entry.title for entry in user.rows.entries[:3]]
    query = " OR ".join(f'title:"{title}"' for title in gone)
    laptop.store.searches.save("dull", query, hides=True).result()
    laptop.sync()
    user.session.machines.look(fetch=False)
    await user.until(lambda: len(user.ids) < len(before))
    hidden = set(before) - set(user.ids)
    assert user.ids == [id for id in before if id not in hidden]
    assert len(hidden) == 2
    assert user.at == here
    assert user.rows.all[-1].text == "3 hidden"  # type: ignore[union-attr]


async def test_a_process_that_was_killed_is_started_again(desk: Callable[..., User], laptop: Laptop) -> None:
    others = children_of(folder_looks.LOOK)
    user = desk()
    await user.until(lambda: user.session.store.machines.own_file())
    (looker,) = children_of(folder_looks.LOOK) - others
    os.kill(looker, signal.SIGKILL)
    await user.until(lambda: looker not in children_of(folder_looks.LOOK))
    laptop.stars(ONE)
    user.session.machines.look(fetch=False)
    await user.until(lambda: user.entry.starred)
    assert user.toasts == []


# -- folders in trouble


async def test_a_folder_in_trouble_is_told_of_once_and_written_to_once_that_is_over(
    desk: Callable[..., User], folder: Path, laptop: Laptop
) -> None:
    away = folder.with_name("on another drive")
    folder.rename(away)
    user = desk()
    user.session.mark(STARRED, True, [ONE])
    why = f"marks are not exchanged: {folder} is not there: mount its drive, or make the folder"
    await user.until(lambda: user.activity == f"offline · {why}")
    for _ in range(3):
        user.session.machines.look(fetch=True)
        await user.until(lambda: not user.session.machines._sync._look_asked)  # type: ignore[union-attr]
    folder.write_text("no folder")
    user.session.machines.look(fetch=True)
    await user.until(lambda: "is not a folder" in user.activity)
    folder.unlink()
    user.session.machines.look(fetch=True)
    await user.until(lambda: user.activity == f"offline · {why}")
    assert len(user.toasts) == 2
    assert why[1:] in user.toasts[0]
    assert "is not a folder: choose another one" in user.toasts[1]
    assert not folder.exists()
    away.rename(folder)
    user.session.machines.look(fetch=True)
    await user.until(lambda: user.activity == "offline")
    assert laptop.sync() == "1 mark from desk"
    assert len(user.toasts) == 2


async def test_what_waited_is_written_once_a_folder_is_back(
    desk: Callable[..., User], folder: Path, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_sync, "LOOK_AGAIN_S", 0.1)
    away = folder.with_name("on another drive")
    folder.rename(away)
    user = desk()
    user.session.mark(STARRED, True, [ONE])
    await user.until(lambda: "is not there" in user.activity)
    await user.until(lambda: user.session.machines._sync._write._not_before > time.monotonic())  # type: ignore[union-attr]
    away.rename(folder)
    await user.until(lambda: laptop.sync() == "1 mark from desk")
    await user.until(lambda: user.activity == "offline")
    assert len(user.toasts) == 1


async def test_a_command_may_bring_a_folder_that_is_away(
    store: Store, folder: Path, open_session: OpenSession, laptop: Laptop
) -> None:
    laptop.stars(TWO)
    away = folder.with_name("on another drive")
    folder.rename(away)
    two_days(store)
    mount = ("sh", "-c", '[ -d "$1" ] || mv "$0" "$1"', str(away), str(folder))
    config = CONFIG._replace(sync=str(folder), machine="desk", sync_before=mount)
    save_seen(store, Task(config.sync, "").folders)
    user = begin(open_session(store, hub="http://127.0.0.1:9", config=config))
    await user.until(lambda: user.activity.endswith("1 mark from laptop"))
    await user.until(lambda: written(folder, store))
    assert user.session.machines.problem == ""
    assert not [toast for toast in user.toasts if "exchanged" in toast]


async def test_stars_of_a_group_stay_while_its_folder_is_away_and_go_when_the_user_leaves(
    desk: Callable[..., User], folder: Path, open_session: OpenSession
) -> None:
    club, lab = folder.with_name("club"), folder.with_name("lab")
    club.mkdir()
    lab.mkdir()
    user = desk(sync="", groups={"club": str(club), "lab": str(lab)}, member="Ann")
    store, config = user.session.store, user.session.config
    user.session.mark(STARRED, True, [ONE])
    await user.until(lambda: [mark.group for mark in store.groups.marks_on(ONE)] == ["club", "lab"])
    lab.rename(folder.with_name("on another drive"))
    club.rename(away := folder.with_name("on a third drive"))
    user.session.machines.look(fetch=False)
    await user.until(lambda: "club is not there" in user.activity)
    away.rename(club)
    user.session.mark(STARRED, True, [TWO])
    await user.until(lambda: [mark.group for mark in store.groups.marks_on(TWO)] == ["club"])
    assert len([toast for toast in user.toasts if "is not there" in toast]) == 1
    assert [mark.group for mark in store.groups.marks_on(ONE)] == ["club", "lab"]
    user.session.close()
    begin(left := open_session(store, config=config._replace(groups={})))
    await left.until(lambda: store.groups.marks_on(ONE) == [] == store.groups.names())


async def test_without_a_network_folders_are_exchanged_and_no_program_is_run(
    desk: Callable[..., User], folder: Path, laptop: Laptop
) -> None:
    laptop.stars(ONE)
    user = desk(sync_git=True, sync_before=("touch", str(folder / "ran")), sync_after=("false",))
    await user.until(lambda: user.entry.starred)
    await user.until(lambda: user.session.store.machines.own_file())
    assert user.session.machines.problem == ""
    assert not (folder / "ran").exists()


async def test_a_group_needs_no_machines(desk: Callable[..., User], folder: Path, laptop: Laptop) -> None:
    user = desk(sync="", groups={"lab": str(folder)}, member="Ann")
    await user.until(lambda: any(folder.iterdir()))
    laptop.store.marks.set(STARRED, True, [TWO], Cause.BY_HAND).result()
    member = Task("", "", groups=(("lab", str(folder)),), member="Bo")
    assert not run(laptop.store.path, member, datetime.now(UTC)).problem
    user.session.machines.look(fetch=False)
    await user.until(lambda: [entry.groups for entry in user.rows.entries][:2] == [(), (("lab", 1),)])
    assert not user.rows.entries[1].starred
    assert user.activity == "offline"


async def test_the_demo_has_no_folders(desk: Callable[..., User], folder: Path, open_session: OpenSession) -> None:
    user = desk()
    await user.until(lambda: any(folder.iterdir()))
    user.session.close()
    for file in folder.iterdir():
        file.unlink()
    demo = open_session(user.session.store, config=user.session.config, demo=True)
    await demo.session.machines.run()
    demo.session.mark(STARRED, True, [ONE])
    demo.session.close()
    assert demo.session.machines._sync is None


# -- what leaves is said


async def test_nothing_is_written_before_the_user_was_told(
    store: Store, folder: Path, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch, laptop: Laptop
) -> None:
    monkeypatch.setattr(folder_notices, "SHOWN_S", 1.0)
    two_days(store)
    laptop.stars(TWO)
    group = folder.parent / "lab"
    group.mkdir()
    task = Task(str(folder), "", groups=(("lab", str(group)),))
    config = CONFIG._replace(sync=str(folder), groups={"lab": str(group)})
    user = begin(open_session(store, config=config))
    await user.until(lambda: user.toasts)
    assert str(folder) in user.toasts[0]
    assert str(group) in user.toasts[0]
    user.session.toasts.show("Something else")  # before anybody can have read it
    user.session.mark(STARRED, True, [ONE])
    await user.until(lambda: user.activity == "1 mark from laptop")
    await user.until(lambda: user.toasts.count(user.toasts[0]) == 2)
    assert len(list(folder.iterdir())) == 1
    assert not list(group.iterdir())
    assert set(unseen_notices(store, task)) == {str(folder), str(group)}
    await user.until(lambda: written(folder, store) and any(group.iterdir()))
    assert unseen_notices(store, task) == {}
    assert user.toasts.count(user.toasts[0]) == 2


async def test_who_leaves_while_it_is_said_has_written_nothing(
    store: Store, folder: Path, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    two_days(store)
    user = begin(open_session(store, config=CONFIG._replace(sync=str(folder))))
    await user.until(lambda: user.toasts)
    user.session.mark(STARRED, True, [ONE])
    user.session.close()
    store.close()
    await asyncio.sleep(0.5)  # no event tells that nothing comes
    assert list(folder.iterdir()) == []
    again = Store(path, now=clock)
    assert list(unseen_notices(again, Task(str(folder), ""))) == [str(folder)]
    again.close()


# -- leaving


async def test_the_last_mark_is_written_by_a_process_that_stays(
    desk: Callable[..., User], folder: Path, laptop: Laptop
) -> None:
    user = desk()
    store = user.session.store
    await user.until(lambda: store.machines.own_file())
    user.session.mark(STARRED, True, [ONE])
    user.session.close()
    store.close()
    await user.until(lambda: laptop.sync())
    assert [entry.id for entry in laptop.store.papers.entries_of([ONE]) if entry.starred] == [ONE]


async def test_a_session_that_was_too_short_to_begin_writes_as_well(desk: Callable[..., User], laptop: Laptop) -> None:
    user = desk()
    await asyncio.sleep(0)
    user.session.mark(STARRED, True, [ONE])
    user.session.close()
    user.session.store.close()
    await user.until(lambda: laptop.sync() == "1 mark from desk")


def children_of(module: str) -> set[int]:
    """Our processes that run this module."""
    found = set()
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if module.encode() in (each / "cmdline").read_bytes() and _parent(each) == os.getpid():
                found.add(int(each.name))
        except OSError:
            continue
    return found


def _parent(process: Path) -> int:
    return int((process / "stat").read_text().rpartition(")")[2].split()[1])


async def test_a_folder_that_does_not_answer_is_asked_once_and_holds_up_nothing(
    desk: Callable[..., User], folder: Path, laptop: Laptop
) -> None:
    others = children_of(folder_looks.LOOK)  # of tests before, as long as Python keeps their pipes
    user = desk()
    store = user.session.store
    await user.until(lambda: store.machines.own_file() and not children_of(machine_sync.EXCHANGE))
    (looker,) = children_of(folder_looks.LOOK) - others
    os.kill(looker, signal.SIGSTOP)
    user.session.mark(STARRED, True, [ONE])
    for _ in range(3):
        user.session.machines.look(fetch=True)
        await asyncio.sleep(0.05)
    said = f"Marks are not exchanged: {folder} has not answered for 0 s: is its drive there?"
    await user.until(lambda: said in user.toasts)
    assert user.activity == f"offline · {said[0].lower()}{said[1:]}"
    assert children_of(folder_looks.LOOK) - others == {looker}
    assert not children_of(machine_sync.EXCHANGE)
    os.kill(looker, signal.SIGCONT)
    await user.until(lambda: user.activity == "offline")
    await user.until(lambda: laptop.sync() == "1 mark from desk")
    os.kill(looker, signal.SIGSTOP)
    user.session.mark(STARRED, True, [TWO])
    user.session.machines.look(fetch=False)
    began = time.monotonic()
    user.session.close()
    store.close()
    assert time.monotonic() - began < 1
    await user.until(lambda: laptop.sync() == "1 mark from desk")
    assert [toast for toast in user.toasts if "not exchanged" in toast] == [said]
