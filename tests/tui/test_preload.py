"""What a text or a discussion needs is imported after the start, and all of it."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import asyncio, sys
from paperreader.tui import preload, app
import paperreader.cli.reader
assert not {name for name in preload.MODULES if name in sys.modules}, "the start imports it already"
preload.AFTER_S = preload.PAUSE_S = 0
asyncio.run(preload.preload())
before = set(sys.modules)
import paperreader.reader.open_text, paperreader.reader.stored_texts, paperreader.tui.widgets.paper_text
import paperreader.reader.stored_discussions, paperreader.store.discussions, paperreader.tui.widgets.paper_discussion
print(*sorted(name for name in set(sys.modules) - before if name.startswith("paperreader")))
"""


def test_nothing_is_left_to_import_for_the_first_text_or_discussion() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
