"""A whole paper in a real terminal: letters, what they lead to, the contents, a table, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import FRIDAY
from tests.sample_text import SAMPLE
from tests.terminal import PROGRAM, Terminal


def test_from_a_reference_to_what_it_leads_to_and_back(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(f"{PROGRAM} fetch")
    terminal.shows("2026-07-31  3 papers, 3 new")
    store = Store(tmp_path / "data" / "paperreader" / "paperreader.db", now=lambda: datetime.now(UTC))
    paper = store.papers.entries(DayView(FRIDAY))[0].id
    store.texts.save(paper, b"", SAMPLE, converter=1, etag=None, modified=None).result()
    store.close()

    terminal.type(f"{PROGRAM} --offline")
    terminal.shows("3 papers, 3 unread")
    terminal.press("f")
    start = terminal.shows("Looms weave threads", "i letters", "t contents")
    terminal.press("i")
    terminal.shows("Type a letter to see what it leads to")
    terminal.press("a")
    terminal.shows("Ada Brook. Looms that learn. 2024.", "Enter go there", "r read it here")
    terminal.press("Enter")
    terminal.until(lambda text: "Paragraph 39" in text and "Looms weave" not in text)
    terminal.press("C-o")
    terminal.until(lambda text: text.splitlines()[:30] == start.splitlines()[:30])

    terminal.press("i", "f", "y")  # in one go: each key is for what the one before it opens
    terminal.until(lambda _: terminal.tmux("show-buffer") == r"w=\frac{a}{b}")

    terminal.press("/")
    terminal.shows("Esc back")
    terminal.press(*"weave", "Enter", "i", "a", "y")
    terminal.until(lambda _: terminal.tmux("show-buffer").startswith("Ada Brook. Looms"))
    terminal.press("Escape")

    terminal.press("t")
    terminal.shows("Contents: type to filter")
    terminal.tmux("send-keys", "-l", "every run")
    terminal.press("Enter")
    terminal.until(lambda text: "Enter Table 2" in text and "Looms weave" not in text)
    terminal.press("Enter")
    terminal.shows("columns 2-", "run 10")
    terminal.press("End")
    terminal.shows("run 28", "z28")
    terminal.press("Escape")
    terminal.shows("Enter Table 2")
    terminal.press("C-o")
    terminal.until(lambda text: text.splitlines()[:30] == start.splitlines()[:30])


def test_the_demo_has_a_text_that_leads_to_another(terminal: Terminal) -> None:
    terminal.type(f"{PROGRAM} --demo")
    terminal.shows("Slowcoach", "¶")
    terminal.press("f")
    terminal.shows("Ask a reasoning model what day follows Tuesday")
    terminal.press("/")
    terminal.type("call misremembering")
    terminal.shows("The twin then thanks itself", "n match")
    terminal.press("i")
    terminal.shows("Type a letter to see what it leads to")
    terminal.press("a")
    terminal.shows("An atlas of small mistakes", "r read it here")
    terminal.press("r")
    terminal.shows("Estuary Data Trust")
    terminal.press("f")
    terminal.shows("A map of a country")
