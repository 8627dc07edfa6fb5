"""Trying every clipboard: what works is told, and what it held is put back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from paperreader.clipboard import Clipboard

XCLIP = """#!/bin/sh
# keeps what it is given, as the X server does; `broken` takes nothing
case "$*" in
*-o*) cat "$KEPT" ;;
*) if [ -e "$KEPT.broken" ]; then cat >/dev/null; else cat >"$KEPT"; fi ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine with a clipboard, in the file KEPT."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "xclip").write_text(XCLIP)
    (tools / "xclip").chmod(0o755)
    (tmp_path / "kept").write_text("mine, ünd not yours")
    path = f"{tools}:/usr/bin:/bin"
    return {"PATH": path, "DISPLAY": ":9", "KEPT": str(tmp_path / "kept"), "TERM": "xterm", "LC_ALL": "C.UTF-8"}


async def told(env: Mapping[str, str]) -> list[tuple[str, bool | None]]:
    ways = await Clipboard(env, lambda text: pytest.fail("nothing is sent to the terminal")).probe()
    return [(way.name, way.works) for way in ways]


async def test_a_clipboard_is_tried_and_gets_back_what_it_held(machine: dict[str, str]) -> None:
    assert await told(machine) == [("system", True), ("terminal", None)]
    assert Path(machine["KEPT"]).read_text() == "mine, ünd not yours"


async def test_a_clipboard_that_takes_nothing_is_told(machine: dict[str, str]) -> None:
    Path(machine["KEPT"] + ".broken").touch()
    assert await told(machine) == [("system", False), ("terminal", None)]


async def test_a_clipboard_that_may_hold_a_picture_is_left_alone(machine: dict[str, str]) -> None:
    Path(machine["KEPT"]).write_text("")
    assert (await told(machine))[0] == ("system", None)
    assert Path(machine["KEPT"]).read_text() == ""


async def test_over_ssh_the_clipboard_of_the_other_machine_is_not_tried(machine: dict[str, str]) -> None:
    Path(machine["KEPT"]).write_text("theirs")
    assert await told({**machine, "SSH_TTY": "/dev/pts/1"}) == [("system", None), ("terminal", None)]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[str]:
    """The TMUX of a server of our own."""
    if not shutil.which("tmux"):
        pytest.skip("no tmux here")
    socket = str(tmp_path / "tmux")
    subprocess.run(["tmux", "-S", socket, "-f", "/dev/null", "new", "-d", "sleep 60"], check=True)
    yield f"{socket},0,0"
    subprocess.run(["tmux", "-S", socket, "kill-server"], check=False)


async def test_the_buffers_of_tmux_stay_as_they_were(machine: dict[str, str], tmux: str) -> None:
    def buffers() -> str:
        asked = ["tmux", "-S", tmux.partition(",")[0], "list-buffers"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout

    subprocess.run(["tmux", "-S", tmux.partition(",")[0], "set-buffer", "mine"], check=True)
    before = buffers()
    assert before
    assert await told({**machine, "TMUX": tmux}) == [("system", True), ("tmux", True)]
    assert buffers() == before
