"""55 numbers, strings and storms that a terminal sends: bounded, and the reader stays usable"""

from __future__ import annotations

import fcntl
import os
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Program

MAX_GROWTH_KB = 50_000
HUGE = 10**30


@pytest.fixture
def program(env: dict[str, str]) -> Iterator[Program]:
    with Program([sys.executable, "-m", "paperreader", "--demo"], env, (100, 30)) as program:
        program.until(lambda text: "? keys" in text)
        program.settle(0.3)
        yield program


def send(program: Program, data: str | bytes) -> None:
    rest = memoryview(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    while rest:
        rest = rest[os.write(program._master, rest[:65536]) :]


def memory_kb(program: Program) -> int:
    """The most that it has ever had."""
    status = Path(f"/proc/{program.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def resize(program: Program, columns: int, rows: int) -> None:
    fcntl.ioctl(program._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def assert_usable(program: Program, before_kb: int) -> None:
    """A prompt opens, takes letters and closes; then the reader can be left."""
    program.write("/")
    program.until(lambda text: "best first" in text, 20)
    program.write("xyz")
    program.until(lambda text: " / xyz" in text, 20)
    program.write("\x1b")
    program.until(lambda text: "? keys" in text and " / xyz" not in text, 20)
    assert memory_kb(program) - before_kb < MAX_GROWTH_KB
    program.leave("Q")


REPORTS = {
    "sizes": [f"\x1b[48;{n};{n};{n};{n}t" for n in (9999, 99999, HUGE, 0, "-1", "1:2", "9" * 5000, "")],
    "pixels": ["\x1b[48;30;100;0;0t", f"\x1b[48;30;100;{HUGE};1t", "\x1b[48;30;100;1;1t\x1b[<0;5;5M\x1b[<0;5;5m"],
    "other sizes": ["\x1b[8;9999;9999t", "\x1b[4;99999;99999t", "\x1b[9;1;1t"],
    "mouse": [f"\x1b[<{b};{n};{n}{end}" for b in (0, 32, 35, 64, HUGE) for n in (0, -5, 99999, HUGE) for end in "Mm"],
    "cursor": [f"\x1b[{n};{n}R" for n in (0, 99999, HUGE)],
    "keys": [f"\x1b[{n}{end}" for n in (0xD800, 0xDFFF, 0x110000, HUGE) for end in ("u", ";5u", ";5;97u", ";;55296u")],
    "texts": [f"\x1b[97;;{':'.join(map(str, range(0xD700, 0xD900)))}u", "\x1b[97;;1114112u", "\x1b[97;99999999999u"],
    "modes": ["\x1b[?2048;9$y", f"\x1b[?{HUGE};1$y", "\x1b[?2026;99999$y", "\x1b[?;$y", "\x1b[?1;2;3;4$y"],
    "answers": ["\x1b[?62;22c" * 3, "\x1b[>41;390;0c", "\x1b[0n", "\x1b[?997;1n", "\x1b]11;rgb:0/0/0\x07", "\x1b[?31u"],
    "strings": ["\x1bP!|00000000\x1b\\", "\x1bP1+r544e\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b]52;c;QUFB\x1b\\"],
}


@pytest.mark.parametrize("kind", REPORTS)
def test_fault_55_reports_are_bounded(program: Program, kind: str) -> None:
    program.until(lambda text: "¶" in text)  # the texts of the demo come last
    before_kb = memory_kb(program)
    text = program.screen.text
    for report in REPORTS[kind]:
        send(program, report)
    program.settle(0.3)
    if kind not in ("mouse", "keys", "texts", "pixels"):
        assert program.screen.text == text, "no report is typed"
    assert_usable(program, before_kb)


@pytest.mark.parametrize("size", [(60_000, 60_000), (65_535, 24), (80, 65_535), (0, 0), (1, 1)])
def test_fault_55_any_size_of_the_window(program: Program, size: tuple[int, int]) -> None:
    before_kb = memory_kb(program)
    resize(program, *size)
    program.settle(1, first=1)
    assert memory_kb(program) - before_kb < MAX_GROWTH_KB
    program.write("jjj")
    resize(program, 100, 30)
    program.until(lambda text: "? keys" in text.splitlines()[-1])
    assert_usable(program, before_kb)


def test_fault_55_started_in_a_window_of_any_size(env: dict[str, str]) -> None:
    with Program([sys.executable, "-m", "paperreader", "--demo"], env, (100, 30)) as program:
        resize(program, 60_000, 60_000)
        program.settle(1, first=20)
        small_kb = 60_000
        assert memory_kb(program) < small_kb + MAX_GROWTH_KB
        program.leave("Q")


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "start", ["\x1b]52;c;", "\x1b]0;", "\x1bP", "\x1bP1$r", "\x1b_G", "\x1b^", "\x1bX", "\x1b[", "\x1b[?"]
)
def test_fault_55_strings_without_end(program: Program, start: str, long: bool) -> None:
    before_kb = memory_kb(program)
    filling = b"1" if start.startswith("\x1b[") else b"A"
    send(program, start)
    send(program, filling * (10 * MEGABYTE if long else MEGABYTE))
    program.settle(1.2, first=1.2)  # nothing is typed for a while, and then it is the user who types
    assert_usable(program, before_kb)


def test_fault_55_a_paste_without_end(program: Program, long: bool) -> None:
    before_kb = memory_kb(program)
    send(program, "\x1b[200~")
    send(program, b"Q" * (100 * MEGABYTE if long else 5 * MEGABYTE))
    program.settle(2.2, first=2.2)
    assert_usable(program, before_kb)


def test_fault_55_a_long_paste(program: Program) -> None:
    before_kb = memory_kb(program)
    program.write("/")
    program.until(lambda text: "best first" in text)
    send(program, b"\x1b[200~" + b"flow " * MEGABYTE + b"\x1b[201~")
    program.until(lambda text: "flow flow" in text)
    program.write("\x1b")
    program.until(lambda text: "? keys" in text)
    assert_usable(program, before_kb)


@pytest.mark.parametrize(
    "report", ["\x1b[I", "\x1b[O", "\x1b[O\x1b[I", "\x1b[<35;9;9M\x1b[<35;10;9M", "\x1b[<65;9;9M", "j"]
)
def test_fault_55_storms(program: Program, report: str, long: bool) -> None:
    before_kb = memory_kb(program)
    began = time.monotonic()
    is_repeated = report in ("j", "\x1b[<65;9;9M")  # each of them is obeyed
    send(program, report * ((200_000 if long else 20_000) // (20 if is_repeated else 1)))
    send(program, "\x1b[I")
    program.write("/")
    program.until(lambda text: "best first" in text, 120)
    assert time.monotonic() - began < 120
    program.write("\x1b")
    program.until(lambda text: "? keys" in text)
    assert_usable(program, before_kb)
