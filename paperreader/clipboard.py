"""Copying, and the truth about it: where the text went, or that it went nowhere.

The order: the machine's own clipboard, read back (not over SSH: it would be the wrong machine's); tmux, which keeps
it in a buffer and hands it on to the terminal; the terminal itself (OSC 52), which never says whether it took it.
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

TIMEOUT = 2.0
"""Seconds that a clipboard tool may take; some hang for ever."""

RESTORING = 10.0
"""Seconds that it may take to put back what was copied before: a tool that is ended would lose it."""

OSC52_LIMIT = 74_994
"""Bytes of text that xterm and most others take in one go."""

# in a process of its own: a tool that hangs can be ended, and what it prints lands nowhere
_COPY = [
    sys.executable,
    "-c",
    """
import sys, pyperclip
text = sys.stdin.buffer.read().decode()
pyperclip.copy(text)
back = pyperclip.paste()
sys.exit(back.replace("\\r\\n", "\\n").rstrip("\\n") != text.rstrip("\\n"))
""",
]

_PASTE = [sys.executable, "-c", "import sys, pyperclip; sys.stdout.buffer.write(pyperclip.paste().encode())"]
_TMUX_BUFFER = "paperreader-doctor"


class Way(NamedTuple):
    """A way to a clipboard, as it was found; `works` None where that cannot be told."""

    name: str
    works: bool | None
    said: str


class Copied(NamedTuple):
    """What became of a copy."""

    how: str
    """`copied`, or what else happened, as the person should read it; empty: nothing worked."""
    certain: bool
    """It was read back, or lies in a buffer that a person can paste from."""


class Clipboard:
    """The ways out of this terminal."""

    def __init__(self, env: Mapping[str, str], osc52: Callable[[str], None]) -> None:
        self._env = env
        self._osc52 = osc52

    async def copy(self, text: str) -> Copied:
        """Copy the text by the first way that works, and say which it was."""
        if not self._remote and await self._run(_COPY, text):
            return Copied("copied", certain=True)
        if "TMUX" in self._env:
            if await self._passes_on() and await self._run(["tmux", "load-buffer", "-w", "-"], text):
                return Copied("in tmux's buffer, and sent to the terminal", certain=True)
            if await self._run(["tmux", "load-buffer", "-"], text):
                return Copied("in tmux's buffer alone (prefix ] pastes it)", certain=True)
        if len(text.encode()) <= OSC52_LIMIT and self._takes_osc52():
            self._osc52(text)
            return Copied("sent to the terminal, which does not say whether it took it", certain=False)
        return Copied("", certain=False)

    async def ways(self) -> list[Way]:
        """Every way there is here, tried and read back, in the order of `copy`; what was copied before stays."""
        ways = [await self._own_way()]
        if "TMUX" in self._env:
            ways.append(await self._tmux_way())
        elif not self._takes_osc52():
            ways.append(Way("the terminal's", False, "it is known not to take a copy (OSC 52)"))
        else:
            ways.append(Way("the terminal's", None, "used last (OSC 52); it does not say whether it takes it"))
        return ways

    async def _own_way(self) -> Way:
        if self._remote:
            return Way("this machine's", None, "not used over SSH: it is not where you sit")
        before = await self._spawn(_PASTE, b"", asyncio.subprocess.PIPE)
        if before == b"":  # what is no text would not come back
            return Way("this machine's", None, "no text in it now, and a picture would be lost: not tried")
        works = restored = False
        if before is not None:
            try:
                works = await self._run(_COPY, "paperreader")
            finally:
                restored = await self._run(_COPY, before.decode(), RESTORING)
        if not works:
            return Way("this machine's", False, "nothing here can copy (wl-copy, xclip, xsel or pbcopy could)")
        now = "is there again" if restored else "was lost: it did not come back"
        return Way("this machine's", True, f"copied and read back; what was in it {now}")

    async def _tmux_way(self) -> Way:
        buffer = ["-b", _TMUX_BUFFER]
        await self._run(["tmux", "load-buffer", *buffer, "-"], "paperreader")
        works = await self._output(["tmux", "show-buffer", *buffer]) == "paperreader"
        await self._run(["tmux", "delete-buffer", *buffer], "")
        if not works:
            return Way("tmux's", False, "its buffer does not take a copy")
        on = "and hands it on to the terminal" if await self._passes_on() else "and keeps it (prefix ] pastes)"
        return Way("tmux's", True, f"its buffer takes a copy, {on}")

    @property
    def _remote(self) -> bool:
        return "SSH_CONNECTION" in self._env or "SSH_TTY" in self._env

    def _takes_osc52(self) -> bool:
        """Whether the terminal is worth a try."""
        known_not_to = self._env.get("TERM_PROGRAM") == "Apple_Terminal" or "TMUX" in self._env
        return not known_not_to and self._env.get("TERM", "dumb") not in ("dumb", "linux")

    async def _passes_on(self) -> bool:
        """Whether tmux is new enough (3.2) and set to hand a buffer on to the terminal."""
        told = await self._output(["tmux", "display-message", "-p", "#{version} #{set-clipboard}"])
        version = re.match(r"(?:next-)?(\d+)\.(\d+)", told)
        return version is not None and tuple(map(int, version.groups())) >= (3, 2) and not told.endswith("off")

    async def _run(self, command: list[str], text: str, seconds: float | None = None) -> bool:
        """Whether the command took the text and succeeded in time."""
        return await self._spawn(command, text.encode(), asyncio.subprocess.DEVNULL, seconds) is not None

    async def _output(self, command: list[str]) -> str:
        told = await self._spawn(command, b"", asyncio.subprocess.PIPE)
        return (told or b"").decode(errors="replace").strip()

    async def _spawn(self, command: list[str], given: bytes, stdout: int, seconds: float | None = None) -> bytes | None:
        """What the command prints to `stdout`, None where it failed or took too long."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=stdout,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
                env=dict(self._env),
            )
        except OSError:
            return None
        try:
            async with asyncio.timeout(seconds or TIMEOUT):
                told, _ = await process.communicate(given)
        except (TimeoutError, asyncio.CancelledError) as error:
            # the tool's own children too; it leads a session of its own
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, asyncio.CancelledError):
                raise
            return None
        return (told or b"") if process.returncode == 0 else None
