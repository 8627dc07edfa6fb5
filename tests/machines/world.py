"""Machines that share a folder which loses, delays, cuts and doubles files; and a model of what each of them knew.

The model takes from the stores only which marks were set or arrived; what is newer it works out by itself.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from paperreader.machines.exchange import MAX_AHEAD, date_again, file_name, is_due, pull, push
from paperreader.mark_fields import ALL_PAPERS, NOTE, OTHER_NOTE, SAVED
from paperreader.models import Cause, Mark, MarkChange, timestamp
from paperreader.store import Store
from paperreader.store.errors import StoreError
from paperreader.store.notes import note_of
from tests.stores import a_paper, assert_counts_hold, rows

PAPERS = [f"2607.0000{number}" for number in range(1, 5)]
START = datetime(2026, 7, 30, 12, tzinfo=UTC)
DAY = date(2026, 7, 30)
COPIES = (
    "{}.jsonl",
    "{} (conflicted copy 2026-07-30 120000).jsonl",
    "{}.sync-conflict-20260730-120000-ABCDEFG.jsonl",
    "{}.jsonl.conflict1",
    "{} (1).jsonl",
)

Key = tuple[str, str]


class Act:
    """Something that a user did to a mark: when, and what was known of the mark on that machine."""

    def __init__(self, mark: Mark, past: frozenset[Act], at: datetime, *, clock_is_ahead: bool) -> None:
        self.value, self.past, self.at, self.clock_is_ahead = mark.value, past, at, clock_is_ahead

    @property
    def known(self) -> frozenset[Act]:
        """What one knows who has seen it."""
        return self.past | {self}


class Machine:
    """A store, its clock, and its side of the folder."""

    def __init__(self, place: Path, template: Path, device: str, world: World) -> None:
        self.path, self.folder, self.skew, self._world = place / "store.db", place / "folder", timedelta(), world
        self.folder.mkdir(parents=True)
        shutil.copy(template, self.path)
        self.open()
        self.store._database.write(  # a store of its own
            lambda connection: connection.execute("UPDATE setting SET value = ? WHERE name = 'device'", (device,))
        ).result()
        self.knows: defaultdict[Key, frozenset[Act]] = defaultdict(frozenset)

    def open(self) -> None:
        self.store = Store(self.path, now=self.now)

    def now(self) -> datetime:
        return self._world.now + self.skew

    def marks(self) -> dict[Key, Mark]:
        return {(mark.paper, mark.field): mark for mark in self.store.marks.all()}

    def own_file(self) -> Path:
        return self.folder / file_name(self.store.machines.device())


class World:
    """What goes on between the machines."""

    def __init__(self, place: Path, template: Path, machines: int, ahead: int) -> None:
        """`ahead`: the only machine whose clock may be more than a day ahead."""
        self.now, self._ahead = START, ahead
        self._acts: defaultdict[Key, list[Act]] = defaultdict(list)
        self._by_mark: dict[tuple[Key, str, str], Act] = {}
        self.sent: list[tuple[str, bytes]] = []
        """All files that were ever written."""
        self.machines = [Machine(place / str(n), template, f"device{n}", self) for n in range(machines)]

    def close(self) -> None:
        for machine in self.machines:
            machine.store.close()

    def play(self, script: list[tuple[Any, ...]]) -> None:
        for which, what, *args in script:
            self.now += timedelta(seconds=args[-1])
            getattr(self, what)(self.machines[which % len(self.machines)], *args[:-1])

    # what a user does

    def mark(self, machine: Machine, field: str, value: bool | str, papers: list[str]) -> None:
        self._act(machine, lambda store: store.marks.apply([MarkChange(field, value, papers)], Cause.BY_HAND).result())

    def undo(self, machine: Machine) -> None:
        self._act(machine, lambda store: store.marks.undo().result())

    def redo(self, machine: Machine) -> None:
        self._act(machine, lambda store: store.marks.redo().result())

    def save(self, machine: Machine, name: str, query: str, kind: str) -> None:
        how = {"hides": kind == "rule", "follows": kind == "follow", "is_step": True}
        self._act(machine, lambda store: store.searches.save(name, query, **how).result())

    def delete(self, machine: Machine, name: str) -> None:
        self._act(machine, lambda store: store.searches.delete(name, is_step=True).result())

    def rename(self, machine: Machine, name: str, new: str) -> None:
        self._act(machine, lambda store: store.searches.rename(name, new, is_step=True).result())

    def move(self, machine: Machine, name: str, step: int) -> None:
        self._act(machine, lambda store: store.searches.move(name, step).result())

    # what machines do

    def pull(self, machine: Machine) -> None:
        before = machine.marks()
        pull(machine.store, machine.folder, machine.now())
        for key, mark in machine.marks().items():
            if mark != before.get(key) and not mark.field.startswith(OTHER_NOTE):
                machine.knows[key] |= self._act_of(key, mark).known

    def push(self, machine: Machine) -> None:
        before = machine.marks()
        date_again(machine.store, machine.now())
        for key, mark in machine.marks().items():
            if mark != before[key] and not mark.field.startswith(OTHER_NOTE):
                self._by_mark[key, mark.at, mark.device] = self._act_of(key, before[key])
        push(machine.store, machine.folder, "", machine.now())
        self._send(machine)

    def exchange(self, machine: Machine) -> None:
        """As the process does it that exchanges marks."""
        self.pull(machine)
        self.push(machine)

    def look(self, machine: Machine) -> None:
        """The same where nothing was done since."""
        self.pull(machine)
        if is_due(machine.store, machine.folder, "", machine.now()):
            self.push(machine)

    def restart(self, machine: Machine) -> None:
        machine.store.close()
        machine.open()

    def refresh(self, machine: Machine) -> None:
        machine.store.settings.set("newest", self.now.date().isoformat()).result()

    def set_clock(self, machine: Machine, skew: timedelta) -> None:
        if skew <= MAX_AHEAD or machine is self.machines[self._ahead % len(self.machines)]:
            machine.skew = skew

    # what the folder does

    def deliver(self, machine: Machine, which: int, copy: int, cut: float) -> None:
        """Some file that was written once arrives: late, again, cut short, or as a conflict copy."""
        if self.sent:
            name, content = self.sent[which % len(self.sent)]
            name = COPIES[copy].format(name.removesuffix(".jsonl"))
            (machine.folder / name).write_bytes(content[: round(len(content) * cut)])

    def lose(self, machine: Machine, which: int) -> None:
        if files := sorted(machine.folder.iterdir()):
            files[which % len(files)].unlink()

    def cut(self, machine: Machine, which: int, cut: float) -> None:
        if files := sorted(machine.folder.iterdir()):
            content = (file := files[which % len(files)]).read_bytes()
            file.write_bytes(content[: round(len(content) * cut)])

    def settle(self) -> None:
        """All clocks are right, and all files arrive everywhere."""
        for machine in self.machines:
            machine.skew = timedelta()
        for _ in range(3):
            self.now += timedelta(days=8)
            for machine in self.machines:
                self.refresh(machine)
                self.exchange(machine)
            for machine in self.machines:
                for other in self.machines:
                    if other is not machine:
                        shutil.copy(machine.own_file(), other.folder)
            for machine in self.machines:
                self.pull(machine)

    # what must hold then

    def check(self) -> None:
        first, *others = self.machines
        for other in others:
            assert other.marks() == first.marks()
            assert _searches(other) == _searches(first)
        for key, mark in first.marks().items():
            if not mark.field.startswith(OTHER_NOTE):
                self._check_newest(key, mark)
        for machine in self.machines:
            for paper in PAPERS:
                self._check_texts(machine, paper)
            self._check_derived(machine)

    def _check_newest(self, key: Key, mark: Mark) -> None:
        last, acts = self._act_of(key, mark), self._acts[key]
        assert mark.value == last.value
        for act in acts:
            assert last not in act.past, f"{key}: {act.value!r} was done by somebody who knew of {last.value!r}"
            if not any(each.clock_is_ahead for each in acts):
                assert act.at <= last.at, f"{key}: {act.value!r} is newer than {last.value!r}"

    def _check_texts(self, machine: Machine, paper: str) -> None:
        """Texts that nobody overwrote who knew them."""
        acts = self._acts[paper, NOTE]
        overwritten = frozenset[Act]().union(*(act.past for act in acts))
        note = machine.store._database.read(note_of, paper)
        texts = {note.text, *(other.text for other in note.others)}
        assert {act.value for act in acts if act not in overwritten and act.value} <= texts

    def _check_derived(self, machine: Machine) -> None:
        saved = {
            f"{SAVED}{name}": json.loads(how)
            for name, how in rows(
                machine.path, "SELECT name, json_array(query, hides, follows, position) FROM saved ORDER BY name"
            )
        }
        marked = {
            mark.field: json.loads(str(mark.value))
            for mark in machine.marks().values()
            if mark.field.startswith(SAVED) and mark.value
        }
        assert saved == marked
        if not any(search.hides for search in machine.store.searches.saved()):
            assert_counts_hold(machine.path)

    # the model

    def _act(self, machine: Machine, change: Callable[[Store], object]) -> None:
        before = machine.marks()
        try:
            change(machine.store)
        except StoreError:  # another search has the name
            return
        for key, mark in machine.marks().items():
            if mark == before.get(key) or mark.field.startswith(OTHER_NOTE):
                continue
            past = machine.knows[key]
            at = max([machine.now(), *(each.at + timedelta(microseconds=1) for each in past)])
            ahead = any(each.clock_is_ahead for each in past) or machine.now() - self.now > MAX_AHEAD
            assert ahead or mark.at == timestamp(at)
            act = Act(mark, past, at, clock_is_ahead=ahead)
            self._acts[key].append(act)
            self._by_mark[key, mark.at, mark.device] = act
            machine.knows[key] = act.known

    def _act_of(self, key: Key, mark: Mark) -> Act:
        return self._by_mark[key, mark.at, mark.device]

    def _send(self, machine: Machine) -> None:
        file = machine.own_file()
        self.sent.append((file.name, file.read_bytes()))


def make_template(path: Path) -> Path:
    """A store with papers, without marks."""
    store = Store(path, now=lambda: START)
    store.settings.set("since", DAY.isoformat()).result()
    papers = [a_paper(number, title=f"Flow {number}", title_raw=f"Flow {number}") for number in range(1, 5)]
    store.ingest.save_day(DAY, papers, complete=True).result()
    assert store.close()
    assert ALL_PAPERS not in PAPERS
    return path


def _searches(machine: Machine) -> list[tuple[str, str, bool, bool]]:
    return [(each.name, each.query, each.hides, each.follows) for each in machine.store.searches.saved()]
