"""Holds what the user's own commands do. It is made when the first is run: no start imports what it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from paperreader.reader.changes import Changed

if TYPE_CHECKING:
    from paperreader.own_command import OwnCommand
    from paperreader.reader.command_jobs import CommandJobs, Job
    from paperreader.reader.command_values import Parts, Target


class JobSlot:
    """As far as a session needs it while no command has been run."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self._jobs: CommandJobs | None = None

    def start(self, command: OwnCommand, on: Sequence[Target], ended: Callable[[Job], object]) -> None:
        """Run a command in the background; `ended` is told of its end."""
        if self._jobs is None:
            from paperreader.reader.command_jobs import CommandJobs

            self._jobs = CommandJobs(self._session, self._changed)
        self._jobs.start(command, on, ended)

    def cancel(self, job: Job) -> None:
        """End a job, and all that its program has started."""
        if self._jobs is not None:
            self._jobs.cancel(job)

    @property
    def facts(self) -> Sequence[str]:
        """What runs, for the status line."""
        return self._jobs.facts if self._jobs is not None else ()

    @property
    def running(self) -> Sequence[Job]:
        return self._jobs.running if self._jobs is not None else ()

    @property
    def last(self) -> Job | None:
        """The last one that ended, and printed something."""
        return self._jobs.last if self._jobs is not None else None

    @property
    def left(self) -> Sequence[str]:
        """What still ran when the session ended: names with process ids."""
        return self._jobs.left if self._jobs is not None else ()
