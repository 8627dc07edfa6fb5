"""44 Escape and a key in one packet, which a terminal also sends for Alt and the key"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import store_of
from tests.hub_server import HubServer
from tests.stored_days import THU, id_of, two_days, with_config
from tests.stores import rows
from tests.terminal import PROGRAM, Terminal

OPENINGS = {
    "": "? keys",
    "3": "? keys",
    "/": "Esc back",
    "/day": "found",
    "d": "Enter go",
    "d3d": "Go to",
    "?": "Page down; at the end",
    "Y": "Hub link",
    "s": "upvotes",
    "C": "a number",
    ":": "Search for commands",
    ":un": "un",
}
"""What can be open, and what it shows."""


def reader(env: dict[str, str], *arguments: str) -> Program:
    return Program([sys.executable, "-m", "paperreader", "--offline", *arguments], env, (140, 40))


def test_fault_44_escape_and_a_key_in_one_packet_close_and_act(env: dict[str, str], fetched: HubServer) -> None:
    """`b` stars the paper from wherever Escape leaves; nothing is typed, and nothing lost."""
    with reader(env) as program:
        program.until(lambda text: "24 papers" in text)
        stars = 0
        for opening, shown in OPENINGS.items():
            for key in opening:
                program.press(key)
            program.until(lambda text, shown=shown: shown in text)
            program.write("\x1bb")
            stars ^= 1
            program.until(lambda text, stars=stars: starred(text) == stars and "? keys" in text.splitlines()[-1])
        program.leave("Q")
    assert [value for (value,) in rows(store_of(env), "SELECT value FROM mark WHERE field = 'starred'")] == [stars]


def starred(text: str) -> int:
    """The number that the sidebar has for starred papers."""
    number = re.search(r"^ +Starred +(\d+) ", text, re.MULTILINE)
    return int(number[1]) if number else 0


@pytest.mark.parametrize("opening", ["/day", "Y"])
def test_fault_44_whatever_form_the_second_key_takes(env: dict[str, str], fetched: HubServer, opening: str) -> None:
    downs = ["\x1bj", "\x1b\x1b[B", "\x1b\x1bOB", "\x1b[1;3B", "\x1b[106;3u", "\x1b[27;3;106~", "\x1bJ", "\x1b[106;4u"]
    with reader(env) as program:
        program.until(lambda text: "24 papers" in text)
        for down in downs:
            for key in opening:
                program.press(key)
            program.write(down)
            program.until(lambda text: title(text).endswith("Part 2") and "? keys" in text.splitlines()[-1])
            program.press("k", lambda text: title(text).endswith("Part 1"))
        program.leave("Q")


def title(text: str) -> str:
    """The title on the page, which is at the right of the panes."""
    return " ".join(line[86:].strip() for line in text.splitlines()[:2]).strip()


def test_fault_44_a_slow_line_may_bring_them_in_two_packets(env: dict[str, str], fetched: HubServer) -> None:
    with reader(env) as program:
        program.until(lambda text: "24 papers" in text)
        program.press("/", lambda text: "Esc back" in text)
        for byte in b"\x1bb":
            program.write(bytes([byte]))
        program.until(lambda text: starred(text) == 1 and "? keys" in text)
        program.leave("Q")


def test_fault_44_as_tmux_sends_them(terminal: Terminal) -> None:
    terminal.type(str(PROGRAM))
    terminal.shows("3 papers, 3 unread", "Ferry")
    terminal.press("/")
    terminal.shows("Esc back")
    terminal.press("M-b")
    terminal.until(lambda text: starred(text) == 1 and "? keys" in text)


def test_fault_44_a_key_that_the_user_bound_is_one_key(env: dict[str, str], fetched: HubServer, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\n"paper.toggle-star" = "alt+b"\n"paper.next" = "Alt+Shift+J"\n')
    with reader(env, "--config", f"{tmp_path}/keys.toml") as program:
        program.until(lambda text: "24 papers" in text)
        program.press("z", lambda text: "Starred" not in text)
        program.press("\x1bJ", lambda text: "Part 2" in text)
        program.write("\x1bb")
        program.settle(0.3, first=1)
        assert "Starred" not in program.screen.text, "Escape would have ended the zoom"
        program.press("z", lambda text: starred(text) == 1)
        program.leave("Q")


async def test_fault_44_a_key_that_is_bound_elsewhere_is_not_typed_into_the_bar(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, config=with_config(keys={"paper.next": "alt+j"})) as user:
        await user.press("slash", *"ab", "alt+j")
        assert user.app.screen.text == "ab"
        await user.press("alt+left", "c", "alt+right", "d", "alt+backspace")
        assert user.app.screen.text == ""
        await user.press("alt+k")
        assert user.app.screen is user.app.reader


@pytest.mark.parametrize("opening", ["slash", "d", "Y", "s", "C", "question_mark", "ctrl+p", "1"])
async def test_fault_44_a_burst_stays_in_its_order(store: Store, open_reader: Any, opening: str) -> None:
    two_days(store, 9)
    async with open_reader(store) as user:
        await user.press("2", opening)
        await user.blind("alt+2", "j", "j", "j", "k", "b")
        await user.until(lambda: (id_of(THU, 3), "starred") in user.marks())
        assert user.at == id_of(THU, 3)
        assert user.app.screen is user.app.reader
