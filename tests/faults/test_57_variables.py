"""57 variables of the framework in the environment, as in a developer's shell"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rich
import textual

from tests.bench.terminal import Program
from tests.terminal import Terminal

SUPPORTED = {"TERM", "COLORTERM", "TERM_PROGRAM", "LC_TERMINAL", "NO_COLOR", "ESCDELAY", "TEXTUAL_FPS"}
"""What says what the terminal is and does, and what `paperreader help environment` promises."""
HOSTILE = {
    "TEXTUAL": "headless,devtools,debug",
    "TEXTUAL_COLOR_SYSTEM": "nonsense",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_PRESS": "Q",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_DRIVER": "no.such:Driver",
    "TEXTUAL_THEME": "textual-light",
    "TEXTUAL_FPS": "never",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_FILTERS": "dim",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "FORCE_COLOR": "",
    "TTY_COMPATIBLE": "0",
    "TTY_INTERACTIVE": "0",
    "COLUMNS": "20",
    "LINES": "5",
    "JUPYTER_COLUMNS": "x",
    "JUPYTER_LINES": "x",
    "UNICODE_VERSION": "4.1.0",
    "ESCDELAY": "100000",
}


def names_in(package: Path) -> set[str]:
    """Every variable that the sources of a package read."""
    read = re.compile(r"""(?:environ|getenv)\w*(?:\.get|\.pop)?[(\[]\s*["']([A-Z][A-Z_]+)["']""")
    return {name for file in package.rglob("*.py") for name in read.findall(file.read_text(encoding="utf-8"))}


def test_fault_57_what_is_not_meant_for_the_reader_does_not_reach_the_framework() -> None:
    """Also a variable that its next version brings."""
    names = {name for package in (textual, rich) for name in names_in(Path(package.__file__).parent)}
    assert {"TEXTUAL", "TEXTUAL_PRESS", "TEXTUAL_COLOR_SYSTEM", "FORCE_COLOR", "TTY_COMPATIBLE"} <= names
    program = "import json, os, paperreader.tui as tui; tui.ignore_variables(); print(json.dumps(dict(os.environ)))"
    command = [sys.executable, "-c", program]
    left = json.loads(subprocess.check_output(command, env=dict.fromkeys(names, "1"), cwd=Path(__file__).parents[2]))
    windows = {"PROGRAMFILES", "WT_SESSION", "ROWS"}
    assert {name for name in names if name in left} - windows <= SUPPORTED | {"DATABRICKS_RUNTIME_VERSION"}


@pytest.mark.parametrize("fps", ["30", "-5", "0", "x", ""])
def test_fault_57_the_frames_per_second_are_a_number(fps: str) -> None:
    program = "import paperreader.tui; from textual.constants import MAX_FPS; print(MAX_FPS)"
    command = [sys.executable, "-c", program]
    said = subprocess.check_output(command, env={"TEXTUAL_FPS": fps}, cwd=Path(__file__).parents[2])
    assert said == (b"30\n" if fps == "30" else b"240\n")


def test_fault_57_the_screen_is_what_it_is_without_them(
    env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    screens, settings = [], {"--demo", "--offline"}
    before = set(tmp_path.iterdir())
    for hostile in ({}, HOSTILE):
        with Program([sys.executable, "-m", "paperreader", *settings], env | hostile, (100, 30)) as program:
            program.until(lambda text: "? keys" in text and "●" in text and "¶" in text)  # texts come last
            program.settle(0.3)
            screens.append(re.sub(r"fetched \d\d:\d\d", "fetched", program.screen.text))
            program.press("/", lambda text: "Esc back" in text)
            program.press("\x1b", lambda text: "? keys" in text.splitlines()[-1])
            program.leave("Q")
    assert screens[0] == screens[1]
    left = {path.name for path in set(tmp_path.iterdir()) - before}
    assert not [name for name in left if name.endswith((".log", ".svg"))], left


def test_fault_57_the_shell_gets_nothing_but_its_prompt_back(terminal: Terminal) -> None:
    terminal.type("export TEXTUAL_SHOW_RETURN=1 TEXTUAL_PRESS=j,Q TEXTUAL=debug TEXTUAL_SCREENSHOT=0; clear")
    terminal.type(f"{sys.executable} -m paperreader --demo; echo code $?")
    terminal.shows("? keys")
    terminal.press("Q")
    assert "None" not in terminal.shows("code 0")
