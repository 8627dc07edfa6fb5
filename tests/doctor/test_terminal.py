"""The check of the terminal."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run


def test_a_terminal_that_cannot_show_utf_8_is_a_problem(run: Run, path: Path) -> None:
    done = run("doctor", "--offline", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "problem  Unicode" in done.stdout
    assert done.stdout.isascii()
