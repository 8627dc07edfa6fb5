"""The text that is open in the place of a paper's abstract: its state, where the user is in it, and jumps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from enum import Enum
from typing import Any, Protocol

from paperreader.fulltext.blocks import Block, Fulltext
from paperreader.reader.changes import Change, Changed
from paperreader.reader.jump_list import JumpList
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_place import Place, Section, recalled, remembered, sections_of
from paperreader.reader.text_search import TextSearch

SEARCH_AT_ONCE_S, SEARCH_SLICE_S = 0.02, 0.006
"""How long a letter may search before it is painted, and a slice of the rest between two keys."""
OR_PDF = "{paper.open-pdf} opens the PDF."


class TextState(Enum):
    """What is shown in the place of the page."""

    CLOSED = "the abstract"
    FETCHING = "a note that the text is on its way"
    SHOWN = "the text"
    NONE = "why there is no text"


class Texts(Protocol):
    """The stored texts."""

    def get(self, paper: str) -> Any: ...
    def position(self, paper: str) -> str | None: ...
    def save_position(self, paper: str, position: str) -> object: ...


class Fetch(Protocol):
    """Fetches the texts of papers into the store."""

    def text(self, paper: str) -> AsyncGenerator[Any, None]: ...
    def close(self) -> None: ...


class OpenText:
    """One text at a time. It is closed when another paper comes to the page."""

    def __init__(
        self, texts: Texts, fetch: Fetch | None, *, tasks: Tasks, guard: StoreGuard, changed: Changed
    ) -> None:
        """`fetch` None: only what is stored can be shown."""
        self._texts, self._fetch, self._tasks, self._guard, self._changed = texts, fetch, tasks, guard, changed
        self.state = TextState.CLOSED
        self.paper = ""
        """The paper whose text is open; empty: none."""
        self.message = ""
        """What stands in the place of the text."""
        self.fulltext = Fulltext(())
        self.sections: tuple[Section, ...] = ()
        self.here = Place()
        """The line on top of the screen, or the one to go to."""
        self.share = 0.0
        """How far down it is: 1 at the end."""
        self.search = TextSearch(self.fulltext)
        self.jumps = JumpList()
        self._targets: dict[str, int] = {}
        self._saved = Place()
        self._fetched = ""
        """The paper whose text is being fetched; it goes on when another is shown."""

    # -- opening and closing

    @property
    def is_open(self) -> bool:
        return self.state is not TextState.CLOSED

    @property
    def is_shown(self) -> bool:
        return self.state is TextState.SHOWN

    def open(self, paper: str) -> None:
        """Show the text of a paper, or say why there is none; fetch it if it is not stored."""
        self._leave()
        self.paper = paper
        with self._guard():
            if self._show_stored():
                return
        if self._fetch is None:
            self._show_message(TextState.NONE, f"Offline, and the text is not stored. {OR_PDF}")
            return
        self._show_message(TextState.FETCHING, "Fetching the text …")
        if self._fetched != paper:
            self._fetched = paper
            self._tasks.replace("fetching a text", self._run_fetch, paper, self._fetch)

    def close(self) -> None:
        """Show the abstract again; the position is remembered."""
        if self.is_open:
            self._leave()
            self._changed(Change.TEXT | Change.STATUS)

    def follow_page(self, paper: str | None) -> Change:
        """Another paper has come to the page, or the same one again."""
        if not self.is_open or paper == self.paper:
            return Change.NOTHING
        self._leave()
        return Change.TEXT

    def end(self) -> None:
        """The session ends."""
        self.save_place()
        if self._fetch is not None:
            self._fetch.close()

    def save_place(self) -> None:
        """Remember where the user is in the text."""
        if self.state is TextState.SHOWN and self.here != self._saved:
            self._saved = self.here
            self._texts.save_position(self.paper, remembered(self.fulltext.blocks, self.here))

    def _leave(self) -> None:
        self.save_place()
        self.state, self.paper, self.message = TextState.CLOSED, "", ""
        self._set_text(Fulltext(()))

    def _set_text(self, text: Fulltext) -> None:
        self.fulltext, self.sections = text, sections_of(text)
        self.here = self._saved = Place()
        self.share = 0.0
        self.search, self.jumps, self._targets = TextSearch(text), JumpList(), {}
        self._tasks.cancel("searching the text")

    def _show_stored(self) -> bool:
        stored = self._texts.get(self.paper)
        if stored is None:
            return False
        text: Fulltext = stored.text
        self._set_text(text)
        self.state = TextState.SHOWN
        self.here = self._saved = recalled(text.blocks, self._texts.position(self.paper) or "")
        self._changed(Change.TEXT | Change.STATUS)
        return True

    def _show_message(self, state: TextState, message: str) -> None:
        self.state, self.message = state, message
        self._changed(Change.TEXT | Change.STATUS)

    async def _run_fetch(self, paper: str, fetch: Fetch) -> None:
        """Fetch it. Shown only if the user is still there."""
        try:
            async for event in fetch.text(paper):
                if paper == self.paper and self.state is TextState.FETCHING:
                    self._take(event)
        finally:
            if self._fetched == paper:
                self._fetched = ""

    def _take(self, event: Any) -> None:
        raise NotImplementedError

    # -- what is known of the text

    def section_of(self, block: int) -> Section | None:
        """The section that a block is in; None before the first heading."""
        return next((section for section in reversed(self.sections) if section.block <= block), None)

    @property
    def section(self) -> Section | None:
        """The section that the user is in."""
        return self.section_of(self.here.block)

    @property
    def percent(self) -> int:
        """How far down the user is."""
        return int(100 * self.share)

    @property
    def source_name(self) -> str:
        """`arXiv HTML v7`."""
        text = self.fulltext
        return f"{'arXiv HTML' if text.source == 'arxiv' else 'Hub text'} {text.version}".rstrip()

    @property
    def note(self) -> str:
        """How complete it is: `Hub text: tables are missing`; empty if nothing is known to be lost."""
        return f"{self.source_name}: {', '.join(self.fulltext.lacks)}" if self.fulltext.lacks else ""

    def block_of(self, target: str) -> int | None:
        """The block with an id (with or without `#`)."""
        if not self._targets:
            named = [(block.id, index) for index, block in enumerate(self.fulltext.blocks) if block.id]
            self._targets = dict(reversed(named))
        return self._targets.get(target.removeprefix("#"))

    def block_with(self, target: str) -> Block | None:
        """The block with an id, of the text or beside it."""
        if (index := self.block_of(target)) is not None:
            return self.fulltext.blocks[index]
        return next((aside for aside in self.fulltext.asides if aside.id == target.removeprefix("#")), None)

    # -- moving

    def follow(self, here: Place, share: float) -> None:
        """The user has scrolled: the line on top of the screen, and how far down it is (0 to 1)."""
        if (here, share) != (self.here, self.share):
            self.here, self.share = here, share
            self._changed(Change.STATUS)

    def go_to(self, block: int, offset: int = 0) -> None:
        """Jump to a block; `back` returns."""
        self.remember_jump()
        self._move(Place(block, offset))

    def back(self) -> bool:
        """Return from a jump; False if there was none."""
        return self._move(self.jumps.back(self.here))

    def forward(self) -> bool:
        """Undo `back`; False if there is nothing to undo."""
        return self._move(self.jumps.forward(self.here))

    def show(self, place: Place) -> None:
        """Take the user to a place without a way back from it."""
        self._move(place)

    def remember_jump(self) -> None:
        """The user is about to jump from here: `back` returns."""
        self.jumps.jumped(self.here)

    def go_to_section(self, step: int) -> bool:
        """Jump to the next (1) or previous (-1) heading; False if there is none. Reading on is no jump to return from."""
        here = self.here.block
        if step > 0:
            target = next((each for each in self.sections if each.block > here), None)
        else:
            is_at_start = self.section is not None and self.here <= Place(self.section.block, 0)
            before = [each for each in self.sections if each.block < here or (each.block == here and not is_at_start)]
            target = before[-1] if before else None
        if target is None and step < 0 and self.here > Place():
            return self._move(Place())
        return self._move(Place(target.block) if target else None)

    def _move(self, place: Place | None) -> bool:
        if place is None:
            return False
        self.here = place
        self._changed(Change.TEXT_PLACE | Change.STATUS)
        return True

    # -- searching

    def find(self, text: str, origin: Place) -> None:
        """Look for a text, and go to the first match from here on, all around."""
        self._tasks.cancel("searching the text")
        self.search.start(text, origin.block)
        self.search.step(SEARCH_AT_ONCE_S)
        self._go_to_first(origin)
        if not self.search.is_complete:
            self._tasks.start("searching the text", self._search_rest, origin)

    def stop_search(self) -> bool:
        """Look for nothing any more; False if nothing was looked for."""
        if not self.search.text:
            return False
        self.find("", self.here)
        return True

    def go_to_match(self, step: int) -> bool:
        """Jump to the next (1) or previous (-1) match, all around; False if there is none."""
        before, origin = self.search.current, self.here
        if self.search.move(step, self.here) is None:
            return False
        if before is not None:
            self.jumps.jumped(origin)
        self._changed(Change.TEXT_MATCHES | Change.STATUS)
        return True

    async def _search_rest(self, origin: Place) -> None:
        while not self.search.is_complete:
            await asyncio.sleep(0)
            self.search.step(SEARCH_SLICE_S)
            if self.search.current is None:
                self._go_to_first(origin)
        self._changed(Change.TEXT_MATCHES | Change.STATUS)

    def _go_to_first(self, origin: Place) -> None:
        self.search.current = self.search.nearest(origin)
        self._changed(Change.TEXT_MATCHES | Change.STATUS)
