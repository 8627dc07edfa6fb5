"""Runs git so that nothing asks, opens a window or an editor, signs, or runs a hook; what it says becomes one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

from paperreader.machines.program import Ended, ProgramError, run

LOCAL_S: Final = 120.0
"""For what git does on this machine, and to ask a remote what it has."""
TRANSFER_S: Final = 600.0
"""To fetch or to push."""
OPTIONS: Final = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.splitIndex=false"),
    *("-c", "push.gpgSign=false"),
    *("-c", "push.followTags=false"),
    *("-c", "push.recurseSubmodules=no"),
    *("-c", "credential.interactive=false"),
    *("-c", "http.lowSpeedLimit=1"),  # bytes in a second; fewer for a minute: the remote hangs
    *("-c", "http.lowSpeedTime=60"),
)
QUIET: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    "GIT_EDITOR": "true",
    "LC_ALL": "C.UTF-8",
}
WINDOWS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "SSH_ASKPASS", "LANGUAGE")
"""Where questions could be asked, and in which language messages are."""
OF_ANOTHER_REPOSITORY: Final = frozenset(
    f"GIT_{name}"
    for name in (
        *("DIR", "WORK_TREE", "IMPLICIT_WORK_TREE", "COMMON_DIR", "PREFIX", "NAMESPACE", "INDEX_FILE", "INDEX_VERSION"),
        *("OBJECT_DIRECTORY", "ALTERNATE_OBJECT_DIRECTORIES", "QUARANTINE_PATH", "SHALLOW_FILE", "GRAFT_FILE"),
        *("REPLACE_REF_BASE", "NO_REPLACE_OBJECTS", "CONFIG", "CONFIG_PARAMETERS", "INTERNAL_SUPER_PREFIX"),
        *("GLOB_PATHSPECS", "NOGLOB_PATHSPECS", "ICASE_PATHSPECS", "AUTHOR_DATE", "COMMITTER_DATE"),
    )
)
"""What git sets for its hooks and aliases, which we may have been started by."""
SSH: Final = "ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=20"
ADDRESS: Final = "paperreader@localhost"
UNREADABLE: Final = "fatal: Could not read from remote repository"
"""Says less than the line before it, which is ssh's."""
REFUSED: Final = "! ["
"""Begins a line that has the remote's reason in brackets."""
TRUST: Final = "git config --global --add safe.directory"


class GitError(ProgramError):
    """Git failed; str() is one line for the user."""


class Git:
    """Git in a folder, as a machine that makes commits."""

    def __init__(self, folder: Path, machine: str) -> None:
        self.folder = folder
        self._env = _environment(os.environ, machine)

    def run(
        self,
        *args: str,
        env: Mapping[str, str] | None = None,
        output: IO[bytes] | None = None,
        seconds: float | None = None,
    ) -> bytes:
        """What it prints, or nothing if that goes into a file. Raises GitError."""
        ended = self._ended(args, env or {}, output, seconds or LOCAL_S)
        if ended.status:
            raise GitError(f"git {args[0]}: {_reason(ended)}")
        return ended.output

    def line(self, *args: str, env: Mapping[str, str] | None = None) -> str:
        """The first line of what it prints. Raises GitError."""
        return os.fsdecode(self.run(*args, env=env)).partition("\n")[0]

    def succeeds(self, *args: str, env: Mapping[str, str] | None = None) -> bool:
        """Whether it exits with 0. Raises GitError if it cannot be run."""
        return not self._ended(args, env or {}, None, LOCAL_S).status

    def answer(self, *args: str) -> str:
        """The first line of what it prints; empty if it fails, which is an answer, too."""
        ended = self._ended(args, {}, None, LOCAL_S)
        return "" if ended.status else os.fsdecode(ended.output).partition("\n")[0]

    def use_ssh(self, configured: str) -> None:
        """Ask with the user's own ssh command, or with ssh and no questions."""
        if not configured and not {"GIT_SSH", "GIT_SSH_COMMAND"} & self._env.keys():
            self._env["GIT_SSH_COMMAND"] = SSH

    def _ended(self, args: tuple[str, ...], env: Mapping[str, str], output: IO[bytes] | None, seconds: float) -> Ended:
        try:
            return run(("git", *OPTIONS, *args), self.folder, {**self._env, **env}, seconds, output, f"git {args[0]}")
        except ProgramError as error:
            raise GitError(str(error)) from None


def _environment(env: Mapping[str, str], machine: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in env.items()
        if name not in OF_ANOTHER_REPOSITORY and name not in WINDOWS and not name.startswith("GIT_TRACE")
    }
    own = dict[str, str]()
    for who in ("AUTHOR", "COMMITTER"):
        own |= {f"GIT_{who}_NAME": f"paperreader on {machine}", f"GIT_{who}_EMAIL": ADDRESS}
    return {**kept, **QUIET, **own}


def _reason(ended: Ended) -> str:
    """The line that says most."""
    lines = ended.lines
    for line in lines:
        if line.startswith(REFUSED):
            return line.partition("(")[2].removesuffix(")") or line
    for number, line in enumerate(lines):
        if line.startswith(UNREADABLE) and number:
            return lines[number - 1]
        if line.startswith(("fatal:", "error:")):
            trust = next((f"; if you trust it: {each}" for each in lines if each.startswith(TRUST)), "")
            return line.partition(": ")[2] + trust
    return lines[-1] if lines else ended.how
