"""Programs that carry the folder from machine to machine where no service does: git, or the user's own commands."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paperreader import children

COMMAND_S: Final = 120.0
"""How long one may take."""
MAX_PUSHES: Final = 5
"""Another machine may push at the same time: then its file is pulled first."""
QUIET: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "SSH_ASKPASS_REQUIRE": "never",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
    "GIT_EDITOR": "true",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C.UTF-8",
}
"""Nothing asks: nobody would see the question."""


class OutsideError(Exception):
    """A program failed; str() is one line for the user."""


class Outside:
    """What is run before the folder is read, and after it was written."""

    def __init__(self, folder: Path, before: Sequence[str], after: Sequence[str], *, git: bool) -> None:
        self._folder, self._before, self._after, self._git = folder, before, after, git

    def fetch(self) -> None:
        """Bring the folder up to date. Raises OutsideError."""
        if self._before:
            self._run(self._before)
        if self._git and self._has_remote():
            self._pull()

    def send(self, written: Path) -> None:
        """Carry on what was written. Raises OutsideError."""
        if self._git:
            self._git_run("add", "--", written.name)
            if self._git_run("status", "--porcelain", "--", written.name):
                self._git_run(
                    *("-c", "user.name=paperreader", "-c", "user.email=paperreader@localhost"),
                    *("commit", "--quiet", "--no-verify", "-m", "Marks", "--", written.name),
                )
            self._push()
        if self._after:
            self._run(self._after)

    def send_removal(self, names: Sequence[str]) -> None:
        """Carry on that files were removed. Raises OutsideError."""
        if self._git and names:
            self._git_run("rm", "--cached", "--quiet", "--ignore-unmatch", "--", *names)
            if staged := self._git_run("diff", "--cached", "--name-only", "--relative", "-z", "--", *names):
                self._git_run(
                    *("-c", "user.name=paperreader", "-c", "user.email=paperreader@localhost"),
                    *("commit", "--quiet", "--no-verify", "-m", "Marks", "--", *staged.strip("\0").split("\0")),
                )
            self._push()
        if self._after:
            self._run(self._after)

    def _push(self) -> None:
        if not self._has_remote():
            return
        for tries_left in reversed(range(MAX_PUSHES)):
            try:
                self._git_run("push", "--quiet", "origin", "HEAD")
            except OutsideError:
                if not tries_left:
                    raise
                self._pull()
            else:
                return

    def _pull(self) -> None:
        branch = self._git_run("symbolic-ref", "--short", "HEAD").strip()
        if self._git_run("ls-remote", "--heads", "origin", branch):  # else it is still empty
            self._git_run(
                *("-c", "user.name=paperreader", "-c", "user.email=paperreader@localhost"),
                *("pull", "--quiet", "--rebase", "--autostash", "origin", branch),
            )

    def _has_remote(self) -> bool:
        return "origin" in self._git_run("remote").split()

    def _git_run(self, *args: str) -> str:
        return self._run(("git", *args))

    def _run(self, command: Sequence[str]) -> str:
        environment = {**children.environment(os.environ), **QUIET}
        try:
            done = subprocess.run(
                command,
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=COMMAND_S,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            raise OutsideError(f"{command[0]} took longer than {COMMAND_S:.0f} s") from None
        except (OSError, ValueError) as error:
            raise OutsideError(f"{command[0]} cannot be run: {getattr(error, 'strerror', None) or error}") from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise OutsideError(f"{' '.join(command[:2])} failed: {said[-1] if said else f'status {done.returncode}'}")
        return done.stdout.decode(errors="replace")
