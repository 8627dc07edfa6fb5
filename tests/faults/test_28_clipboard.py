"""28 no clipboard tool, one that fails, lies or hangs, tmux, SSH: never "copied" when it was not"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paperreader import clipboard
from paperreader.clipboard import Clipboard, Copied
from paperreader.store import Store
from tests.stored_days import THU, fill
from tests.tui.test_links import FULL, ITEMS, toast

SENT = Copied(certain=False)
"""Sent to the terminal."""

TOOLS = {
    "none": "",
    "dead": 'echo "Error: Can\'t open display: (null)" >&2; exit 1',
    "lies": "cat >/dev/null; exit 0",
    "changes": 'case "$*" in *-o*|*paste*) echo something else;; *) cat >/dev/null;; esac',
    "hangs": "sleep 60",
    "prints": "echo rubbish; echo rubbish >&2; printf '\\033]0;owned\\007'; exit 3",
}
"""What stands in the place of every tool that copies."""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A machine with a display and nothing on its PATH but what finds programs."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("which", "cat", "sleep"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    displays = {"DISPLAY": ":99", "WAYLAND_DISPLAY": "wayland-9"}
    return {"PATH": str(tools), "TERM": "xterm", "HOME": str(tmp_path), **displays}


def put(machine: dict[str, str], script: str) -> None:
    for name in ("xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "pbpaste", "klipper", "qdbus"):
        file = Path(machine["PATH"], name)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)


@pytest.mark.parametrize("tool", TOOLS)
async def test_fault_28_what_was_not_read_back_is_not_copied(
    machine: dict[str, str], tool: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clipboard, "TOOL_TIMEOUT_S", 0.4)
    if TOOLS[tool]:
        put(machine, TOOLS[tool])
    sent: list[str] = []
    began = time.monotonic()
    copied = await Clipboard(machine, sent.append).copy("a paper")
    assert time.monotonic() - began < 30, "the tool that hangs takes a minute"
    assert (copied, sent) == (SENT, ["a paper"])
    for name, value in (("TERM", "linux"), ("TERM_PROGRAM", "Apple_Terminal")):
        assert await Clipboard(machine | {name: value}, sent.append).copy("another") is None
    assert sent == ["a paper"]
    assert capfd.readouterr() == ("", ""), "no tool prints on the screen"


async def test_fault_28_a_tool_that_works_is_believed(machine: dict[str, str], tmp_path: Path) -> None:
    put(machine, f'case "${{0##*/}} $*" in *-o*|*paste*) cat {tmp_path}/kept;; *) cat >{tmp_path}/kept;; esac')
    sent: list[str] = []
    copied = await Clipboard(machine, sent.append).copy("a paper\nof two lines")
    assert (copied, sent) == (Copied(), [])
    assert (tmp_path / "kept").read_text() == "a paper\nof two lines"
    far = await Clipboard(machine | {"SSH_CONNECTION": "x"}, sent.append).copy("over there")
    assert (far, sent) == (SENT, ["over there"])
    assert (tmp_path / "kept").read_text() == "a paper\nof two lines", "it is the wrong machine's"


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """The environment of a machine with a real display, and what copies to it."""
    if not (shutil.which("Xvfb") and shutil.which("xclip")):
        pytest.skip("needs Xvfb and xclip")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SSH", "TMUX", "WAYLAND"))}
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs)]
    with subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL) as server:
        os.close(theirs)
        with open(ours) as told:
            number = told.readline().strip()
        yield env | {"DISPLAY": f":{number}"}
        server.terminate()


async def test_fault_28_a_real_display(display: dict[str, str]) -> None:
    assert await Clipboard(display, lambda _: None).copy("a paper") == Copied()
    gone = display | {"DISPLAY": ":9876"}
    assert await Clipboard(gone, lambda _: None).copy("another") == SENT


async def test_fault_28_looking_for_a_clipboard_leaves_what_is_in_it(display: dict[str, str]) -> None:
    """xclip stays behind to hold the text: the pipes and the session that it was given must not end it."""

    def held() -> str:
        return subprocess.run(["xclip", "-o", "-sel", "c"], env=display, capture_output=True, text=True).stdout

    ways = Clipboard(display, lambda _: None)
    assert (await ways.probe())[0].works is None, "there is no text yet"
    assert await ways.copy("mine, ünd not yours\n") == Copied()
    assert held() == "mine, ünd not yours\n"
    (own, _) = await ways.probe()
    assert (own.works, own.message) == (True, "copied and read back; its previous content was restored")
    assert held() == "mine, ünd not yours\n"


async def test_fault_28_without_any_way_the_text_is_shown_to_take_by_hand(
    store: Store, open_reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extreme: tuple[int, int]
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("TERM", "linux")
    fill(store, {THU: ITEMS})
    async with open_reader(store, size=extreme) as user:
        await user.press("y")
        await user.until(lambda: user.app.screen is not user.app.reader)
        await user.pilot.pause()
        assert f"papers/{FULL}" in user.text()
        await user.press("escape", "Y", "t")
        await user.until(lambda: user.app.screen is not user.app.reader)
        await user.pilot.pause()
        assert "[@click=app.quit]x[/]" in user.text().replace(" │ │ ", " ")
        await user.press("q")
        assert user.toasts == []
        assert user.app.clipboard == ""
        assert not user.left


async def test_fault_28_a_dead_clipboard_is_not_called_copied(
    store: Store, open_reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.delenv("SSH_CONNECTION")
    fill(store, {THU: ITEMS})
    async with open_reader(store) as user:
        await user.press("y")
        assert "to your terminal's clipboard (it doesn't confirm): " in await toast(user)


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A tmux of our own, that the reader takes for the one that it runs in: the command that talks to it."""
    if shutil.which("tmux") is None:
        pytest.skip("needs tmux")
    command = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
    subprocess.run([*command, "new-session", "-d", "-x", "80", "-y", "24", "sleep 60"], check=True, timeout=60)
    monkeypatch.setenv("TMUX", f"{tmp_path / 'tmux'},1,0")
    yield command
    subprocess.run([*command, "kill-server"], check=False, timeout=60)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("external", "tmux buffer, and sent to your terminal"),
        ("off", "tmux buffer only; prefix ] pastes it"),
    ],
)
async def test_fault_28_in_tmux_the_text_lies_in_its_buffer(
    store: Store, open_reader: Any, tmux: list[str], setting: str, said: str
) -> None:
    subprocess.run([*tmux, "set-option", "-s", "set-clipboard", setting], check=True, timeout=60)
    fill(store, {THU: ITEMS})
    async with open_reader(store) as user:
        await user.press("Y", "a")
        assert f" ({said}): https://arxiv.org/abs/{FULL}" in await toast(user)
        kept = subprocess.run([*tmux, "show-buffer"], check=True, timeout=60, capture_output=True, text=True)
        assert kept.stdout == f"https://arxiv.org/abs/{FULL}"
