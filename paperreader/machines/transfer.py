"""What carries the folder from machine to machine where no service does: git, or the user's own commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paperreader.machines.git_folder import GitFolder
from paperreader.machines.program import ProgramError, run
from paperreader.text.sanitize import clean, escape_bytes

COMMAND_S: Final = 120.0
"""How long a command may take."""


class Transfer:
    """What is done before the folder is read, and after it was written; each answers with what went wrong."""

    def __init__(self, folder: Path, before: Sequence[str], after: Sequence[str], *, git: bool, machine: str) -> None:
        self._folder, self._before, self._after = folder, before, after
        self._git = GitFolder(folder, machine) if git else None
        self._sends = git
        """Not where git has failed before: it would only fail again."""

    def fetch(self) -> list[str]:
        """Bring the folder up to date, though it may be there only then: the command may mount it. What went wrong."""
        problems = self._run("sync_before", self._before)
        if self._git and self._folder.is_dir():
            try:
                self._git.fetch()
            except ProgramError as error:
                problems.append(clean(escape_bytes(str(error))))
                self._sends = False
        return problems

    @property
    def may_write(self) -> bool:
        """Whether nobody is in the middle of something with the files of the folder."""
        return self._git is None or not self._git.is_busy

    def send(self, *files: Path) -> list[str]:
        """Carry on what was written or removed; what went wrong."""
        problems = []
        if self._git and self._sends:
            try:
                self._git.send(*files)
            except ProgramError as error:
                problems.append(clean(escape_bytes(str(error))))
        return problems + self._run("sync_after", self._after)

    def _run(self, setting: str, command: Sequence[str]) -> list[str]:
        if not command:
            return []
        place = self._folder if self._folder.is_dir() else Path("/")
        try:
            ended = run(command, place, os.environ, COMMAND_S)
        except ProgramError as error:
            return [clean(escape_bytes(f"{setting}: {error}"))]
        if not ended.status:
            return []
        return [": ".join([f"{setting}: {command[0]} {ended.how}", *ended.lines[-1:]])]
