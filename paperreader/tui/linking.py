"""Copying and opening the papers that a person means: those that are selected, else the one of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from paperreader.models import Cause, Field, Paper
from paperreader.reader.links import Links
from paperreader.tui.desk import Desk

AT_ONCE = 5
"""So many pages are opened without a question."""


class Linking:
    """Runs one copy at a time; marks what was opened."""

    def __init__(self, desk: Desk, links: Links, *, offline: Callable[[], bool]) -> None:
        self._desk, self._links, self._offline = desk, links, offline

    def _meant(self) -> list[Paper]:
        ids = [entry.id for entry in self._desk.panes.papers.meant]
        with self._desk.shelf.reading():
            return [paper for id in ids if (paper := self._desk.store.paper(id)) is not None]
        return []

    def copy(self, format: str | None) -> None:
        """Copy in this format, if there is one."""
        if format and (papers := self._meant()):
            self._desk.run(partial(self._links.copy, papers, format), "copy", exclusive=True)

    def copy_text(self, text: str) -> None:
        """Copy what is selected of a text, if it is more than a blank line."""
        if text.strip():
            self._desk.run(partial(self._links.copy_text, text, "Selection"), "copy", exclusive=True)
        else:
            self._desk.tell("no text is selected")

    def copy_menu(self) -> None:
        """Ask for the format."""
        from paperreader.tui.dialogs.menus import copy_sheet

        if papers := self._meant():
            self._desk.ask(copy_sheet(papers, self._desk.palette), self.copy)

    def open(self, format: str) -> None:
        """Open the page, PDF …; many only after a question."""
        from paperreader.tui.dialogs.menus import open_sheet

        papers = self._meant()
        if len(papers) > AT_ONCE:
            sheet = open_sheet(len(papers), self._desk.palette)
            self._desk.ask(sheet, lambda yes: self._open(papers, format) if yes else None)
        elif papers:
            self._open(papers, format)

    def open_link(self, format: str) -> None:
        """Open a link of the page, whatever is selected."""
        if paper := self._desk.panes.page.paper:
            self._open([paper], format)

    def _open(self, papers: Sequence[Paper], format: str) -> None:
        self._desk.run(partial(self._open_and_mark, papers, format), "open")

    async def _open_and_mark(self, papers: Sequence[Paper], format: str) -> None:
        if opened := await self._links.open(papers, format, offline=self._offline()):
            self._desk.shelf.marks.put(Field.READ, True, opened, Cause.OPENED)
