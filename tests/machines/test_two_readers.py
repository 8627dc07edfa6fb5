"""Two readers at two terminals, and a folder between them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.machines.notices import save_seen
from paperreader.store import Store
from tests.line import Line
from tests.stored_days import two_days

READER = f"{sys.executable} -m paperreader --offline"
FIRST = "Ferry: Mending Thursday's Tokens"


@pytest.fixture
def lines(env: dict[str, str], tmp_path: Path) -> Iterator[list[Line]]:
    """A shell on each of two machines, which share a folder; both users were told what leaves."""
    folder = tmp_path / "Sync"
    folder.mkdir()
    with ExitStack() as stack:
        shells = []
        for name in ("desk", "laptop"):
            home = tmp_path / name
            (home / "config" / "paperreader").mkdir(parents=True)
            settings = f'sync = "{folder}"\nmachine = "{name}"\nrows = "compact"\n'
            (home / "config" / "paperreader" / "config.toml").write_text(settings)
            path = home / "data" / "paperreader" / "paperreader.db"
            path.parent.mkdir(parents=True)
            store = Store(path, now=lambda: datetime.now(UTC))
            two_days(store)
            save_seen(store, [str(folder)])
            store.close()
            xdg = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
            shells.append(stack.enter_context(Line({**env, "HOME": str(home), **xdg})))
        yield shells


def starred(text: str) -> list[str]:
    """The titles of the starred rows, as far as they are shown."""
    rows = [line.split("▏")[0] for line in text.splitlines()]
    return [row.split("★", 1)[1].strip() for row in rows if "★" in row]


def written_by(folder: Path, name: str) -> str:
    """What the file of that machine says; empty if there is none."""
    texts = [path.read_text() for path in folder.glob("*.jsonl")]
    return next((text for text in texts if f'"name": "{name}"' in text), "")


def test_what_is_marked_here_appears_there_and_nothing_waits_for_a_folder_that_hangs(
    lines: list[Line], tmp_path: Path
) -> None:
    desk, laptop = lines
    folder = tmp_path / "Sync"
    for line in lines:
        line.mouse_moves = False
        line.write(f"{READER}; echo code $?\r")
    for line in lines:
        line.until(lambda text: "? keys" in text and "Thu 30" in text)
    desk.write("b")
    laptop.write("jj")
    laptop.shows("3 of 12")
    desk.until(lambda _: "starred" in written_by(folder, "desk"))
    laptop.write("R")
    assert "3 of 12" in laptop.until(starred)
    laptop.shows("from desk")

    (looker,) = [pid for pid in _children(_reader(laptop)) if "paperreader.machines.look_child" in _command(pid)]
    os.kill(looker, signal.SIGSTOP)
    laptop.write("Rb")
    laptop.until(lambda text: len(starred(text)) == 2)
    began = time.monotonic()
    laptop.write("q")
    laptop.shows("code 0")
    assert time.monotonic() - began < 5  # the look would hang for ever
    desk.until(lambda _: written_by(folder, "laptop").count("starred") == 2)
    desk.write("R")
    desk.until(lambda text: len(starred(text)) == 2)


def _reader(line: Line) -> int:
    return _children(line.pid)[-1]


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()
