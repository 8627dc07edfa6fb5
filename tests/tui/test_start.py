"""What a start and a key may cost, without a clock: what is imported, asked of the store, walked through, written."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from paperreader.store import Store
from tests.bench.stores import build
from tests.bench.terminal import Program
from tests.hub_server import HubServer
from tests.hub_server.items import papers

NOTE_WHAT_IS_IMPORTED = """
import sys
from paperreader.tui.widgets.line_view import LineView
draw, noted = LineView.render_lines, sys.argv.pop(1)
def first(pane, crop):
    LineView.render_lines = draw
    open(noted, "w").write(" ".join(sys.modules))
    return draw(pane, crop)
LineView.render_lines = first
from paperreader.cli import main
sys.exit(main())
"""
NOTE_WHAT_WAS_IMPORTED = """
import atexit, sys
noted = sys.argv.pop(1)
atexit.register(lambda: open(noted, "w").write(" ".join(sys.modules)))
from paperreader.cli import main
sys.exit(main())
"""
WHOLE_TABLE = re.compile(r"SCAN (paper|listing|state|mark|sample|member)\b(?!.* INDEX state_unread)")
"""That index has just what is unread in it."""


@pytest.fixture
def some_hundred(path: Path) -> Path:
    """A store with some hundred papers."""
    build(path, [date(2026, 7, 27 + n) for n in range(5)], 60, ["weaving", "tokens", "slowly", "by", "hand"])
    return path


@pytest.fixture
def program(some_hundred: Path, tmp_path: Path) -> Iterator[Program]:
    """The reader on a terminal, with a hub that nobody answers for; `imported` beside the store will say what was."""
    argv = [sys.executable, "-c", NOTE_WHAT_IS_IMPORTED, str(tmp_path / "imported"), "--db", str(some_hundred)]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HF_"))}
    env |= {"HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8", "HF_ENDPOINT": "http://127.0.0.1:9"}
    with Program(argv, env, (120, 40)) as program:
        program.until(lambda text: "Abstract" in text)
        yield program


def test_what_the_first_picture_does_not_need_is_imported_after_it(program: Program, tmp_path: Path) -> None:
    imported = set((tmp_path / "imported").read_text().split())
    assert "textual" in imported
    assert (
        imported & {"httpx", "sqlite_utils", "paperreader.text.formula", "markdown_it", "paperreader.refresh.worker"}
        == set()
    )


def test_the_hub_is_asked_by_another_process(
    some_hundred: Path, tmp_path: Path, env: dict[str, str], hub_server: HubServer
) -> None:
    hub_server.days[date(2026, 8, 3)] = papers(date(2026, 8, 3), 3)
    argv = [sys.executable, "-c", NOTE_WHAT_WAS_IMPORTED, str(tmp_path / "imported"), "--db", str(some_hundred)]
    with Program(argv, env, (120, 40)) as program:
        program.until(lambda text: "Abstract" in text)
        program.until(lambda text: "Mon 3 has arrived (3 papers)" in text or "Monday 3 August" in text)
        program.leave("Q")
    imported = set((tmp_path / "imported").read_text().split())
    assert "paperreader.refresh.worker" in imported
    assert imported & {"httpx", "paperreader.text.formula", "paperreader.hub", "_ssl"} == set()


def test_a_key_right_after_a_frame_does_not_wait_for_two() -> None:
    code = "import paperreader.tui.dialogs.search_prompt; from textual import constants; print(constants.MAX_FPS)"
    env = {name: value for name, value in os.environ.items() if name != "TEXTUAL_FPS"}
    for chosen, fps in ({}, b"240"), ({"TEXTUAL_FPS": "30"}, b"30"):
        assert subprocess.check_output([sys.executable, "-c", code], env=env | chosen).strip() == fps


def test_a_key_writes_what_has_changed(program: Program) -> None:
    program.settle(1)
    pressed = [program.press("j").written for _ in range(10)]
    assert all(0 < written < 6000 for written in pressed), pressed


async def test_a_start_reads_by_the_indexes(store: Store, some_hundred: Path, open_reader: Any) -> None:
    asked: list[str] = []
    store._database._connection.set_trace_callback(asked.append)
    async with open_reader(store) as user:
        assert len(user.ids) == 60
        await user.press("j")
    store._database._connection.set_trace_callback(None)
    selects = {statement for statement in asked if statement.lstrip().startswith(("SELECT", "WITH"))}
    assert len(selects) > 8
    connection = sqlite3.connect(some_hundred)
    plans = {each: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {each}")] for each in selects}
    connection.close()
    assert any("listing" in step for plan in plans.values() for step in plan)
    whole = {each: plan for each, plan in plans.items() if any(map(WHOLE_TABLE.match, plan))}
    assert not whole, json.dumps(whole, indent=1)


async def test_a_key_does_not_walk_through_the_whole_list(some_hundred: Path, store: Store, open_reader: Any) -> None:
    class Watched(list[Any]):
        def __iter__(self) -> Iterator[Any]:
            raise AssertionError("all rows were walked through")

    async with open_reader(store) as user:
        rows = user.rows
        second = user.ids[1]
        rows.all, rows.entries = Watched(rows.all), Watched(rows.entries)
        await user.press("j")
        assert rows.entry is not None
        assert rows.entry.id == second


@pytest.mark.skipif(
    not Path("/proc/self/schedstat").exists(), reason="needs a kernel that counts the CPU time of each thread"
)
def test_it_sleeps_while_nobody_does_anything(program: Program) -> None:
    """But for a glance at the store each second; Textual itself looks ten times a second for a key."""

    def woken() -> int:
        return sum(int(each.read_text().split()[2]) for each in Path(f"/proc/{program.pid}/task").glob("*/schedstat"))

    def woken_in_two_seconds() -> int:
        before = woken()
        program.settle(2, first=2)
        return woken() - before

    end = time.monotonic() + 60
    while woken_in_two_seconds() >= 12:  # at first it prepares for texts
        assert time.monotonic() < end
