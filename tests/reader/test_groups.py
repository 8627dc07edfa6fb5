"""What members of the user's groups starred, as lists and the page know it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.config import Config
from paperreader.machines.groups import read_group
from paperreader.machines.machine_file import GROUP, Header, write
from paperreader.mark_fields import STARRED
from paperreader.models import Mark, timestamp
from paperreader.reader.live_search import LiveSearch
from paperreader.reader.saved_searches import save_search
from paperreader.store import Store
from paperreader.views import DayView, Search
from tests.conftest import FRIDAY, Clock
from tests.reader.conftest import OpenSession, User
from tests.stored_days import CONFIG
from tests.stores import a_paper

LAB = "vision-lab"
PAPERS = [f"2607.{n:05d}" for n in range(5)]


class Lab:
    """A folder in which colleagues star papers, and another program that reads it into the store."""

    def __init__(self, folder: Path, opened: Callable[..., Store], clock: Clock) -> None:
        self.folder, self._clock = folder, clock
        folder.mkdir()
        self._program = opened()

    def star(self, member: str, *numbers: int, days_ago: int = 0) -> None:
        at = timestamp(self._clock() - timedelta(days=days_ago))
        marks = [Mark(PAPERS[n], STARRED, True, at, None, LAB) for n in numbers]
        device = member.lower()
        self._clock.tick(1)
        write(self.folder / f"{device}.jsonl", Header(device, member, self._clock(), "e", len(marks)), marks, GROUP)
        read_group(self._program, LAB, self.folder)


@pytest.fixture
def lab(tmp_path: Path, opened: Callable[..., Store], clock: Clock) -> Lab:
    return Lab(tmp_path / "lab", opened, clock)


@pytest.fixture
def user(store: Store, lab: Lab, open_session: OpenSession) -> User:
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(4)], complete=True).result()
    lab.star("Anna", 1, 4)
    return open_session(store, config=CONFIG._replace(groups={LAB: str(lab.folder)}))


def in_lab(user: User) -> dict[str, int]:
    return {entry.id: members for entry in user.rows.entries for _, members in entry.groups}


def members(user: User) -> list[str]:
    return [mark.member for mark in user.session.page.groups]


def test_stars_arrive_in_place(user: User, lab: Lab) -> None:
    user.session.rows.move_by(1)
    before = user.ids, user.at
    assert (in_lab(user), members(user)) == ({PAPERS[1]: 1}, ["Anna"])
    lab.star("Ben", 1, 2)
    user.session.poll()
    assert (user.ids, user.at) == before
    assert in_lab(user) == {PAPERS[1]: 2, PAPERS[2]: 1}
    assert members(user) == ["Anna", "Ben"]
    lab.star("Ben")
    user.session.poll()
    assert (in_lab(user), members(user)) == ({PAPERS[1]: 1}, ["Anna"])
    user.session.mark(STARRED, True, [PAPERS[1]])
    assert in_lab(user) == {PAPERS[1]: 1}
    assert members(user) == ["Anna"]


async def test_searches_know_the_stars_and_saved_ones_follow(user: User, lab: Lab, clock: Clock) -> None:
    save_search(user.session, f"group:{LAB}@7d", "Starred in my lab this week")

    def count() -> int:
        return user.session.catalog.saved[0].count

    await user.until(lambda: user.session.catalog.saved)
    assert count() == 1
    lab.star("Ben", 1, 2, days_ago=3)
    lab.star("Cho", 3, days_ago=30)
    user.session.poll()
    assert count() == 2
    user.session.go(Search(f"group:{LAB}@7d"))
    await user.until(lambda: user.session.search is not None)
    assert in_lab(user) == {PAPERS[1]: 2, PAPERS[2]: 1}
    lab.star("Dov", 2, 3)
    user.session.poll()
    assert (in_lab(user), count()) == ({PAPERS[1]: 2, PAPERS[2]: 2}, 3)  # what was found stays where it is
    clock.tick(days=20)
    user.session.reload()
    assert count() == 0


async def test_the_prompt_completes_the_users_groups(user: User) -> None:
    assert list(LiveSearch(user.session).known_values["group"]) == [LAB]


async def test_the_hub_is_never_asked_about_a_group(user: User) -> None:
    search = LiveSearch(user.session)
    search.type(f"loom group:{LAB}")
    search.accept("hub")
    assert user.toasts == ["The Hub is not asked about your tags, notes and groups."]
    await user.until(lambda: user.session.search is not None)
    assert user.session.search is not None
    assert not user.session.search.hub


def test_who_is_in_no_group_sees_nothing_of_it(store: Store, lab: Lab, open_session: OpenSession) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(4)], complete=True).result()
    lab.star("Anna", 0, 1)
    user = open_session(store, config=Config())
    assert user.view == FRIDAY
    assert (in_lab(user), members(user)) == ({}, [])
    user.session.show(DayView(FRIDAY))
    assert in_lab(user) == {}
