"""The check of the terminal."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pyte.screens
import pytest

from tests.bench.terminal import Program
from tests.conftest import Run
from tests.terminal import in_terminal

READER = [sys.executable, "-m", "paperreader"]


def test_a_terminal_that_cannot_show_utf_8_is_a_problem(run: Run, path: Path) -> None:
    done = run("doctor", "--offline", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "problem  Unicode" in done.stdout
    assert done.stdout.isascii()


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ({"COLORTERM": "truecolor"}, "16 million"),
        ({"NO_COLOR": ""}, "256"),
        ({"NO_COLOR": "1"}, "none: NO_COLOR is set"),
        ({"COLORTERM": "truecolor", "TERM": "screen-256color"}, "256: GNU screen has no more"),
        ({"TERM": "xterm"}, "16"),
    ],
)
def test_the_colours_are_those_that_the_reader_draws_with(
    env: dict[str, str], extra: dict[str, str], told: str
) -> None:
    with Program([*READER, "doctor", "--offline"], env | extra, (100, 50)) as program:
        program.until(lambda text: re.search(rf"colours +{re.escape(told)}", text))


@pytest.mark.parametrize(("cells", "told"), [(1, "● is one cell wide"), (2, "● is two cells wide")])
def test_how_wide_signs_are_is_asked(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch, cells: int, told: str
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", lambda character: cells if character == "●" else 1)
    with Program([*READER, "doctor", "--offline"], env, (100, 50)) as program:
        program.until(lambda text: f"signs        {told}" in text)
        program.until(lambda text: "Unicode" in text)
        assert all("●" not in line for line in program.screen.text.split("\n") if not line.startswith(("ok", "note")))


def test_a_terminal_that_does_not_answer_is_not_waited_for(env: dict[str, str]) -> None:
    assert "does not say how wide" in in_terminal(env, "doctor", "--offline")[1]
