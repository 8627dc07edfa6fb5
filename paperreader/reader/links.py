"""A paper's links, copied or opened, and the words for what really happened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from paperreader.clipboard import Clipboard
from paperreader.export import FORMATS, export, safe_url
from paperreader.models import Paper
from paperreader.reader.browser import open_url

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

    async def copy(self, papers: Sequence[Paper], format: str) -> None:
        """Copy the papers in one of the copy formats, each on a line of its own if it is one."""
        what = FORMATS[format].title
        texts = [text for paper in papers if (text := export(paper, format)) is not None]
        if not texts:
            self._tell(_without(papers, what))
            return
        if len(papers) > 1:
            some = f"{len(texts)} of the {len(papers)}" if len(texts) < len(papers) else f"{len(texts)}"
            what += f" of {some} papers"
        await self.copy_text(("\n\n" if any("\n" in text for text in texts) else "\n").join(texts), what)

    async def copy_text(self, text: str, what: str, *, because: str = "") -> None:
        """Copy a text that the person knows as `what`; `because` says why, where nobody asked for it."""
        result = await self._clipboard.copy(text)
        if not result.how:
            self._by_hand(f"{what}: no way to a clipboard here", text)
            return
        shown = text if len(text) <= 60 and "\n" not in text else f"{len(text):,} characters"
        self._tell(f"{because}{what} {result.how}: {shown}")

    async def open(self, papers: Sequence[Paper], format: str, *, offline: bool) -> list[str]:
        """Which of the papers had their page, PDF, code or project opened; without a network or a browser the links
        are copied."""
        what = FORMATS[format].title
        links = [(paper.id, url) for paper in papers if (url := export(paper, format)) is not None]
        safe = [(id, url) for id, url in links if safe_url(url) is not None]
        opened: list[str] = []
        if not links:
            self._tell(_without(papers, what))
        elif not safe:
            self._tell(f"{what}: not a link that can be opened")
        elif offline:
            await self.copy_text("\n".join(url for _, url in safe), what, because="offline: ")
        else:
            for id, url in safe:
                if not await open_url(url, command=self._browser, env=os.environ):
                    break
                opened.append(id)
            if rest := [url for _, url in safe[len(opened) :]]:
                await self.copy_text("\n".join(rest), what, because="no browser here: ")
            else:
                self._tell(f"{what} opened" if len(papers) == 1 else f"{what} of {len(opened)} papers opened")
        return opened


def _without(papers: Sequence[Paper], what: str) -> str:
    return f"{'this paper has' if len(papers) == 1 else 'these papers have'} no {what.lower()}"
