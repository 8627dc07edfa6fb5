"""The command line's options, and what is said of wrong ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperreader import __version__
from paperreader.cli import main
from paperreader.cli.arguments import COMMANDS
from tests.conftest import Run, store_of
from tests.hub_server import HubServer


def test_version_and_help(run: Run) -> None:
    assert run("--nonsense").returncode == 2
    assert run("--version").stdout == f"paperreader {__version__}\n"
    said = run("--help").stdout
    for word in (
        "--date",
        "--offline",
        "--demo",
        "--db",
        "--config",
        "--theme",
        "fetch",
        "list",
        "status",
        "paths",
    ):
        assert word in said
    assert "--starred" in run("list", "--help").stdout


@pytest.mark.parametrize("command", ["", *COMMANDS, "marks export", "marks merge"])
def test_every_command_and_option_is_described(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    usage, description, *groups = capsys.readouterr().out.strip().split("\n\n")
    assert usage.startswith(f"usage: paperreader {command}".rstrip())
    assert re.fullmatch(r"[A-Z][^.]+\.", description)
    for line in "\n".join(groups).splitlines():
        if line.startswith("  ") and line.strip() not in ("COMMAND", "ACTION"):
            assert re.search(r"  \S.*\S$", line.strip()) or line.startswith(" " * 15), line


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--off", "status"], "unrecognized arguments: --off"),
        (["--date"], "expected one argument"),
        (["--date", "soon"], '"soon": not a date; try 2024-03-12'),
        (["--date", "2025-02-30"], '"2025-02-30": 30 Feb 2025 does not exist'),
        (["--date", "3/7/2025"], '"3/7/2025": 3 Jul or 7 Mar?'),
        (["list", "2025"], '"2025" is not a day, week or month'),
        (["--date", "2025-W31-4"], '"2025-W31-4": not a date'),
        (["--date", "2999-01-01"], "2999-01-01 is in the future"),
        (["fetch", "2999-01-01"], "2999-01-01 is in the future"),
        (["fetch", "2023-05-03"], "the daily papers begin on 2023-05-04"),
        (["fetch", "--days", "0"], '"0" is not a number from 1 to 9999'),
        (["fetch", "--days", "00000000199999999999"], "is not a number from 1 to 9999"),
        (["fetch", "--days", "9" * 5000], "is not a number from 1 to 9999"),
        (["fetch", "2025-07-31", "--days", "3"], "use only one of DATE, --days, --all, --since, --trending, --texts"),
        (["fetch", "--all", "--since", "2025-07-31"], "use only one of"),
        (["fetch", "--until", "2025-07-31"], "--until needs --since"),
        (["fetch", "--since", "2025-07-31", "--until", "2025-07-30"], "--until is before --since"),
        (["list", "\x1b[31mred\x07"], '"red": not a date'),
        (["--demo", "list"], "--demo apply to the reader only, not to list"),
        (["--demo", "--db", "x.db"], "--demo uses its own store"),
        (["--db", "", "list"], "missing file name"),
        (["search"], "the following arguments are required: QUERY"),
        (["search", "robot", "--video"], "unrecognized arguments: --video; see paperreader search --help"),
        (["marks", "export", "--all"], "unrecognized arguments: --all; see paperreader marks export --help"),
        (["export", "--all"], "unrecognized arguments: --all; see paperreader export --help"),
        (["search", "robot", "--limit", "-1"], '"-1" is not a number from 1 to 999999'),
        (["list", "--limit", "0"], '"0" is not a number from 1 to 999999'),
        (["list", "--fields", "id,titel"], '"titel" is unknown; there are id, source, day, title, abstract'),
        (["search", "robot", "--fields", ""], '"" is unknown; there are id,'),
        (["list", "2025-07-31", "--trending"], "use only one of DATE, --trending, --second-look and --saved"),
        (["list", "2025-07-31", "--saved", "x"], "use only one of DATE, --trending, --second-look and --saved"),
        (["list", "--trending", "--saved", ""], "use only one of DATE, --trending, --second-look and --saved"),
        (["show", "2507.31001", "--json", "--jsonl"], "not allowed with argument --json"),
        (["status", "--jsonl"], "unrecognized arguments: --jsonl"),
        (["status", "--format", "{unread} {red}"], '"{red}" is unknown; there are {unread}, {followed}, {others}'),
        (["status", "--json", "--format", "x"], "not allowed with argument --json"),
    ],
)
def test_bad_usage_is_one_line_and_2(capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert main(args) == 2
    output, line = capsys.readouterr()
    assert output == ""
    assert line.startswith("paperreader: ")
    assert line.removesuffix("\n").isprintable()
    assert said in line


def test_options_stand_before_and_behind(run: Run, fetched: HubServer, env: dict[str, str], tmp_path: Path) -> None:
    store_of(env).rename(tmp_path / "mine.db")
    assert run("status").stdout == "0 unread\n"
    assert run("--db", "mine.db", "status").stdout == "24 unread\n"
    assert run("status", "--db", "mine.db").stdout == "24 unread\n"
    assert run("--db", "none.db", "status", "--db", "mine.db").stdout == "24 unread\n"
