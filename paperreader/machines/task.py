"""What the process is to do, and what came of it."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from paperreader.machines.exchange import Arrived


class Task(NamedTuple):
    """An exchange with folders."""

    folder: str
    """Of the user's machines; empty: none."""
    name: str
    """What the user calls this machine; empty: what the system does."""
    pulls: bool = True
    pushes: bool = True
    git: bool = False
    """The folder is a git repository: commit, pull and push."""
    before: tuple[str, ...] = ()
    """Command and arguments that bring the folder up to date."""
    after: tuple[str, ...] = ()
    """Command and arguments that carry it on."""
    groups: tuple[tuple[str, str], ...] = ()
    """Names and folders of groups."""
    member: str = ""
    """What the user is called in groups; empty: the login name."""

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        groups = tuple((str(name), str(folder)) for name, folder in fields["groups"])
        return cls(**{**fields, "before": tuple(fields["before"]), "after": tuple(fields["after"]), "groups": groups})


class Outcome(NamedTuple):
    """What came of it."""

    arrived: tuple[Arrived, ...] = ()
    written: str = ""
    """The name of our own file; empty if it was not written."""
    groups: tuple[str, ...] = ()
    """Those that have news."""
    problem: str = ""
    """What went wrong; empty if nothing did."""

    def to_json(self) -> dict[str, Any]:
        return self._asdict()

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        arrived = tuple(Arrived(str(machine), int(marks)) for machine, marks in fields["arrived"])
        groups = tuple(map(str, fields["groups"]))
        return cls(arrived, str(fields["written"]), groups, str(fields["problem"]))

    @property
    def news(self) -> str:
        """`2 marks from laptop, 1 from desk`; empty if nothing came."""
        by_machine: dict[str, int] = {}
        for machine, marks in self.arrived:
            by_machine[machine] = by_machine.get(machine, 0) + marks
        texts = [f"{marks:,} from {machine}" for machine, marks in by_machine.items()]
        if texts:
            first = by_machine[next(iter(by_machine))]
            texts[0] = texts[0].replace(" from", f" mark{'s' * (first != 1)} from", 1)
        return ", ".join(texts)
