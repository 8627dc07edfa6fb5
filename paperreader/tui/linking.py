"""Copying and opening the papers that a person means: those that are selected, else the one of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.screen import Screen

from paperreader.models import Cause, Field, Paper
from paperreader.store import Store
from paperreader.tui import sheets
from paperreader.tui.colors import Palette
from paperreader.tui.links import Links
from paperreader.tui.panes import Panes
from paperreader.tui.shelf import Shelf

AT_ONCE = 5
"""So many pages are opened without a question."""


class Linking:
    """Runs one copy at a time; marks what was opened."""

    def __init__(
        self,
        screen: Screen[Any],
        store: Store,
        panes: Panes,
        shelf: Shelf,
        links: Links,
        *,
        palette: Callable[[], Palette],
        offline: Callable[[], bool],
    ) -> None:
        self._screen, self._store, self._panes, self._shelf, self._links = screen, store, panes, shelf, links
        self._palette, self._offline = palette, offline

    def _meant(self) -> list[Paper]:
        ids = [entry.id for entry in self._panes.papers.meant]
        return [paper for id in ids if (paper := self._store.paper(id)) is not None]

    def copy(self, format: str | None) -> None:
        """Copy in this format, if there is one."""
        if format and (papers := self._meant()):
            copying = self._links.copy(papers, format)
            self._screen.run_worker(copying, group="copy", exclusive=True, exit_on_error=False)

    def copy_menu(self) -> None:
        """Ask for the format."""
        if papers := self._meant():
            self._screen.app.push_screen(sheets.copy_sheet(papers, self._palette()), self.copy)

    def open(self, format: str) -> None:
        """Open the page, PDF …; many only after a question."""
        papers = self._meant()
        if len(papers) > AT_ONCE:
            sheet = sheets.open_sheet(len(papers), self._palette())
            self._screen.app.push_screen(sheet, lambda yes: self._open(papers, format) if yes else None)
        elif papers:
            self._open(papers, format)

    def open_link(self, format: str) -> None:
        """Open a link of the page, whatever is selected."""
        if paper := self._panes.page.paper:
            self._open([paper], format)

    def _open(self, papers: Sequence[Paper], format: str) -> None:
        self._screen.run_worker(self._open_and_mark(papers, format), group="open", exit_on_error=False)

    async def _open_and_mark(self, papers: Sequence[Paper], format: str) -> None:
        if opened := await self._links.open(papers, format, offline=self._offline()):
            self._shelf.marks.put(Field.READ, True, opened, Cause.OPENED)
