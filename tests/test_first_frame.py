"""The first picture of a start: it is the reader's first frame, or it is not there."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

from paperreader.hub.parse import parse_items
from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import NEWEST, Clock, store_of
from tests.hub_server.items import papers
from tests.stores import child

READER = [sys.executable, "-m", "paperreader", "--offline"]
FRAME = b"\x1b[?2026l"
"""The end of each frame that Textual paints."""

TAKEN = b"\x1b[?1004h"
"""The first that only the reader writes."""

CODES = {"leave": 0, "int": 130, "term": 143, "hup": 129, "fail": 1, "begun": 143, "first": 143}
"""What the program ends with, by how."""

HOLD = """
import os, sys, time

class Hold:
    def find_spec(self, name, path=None, target=None):
        while name == "paperreader.cli" and os.path.exists(os.environ["HOLD"]):
            time.sleep(0.01)

sys.meta_path.insert(0, Hold())
"""
"""A `sitecustomize` that lets a start get no further than the saved frame while the file HOLD is there."""

Start = Callable[..., Program]


@pytest.fixture(autouse=True)
def stored(env: dict[str, str], clock: Clock) -> None:
    """A store with two days of papers."""
    store = Store(store_of(env), now=clock)
    for name in ("newest", "since", "first"):
        store.settings.set(name, NEWEST.isoformat()).result()
    store.ingest.save_day(NEWEST, parse_items(papers(NEWEST, 40)).papers, complete=True).result()
    assert store.close()


@pytest.fixture
def hold(env: dict[str, str], tmp_path: Path) -> Path:
    """Make this file, and starts get no further than the saved frame; remove it, and they go on."""
    (tmp_path / "hold").mkdir()
    (tmp_path / "hold" / "sitecustomize.py").write_text(HOLD)
    env["PYTHONPATH"] = os.pathsep.join((str(tmp_path / "hold"), env["PYTHONPATH"]))
    env["HOLD"] = str(tmp_path / "hold" / "held")
    return Path(env["HOLD"])


@pytest.fixture
def start(env: dict[str, str]) -> Iterator[Start]:
    """Starts the reader, and ends it with the test."""
    running: list[Program] = []

    def start(*args: str, size: tuple[int, int] = (140, 40), **extra: str) -> Program:
        running.append(Program([*READER, *args], env | extra, size))
        return running[-1]

    yield start
    for program in running:
        program.__exit__(None, None, None)


def read_some(start: Start, keys: str = "jjj", **settings: object) -> None:
    """A first start, some keys, and away."""
    program = start(**settings)
    program.until(lambda text: "? keys" in text)
    program.settle(0.3)
    for key in keys:
        program.press(key)
    program.leave("Q")


def kept(env: dict[str, str]) -> Path:
    return Path(env["HOME"], ".local/state/paperreader/picture")


def frames(output: bytes, size: tuple[int, int]) -> list[list[list[tuple[object, ...]]]]:
    """What is seen in the cells of the terminal before the reader wrote its first frame, and after each."""
    screen = pyte.Screen(*size)
    stream = pyte.ByteStream(screen)

    def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
        return (cell.bg, cell.reverse) if cell.data == " " else tuple(cell)

    def cells() -> list[list[tuple[object, ...]]]:
        return [[seen(screen.buffer[y][x]) for x in range(size[0])] for y in range(size[1])]

    shown = []
    for part in output.split(FRAME):
        before, begins, frame = part.partition(b"\x1b[?2026h")
        stream.feed(before)
        shown += [] if shown else [cells()]
        stream.feed(begins + frame)
        shown.append(cells())
    return shown


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_is_what_the_reader_paints(start: Start, hold: Path, size: tuple[int, int]) -> None:
    read_some(start, size=size)
    hold.touch()
    program = start(size=size)
    program.until(lambda text: "? keys" in text)
    assert FRAME not in program.output
    hold.unlink()
    program.until(lambda _: FRAME in program.output)
    program.settle(0.5)
    first, *later = frames(bytes(program.output), size)
    for frame in later:
        for row, (before, after) in enumerate(zip(first, frame, strict=True)):
            assert [(row, was, now) for was, now in zip(before, after, strict=True) if was != now] == []
    assert program.output.count(b"\x1b[?1049h") == 1


def test_the_first_start_has_none_and_the_file_is_private(start: Start, env: dict[str, str]) -> None:
    read_some(start)
    assert kept(env).stat().st_mode & 0o777 == 0o600
    assert list(kept(env).parent.glob("picture*")) == [kept(env)]


def shown_early(env: dict[str, str], size: tuple[int, int] = (140, 40), **extra: str) -> bool:
    """Whether the next start has a picture to show."""
    show = """
import sys
from paperreader import first_frame
first_frame.show(sys.argv[1:])
print("that is all", flush=True)
sys.stdin.read()  # when it ends, what it printed may be lost
"""
    with Program([sys.executable, "-c", show, *READER[3:]], env | extra, size) as program:
        program.until(lambda text: b"that is all" in program.output)
        return b"Thu 31" in program.output


def test_what_has_changed_is_not_shown_as_it_was(start: Start, env: dict[str, str], clock: Clock) -> None:
    read_some(start)
    assert shown_early(env)
    assert not shown_early(env, size=(120, 40))
    assert not shown_early(env, COLORTERM="truecolor")
    assert not shown_early(env, NO_COLOR="1")
    assert shown_early(env, COLORTERM="yes", NO_COLOR="")
    assert not shown_early(env, LANG="de_DE.UTF-8")
    config = Path(env["HOME"], ".config/paperreader/config.toml")
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('theme = "nord"\n')
    assert not shown_early(env)
    config.unlink()
    assert shown_early(env)
    content = kept(env).read_bytes()
    kept(env).write_bytes(content.replace(time.strftime("%Y-%m-%d").encode(), b"2026-01-02"))
    assert not shown_early(env)
    kept(env).write_bytes(b"\xff\x00")
    assert not shown_early(env)
    kept(env).write_bytes(content)
    assert shown_early(env)
    store = Store(store_of(env), now=clock)
    store.settings.set("anything", "else").result()
    assert store.close()
    assert not shown_early(env)


def test_what_has_changed_behind_a_link_is_not_shown_as_it_was(start: Start, env: dict[str, str]) -> None:
    """A program was killed, so that only the log has changed: it lies beside the real file."""
    path = store_of(env)
    real = path.parent.parent / "elsewhere.db"
    path.rename(real)
    path.symlink_to(real)
    read_some(start)
    assert shown_early(env)
    code = """
Store(path, now=now).marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
os.kill(os.getpid(), 9)
"""
    child(code, path).communicate()
    assert not shown_early(env)


def test_where_the_next_start_shows_something_else_nothing_is_kept(start: Start, env: dict[str, str]) -> None:
    read_some(start, keys="l")
    assert not kept(env).exists()


def test_keys_typed_before_the_reader_is_there_are_not_lost(start: Start, hold: Path) -> None:
    read_some(start, keys="")
    hold.touch()
    program = start()
    program.until(lambda text: "? keys" in text)
    assert FRAME not in program.output
    program.write("jj")
    hold.unlink()
    program.until(lambda text: text.count("Part 3") >= 2)
    assert b"jj" not in program.output


def test_a_path_need_not_be_utf_8(start: Start, env: dict[str, str]) -> None:
    """A user's file, from the time of Latin-1."""
    path = os.fsdecode(os.fsencode(store_of(env).parent) + b"/h\xff.db")
    shutil.copyfile(store_of(env), path)
    for _ in range(2):
        program = start("--db", path)
        program.until(lambda text: "? keys" in text)
        program.settle(0.3)
        program.leave("Q")
        assert b"paperreader: " not in program.output
        assert list(kept(env).parent.glob("picture*")) == [kept(env)]
    assert program.output.startswith(b"\x1b[?1049h\x1b[?25l\x1b[?7l"), "the second has the picture of the first"


@pytest.mark.parametrize("end", CODES)
def test_the_terminal_is_as_it_was(start: Start, hold: Path, env: dict[str, str], end: str) -> None:
    """After leaving, after a signal while the picture stands alone, and after a start that fails.

    `begun`, `first`: a signal when the reader has just taken over, from a picture or without one.
    """
    if end != "first":
        read_some(start)
    path = store_of(env)
    if end == "fail":
        status, content = path.stat(), path.read_bytes()
        with path.open("r+b") as file:
            file.seek(68)
            file.write(b"\0\0\0\1")  # the mark of another program's
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if end in ("int", "term", "hup"):
        hold.touch()
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (40, 140))
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(READER, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    output = b""

    def until(seen: bytes) -> None:
        nonlocal output
        while seen not in output:
            assert select.select([ours], [], [], 60)[0], output
            output += os.read(ours, 65536)

    try:
        until(b"Thu 31" if end != "first" else TAKEN)
        assert termios.tcgetattr(theirs)[3] & termios.ECHO == 0
        if end in ("leave", "begun"):
            until(TAKEN)
        if end == "leave":
            os.write(ours, b"Q")
        elif end in ("begun", "first"):
            process.send_signal(signal.SIGTERM)
        elif end != "fail":
            process.send_signal(signal.Signals[f"SIG{end.upper()}"])
        until(b"\x1b[?1049l")
        if end == "fail":
            until(b"paperreader: ")
        assert (TAKEN in output) == (end in ("leave", "begun", "first"))
        assert process.wait(60) == CODES[end]
    finally:
        process.kill()
        process.wait()
    after = output.rpartition(b"\x1b[?1049l")[2]
    assert b"\x1b[?25h" in after or TAKEN in output
    if end == "fail":
        assert b"paperreader: " in after
        path.write_bytes(content)
    assert termios.tcgetattr(theirs) == before
