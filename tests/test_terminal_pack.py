"""A pack of texts in a real terminal: killed in the middle, and taken up again by the next start."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperreader.store import Store
from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page
from tests.terminal import PROGRAM, Terminal
from tests.test_terminal_reading import reader_in


def test_a_pack_that_was_killed_goes_on_with_the_next_start_and_asks_for_each_text_once(
    terminal: Terminal, tmp_path: Path, hub_server: HubServer
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text(f'arxiv = "{hub_server.url}"\n')
    papers = [item["paper"]["id"] for item in hub_server.days[FRIDAY]]
    hub_server.texts.html |= {paper: page(paper) for paper in papers[:-1]}
    command = f"{PROGRAM} --config {settings}"
    terminal.type(command)
    terminal.shows("Space reads on")
    terminal.press("T")
    terminal.shows("all papers listed here", "3 texts")
    terminal.press("v")
    terminal.shows("text 2 of 3")
    os.kill(reader_in(terminal), signal.SIGKILL)
    terminal.shows("Killed")
    terminal.tmux("respawn-pane", "-k", "/bin/sh")
    terminal.until(lambda text: text.strip() == "$")

    terminal.type(command)
    terminal.shows("text 2 of 3")
    store = Store(tmp_path / "data" / "paperreader" / "paperreader.db", now=lambda: datetime.now(UTC))
    try:

        def is_through(text: str) -> bool:
            """The pause that arXiv asks for is taken for over, again and again."""
            store.settings.set("arxiv_asked_at", (datetime.now(UTC) - timedelta(minutes=1)).isoformat()).result()
            return "3 texts: 2 stored, 1 without a text" in text

        terminal.until(is_through)
        assert sorted(store.texts.stored(papers)) == sorted(papers[:-1])
    finally:
        store.close()
    asked = [request.path for request in hub_server.requests if request.path.startswith("/html/")]
    assert sorted(asked) == sorted(f"/html/{paper}" for paper in papers)
    terminal.press("Q")
