"""`paperreader doctor`: checks for problems and says how to fix them."""

from __future__ import annotations

import os
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from paperreader import children, config, environment
from paperreader.cli.parser import Parser
from paperreader.color_system import NO_COLORS, color_system
from paperreader.doctor import Check, State, packages
from paperreader.doctor.check import note, problem
from paperreader.text.sanitize import clean, escape_bytes

NAME_COLUMNS, STATE_COLUMNS = 13, 9
FIELDS = ("name", "state", "message", "advice")
"""Of a check in the JSON output."""
COLOURS = {State.OK: "32", State.NOTE: "33", State.PROBLEM: "1;31"}


def add_options(doctor: Parser) -> None:
    """Declare what the command takes."""
    doctor.add_argument("--json", action="store_true", help="print a JSON array")


def run(args: Namespace) -> int:
    """Print each check when it is done; 1 if there is a problem."""
    checks: list[Check] = []
    for check in _checks(args):
        checks.append(check)
        if not args.json:
            print(_line(check), flush=True)
    if args.json:
        import json

        rows = [(check.name, check.state, _shown(check.message), _shown(check.advice)) for check in checks]
        print(json.dumps([dict(zip(FIELDS, row, strict=True)) for row in rows], indent=1))
    return int(any(check.state is State.PROBLEM for check in checks))


def _checks(args: Namespace) -> Iterator[Check]:
    yield from packages.checks()
    try:
        yield from _further_checks(args)
    except ImportError as error:
        yield problem("paperreader", f"cannot look further: {error}")


def _further_checks(args: Namespace) -> Iterator[Check]:
    from paperreader.cli.context import now, paths_of
    from paperreader.doctor import machines, program, storage, terminal

    yield from program.checks()
    try:
        paths = paths_of(args)
    except environment.EnvironmentProblem as error:
        yield problem("places", str(error))
    else:
        yield from storage.settings(paths.config, [*_rejected(paths.config), *_missing(paths.config)])
        yield from storage.store(paths.store)
        yield storage.log(paths.log)
        yield from machines.checks(config.load(paths.config)[0], paths.store, now())
    yield from _hub(args)
    yield from terminal.checks(os.environ)
    yield from terminal.clipboards(os.environ)


def _rejected(path: Path) -> list[str]:
    """Why the reader rejects some of the configured keys."""
    settings, _ = config.load(path)
    if not (settings.keys or any(command.key for command in settings.commands)):
        return []
    from paperreader.tui.commands import COMMANDS  # imports all of Textual
    from paperreader.tui.commands.own import commands_of, own_keys, where_wished
    from paperreader.tui.keymap import Keymap

    commands, wanted = (*COMMANDS, *commands_of(settings.commands)), {**settings.keys, **own_keys(settings.commands)}
    return [f"{where_wished(path, id)}: {why}" for id, why in Keymap(commands, wanted).problems]


def _missing(path: Path) -> list[str]:
    """Which of the user's own commands run a program that does not exist."""
    env = children.environment(os.environ)
    return [
        f"{config.locate(path, 'commands', command.name)}: {command.name}: {trouble}"
        for command in config.load(path)[0].commands
        if (trouble := children.why_not_executable(command.run[0], env))
    ]


def _hub(args: Namespace) -> Iterator[Check]:
    try:
        network = environment.network(os.environ)
    except environment.EnvironmentProblem as error:
        yield problem("hub", str(error))
        return
    from paperreader.cli.context import paths_of

    with suppress(environment.EnvironmentProblem):  # the places have been reported
        network = network._replace(arxiv=config.load(paths_of(args).config)[0].arxiv)
    from paperreader.doctor import proxy

    yield from proxy.checks(network)
    if args.offline or network.offline:
        why = "--offline" if args.offline else "HF_HUB_OFFLINE is set"
        yield note("hub", f"{network.endpoint} was not contacted: {why}")
        yield note("arxiv", f"{network.arxiv} was not contacted: {why}")
        return
    from paperreader.doctor import arxiv, hub

    yield from hub.checks(network)
    yield from arxiv.checks(network)


def _line(check: Check) -> str:
    """One line in a pipe; on a terminal wrapped, with the advice on lines of its own."""
    message, advice = _shown(check.message), _shown(check.advice)
    arrow = "→" if "utf" in (sys.stdout.encoding or "").lower() else "->"
    head = f"{check.state:<{STATE_COLUMNS}}{check.name:<{NAME_COLUMNS}}"
    if not sys.stdout.isatty():
        return f"{head}{message}{f' {arrow} {advice}' if advice else ''}"
    width = max(40, min(100, os.get_terminal_size(sys.stdout.fileno()).columns))
    indent = " " * (STATE_COLUMNS + NAME_COLUMNS)
    lines = _wrapped(message, width, head, indent)
    if advice:
        lines += _wrapped(advice, width, f"{indent}{arrow} ", f"{indent}  ")
    if color_system(os.environ) != NO_COLORS and os.environ.get("TERM"):
        lines[0] = f"\x1b[{COLOURS[check.state]}m{lines[0][:STATE_COLUMNS]}\x1b[0m{lines[0][STATE_COLUMNS:]}"
    return "\n".join(lines)


def _shown(text: str) -> str:
    return clean(escape_bytes(text))


def _wrapped(text: str, width: int, first: str, other: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=other, break_long_words=False, break_on_hyphens=False
    )
