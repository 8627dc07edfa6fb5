"""The user's machines and groups, as dialogs and commands list them: plain, frozen data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from paperreader.humanize import age, count

SAME_NAME: Final = "another machine has the same name"
NO_MEMBER: Final = "no member has written yet"
MAX_NAMED: Final = 3
"""Of conflict copies and other files, as many are named."""
LONG: Final = timedelta(days=30)
"""A machine that has not written for longer may be gone for good."""
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""So far ahead clocks are that nobody has to set."""


class Machine(NamedTuple):
    """A machine of the user's."""

    name: str
    device: str
    """Its store."""
    is_this: bool
    """The one that this is shown on."""
    written: datetime | None
    """When it wrote last, by its own clock; None: not yet."""
    marks: int
    problems: tuple[str, ...]
    """What is wrong with its clock and its files."""
    copies: tuple[str, ...]
    """Names of files that it wrote and that a service put beside the newest one."""

    @property
    def copies_summary(self) -> str:
        """`2 conflict copies: a.jsonl, b.jsonl`; empty if there are none."""
        count = "1 conflict copy" if len(self.copies) == 1 else f"{len(self.copies):,} conflict copies"
        return f"{count}: {named_files(self.copies)}" if self.copies else ""

    def last_contact(self, now: datetime) -> str:
        """`written 3 minutes ago`."""
        return f"written {when(self.written, now)}" if self.written else "nothing written yet"

    def is_silent(self, now: datetime) -> bool:
        """Whether nothing was heard of it for long."""
        return not self.is_this and self.written is not None and now - self.written > LONG


class OtherFile(NamedTuple):
    """A file in the folder that no machine wrote."""

    file: str
    problem: str
    """Why it is not read, empty where it has nothing to do with us."""


class Member(NamedTuple):
    """A member of a group, who may have several machines."""

    name: str
    written: datetime | None
    """When they wrote last, by their own clock."""
    problems: tuple[str, ...]


class Group(NamedTuple):
    """A group, and what is in its folder."""

    name: str
    folder: str
    members: tuple[Member, ...]
    """Those that wrote last come first."""
    stars: int
    """How many papers they starred."""
    problems: tuple[str, ...]
    """What is wrong with files that are no member's."""

    @property
    def written(self) -> datetime | None:
        """When anyone wrote last."""
        return max((each.written for each in self.members if each.written), default=None)

    def summary(self, now: datetime) -> str:
        """`3 members, 12 starred papers, written 2 hours ago`."""
        if not self.members:
            return NO_MEMBER
        written = f", written {when(self.written, now)}" if self.written else ""
        return f"{count(len(self.members), 'member')}, {count(self.stars, 'starred paper')}{written}"


class Overview(NamedTuple):
    """All that is known of them."""

    folder: str
    """Of the machines; empty: they exchange nothing."""
    git: bool
    """It is a git repository, which carries it on."""
    machines: tuple[Machine, ...]
    """This one comes first, then those that wrote last."""
    others: tuple[OtherFile, ...]
    groups: tuple[Group, ...]

    @property
    def shared_names(self) -> list[str]:
        """Names that several machines have, whatever their case."""
        times = Counter(each.name.casefold() for each in self.machines)
        return [each.name for each in self.machines if times.pop(each.name.casefold(), 0) > 1]

    def has_shared_name(self, machine: Machine) -> bool:
        """Whether another machine is called so, too."""
        return machine.name.casefold() in map(str.casefold, self.shared_names)


class Status(NamedTuple):
    """What is known of them now."""

    overview: Overview
    looked: datetime | None
    """When the folders answered last; None: not yet."""
    problem: str
    """What is wrong with the exchange; empty if nothing is."""


def when(written: datetime | None, now: datetime) -> str:
    """`3 minutes ago`; `3 Dec 14:05` by a clock that is ahead; `not yet`."""
    if written is None:
        return "not yet"
    return f"{written.day} {written:%b %H:%M}" if written - now > CLOCK_TOLERANCE else age(written, now)


def named_files(files: Sequence[str]) -> str:
    """`a.jsonl, b.jsonl, c.jsonl and 2 more`."""
    more = len(files) - MAX_NAMED
    return ", ".join(files[:MAX_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def clock_problem(written: datetime, now: datetime) -> str:
    """`its clock is 2 hours ahead`; empty where it is not."""
    ahead = written - now
    if ahead <= CLOCK_TOLERANCE:
        return ""
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if ahead >= size:
            return f"its clock is {count(ahead // size, unit)} ahead"
    return ""
