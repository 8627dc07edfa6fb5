"""The installed program in a real terminal, as a person uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paperreader.store import Store
from tests.hub import HubServer
from tests.hub.items import papers

THURSDAY, FRIDAY = date(2026, 7, 30), date(2026, 7, 31)
PROGRAM = Path(sys.executable).with_name("paperreader")


class Terminal:
    """A shell in a tmux of its own; what it shows, and keys for it."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux.sock"), "-f", "/dev/null"]
        kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder), "SHELL": "/bin/sh", "PS1": "$ "}
        size = ["new-session", "-d", "-x", "140", "-y", "40", "/bin/sh"]
        subprocess.run([*self._tmux, *size], env=kept | env, check=True, timeout=10)

    def tmux(self, *command: str) -> str:
        done = subprocess.run([*self._tmux, *command], capture_output=True, text=True, timeout=10, check=False)
        return done.stdout

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def type(self, line: str) -> None:
        self.tmux("send-keys", "-l", line)
        self.press("Enter")

    @property
    def text(self) -> str:
        return self.tmux("capture-pane", "-p")

    def until(self, seen: Callable[[str], bool], seconds: float = 15) -> str:
        """The screen once it is as wanted."""
        end = time.monotonic() + seconds
        while not seen(text := self.text):
            assert time.monotonic() < end, text
            time.sleep(0.05)
        return text

    def shows(self, *words: str) -> str:
        return self.until(lambda text: all(word in text for word in words))


@pytest.fixture
def terminal(tmp_path: Path, hub_server: HubServer) -> Iterator[Terminal]:
    assert shutil.which("tmux"), "the tests need tmux"
    hub_server.days = {THURSDAY: papers(THURSDAY, 5), FRIDAY: papers(FRIDAY, 3)}
    env = {"HF_ENDPOINT": hub_server.url, "XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal(tmp_path, env)
    yield terminal
    terminal.tmux("kill-server")


def store_of(folder: Path) -> Store:
    return Store(folder / "data" / "paperreader" / "paperreader.db", now=lambda: datetime.now(UTC))


def test_from_an_empty_store_to_a_copied_link_and_back_again(
    terminal: Terminal, tmp_path: Path, hub_server: HubServer
) -> None:
    terminal.type(str(PROGRAM))
    terminal.shows("Fri 31", "Ferry: Mending Friday's Tokens, Part 1", "Space reads on", "Thu 30")
    first, second = (item["paper"]["id"] for item in hub_server.days[FRIDAY][:2])

    terminal.press("y")
    terminal.until(lambda _: terminal.tmux("show-buffer") == f"https://huggingface.co/papers/{first}")
    terminal.shows("in tmux's buffer")
    terminal.press("Y", "a")
    terminal.until(lambda _: terminal.tmux("show-buffer") == f"https://arxiv.org/abs/{first}")

    terminal.press("x", "b")
    terminal.shows("3 papers, 2 unread", "Starred             1")
    terminal.press("C-z")
    terminal.until(lambda text: "Stopped" in text or "suspended" in text)
    terminal.type("echo still here && fg")
    terminal.shows("3 papers, 2 unread")
    terminal.press("q")
    terminal.shows("still here")
    terminal.type("echo ec''ho works")
    terminal.shows("echo works")

    store = store_of(tmp_path)
    marks = {entry.id: (entry.read, entry.starred) for entry in store.entries(FRIDAY)}
    store.close()
    assert marks[first] == (True, False)
    assert marks[second] == (False, True)

    # tomorrow, on a plane
    hub_server.stop()
    terminal.type(str(PROGRAM))
    terminal.shows("3 papers, 2 unread", "Starred             1", "offline")
    terminal.press("]")
    terminal.shows("Thursday 30 July 2026", "Part 1")
    terminal.press("Q")
    terminal.shows("$ ")


def test_keys_typed_before_the_first_frame_are_not_lost(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(f"{PROGRAM} fetch")
    terminal.shows("2026-07-31  3 papers, 3 new")
    terminal.type(f"{PROGRAM} --offline")
    terminal.shows("Fri 31")
    terminal.press("j", "j", "b")
    terminal.shows("Starred             1")
    store = store_of(tmp_path)
    assert [entry.starred for entry in store.entries(FRIDAY)] == [False, False, True]
    store.close()


def test_a_terminal_that_closes_leaves_a_whole_store(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(str(PROGRAM))
    terminal.shows("3 papers, 3 unread")
    terminal.press("x")
    terminal.shows("3 papers, 2 unread")
    terminal.tmux("kill-server")
    time.sleep(0.5)
    store = store_of(tmp_path)
    assert store.totals().unread == 2
    store.close()


def test_fault_22_columns_stay_aligned_beside_wide_and_joined_signs(terminal: Terminal) -> None:
    """Cut out of tmux by its own count of cells, the column between list and page is the same sign on each line."""
    terminal.type(f"{PROGRAM} --demo")
    terminal.shows("Fri 31", "? keys")
    terminal.press("]")
    terminal.shows("Thursday 30 July 2026")
    terminal.tmux("copy-mode")
    moves = ("top-line", "start-of-line", "-N 82 cursor-right", "begin-selection", "rectangle-toggle")
    for move in (*moves, "-N 36 cursor-down", "copy-selection-and-cancel"):
        terminal.tmux("send-keys", "-X", *move.split())
    column = terminal.tmux("show-buffer").splitlines()
    assert len(column) == 37
    assert set(column) == {"▏"}
