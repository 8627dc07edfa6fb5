"""Machines that share a folder which loses, delays, cuts and doubles files: in the end they agree, on the newest."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.machines.exchange import file_name, pull, push
from paperreader.models import Cause, MarkChange
from paperreader.store import Store

PAPERS = [f"2607.0000{number}" for number in range(1, 5)]
START = datetime(2026, 7, 30, 12, tzinfo=UTC)


class Machine:
    """A store, its clock, and its side of the folder."""

    def __init__(self, place: Path, number: int, skew: timedelta, world: World) -> None:
        self.store_path, self.folder = place / "store.db", place / "folder"
        self.folder.mkdir(parents=True)
        self._skew, self._world = skew, world
        self.open()

    def open(self) -> None:
        self.store = Store(self.store_path, now=self.now)

    def now(self) -> datetime:
        return self._world.now + self._skew


class World:
    """What goes on between the machines. `newest`: the last thing that was done to each mark by someone who knew."""

    def __init__(self, place: Path, skews: list[timedelta], chance: random.Random) -> None:
        self.now = START
        self.chance = chance
        self.machines = [Machine(place / str(number), number, skew, self) for number, skew in enumerate(skews)]

    def act(self) -> None:
        """Something happens."""
        self.now += timedelta(seconds=self.chance.randint(1, 10_000))
        machine = self.chance.choice(self.machines)
        what = self.chance.choices(
            (self._mark, self._push, self._pull, self._deliver, self._spoil, self._restart), (6, 4, 4, 4, 2, 1)
        )[0]
        what(machine)

    def _mark(self, machine: Machine) -> None:
        papers = self.chance.sample(PAPERS, self.chance.randint(1, 2))
        field, value = self.chance.choice(
            [
                ("starred", True),
                ("starred", False),
                ("read", True),
                ("read", False),
                ("tag:ml", True),
                ("tag:ml", False),
            ]
        )
        if self.chance.random() < 0.15:
            machine.store.marks.undo().result()
        elif self.chance.random() < 0.15:
            name = self.chance.choice("ab")
            if self.chance.random() < 0.3:
                machine.store.searches.delete(name).result()
            else:
                machine.store.searches.save(name, f"word{self.chance.randint(1, 9)}").result()
        else:
            machine.store.marks.apply([MarkChange(field, value, papers)], Cause.BY_HAND).result()

    def _push(self, machine: Machine) -> None:
        push(machine.store, machine.folder, "", machine.now())

    def _pull(self, machine: Machine) -> None:
        pull(machine.store, machine.folder, machine.now())

    def _deliver(self, machine: Machine) -> None:
        """One file reaches one other machine, perhaps cut short, under its own name or as a conflict copy."""
        if not (files := [*machine.folder.iterdir()]):
            return
        file, other = self.chance.choice(files), self.chance.choice(self.machines)
        name = file.name
        if self.chance.random() < 0.2:
            name = f"{file.stem} (conflicted copy {self.chance.randint(1, 3)}).jsonl"
        content = file.read_bytes()
        if self.chance.random() < 0.3:
            content = content[: self.chance.randint(0, len(content))]
        if other is not machine and not name.startswith(other.store.machines.device() + ".jsonl"):
            (other.folder / name).write_bytes(content)

    def _spoil(self, machine: Machine) -> None:
        if files := [*machine.folder.iterdir()]:
            file = self.chance.choice(files)
            if self.chance.random() < 0.5:
                file.unlink()
            else:
                content = bytearray(file.read_bytes())
                for _ in range(min(3, len(content))):
                    content[self.chance.randrange(len(content))] ^= 1 << self.chance.randrange(8)
                file.write_bytes(content)

    def _restart(self, machine: Machine) -> None:
        machine.store.close()
        machine.open()

    def settle(self) -> None:
        """All files arrive everywhere, twice round."""
        for _ in range(2):
            self.now += timedelta(days=2)
            for machine in self.machines:
                push(machine.store, machine.folder, "", machine.now())
                path = machine.folder / file_name(machine.store.machines.device())
                for other in self.machines:
                    if other is not machine:
                        shutil.copy(path, other.folder / path.name)
            for machine in self.machines:
                pull(machine.store, machine.folder, machine.now())


@contextmanager
def world(place: Path, skews: list[timedelta], seed: int) -> Iterator[World]:
    made = World(place, skews, random.Random(seed))
    with ExitStack() as stack:
        yield made
        for machine in made.machines:
            stack.callback(machine.store.close)


@settings(max_examples=30, deadline=None)
@given(
    skews=st.lists(st.integers(-1_200, 1_200), min_size=2, max_size=5),
    seed=st.integers(0, 2**32),
    acts=st.integers(5, 60),
)
def test_machines_agree_once_all_files_have_arrived(
    tmp_path_factory: pytest.TempPathFactory, skews: list[int], seed: int, acts: int
) -> None:
    place = tmp_path_factory.mktemp("world")
    with world(place, [timedelta(minutes=skew) for skew in skews], seed) as made:
        for _ in range(acts):
            made.act()
        made.settle()
        first, *others = [
            (
                {(m.paper, m.field): m for m in machine.store.marks.all()},
                [s[:3] for s in machine.store.searches.saved()],
            )
            for machine in made.machines
        ]
        for marks, saved in others:
            assert marks == first[0]
            assert sorted(saved) == sorted(first[1])
    shutil.rmtree(place)
