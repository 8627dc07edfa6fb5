"""Processes of ours that work in the user's folders, which may take as long as a drive likes: nobody waits for them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from paperreader import children

MAX_ANSWER_BYTES: Final = 16 * 1024 * 1024


class FolderProcess:
    """One process, from its start to its end. It answers in lines of JSON."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._answers = asyncio.StreamReader(MAX_ANSWER_BYTES)
        self._pipe: asyncio.BaseTransport | None = None
        self._questions: asyncio.WriteTransport | None = None

    @classmethod
    async def start(cls, module: str, *args: str) -> FolderProcess:
        """Start a module of ours. Raises OSError."""
        loop = asyncio.get_running_loop()
        starting = loop.run_in_executor(None, _start, module, args, subprocess.PIPE)
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(_close_pipes)
            raise
        self = cls(process)
        self._pipe, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self._answers), process.stdout
        )
        self._questions, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, process.stdin)
        return self

    async def ask(self, question: object) -> Any:
        """What it answers, whenever it does. Raises ValueError, with what it said, if that is no JSON."""
        assert self._questions
        self._questions.write(json.dumps(question).encode() + b"\n")  # buffered: the process may have stopped reading
        return await self._answer()

    async def ask_last(self, question: object) -> Any:
        """The same; nothing more will be asked."""
        assert self._questions
        self._questions.write(json.dumps(question).encode())
        if self._questions.can_write_eof():
            self._questions.write_eof()
        return await self._answer()

    async def _answer(self) -> Any:
        if not (line := await self._answers.readline()).strip():
            raise ValueError("it ended without an answer")
        try:
            return json.loads(line)
        except ValueError:
            rest = await self._answers.read(MAX_ANSWER_BYTES)
            raise ValueError((line + rest).decode(errors="replace").strip()) from None

    def leave(self) -> None:
        """Have nothing more to do with it: what it works on it does to the end."""
        if self._questions is not None and not self._questions.is_closing():
            self._questions.abort()  # to close it would wait until the last question is read
        if self._pipe is not None:
            self._pipe.close()
        _reap(self._process)

    def end(self) -> None:
        """Kill it. One that hangs in the system ends when that lets it."""
        self._process.kill()
        self.leave()


def start_and_leave(module: str, args: Sequence[str], question: object) -> None:
    """Start a module of ours that goes on without us, and give it all that it is to know."""
    process = _start(module, args, subprocess.DEVNULL)
    assert process.stdin
    with suppress(OSError), process.stdin as pipe:
        pipe.write(json.dumps(question).encode())
    _reap(process)


def _start(module: str, args: Sequence[str], output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        children.own(module, *args),
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.DEVNULL if output == subprocess.DEVNULL else subprocess.STDOUT,
        bufsize=0,
        env=children.environment(os.environ),
        cwd="/",  # ours may be on a drive that is to be taken out
        start_new_session=True,  # Ctrl+C, Ctrl+Z and the end of the terminal are for the reader alone
    )


def _close_pipes(started: asyncio.Future[subprocess.Popen[bytes]]) -> None:
    """Nobody wants it any more: it ends when it reads that."""
    if not started.cancelled() and started.exception() is None:
        with started.result() as process:
            process.kill()


def _reap(process: subprocess.Popen[bytes]) -> None:
    threading.Thread(target=process.wait, daemon=True).start()
