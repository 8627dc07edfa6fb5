"""Reading a whole paper in a real terminal: fetched, stopped, killed, and open again where it was."""

from __future__ import annotations

import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path

from paperreader.store import Store
from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page
from tests.terminal import PROGRAM, Terminal


def test_a_fetched_text_is_read_through_a_stop_a_kill_and_a_smaller_window(
    terminal: Terminal, tmp_path: Path, hub_server: HubServer
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text(f'arxiv = "{hub_server.url}"\n')
    paper = hub_server.days[FRIDAY][0]["paper"]["id"]
    hub_server.texts.html[paper] = page(paragraphs=200)
    command = f"{PROGRAM} --config {settings}"

    terminal.type(command)
    terminal.shows("Space reads on")
    terminal.press("f")
    terminal.shows("Paragraph 1 of Weaving", "§ 1 Introduction", "f abstract")
    terminal.press("Space", "Space", "j")
    terminal.until(lambda text: "Paragraph 1 of" not in text)
    terminal.press("/")
    terminal.shows("Enter stay here")
    terminal.tmux("send-keys", "-l", "paragraph 150")
    terminal.shows("1 of 1", "Paragraph 150")
    terminal.press("Enter")
    seen = shown(terminal.until(lambda text: "stay here" not in text and "Paragraph 150" in text))

    terminal.press("C-z")
    terminal.until(lambda text: text.rstrip().endswith("$"))
    terminal.type("fg")
    assert shown(terminal.shows("f abstract", "Paragraph 150")) == seen

    store = Store(tmp_path / "data" / "paperreader" / "paperreader.db", now=lambda: datetime.now(UTC))
    terminal.until(lambda _: f"Paragraph {seen[0]} of" in (store.texts.position(paper) or ""))
    store.close()
    os.kill(reader_in(terminal), signal.SIGKILL)
    terminal.shows("Killed")
    terminal.tmux("respawn-pane", "-k", "/bin/sh")  # the old one is as a killed program leaves it
    terminal.tmux("resize-window", "-x", "80", "-y", "24")
    terminal.until(lambda text: text.strip() == "$")
    terminal.type(command)
    terminal.shows("3 papers")
    terminal.press("f")
    again = shown(terminal.shows("f abstract", f"Paragraph {seen[0]} of"))
    assert again[0] == seen[0]
    terminal.press("Q")


def shown(text: str) -> list[str]:
    """The numbers of the paragraphs that begin on the screen."""
    return re.findall(r"Paragraph (\d+) of", text)


def reader_in(terminal: Terminal) -> int:
    """The process of the reader in the terminal."""
    process = terminal.tmux("list-panes", "-F", "#{pane_pid}").strip()
    while "paperreader" not in Path(f"/proc/{process}/cmdline").read_text():
        process = Path(f"/proc/{process}/task/{process}/children").read_text().split()[-1]
    return int(process)
