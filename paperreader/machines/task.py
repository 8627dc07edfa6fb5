"""What the process is to do, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, Self

from paperreader.humanize import count
from paperreader.machines.exchange import Arrived

MAX_NAMED = 3
"""So many machines are named; more are counted."""


class Task(NamedTuple):
    """An exchange with folders."""

    folder: str
    """Of the user's machines; empty: none."""
    name: str
    """What the user calls this machine; empty: what the system does."""
    pulls: bool = True
    pushes: bool = True
    keeps_up: bool = False
    """Write our own file also where nothing is known to have changed, but it is missing, or not up to date."""
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

    @property
    def folders(self) -> Sequence[str]:
        """All that it is about, each once."""
        return tuple(dict.fromkeys(filter(None, (self.folder, *(folder for _, folder in self.groups)))))

    @property
    def has_transfer(self) -> bool:
        """Programs are run that use the network."""
        return bool(self.folder and (self.git or self.before or self.after))

    @property
    def fetches(self) -> bool:
        """One of them brings what is new, which the folder does not show before."""
        return bool(self.folder and (self.git or self.before))

    def without_transfer(self) -> Self:
        """The same in the folder alone."""
        return self._replace(git=False, before=(), after=())

    def only_in(self, folders: Collection[str]) -> Self:
        """What of it is to be done in these folders."""
        groups = tuple(group for group in self.groups if group[1] in folders)
        return self._replace(folder=self.folder if self.folder in folders else "", groups=groups)

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
        return self.wordings[0] if self.arrived else ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The news from long to short: `3 marks from laptop, 1 from desk`, `4 marks from 2 machines`, `4 marks`."""
        if not self.arrived:
            return ()
        by_machine: dict[str, int] = {}
        for machine, marks in self.arrived:
            by_machine[machine] = by_machine.get(machine, 0) + marks
        (first, marks), *others = by_machine.items()
        named = [f"{count(marks, 'mark')} from {first}", *(f"{more:,} from {machine}" for machine, more in others)]
        total = count(sum(by_machine.values()), "mark")
        together = f"{total} from {len(by_machine)} machines"
        if not others:
            return (named[0], total)
        return (", ".join(named), together, total) if len(named) <= MAX_NAMED else (together, total)
