"""Checks of the terminal and the clipboards."""

from __future__ import annotations

import asyncio
import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping

from paperreader.clipboard import Clipboard
from paperreader.color_system import EIGHT_BIT, TRUECOLOR, color_system, is_in_screen
from paperreader.doctor.check import Check, note, ok, problem

MAX_ANSWER_S = 1.0
"""How long the terminal may take to say where its cursor is."""
CURSOR_REPORT = re.compile(rb"\x1b\[\d+;(\d+)R")

ONE_PANE_BELOW = (60, 20)
"""Columns and lines below which the reader shows one pane at a time."""


def checks(env: Mapping[str, str]) -> Iterator[Check]:
    """Check the terminal, going by its environment variables."""
    name = env.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield note("terminal", "input or output is a pipe or a file: not checked")
    elif name in ("", "dumb", "unknown"):
        term = f"TERM is {name}" if name else "TERM is not set"
        yield problem("terminal", f"{term}: the reader needs cursor control", "set TERM, or use the subcommands")
    else:
        yield ok("terminal", name + _inside(asyncio.run(Clipboard(env, lambda text: None).environment())))
        yield _colours(env)
        yield _size()
        if "utf" in sys.stdout.encoding.lower():
            yield _ambiguous_width()
    yield _unicode()


def clipboards(env: Mapping[str, str]) -> Iterator[Check]:
    """Try each clipboard; a problem only if none can work."""
    routes = asyncio.run(Clipboard(env, lambda text: None).probe())
    for route in routes:
        message = f"{route.name}: {route.message}"
        yield ok("clipboard", message) if route.works else note("clipboard", message)
    if all(route.works is False for route in routes):
        message = "none works: y shows the text to copy by hand"
        yield problem("clipboard", message, "install xclip or wl-clipboard")


def _inside(env: Mapping[str, str]) -> str:
    found = [name for name, sign in (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION")) if sign in env]
    program = env.get("TERM_PROGRAM", "")
    return (f" ({program})" if program and program != "tmux" else "") + (f", in {' in '.join(found)}" if found else "")


def _colours(env: Mapping[str, str]) -> Check:
    found = color_system(env)
    if env.get("NO_COLOR"):
        return note("colours", "none: NO_COLOR is set")
    if is_in_screen(env, env.get("TERM", "")) and "COLORTERM" in env:
        return ok("colours", f"{found}: GNU screen has no more, whatever COLORTERM says")
    if found in (TRUECOLOR, EIGHT_BIT):
        return ok("colours", found)
    return note("colours", found, "set COLORTERM=truecolor if the terminal has more")


def _size() -> Check:
    columns, lines = os.get_terminal_size(sys.stdout.fileno())
    message = f"{columns} columns, {lines} lines"
    if columns < ONE_PANE_BELOW[0] or lines < ONE_PANE_BELOW[1]:
        return note("size", f"{message}: one pane at a time")
    return ok("size", message)


def _ambiguous_width() -> Check:
    """Print a sign, ask for the cursor's column, and erase it: nothing else tells."""
    terminal, name = sys.stdin.fileno(), "signs"
    sys.stdout.flush()
    modes = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        os.write(sys.stdout.fileno(), "\r●\x1b[6n".encode())
        answer, end = b"", time.monotonic() + MAX_ANSWER_S
        while not (found := CURSOR_REPORT.search(answer)) and time.monotonic() < end:
            if select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
                answer += os.read(terminal, 1024)
    finally:
        os.write(sys.stdout.fileno(), b"\r\x1b[K")
        termios.tcsetattr(terminal, termios.TCSADRAIN, modes)
    if not found:
        return note(
            name, "the terminal does not say how wide it draws ●", 'set glyphs = "ascii" if columns are crooked'
        )
    if int(found[1]) > 2:
        return note(name, "● is two cells wide (set up for CJK): the reader draws ASCII instead")
    return ok(name, "● is one cell wide")


def _unicode() -> Check:
    encoding = sys.stdout.encoding
    if "utf" not in encoding.lower():
        return problem("Unicode", f"{encoding}: titles and the reader need UTF-8", "set LC_ALL=C.UTF-8")
    return ok("Unicode", 'UTF-8; if these look wrong, set glyphs = "ascii": ● ★ ▲ ▏ 漢')
