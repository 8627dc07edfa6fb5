"""Copies text to the first clipboard that works, and reports truthfully where it went.

The order: the system clipboard, read back (not over SSH, where it belongs to the wrong machine); tmux, which keeps the
text in a buffer and passes it on to the terminal; the terminal itself (OSC 52), which never confirms.
"""

import asyncio
import os
import re
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from paperreader import children, seat

TOOL_TIMEOUT_S = 2.0
"""For a clipboard tool; some hang forever."""

RESTORE_TIMEOUT_S = 10.0
"""For putting back the previous content; longer, since it would be lost if the tool were killed."""

OSC52_MAX_BYTES = 74_994
"""The longest text that xterm and most other terminals accept."""

_TMUX_BUFFER = "paperreader-doctor"


class Route(NamedTuple):
    """A clipboard that was tried; `works` is None if that cannot be known."""

    name: str
    works: bool | None
    message: str


class Copied(NamedTuple):
    """Where a copy went."""

    place: str = ""
    """Where the text is, if not in the system clipboard."""
    certain: bool = True
    """The text was read back, or is in a buffer that can be pasted from; the terminal does not confirm a copy."""


class Clipboard:
    """The clipboards that can be reached from this terminal."""

    def __init__(self, env: Mapping[str, str], osc52: Callable[[str], None]) -> None:
        self._env = env
        self._osc52 = osc52

    async def copy(self, text: str) -> Copied | None:
        """Copy the text to the first clipboard that works; None if none does."""
        env = await self.environment()
        if not seat.is_remote(env) and await self._run(_own("copy"), text, env=env):
            return Copied("this machine's clipboard, if you are at it" if "STY" in env else "")
        if "TMUX" in self._env:
            if await self._passes_on() and await self._run(["tmux", "load-buffer", "-w", "-"], text):
                return Copied("tmux buffer, and sent to your terminal")
            if await self._run(["tmux", "load-buffer", "-"], text):
                return Copied("tmux buffer only; prefix ] pastes it")
        if len(text.encode()) <= OSC52_MAX_BYTES and self._takes_osc52():
            self._osc52(text)
            return Copied(certain=False)
        return None

    async def environment(self) -> Mapping[str, str]:
        """The environment of whoever uses the terminal now; GNU screen cannot be asked."""
        return await seat.current(self._env, self._output)

    async def probe(self) -> list[Route]:
        """Every clipboard, tried and read back, in the order of `copy`; their content is put back."""
        routes = [await self._probe_system()]
        if "TMUX" in self._env:
            routes.append(await self._probe_tmux())
        elif not self._takes_osc52():
            routes.append(Route("terminal", False, "known not to support copying (OSC 52)"))
        else:
            routes.append(Route("terminal", None, "the last resort (OSC 52); it never confirms a copy"))
        return routes

    async def _probe_system(self) -> Route:
        env = await self.environment()
        if seat.is_remote(env):
            return Route("system", None, "not used over SSH: it is not the clipboard of your machine")
        before = await self._spawn(_own("paste"), b"", asyncio.subprocess.PIPE, env=env)
        if before == b"":  # anything but text could not be put back
            return Route("system", None, "not tried: it holds no text, and a picture would be lost")
        works = restored = False
        if before is not None:
            try:
                works = await self._run(_own("copy"), "paperreader", env=env)
            finally:
                restored = await self._run(_own("copy"), before.decode(), RESTORE_TIMEOUT_S, env=env)
        if not works:
            return Route("system", False, "no tool to copy with (wl-copy, xclip, xsel or pbcopy)")
        outcome = "restored" if restored else "lost: it could not be put back"
        return Route("system", True, f"copied and read back; its previous content was {outcome}")

    async def _probe_tmux(self) -> Route:
        buffer = ["-b", _TMUX_BUFFER]
        await self._run(["tmux", "load-buffer", *buffer, "-"], "paperreader")
        works = await self._output(["tmux", "show-buffer", *buffer]) == "paperreader"
        await self._run(["tmux", "delete-buffer", *buffer], "")
        if not works:
            return Route("tmux", False, "its buffer does not accept a copy")
        destination = "and sent to the terminal" if await self._passes_on() else "not sent to the terminal"
        return Route("tmux", True, f"copied to its buffer (prefix ] pastes it), {destination}")

    def _takes_osc52(self) -> bool:
        """False if the terminal is known not to support OSC 52."""
        known_not_to = self._env.get("TERM_PROGRAM") == "Apple_Terminal" or "TMUX" in self._env
        return not known_not_to and self._env.get("TERM", "dumb") not in ("dumb", "linux")

    async def _passes_on(self) -> bool:
        """Whether tmux is new enough (3.2) and configured to pass a buffer on to the terminal."""
        output = await self._output(["tmux", "display-message", "-p", "#{version} #{set-clipboard}"])
        version = re.match(r"(?:next-)?(\d+)\.(\d+)", output)
        return version is not None and tuple(map(int, version.groups())) >= (3, 2) and not output.endswith("off")

    async def _run(
        self, command: list[str], text: str, seconds: float | None = None, *, env: Mapping[str, str] | None = None
    ) -> bool:
        """Run a command with the text as its input; True if it succeeded in time."""
        return await self._spawn(command, text.encode(), asyncio.subprocess.DEVNULL, seconds, env=env) is not None

    async def _output(self, command: list[str], env: Mapping[str, str] | None = None) -> str:
        output = await self._spawn(command, b"", asyncio.subprocess.PIPE, env=env)
        return (output or b"").decode(errors="replace").strip()

    async def _spawn(
        self,
        command: list[str],
        data: bytes,
        stdout: int,
        seconds: float | None = None,
        *,
        env: Mapping[str, str] | None = None,
    ) -> bytes | None:
        """Run a command; returns what it printed to `stdout`, None if it failed or took too long."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=stdout,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
                env=children.environment(env or self._env),
            )
        except OSError:
            return None
        try:
            async with asyncio.timeout(seconds or TOOL_TIMEOUT_S):
                output, _ = await process.communicate(data)
        except (TimeoutError, asyncio.CancelledError) as error:
            # The whole process group, so that children of the tool end too.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, asyncio.CancelledError):
                raise
            return None
        return (output or b"") if process.returncode == 0 else None


def _own(task: str) -> list[str]:
    return children.own("paperreader.clipboard_child", task)
