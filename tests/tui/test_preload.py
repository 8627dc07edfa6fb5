"""What a text or a discussion needs is imported after the start, and all of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from paperreader.discussion.comment import Comment
from paperreader.fulltext.encode import encode
from paperreader.store import Store
from tests.hub_server.items import papers
from tests.long_text import long_text
from tests.stored_days import THU, fill, id_of

CODE = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from paperreader.config import Config
from paperreader.store import Store
from paperreader.tui import preload
from paperreader.tui.app import PaperReader
import paperreader.cli.reader
assert not {name for name in preload.MODULES if name in sys.modules}, "the start imports it already"
preload.AFTER_S = preload.PAUSE_S = 0
asyncio.run(preload.preload())

def ours():
    return {name for name in sys.modules if name.startswith("paperreader")}

async def first(key, pane):
    now = lambda: datetime(2026, 7, 31, 14, 5, tzinfo=UTC)
    store = Store(Path(sys.argv[1]), now=now)
    app = PaperReader(config=Config(), store=store, network=None, now=now)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        before = ours()
        await pilot.press(key)
        while (shown := getattr(app.reader.panes, pane)) is None or not shown.size:
            await pilot.pause(0.01)
        print(*sorted(ours() - before))
    store.close()

asyncio.run(first(*sys.argv[2:]))
"""


@pytest.mark.parametrize(("key", "pane"), [("f", "text"), ("c", "discussion")])
def test_nothing_is_left_to_import_for_the_first(store: Store, path: Path, key: str, pane: str) -> None:
    fill(store, {THU: papers(THU, 1)})
    text = long_text(2, 2)
    store.texts.save(id_of(THU, 1), b"", text, converter=1, etag=None, modified=None).result()
    store.discussions.save(id_of(THU, 1), [Comment("a", text="One.", encoded=encode(text))]).result()
    store.close()
    command = [sys.executable, "-c", CODE, str(path), key, pane]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
