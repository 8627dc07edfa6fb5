"""38 mistakes of our own"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import Clock, store_of
from tests.hub_server import HubServer
from tests.stores import rows
from tests.tui.conftest import WED, fill, made, until, week


async def test_fault_38_a_mistake_in_the_refresh_is_told_and_the_next_wish_is_served(
    store: Store, week_hub: HubServer, clock: Clock
) -> None:
    told: list[str] = []

    def stumble() -> None:
        told.append(refresh.trouble)
        if len(told) == 1:
            raise KeyError("a mistake")

    refresh = made(store, week_hub, clock, told=stumble)
    task = asyncio.create_task(refresh.work())
    await until(lambda: any("mistake" in text for text in told))
    refresh.want(WED)
    await until(lambda: WED in {day.date for day in store.days()})
    task.cancel()


async def test_fault_38_a_palette_that_closes_while_it_looks_for_commands_ends_nothing(
    store: Store, reading: Any
) -> None:
    fill(store, week())
    async with reading(store) as person:
        for word in ("quit", "q", "theme", "undo"):
            await person.press("ctrl+p")
            palette = person.app.screen
            await person.blind(*word, "escape")
            palette._gather_commands(word)  # as it does when the last letter comes late
            await person.until(lambda: person.app.screen is person.app.reader)
        assert not person.left
        assert person.toasts == []


async def test_fault_38_a_worker_that_fails_is_told_and_logged(
    store: Store, reading: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> None:
        raise OSError("no such thing \x1b[2J")

    fill(store, week())
    async with reading(store, failing=True) as person:
        person.app.run_worker(fails())
        await person.until(lambda: "failed; the log says why" in " ".join(person.toasts))
        person.app.reader.run_worker(fails(), group="copy", exit_on_error=False)
        await person.until(lambda: "copy failed; the log says why" in person.toasts[-1])
        await person.press("j")
        assert not person.left
        assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [OSError, OSError]


def test_fault_38_a_mistake_of_the_program_restores_the_terminal_and_says_where_the_log_is(
    env: dict[str, str], fetched: HubServer
) -> None:
    """No traceback on the screen, no token and no control character in the log."""
    code = """
from paperreader.tui.widgets import panes
def breaks(self, step): raise ValueError("boom hf_secret \\x1b]0;owned\\x07 \\x9b5m")
panes.Panes.action_move = breaks
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
from paperreader import export
def breaks(*_): raise KeyError("boom \\x1b[5m")
export.to_json = breaks
from paperreader.cli import main
raise SystemExit(main(["list", "--json"]))
"""
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "a mistake of paperreader's own" in done.stderr
    assert "/log" in done.stderr
    assert done.stderr.removesuffix("\n").isprintable()
