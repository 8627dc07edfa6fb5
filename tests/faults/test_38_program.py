"""38 mistakes of our own"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import Clock, store_of, until
from tests.hub_server import HubServer
from tests.reader.conftest import running_sync
from tests.stored_days import WED, fill, week
from tests.stores import rows


async def test_fault_38_a_mistake_in_the_refresh_is_told_and_the_next_wish_is_served(
    store: Store, week_hub: HubServer, clock: Clock
) -> None:
    mistakes = iter([KeyError("a mistake")])

    def stumble() -> None:
        if mistake := next(mistakes, None):
            raise mistake

    async with running_sync(store, week_hub, clock, changed=stumble) as sync:
        await until(lambda: sync.trouble == "Internal error while refreshing; see the log.")
        sync.request(WED)
        await until(lambda: WED in {day.date for day in store.papers.days()})


async def test_fault_38_a_palette_that_closes_right_behind_a_letter_ends_nothing(
    store: Store, open_reader: Any
) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        for word in ("quit", "q", "theme", "undo"):
            await user.press("ctrl+p")
            await user.blind(*word, "escape")
            await user.until(lambda: user.app.screen is user.app.reader)
        assert not user.left
        assert user.toasts == []


async def test_fault_38_a_worker_that_fails_is_told_and_logged(
    store: Store, open_reader: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> None:
        raise OSError("no such thing \x1b[2J")

    fill(store, week())
    async with open_reader(store, failing=True) as user:
        user.app.run_worker(fails())
        await user.until(lambda: "see the log" in " ".join(user.toasts))
        user.session.tasks.start("copying", fails)
        await user.until(lambda: "Internal error while copying; see the log." in user.toasts[-1])
        await user.press("j")
        assert not user.left
        assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [OSError, OSError]


def test_fault_38_a_mistake_of_the_program_restores_the_terminal_and_says_where_the_log_is(
    env: dict[str, str], fetched: HubServer
) -> None:
    """No traceback on the screen, no token and no control character in the log."""
    code = """
from paperreader.tui.widgets import line_view
def breaks(self, step): raise ValueError("boom hf_secret \\x1b]0;owned\\x07 \\x9b5m")
line_view.LineView.move_by = breaks
from paperreader.cli import main
raise SystemExit(main(["--offline"]))
"""
    with Program([sys.executable, "-c", code], env | {"HF_TOKEN": "hf_secret"}, (140, 30)) as program:
        program.until(lambda text: "24 papers" in text)
        program.write("x")
        program.settle(first=0.3)
        program.write("j")
        code_of = os.waitstatus_to_exitcode(os.waitpid(program.pid, 0)[1])
        program.pid = 0
        program.settle(0.2)
    output = bytes(program.output)
    end = output[output.rindex(b"\x1b[?1049l") :]
    assert code_of == 1
    log = Path(env["HOME"], ".local/state/paperreader/log")
    assert str(log).encode() in end.replace(b"\r\n", b"")
    assert b"Traceback" not in output
    assert b"hf_secret" not in output
    assert b"\x1b[?25h" in end
    text = log.read_text()
    assert "ValueError: boom [token]" in text
    assert "hf_secret" not in text
    assert all(line.isprintable() for line in text.split("\n"))
    assert rows(store_of(env), "SELECT cause FROM mark") == [("skipped",)]


def test_fault_38_a_mistake_in_a_command_is_one_line(env: dict[str, str], fetched: HubServer) -> None:
    code = """
from paperreader.export import paper_json
def breaks(*_): raise KeyError("boom \\x1b[5m")
paper_json.to_json = breaks
from paperreader.cli import main
raise SystemExit(main(["list", "--json"]))
"""
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "internal error: " in done.stderr
    assert "/log" in done.stderr
    assert done.stderr.removesuffix("\n").isprintable()
