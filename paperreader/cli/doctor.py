"""`paperreader doctor`: a line for each thing that may be wrong here, and what to do about it."""

from __future__ import annotations

import os
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from paperreader import config, environment
from paperreader.cli.context import places_of
from paperreader.doctor import Check, State, program, storage, terminal
from paperreader.doctor.check import note, problem
from paperreader.text.sanitize import clean

NAME, STATE = 13, 9
"""Columns for the name of a check and for how it stands."""
COLOURS = {State.OK: "32", State.NOTE: "33", State.PROBLEM: "1;31"}


def run(args: Namespace) -> int:
    """Print what is found, as it is found; 1 if there is a problem."""
    found: list[Check] = []
    for check in _checks(args):
        found.append(check)
        if not args.json:
            print(_line(check), flush=True)
    if args.json:
        import json

        told = [{"name": c.name, "state": c.state, "said": clean(c.said), "advice": clean(c.advice)} for c in found]
        print(json.dumps(told, indent=1))
    return int(any(check.state is State.PROBLEM for check in found))


def _checks(args: Namespace) -> Iterator[Check]:
    yield from program.checks()
    try:
        places = places_of(args)
    except environment.EnvironmentProblem as error:
        yield problem("places", str(error))
    else:
        yield from storage.settings(places.config, _refused(places.config))
        yield from storage.store(places.store)
        yield storage.log(places.log)
    yield from _hub(args)
    yield from terminal.checks(os.environ)
    yield from terminal.clipboards(os.environ)


def _refused(path: Path) -> list[str]:
    """Keys that the reader will not take, and why."""
    settings, _ = config.load(path)
    if not settings.keys:
        return []
    from paperreader.tui.keymap import keymap_of  # with all of Textual behind it

    return [f"{config.locate(path, 'keys', id)}: {why}" for id, why in keymap_of(settings.keys)[1]]


def _hub(args: Namespace) -> Iterator[Check]:
    try:
        network = environment.network(os.environ)
    except environment.EnvironmentProblem as error:
        yield problem("hub", str(error))
        return
    if args.offline or network.offline:
        why = "--offline" if args.offline else "HF_HUB_OFFLINE is set"
        yield note("hub", f"{network.endpoint} is not asked: {why}")
        return
    from paperreader.doctor import hub

    yield from hub.checks(network)


def _line(check: Check) -> str:
    """One line in a pipe; on a terminal flowed, with what to do on lines of its own."""
    said, advice = clean(check.said), clean(check.advice)
    arrow = "→" if "utf" in (sys.stdout.encoding or "").lower() else "->"
    head = f"{check.state:<{STATE}}{check.name:<{NAME}}"
    if not sys.stdout.isatty():
        return f"{head}{said}{f' {arrow} {advice}' if advice else ''}"
    width = max(40, min(100, os.get_terminal_size(sys.stdout.fileno()).columns))
    indent = " " * (STATE + NAME)
    lines = _flowed(said, width, head, indent)
    if advice:
        lines += _flowed(advice, width, f"{indent}{arrow} ", f"{indent}  ")
    if "NO_COLOR" not in os.environ and os.environ.get("TERM") not in (None, "dumb"):
        lines[0] = f"\x1b[{COLOURS[check.state]}m{lines[0][:STATE]}\x1b[0m{lines[0][STATE:]}"
    return "\n".join(lines)


def _flowed(text: str, width: int, first: str, other: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=other, break_long_words=False, break_on_hyphens=False
    )
