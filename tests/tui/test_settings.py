"""The settings file in the user's editor, in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.bench.terminal import Program

EDITOR = """#!/bin/sh
printf 'editor of %s' "$(basename "$2")"
read answer
printf '%s\\n' "$answer" > "$2"
exit "$1"
"""


@pytest.mark.parametrize(
    ("status", "typed", "says"),
    [
        (0, "theme = 'nord'", "The new settings apply at the next start."),
        (0, "theme =", "cannot be read as TOML"),
        (3, "", "failed with status 3"),
    ],
)
def test_the_editor_gets_the_terminal_and_gives_it_back(
    env: dict[str, str], tmp_path: Path, status: int, typed: str, says: str
) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(EDITOR)
    editor.chmod(0o700)
    more = {"VISUAL": f"'{editor}' {status}", "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    command = [sys.executable, "-m", "paperreader", "--demo"]
    with Program(command, env | more, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.write(":")
        program.until(lambda text: "Search for commands" in text)
        program.write("preferences\r")
        program.until(lambda text: "editor of config.toml" in text)
        program.write(f"{typed}\r")
        program.until(lambda text: says in text and "? keys" in text)
        assert (tmp_path / ".config" / "paperreader" / "config.toml").read_text() == f"{typed}\n"
        program.write("b")
        program.until(lambda text: "★" in text)
        program.leave("Q")


def test_an_editor_that_is_not_there_is_named(env: dict[str, str], tmp_path: Path) -> None:
    more = {"EDITOR": "/no/such/editor", "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    with Program([sys.executable, "-m", "paperreader", "--demo"], env | more, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.write(":")
        program.until(lambda text: "Search for commands" in text)
        program.write("settings\r")
        program.until(lambda text: "The editor /no/such/editor was not found" in text)
        program.leave("Q")
        assert os.listdir(tmp_path / ".config" / "paperreader") == []
