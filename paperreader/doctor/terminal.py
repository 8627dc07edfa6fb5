"""What the terminal can show, and where a copy goes from here."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping

from paperreader.clipboard import Clipboard
from paperreader.doctor.check import Check, note, ok, problem

SMALL = (60, 20)
"""Columns and lines below which a pane is shown at a time."""


def checks(env: Mapping[str, str]) -> Iterator[Check]:
    """The terminal that this is called from, by what it says of itself."""
    name = env.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield note("terminal", "there is none here, but a pipe or a file: not looked at")
    elif name in ("", "dumb", "unknown"):
        said = f"TERM is {name}" if name else "TERM is not set"
        yield problem("terminal", f"{said}: no cursor to move, so no reader", "set TERM, or use the subcommands")
    else:
        yield ok("terminal", name + _around(env))
        yield _colours(env, name)
        yield _size()
    yield _unicode()


def clipboards(env: Mapping[str, str]) -> Iterator[Check]:
    """Each way to a clipboard; a problem only where none may work."""
    ways = asyncio.run(Clipboard(env, lambda text: None).ways())
    hopeless = all(way.works is False for way in ways)
    for way in ways:
        said = f"{way.name}: {way.said}"
        yield ok("clipboard", said) if way.works else note("clipboard", said)
    if hopeless:
        said = "no way works: y shows the text, to be taken by hand"
        yield problem("clipboard", said, "install xclip or wl-clipboard")


def _around(env: Mapping[str, str]) -> str:
    found = [name for name, sign in (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION")) if sign in env]
    by = env.get("TERM_PROGRAM", "")
    return (f" ({by})" if by and by != "tmux" else "") + (f", in {' in '.join(found)}" if found else "")


def _colours(env: Mapping[str, str], name: str) -> Check:
    if "NO_COLOR" in env:
        return note("colours", "none: NO_COLOR is set")
    if env.get("COLORTERM") in ("truecolor", "24bit"):
        return ok("colours", "16 million")
    if "256" in name:
        return ok("colours", "256")
    return note("colours", "16", "COLORTERM=truecolor, if the terminal can do more")


def _size() -> Check:
    columns, lines = os.get_terminal_size(sys.stdout.fileno())
    said = f"{columns} columns, {lines} lines"
    if columns < SMALL[0] or lines < SMALL[1]:
        return note("size", f"{said}: one pane at a time")
    return ok("size", said)


def _unicode() -> Check:
    encoding = sys.stdout.encoding
    if "utf" not in encoding.lower():
        return problem("Unicode", f"{encoding}: titles and the reader need UTF-8", "LC_ALL=C.UTF-8")
    return ok("Unicode", 'UTF-8; if these look wrong, set glyphs = "ascii": ● ★ ▲ ▏ 漢')
