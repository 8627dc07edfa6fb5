"""48 the clipboard of whoever sits there, not of whoever started tmux"""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from paperreader import seat
from paperreader.clipboard import Clipboard, Copied
from paperreader.reader.links import copy_message

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "SSH_TTY": "/dev/pts/9", "SSH_CLIENT": "192.0.2.1 50000 22"}
DESK = {"DISPLAY": ":9"}
BUFFER = Copied("tmux buffer, and sent to your terminal")


class Tmux:
    """A server, started by somebody; and clients of it in terminals of their own."""

    def __init__(self, folder: Path, started: Mapping[str, str]) -> None:
        self.kept = folder / "kept"
        tools = folder / "tools"
        tools.mkdir()
        (tools / "xclip").write_text(f'#!/bin/sh\ncase "$*" in *-o*) cat {self.kept};; *) cat >{self.kept};; esac\n')
        (tools / "xclip").chmod(0o755)
        self._plain = {"PATH": f"{tools}:/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        self._socket = str(folder / "tmux")
        self._clients: list[tuple[int, int]] = []
        command = ["new", "-d", "-x", "80", "-y", "24", "sleep 600"]
        subprocess.run(["tmux", "-S", self._socket, "-f", "/dev/null", *command], env=self._plain | dict(started))
        pane = self.ask("display-message", "-p", "#{pane_id}")
        self.env = self._plain | dict(started) | {"TMUX": f"{self._socket},0,0", "TMUX_PANE": pane}
        """What a program in it has for ever."""

    def ask(self, *command: str) -> str:
        done = subprocess.run(["tmux", "-S", self._socket, *command], env=self._plain, capture_output=True, text=True)
        return done.stdout.strip()

    def attach(self, env: Mapping[str, str]) -> int:
        """A terminal for somebody; its file descriptor."""
        before = len(self.ask("list-clients").splitlines())
        pid, terminal = pty.fork()
        if not pid:
            with suppress(BaseException):
                os.execve("/usr/bin/env", ["env", "tmux", "-S", self._socket, "attach"], self._plain | dict(env))
            os._exit(127)
        self._clients.append((pid, terminal))
        wait_for(lambda: len(self.ask("list-clients").splitlines()) > before)
        return terminal

    def type_in(self, terminal: int) -> None:
        """Somebody types, later than anybody before."""

        def activities() -> list[str]:
            return sorted(self.ask("list-clients", "-F", "#{client_activity}").splitlines())

        newest = activities()[-1]
        while activities()[-1] == newest:
            os.write(terminal, b"x")
            time.sleep(0.1)

    def close(self) -> None:
        self.ask("kill-server")
        for pid, terminal in self._clients:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(terminal)


def wait_for(fact: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], Tmux]]:
    """Starts tmux for somebody."""
    if not shutil.which("tmux"):
        pytest.skip("no tmux here")
    servers: list[Tmux] = []

    def start(env: Mapping[str, str]) -> Tmux:
        servers.append(Tmux(tmp_path, env))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


Start = Callable[[Mapping[str, str]], Tmux]


def clipboard(tmux: Tmux) -> Clipboard:
    return Clipboard(tmux.env, lambda _: pytest.fail("nothing is sent past tmux"))


async def test_fault_48_started_at_a_desk_and_attached_over_ssh(started: Start) -> None:
    tmux = started(DESK)
    tmux.kept.write_text("the desk's")
    tmux.attach(SSH)
    assert await clipboard(tmux).copy("a paper") == BUFFER
    assert tmux.kept.read_text() == "the desk's"
    assert tmux.ask("show-buffer") == "a paper"
    (system, _) = await clipboard(tmux).probe()
    assert system.works is None
    assert "SSH" in system.message


async def test_fault_48_started_over_ssh_and_attached_at_a_desk(started: Start) -> None:
    tmux = started(SSH)
    tmux.attach(DESK)
    assert await clipboard(tmux).copy("a paper") == Copied()
    assert tmux.kept.read_text() == "a paper"


async def test_fault_48_of_several_it_is_who_typed_last(started: Start) -> None:
    tmux = started(DESK)
    desk, far = tmux.attach(DESK), tmux.attach(SSH)
    for who, copied in ((desk, Copied()), (far, BUFFER), (desk, Copied())):
        tmux.type_in(who)
        assert await clipboard(tmux).copy("a paper") == copied


async def test_fault_48_a_session_without_a_terminal_keeps_what_is_known(started: Start) -> None:
    tmux = started({})
    tmux.env |= DESK
    assert await clipboard(tmux).copy("a paper") == Copied()


async def test_fault_48_where_the_client_cannot_be_looked_at_its_session_tells(
    started: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's client, or a system without /proc."""
    monkeypatch.setattr(seat, "_environment_of", lambda pid: None)
    tmux = started(DESK)
    tmux.attach(SSH)
    assert await clipboard(tmux).copy("a paper") == BUFFER
    tmux.attach(DESK)
    wait_for(lambda: "-SSH_CONNECTION" in tmux.ask("show-environment"))
    assert await clipboard(tmux).copy("a paper") == Copied()


async def test_fault_48_a_tmux_that_hangs_or_is_gone_takes_little_time(tmp_path: Path) -> None:
    (tmp_path / "tmux").write_text("#!/bin/sh\nsleep 60\n")
    (tmp_path / "tmux").chmod(0o755)
    for path in (tmp_path, tmp_path / "none"):
        env = {"PATH": f"{path}:/usr/bin:/bin" if path == tmp_path else "", "TMUX": "/none,0,0", **SSH}
        began = time.monotonic()
        assert await Clipboard(env, lambda _: None).copy("a paper") is None
        assert time.monotonic() - began < 20, "each question may take two seconds"


async def test_fault_48_gnu_screen_cannot_be_asked(started: Start) -> None:
    tmux = started(DESK)
    env = {name: value for name, value in tmux.env.items() if not name.startswith("TMUX")} | {"STY": "1.pts"}
    copied = await Clipboard(env, lambda _: None).copy("a paper")
    assert copied is not None
    message = copy_message("Hub link", "https://example.org", copied, "")
    assert message == "Copied Hub link (this machine's clipboard, if you are at it): https://example.org"
