"""Makes the pictures of the README from the demo feed: `python screenshots/make.py`. The same feed, the same bytes."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from paperreader import demo
from paperreader.config import Config
from paperreader.store import Store
from paperreader.tui.app import PaperReader

PICTURES = {
    "overview-dark": ("textual-dark", (140, 40), ["j", "b", "k", "f", "t", *"refund", "enter"]),
    "wide-dark": ("textual-dark", (140, 40), ["j", "x", "j", "x", "b"]),
    "wide-light": ("textual-light", (140, 40), ["right_square_bracket", "right_square_bracket"]),
    "narrow-dark": ("nord", (80, 24), []),
    "text-dark": ("textual-dark", (92, 32), ["f", "t", *"refund", "enter"]),
    "discussion-dark": ("textual-dark", (140, 40), ["c"]),
    "peek-dark": ("textual-dark", (92, 32), ["f", "t", *"talked", "enter", "i", "a"]),
}
"""Theme, columns and rows, keys that are pressed first."""


def then() -> datetime:
    """The afternoon of the feed's newest day."""
    return datetime(2026, 7, 31, 14, 5, tzinfo=UTC)


async def main() -> None:
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}  # whatever terminal this one is
    for name, (theme, size, keys) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "demo.db", now=then)
            demo.fill(store)
            demo.save_texts(store)
            demo.save_discussions(store)
            store.settings.set("hint", "shown").result()
            app = PaperReader(config=Config(), store=store, network=None, now=then, theme=theme, demo=True)
            async with app.run_test(size=size) as pilot:
                await pilot.press(*keys)
                await pilot.pause()
                picture = app.export_screenshot(title="paperreader")
            store.close()
        (Path(__file__).parent / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
