"""The outbox in a real terminal: killed in the middle of its work, and taken up again by the next start."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from paperreader.store import Store
from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page, pdf
from tests.terminal import PROGRAM, Terminal
from tests.test_terminal_reading import reader_in


def test_what_waits_is_done_once_though_the_reader_was_killed_at_it(
    terminal: Terminal, tmp_path: Path, hub_server: HubServer
) -> None:
    first = hub_server.days[FRIDAY][0]["paper"]["id"]
    hub_server.texts.html[first], hub_server.texts.pdf[first] = page("First"), pdf()
    settings, opened, folder = tmp_path / "config.toml", tmp_path / "opened", tmp_path / "PDFs"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    browser.chmod(0o700)
    settings.write_text(f'arxiv = "{hub_server.url}"\npdf_folder = "{folder}"\nbrowser = ["{browser}"]\n')
    command = f"{PROGRAM} --config {settings}"
    terminal.type(f"{command} fetch")
    terminal.shows("2026-07-31  3 papers, 3 new")
    store = Store(tmp_path / "data" / "paperreader" / "paperreader.db", now=lambda: datetime.now(UTC))
    for kind, argument in (("text", first), ("pdf", first), ("page", f"hub {first}")):
        store.outbox.add(kind, argument).result()  # type: ignore[arg-type]

    def asked(start: int = 0) -> list[str]:
        return [each.path for each in hub_server.requests[start:] if first in each.path]

    hub_server.fail("silent", match="/html/")
    terminal.type(command)
    terminal.until(lambda _: bool(asked()))
    os.kill(reader_in(terminal), signal.SIGKILL)
    terminal.shows("Killed")
    assert {"text", "pdf"} <= {entry.kind for entry in store.outbox.entries()}
    hub_server.fail("")
    before = len(hub_server.requests)
    terminal.tmux("respawn-pane", "-k", "/bin/sh")
    terminal.until(lambda text: text.strip() == "$")
    terminal.type(command)
    terminal.shows("3 papers")
    terminal.until(lambda _: store.outbox.count() == 0 and opened.exists())
    assert asked(before) == [f"/html/{first}", f"/pdf/{first}"]
    assert len(list(folder.iterdir())) == 1
    assert store.texts.stored([first])
    assert len(opened.read_text().splitlines()) == 1
    terminal.press("Q")
    store.close()
