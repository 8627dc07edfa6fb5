"""24 terminals that can do little, or are none · 25 resizing, suspending, signals"""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run
from tests.terminal import in_terminal


def test_fault_24_the_reader_needs_a_terminal(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("paperreader: the reader needs a terminal, and its input is none; try paperreader list\n")
    for extra, said in (
        ({"TERM": "dumb"}, "can move its cursor"),
        ({"PYTHONIOENCODING": "latin-1"}, "needs UTF-8"),
    ):
        code, output = in_terminal({**env, **extra})
        assert (code, output.count("\n")) == (1, 1)
        assert said in output
    assert list(tmp_path.iterdir()) == []
