"""The installed program in a real terminal, as a user uses it."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, date, datetime
from pathlib import Path

from paperreader.store import Store
from paperreader.views import DayView
from tests.bench.terminal import Program
from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.terminal import PROGRAM, Terminal


def store_of(folder: Path) -> Store:
    return Store(folder / "data" / "paperreader" / "paperreader.db", now=lambda: datetime.now(UTC))


def demo(folder: Path) -> Program:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HF_"))}
    env |= {"HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    return Program([str(PROGRAM), "--demo"], env, (140, 40))


def test_from_an_empty_store_to_a_copied_link_and_back_again(
    terminal: Terminal, tmp_path: Path, hub_server: HubServer
) -> None:
    terminal.type(str(PROGRAM))
    terminal.shows("Fri 31", "Ferry: Mending Friday's Tokens, Part 1", "Space reads on", "Thu 30")
    first, second = (item["paper"]["id"] for item in hub_server.days[FRIDAY][:2])

    terminal.press("y")
    terminal.until(lambda _: terminal.tmux("show-buffer") == f"{hub_server.url}/papers/{first}")
    terminal.shows("tmux buffer")
    terminal.press("Y", "a")
    terminal.until(lambda _: terminal.tmux("show-buffer") == f"https://arxiv.org/abs/{first}")

    terminal.press("x", "b")
    terminal.shows("3 papers, 2 unread", "Starred             1")
    terminal.press("C-z")
    terminal.until(lambda text: "Stopped" in text or "suspended" in text)
    terminal.type("echo still here && fg")
    terminal.shows("3 papers, 2 unread")
    terminal.press("q")
    terminal.shows("still here")
    terminal.type("echo ec''ho works")
    terminal.shows("echo works")

    store = store_of(tmp_path)
    marks = {entry.id: (entry.read, entry.starred) for entry in store.papers.entries(DayView(FRIDAY))}
    store.close()
    assert marks[first] == (True, False)
    assert marks[second] == (False, True)

    # tomorrow, on a plane
    hub_server.stop()
    terminal.type(str(PROGRAM))
    terminal.shows("3 papers, 2 unread", "Starred             1", "offline")
    terminal.press("]")
    terminal.shows("Thursday 30 July 2026", "Part 1")
    terminal.press("Q")
    terminal.shows("$ ")


def test_keys_typed_before_the_first_frame_are_not_lost(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(f"{PROGRAM} fetch")
    terminal.shows("2026-07-31  3 papers, 3 new")
    terminal.type(f"{PROGRAM} --offline")
    terminal.shows("Fri 31")
    terminal.press("j", "j", "b")
    terminal.shows("Starred             1")
    store = store_of(tmp_path)
    assert [entry.starred for entry in store.papers.entries(DayView(FRIDAY))] == [False, False, True]
    store.close()


def test_a_terminal_that_closes_leaves_a_whole_store(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(str(PROGRAM))
    terminal.shows("3 papers, 3 unread")
    terminal.press("x")
    terminal.shows("3 papers, 2 unread")
    terminal.tmux("kill-server")
    with (tmp_path / "data" / "paperreader" / "paperreader.db.open").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until the reader has ended
    store = store_of(tmp_path)
    assert store.papers.totals().unread == 2
    store.close()


def test_a_bar_stays_in_a_window_that_changes(terminal: Terminal) -> None:
    terminal.type(f"{PROGRAM} --demo")
    terminal.shows("? keys")
    terminal.tmux("send-keys", "-l", "/flow")
    terminal.shows("3 found")
    for columns, lines in ((139, 40), (140, 40), (60, 20), (140, 40), (40, 10), (100, 30)):
        terminal.tmux("resize-window", "-x", str(columns), "-y", str(lines))
        terminal.until(lambda text, last=lines - 1: "3 found" in "".join(text.splitlines()[last:]))
    terminal.press("Escape")
    terminal.shows("? keys")


def test_the_bar_counts_what_is_found_after_each_letter(tmp_path: Path) -> None:
    with demo(tmp_path) as program:
        program.until(lambda text: "? keys" in text)
        program.press("/", lambda text: "best first" in text)
        for letter, count in zip("flow", ("3 found", "nothing found", "5 found", "3 found"), strict=True):
            program.press(letter, lambda text, count=count: f" {count}" in text.splitlines()[-1])


def test_what_is_typed_in_one_go_with_the_key_that_opens_a_bar_stands_in_it(tmp_path: Path) -> None:
    with demo(tmp_path) as program:
        program.write("j/flow")  # before there is anything to see
        program.until(lambda text: " / flow" in text and " 3 found" in text)
        program.press("\x1b", lambda text: "? keys" in text)
        program.write("d3d")
        program.until(lambda text: " Go to 3d" in text)


def test_a_link_goes_from_the_shell_and_the_clipboard_to_its_paper(
    terminal: Terminal, tmp_path: Path, hub_server: HubServer
) -> None:
    first, second, elsewhere = "2607.31001", "2607.31002", "2607.01003"
    hub_server.days[date(2026, 7, 1)] = papers(date(2026, 7, 1), 3)
    terminal.type(f"{PROGRAM} fetch 2026-07-31")
    terminal.shows("2026-07-31  3 papers, 3 new")
    terminal.type(f"{PROGRAM} https://arxiv.org/pdf/{first}v1")
    terminal.shows(f"“{first}” · 1 of 1", "Ferry: Mending Friday's Tokens, Part 1")

    terminal.tmux("set-buffer", f"Look:\n[Part 2](https://huggingface.co/papers/{second}),\nand arXiv:{elsewhere}!\n")
    terminal.tmux("paste-buffer", "-p")
    terminal.shows(f"“{second} {elsewhere}” · 1 of 2", "Part 2", "Compass: Folding Wednesday's Tokens, Part 3")
    terminal.press("Escape")
    terminal.shows(f"“{first}” · 1 of 1")

    terminal.press("/")
    terminal.tmux("set-buffer", f"<http://www.arxiv.org/abs/{elsewhere}?context=cs#top>\n")
    terminal.tmux("paste-buffer", "-p")
    terminal.shows(f"opens {elsewhere} · Compass: Folding Wednesday's Tokens, Part 3", "Enter open")
    terminal.press("Enter")
    terminal.shows(f"“{elsewhere}” · 1 of 1")
    terminal.press("q", "q")
    terminal.shows("Fri 31 · ")
