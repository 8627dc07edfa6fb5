"""A paper's links, copied or opened, and the words for what really happened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from paperreader.export import FORMATS, export, hub_url, safe_url
from paperreader.models import Paper
from paperreader.tui.browser import open_url
from paperreader.tui.clipboard import Clipboard

Tell = Callable[[str], None]
ByHand = Callable[[str, str], None]
"""Shows a title and a text that a person has to copy by hand."""


class Links:
    """Copies and opens; says what came of it."""

    def __init__(self, clipboard: Clipboard, *, browser: Sequence[str], tell: Tell, by_hand: ByHand) -> None:
        self._clipboard = clipboard
        self._browser = browser
        self._tell = tell
        self._by_hand = by_hand

    async def copy(self, paper: Paper, format: str) -> None:
        """Copy the paper in one of the copy formats."""
        if (text := export(paper, format)) is None:
            self._tell(f"this paper has no {FORMATS[format].title.lower()}")
            return
        await self.copy_text(text, FORMATS[format].title)

    async def copy_text(self, text: str, what: str, *, because: str = "") -> None:
        """Copy a text that the person knows as `what`; `because` says why, where nobody asked for it."""
        result = await self._clipboard.copy(text)
        if not result.how:
            self._by_hand(f"{what}: no way to a clipboard here", text)
            return
        shown = text if len(text) <= 60 and "\n" not in text else f"{len(text):,} characters"
        self._tell(f"{because}{what} {result.how}: {shown}")

    async def open(self, paper: Paper, format: str, *, offline: bool) -> bool:
        """Whether the page, PDF, code or project was opened; without a network or a browser its link is copied."""
        url = hub_url(paper.id) if format == "hub" else export(paper, format)
        what = FORMATS[format].title
        if url is None:
            self._tell(f"this paper has no {what.lower()}")
        elif safe_url(url) is None:
            self._tell(f"{what}: not a link that can be opened")
        elif offline:
            await self.copy_text(url, what, because="offline: ")
        elif await open_url(url, command=self._browser, env=os.environ):
            self._tell(f"{what} opened")
            return True
        else:
            await self.copy_text(url, what, because="no browser here: ")
        return False
