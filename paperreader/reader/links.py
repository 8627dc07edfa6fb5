"""A paper's links and texts, copied or opened, and the truth about what happened.

Annotations are no strings here: named tuples are then made in half the time.
"""

import asyncio
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperreader.clipboard import Clipboard, Copied
from paperreader.export import FORMATS, export, export_all, has
from paperreader.humanize import count
from paperreader.models import Paper
from paperreader.reader.browser import open_url
from paperreader.reader.changes import Change, Changed
from paperreader.reader.toasts import Toasts
from paperreader.text.safe_url import safe_url

if TYPE_CHECKING:
    from paperreader.address import Host

MAX_AT_ONCE = 50
"""Papers that are written as BibTeX in less than a frame."""
MAX_SHOWN_CHARS = 60
"""A toast shows a copied text up to this length, of a longer one its length."""

OPENED = {
    "hub": ("Opened on the Hub", "Opened {} on the Hub"),
    "arxiv": ("Opened on arXiv", "Opened {} on arXiv"),
    "pdf": ("Opened PDF", "Opened the PDFs of {}"),
    "code": ("Opened code", "Opened the code of {}"),
    "project": ("Opened project page", "Opened the project pages of {}"),
}
"""What to say for one paper, and for several."""


def page_host(link: str, hub: str) -> "Host | None":
    """Whose page it is that a format or an address leads to, if that is one whose network is watched.

    Nobody asks arXiv for anything before the user does: to open its page is to try.
    """
    return "hub" if link == "hub" or link == hub or link.startswith(f"{hub}/") else None


class ManualCopy(NamedTuple):
    """A text that no clipboard took, for the user to select."""

    title: str
    text: str


class Links:
    """Copies and opens."""

    def __init__(
        self, clipboard: Clipboard, *, browser: Sequence[str], hub: str, changed: Changed, toasts: Toasts
    ) -> None:
        """`hub`: the address that links to the Hub begin with."""
        self.hub = hub
        self._clipboard = clipboard
        self._browser = browser
        self._changed = changed
        self._toasts = toasts
        self.manual_copy: ManualCopy | None = None
        """Set with Change.MANUAL_COPY."""

    async def copy(self, papers: Sequence[Paper], format: str) -> None:
        """Copy the papers as one text in one of the copy formats."""
        what = FORMATS[format].name
        text = await self.text_of(papers, format)
        if text is None:
            self._toasts.show(f"No {what}.")
            return
        if len(papers) > 1:
            found = sum(has(paper, format) for paper in papers)
            what += f" of {f'{found} of the ' if found < len(papers) else ''}{len(papers)} papers"
        await self.copy_text(text, what)

    async def text_of(self, papers: Sequence[Paper], format: str) -> str | None:
        """The papers as one text; many are written in a thread, so that no key waits for them."""
        if len(papers) <= MAX_AT_ONCE:
            return export_all(papers, format, self.hub)
        return await asyncio.to_thread(export_all, papers, format, self.hub)

    async def copy_text(self, text: str, what: str, *, instead_because: str = "") -> None:
        """Copy a text, which the user knows as `what`; `instead_because`: why it was not opened."""
        result = await self._clipboard.copy(text)
        if result is not None:
            self._toasts.show(copy_message(what, text, result, instead_because))
        else:
            self.manual_copy = ManualCopy(f"{what}: no clipboard here", text)
            self._changed(Change.MANUAL_COPY)

    async def open(self, papers: Sequence[Paper], format: str, *, offline: bool) -> list[str]:
        """Open the page, PDF, code or project of the papers; returns the ids of those that were opened.

        Without a network or a browser the links are copied.
        """
        what = FORMATS[format].name
        links = [(paper.id, url) for paper in papers if (url := export(paper, format, self.hub)) is not None]
        safe = [(id, url) for id, url in links if safe_url(url) is not None]
        if not links:
            self._toasts.show(f"No {what}.")
        elif not safe:
            self._toasts.show(f"Not opened: the {what} is not a safe link.")
        elif offline:
            await self.copy_text("\n".join(url for _, url in safe), what, instead_because="Offline")
        else:
            rest = await self._open_each([url for _, url in safe])
            if rest:
                await self.copy_text("\n".join(rest), what, instead_because="No browser found")
            else:
                one, many = OPENED[format]
                self._toasts.show(one if len(papers) == 1 else many.format(count(len(safe), "paper")))
            return [id for id, _ in safe[: len(safe) - len(rest)]]
        return []

    async def open_addresses(self, addresses: Sequence[str], *, offline: bool) -> None:
        """Open pages; without a network or a browser their addresses are copied."""
        safe = [address for address in addresses if safe_url(address) is not None]
        what = count(len(safe), "link") if len(safe) > 1 else "link"
        if not safe:
            self._toasts.show("Not opened: this is not a safe link.")
        elif offline:
            await self.copy_text("\n".join(safe), what, instead_because="Offline")
        else:
            rest = await self._open_each(safe)
            if rest:
                await self.copy_text("\n".join(rest), what, instead_because="No browser found")
            else:
                pages = f"{count(len(safe), 'page')} " if len(safe) > 1 else ""
                self._toasts.show(f"Opened {pages}in the browser")

    async def _open_each(self, addresses: Sequence[str]) -> Sequence[str]:
        """Open them, until one cannot be opened; returns those that were not."""
        for index, address in enumerate(addresses):
            if not await open_url(address, command=self._browser, env=os.environ):
                return addresses[index:]
        return []


def copy_message(what: str, text: str, copied: Copied, instead_because: str) -> str:
    """What to say about a copy: where it went, and whether that is certain."""
    is_short = len(text) <= MAX_SHOWN_CHARS and "\n" not in text
    size = "" if is_short else f" ({len(text):,} characters)"
    shown = f": {text}" if is_short else ""
    if instead_because:
        how = "copied" if copied.certain else "sent"
        to = "" if copied.certain else " to your terminal's clipboard (it doesn't confirm)"
        return f"{instead_because}, so {how} the {what} instead{to}{size}{shown}"
    if not copied.certain:
        return f"Sent {what} to your terminal's clipboard (it doesn't confirm){size}{shown}"
    place = f" ({copied.place})" if copied.place and is_short else f" - {copied.place}" if copied.place else ""
    return f"Copied {what}{size}{place}{shown}"
