"""21 what steers a terminal: every byte that the program writes, in every view, sheet, toast and command

Allowed is what a run on harmless texts tells the terminal, and nothing else.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.hub.parse import parse_items
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import NEWEST, Clock, Run, store_of
from tests.hostile import ESC, EVIL, controls, evil_item
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.terminal import in_terminal

CLOSE = f"{ESC}[27u"
"""Escape as newer terminals send it: never taken for the beginning of something, however busy the machine is."""
WALK = (
    *("j", "J", "b", "x", "u", "U", "\x12", "A", "U", "]", "[", "n", "z", "z", "1", "g", "l", "j", "l", "3", "G", "1"),
    *("s", "t", "v", "V", "j", CLOSE, "C", CLOSE, "w", "m"),
    *("j", "l", "?", "G", CLOSE, "Y", CLOSE, "\x10", "leave", CLOSE, "r", "R", "o"),
)
"""Through every view and sheet; and what brings about toasts."""
PASTE = f"\x1b[200~{EVIL.replace(ESC, '')}\x1b[201~"
"""Terminals let no Escape into what is pasted: it would end the paste."""
TYPED = "".join(char for char in EVIL if char not in "\x1b\r\n\b")
FAR_AWAY = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "BROWSER": "false"}
"""No clipboard of this machine's is touched."""
SEARCHED = ("/", TYPED, "\r", "j", CLOSE, "/", PASTE, "\r", "/", "loom", "\r", "j")
SIZES = {"wide": (140, 40), "tiny": (40, 10)}

Walk = Callable[..., bytes]


def press(program: Program, *keys: str) -> None:
    """Press keys one after the other. Textual's palette takes none before it is there."""
    for key in keys:
        program.write(key)
        if key == "\x10":
            program.until(lambda text: "Search for commands" in text)
        program.settle(first=0.1)


@pytest.fixture
def walk(env: dict[str, str]) -> Walk:
    """Starts the reader, presses the keys and leaves: all that it wrote."""

    def walk(*keys: str, size: tuple[int, int] = (140, 40), args: tuple[str, ...] = (), **extra: str) -> bytes:
        with Program([sys.executable, "-m", "paperreader", *args], env | FAR_AWAY | extra, size) as program:
            program.until(lambda text: "? keys" in text)
            program.settle(0.3)
            press(program, *keys)
            program.settle(0.3)
            program.leave("Q")
            return bytes(program.output)

    return walk


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the terminal is told over harmless texts."""
    env = {**os.environ, "HOME": str(tmp_path_factory.mktemp("home")), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    env |= FAR_AWAY
    with Program([sys.executable, "-m", "paperreader", "--demo"], env, (140, 40)) as program:
        program.until(lambda text: "read on" in text)
        press(program, *WALK, "\x10", "quit")
        program.until(lambda text: "Quit immediately" in text)
        press(program, CLOSE)
        program.leave("Q")
    told = controls(bytes(program.output))
    assert not told & {"OSC 0", "OSC 2", "OSC 8", "ESC c", "CSI J", "U+001B", "U+0007"}
    return told


def evil_store(path: Path, clock: Clock) -> None:
    """A store into which another program wrote evil texts."""
    store = Store(path, now=clock)
    for name in ("newest", "since", "first"):
        store.settings.set(name, NEWEST.isoformat()).result()
    for back in (1, 0):
        day = NEWEST - timedelta(days=back)
        store.ingest.save_day(day, parse_items(papers(day, 8)).papers, complete=bool(back)).result()
    store.marks.set(STARRED, True, ["2507.31001", "2507.31002"], Cause.BY_HAND).result()
    assert store.close()
    texts = ("title", "title_raw", "abstract", "abstract_raw", "summary", "summary_raw", "organization", "submitter")
    links = "github_repo = 'https://github.com/' || :evil, project_page = 'https://example.org/' || :evil"
    lists = "authors = json_array(:evil, 'Ada'), keywords = json_array(:evil), first_author = :evil"
    sql = f"UPDATE paper SET {', '.join(f'{name} = id || :evil' for name in texts)}, {links}, {lists}"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(sql, {"evil": EVIL.replace("\x00", "")})
        other.executemany(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
            [("theme", f"{EVIL} textual-dark"), ("place", f"{NEWEST} {EVIL}"), ("wait_until", EVIL)],
        )


@pytest.mark.parametrize("size", SIZES)
def test_fault_21_texts_of_the_hub(walk: Walk, harmless: set[str], hub_server: HubServer, size: str) -> None:
    before = NEWEST - timedelta(days=1)
    hub_server.days[NEWEST] = [evil_item(f"2507.3100{n}", day=NEWEST) for n in range(1, 6)]
    hub_server.days[before] = [evil_item(f"2507.3000{n}", day=before) for n in range(1, 4)]
    hub_server.fail("500 " + re.sub(r"[\x00\x7f\r\n]", "", EVIL), match=(NEWEST - timedelta(days=2)).isoformat())
    output = walk(*WALK, size=SIZES[size])
    assert b"Paper 2507.31001" in output or size == "tiny"
    assert controls(output) <= harmless
    assert hub_server.requests


@pytest.mark.parametrize("size", SIZES)
def test_fault_21_texts_of_the_store(
    walk: Walk, harmless: set[str], env: dict[str, str], clock: Clock, size: str, long: bool
) -> None:
    if size == "tiny" and not long:
        pytest.skip("the Hub's texts are shown at this size already; --long also shows the store's")
    evil_store(store_of(env), clock)
    output = walk(*WALK, "\x10", PASTE, CLOSE, size=SIZES[size], args=("--offline",))
    assert b"next" in output
    assert controls(output) <= harmless


def test_fault_21_what_is_typed_and_pasted(walk: Walk, harmless: set[str]) -> None:
    bars = ("\x10", PASTE, CLOSE, ":", TYPED, CLOSE, "d", PASTE, CLOSE, "d", TYPED, CLOSE, *SEARCHED, CLOSE, PASTE)
    output = walk(*bars, args=("--demo",))
    assert b"evil.example" in output
    assert controls(output) <= harmless


def test_fault_21_what_is_copied(walk: Walk, harmless: set[str], env: dict[str, str], clock: Clock) -> None:
    """By OSC 52, and on the sheet to take it by hand: the text of the paper alone."""
    evil_store(store_of(env), clock)
    letters = [key for letter in "thapmbkws" for key in ("Y", letter)]
    output = walk("y", *letters, args=("--offline",))
    assert controls(output) <= harmless
    assert output.count(b"\x1b]52;c;") >= 6
    poor = {"TERM": "linux", "PATH": ""}
    by_hand = walk(*(key for letter in "tmbs" for key in ("Y", letter, CLOSE)), args=("--offline",), **poor)
    assert controls(by_hand) <= harmless | {"CSI 2m"}  # faint, where there are only 16 colours
    assert b"no clipboard here" in by_hand


def test_fault_21_settings_and_places(walk: Walk, harmless: set[str], env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "evil\x1b]0;owned\x07\x1b[5m.toml"
    escaped = "".join(f"\\U{ord(char):08x}" for char in EVIL)
    file.write_text(
        f'theme = "{escaped}"\ncopy = "{escaped}"\n"{escaped}" = 1\nbrowser = ["{escaped}"]\n'
        f'[keys]\n"{escaped}" = "x"\n"paper.skip" = "{escaped}"\n"list.next" = 5\n'
    )
    extra = ("--config", str(file), "--demo", "--theme", EVIL.replace("\0", ""))
    output = walk("?", CLOSE, "\x10", "theme", CLOSE, args=extra)
    assert b"toml" in output
    assert controls(output) <= harmless
    _, output_of_none = in_terminal(env, "--config", str(tmp_path / "no\x1b[5m\x9b8mne"))
    assert controls(output_of_none.encode()) <= {"U+000D", "U+000A"}


def test_fault_21_every_command(
    run: Run, env: dict[str, str], clock: Clock, hub_server: HubServer, config_file: Path, tmp_path: Path, long: bool
) -> None:
    """On a terminal; the long form also in a pipe, where `run` sees to it that all lines are printable."""
    evil_store(store_of(env), clock)
    hub_server.days[NEWEST] = [evil_item("2507.31001", day=NEWEST), {"paper": {"id": EVIL}, "title": EVIL}]
    argument = EVIL.replace("\0", "")
    merged = tmp_path / "evil.jsonl"
    merged.write_text(f'{{"{EVIL}": 1}}\n{EVIL}\n')
    commands = [
        *(["list"], ["list", "--starred"], ["list", "--unread", "--json"], ["list", argument], [argument]),
        *(["status"], ["paths"], ["fetch", NEWEST.isoformat()], ["fetch", argument], ["fetch", "--days", argument]),
        *(["--db", f"/nowhere/{argument}", "list"], ["--db", f"/proc/{argument}", "fetch"], ["--date", argument]),
        *(["search", "title"], ["search", argument], ["search", "--hub", argument], ["list", "--saved", argument]),
        *(["doctor"], ["doctor", "--json", "--offline"], ["--db", f"/nowhere/{argument}", "doctor"]),
        *(["backup", f"/nowhere/{argument}"], ["restore", f"/nowhere/{argument}"], ["marks", "merge", argument]),
        *(["marks", "export"], ["marks", "merge", str(merged)], ["backup", str(merged)], ["restore", str(merged)]),
    ]
    with ThreadPoolExecutor(4) as side_by_side:
        told = side_by_side.map(lambda command: in_terminal(env, *command)[1], commands)
        for command, output in zip(commands, told, strict=True):
            # the colour of its verdicts ends; and it asks how wide signs are, in a line that it then clears
            own = {"CSI 0m", "CSI K", "CSI n"} if "doctor" in command else set()
            assert controls(output.encode()) <= {"U+000D", "U+000A"} | own, command
            assert "Traceback" not in output, command
    for command in commands if long else ():
        run(*command)
    hub_server.fail("500 " + re.sub(r"[\x00\x7f\r\n]", "", EVIL))  # with those, no HTTP client takes the header
    assert "the hub returned an error" in run("fetch").stderr.lower()
    assert run("paths", XDG_DATA_HOME=f"/tmp/{argument}").returncode == 0
    assert run("fetch", HF_ENDPOINT=f"http://127.0.0.1/{argument}").returncode == 2


def test_fault_23_what_looks_like_markup_in_a_toast(env: dict[str, str], clock: Clock) -> None:
    store = Store(store_of(env), now=clock)
    title = "[/x] [b]y"
    store.ingest.save_day(NEWEST, parse_items([item("2507.31001", title, day=NEWEST)]).papers, complete=True).result()
    assert store.close()
    with Program([sys.executable, "-m", "paperreader", "--offline"], env | FAR_AWAY, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        press(program, "Y")
        program.write("t")
        program.until(lambda text: "(it doesn't confirm): [/x] [b]y" in " ".join(text.replace("▌", "").split()))
        program.leave("Q")
    assert b"mistake" not in program.output
