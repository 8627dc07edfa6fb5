"""The text that is open in the place of a paper's abstract: its state, where the user is in it, and jumps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum

from paperreader.fulltext.blocks import Fulltext
from paperreader.fulltext.targets import Targets
from paperreader.models import TextHit
from paperreader.reader.changes import Change, Changed
from paperreader.reader.jump_list import JumpList
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_place import Place, Section, recalled, remembered, sections_of
from paperreader.reader.text_search import MAX_MOVE_S, TextSearch
from paperreader.reader.text_source import TextSource, no_text

SEARCH_AT_ONCE_S, SEARCH_SLICE_S = 0.008, 0.005
"""How long a letter may search before it is painted, and a slice of the rest between two keys."""


Guard = Callable[[], AbstractContextManager[None]]
"""Put around whatever reads the store."""


class TextState(Enum):
    """What is shown in the place of the page."""

    CLOSED = "the abstract"
    FETCHING = "a note that the text is on its way"
    SHOWN = "the text"
    NONE = "why there is no text"


class OpenText:
    """One text at a time. It is closed when another paper comes to the page."""

    def __init__(self, source: TextSource, *, tasks: Tasks, guard: Guard, changed: Changed) -> None:
        self.source, self._tasks, self._guard, self._changed = source, tasks, guard, changed
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
        self.targets = Targets(self.fulltext)
        self._saved = Place()
        self._series_at: Place | None = None
        """Where the last step to a match or section led."""
        self.fetched = ""
        """The paper whose text is being fetched; it goes on when another is shown."""

    # -- opening and closing

    @property
    def is_open(self) -> bool:
        return self.state is not TextState.CLOSED

    @property
    def is_shown(self) -> bool:
        return self.state is TextState.SHOWN

    def open(self, paper: str, hit: TextHit | None = None, *, unless_read: bool = False, again: bool = False) -> None:
        """Show the text of a paper, or say why there is none; fetch it if it is not stored.

        `hit`: go to this match, search on; `unless_read`: unless the user was here before; `again`: ask who had none.
        """
        self._leave()
        self.paper = paper
        message = "The text cannot be read."
        with self._guard():
            if self._show_stored(hit, unless_read=unless_read):
                return
            message = "" if again else self.source.why_not(paper)
        if message:
            self._show_message(TextState.NONE, message)
            return
        self._show_message(TextState.FETCHING, "Fetching the text …")
        if self.fetched != paper:
            self.fetched = paper
            self._tasks.replace("fetching a text", self._fetch, paper)

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

    def arrived(self, paper: str) -> None:
        """A text was stored by another way, or it turned out that there is none."""
        if paper == self.paper and self.state is not TextState.SHOWN:
            self.open(paper)

    def end(self) -> None:
        """The session ends."""
        self.save_place()
        self.source.close()

    def save_place(self) -> None:
        """Remember where the user is in the text."""
        if self.state is TextState.SHOWN and self.here != self._saved:
            self._saved = self.here
            self.source.save_position(self.paper, remembered(self.fulltext.blocks, self.here))

    def _leave(self) -> None:
        self.save_place()
        self.state, self.paper, self.message = TextState.CLOSED, "", ""
        self._set_text(Fulltext(()))

    def _set_text(self, text: Fulltext) -> None:
        self.fulltext, self.sections = text, sections_of(text)
        self.here = self._saved = Place()
        self.share = 0.0
        self.search, self.jumps, self.targets = TextSearch(text), JumpList(), Targets(text)
        self._tasks.cancel("searching the text")

    def _show_stored(self, hit: TextHit | None = None, *, unless_read: bool = False) -> bool:
        text = self.source.stored(self.paper)
        if text is None:
            return False
        self._set_text(text)
        self.state = TextState.SHOWN
        self.here = recalled(text.blocks, self.source.position(self.paper))
        goes = hit is not None and not (unless_read and self.here > Place())
        if hit is not None and goes:
            self.remember_jump()
            self.here = Place(hit.block, hit.offset)
        self._saved = place = self.here
        self._changed(Change.TEXT | Change.STATUS)
        if hit is not None:
            self.find(hit.matched[0], place, goes=goes)
        return True

    def _show_message(self, state: TextState, message: str) -> None:
        self.state, self.message = state, message
        self._changed(Change.TEXT | Change.STATUS)

    async def _fetch(self, paper: str) -> None:
        """Fetch it. It is shown only if the user is still there."""

        def is_awaited() -> bool:
            return paper == self.paper and self.state is TextState.FETCHING

        try:
            async for progress in self.source.fetch(paper):
                if is_awaited():
                    self._show_message(TextState.NONE if progress.is_over else TextState.FETCHING, progress.message)
        finally:
            if self.fetched == paper:
                self.fetched = ""
        if is_awaited():
            with self._guard():
                if not self._show_stored():
                    self._show_message(TextState.NONE, no_text("it could not be fetched"))

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

    # -- moving

    def follow(self, here: Place, share: float) -> None:
        """The user has scrolled, or more is laid out: the line on top, and how far down it is (0 to 1)."""
        before = self.here, self.percent
        self.here, self.share = here, share
        if (self.here, self.percent) != before:
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

    def jumped_from(self, origin: Place) -> None:
        """The user has jumped to here: `back` returns to the origin, also after steps to other matches."""
        self.jumps.jumped(origin)
        self._series_at = self.here

    def go_to_section(self, step: int) -> bool:
        """Jump to the next (1) or previous (-1) heading; False if there is none."""
        here = self.here.block
        if step > 0:
            target = next((each for each in self.sections if each.block > here), None)
        else:
            is_at_start = self.section is not None and self.here <= Place(self.section.block, 0)
            before = [each for each in self.sections if each.block < here or (each.block == here and not is_at_start)]
            target = before[-1] if before else None
            target = target or (Section(0, "", "", 0) if self.here > Place() else None)
        if target is None:
            return False
        self._remember_series()
        self._move(Place(target.block))
        self._series_at = self.here
        return True

    def _remember_series(self) -> None:
        """Steps right after each other, to matches or sections, are one jump."""
        if self.here != self._series_at:
            self.remember_jump()

    def _move(self, place: Place | None) -> bool:
        if place is None:
            return False
        self.here = place
        self._changed(Change.TEXT_PLACE | Change.STATUS)
        return True

    # -- searching

    def find(self, text: str, origin: Place, *, goes: bool = True) -> None:
        """Look for a text, and go to the first match from here on, all around; `goes` False: stay here."""
        self._tasks.cancel("searching the text")
        self.search.start(text, origin.block)
        self.search.step(SEARCH_AT_ONCE_S)
        if goes:
            self._go_to_first(origin)
        else:
            self._changed(Change.TEXT_MATCHES | Change.STATUS)
        if not self.search.is_complete:
            self._tasks.start("searching the text", self._search_rest, origin, goes=goes)

    def settle(self, origin: Place) -> None:
        """The user stays with what is looked for: the first match is found now if it can be, as the next key needs."""
        if self.search.text and self.search.current is None:
            self.search.step(MAX_MOVE_S)
            self._go_to_first(origin)

    def stop_search(self) -> bool:
        """Look for nothing any more; False if nothing was looked for."""
        if not self.search.text:
            return False
        self.find("", self.here)
        return True

    def go_to_match(self, step: int) -> bool:
        """Jump to the next (1) or previous (-1) match, all around; False if there is none."""
        if self.search.move(step, self.here) is None:
            return False
        self._remember_series()
        self._changed(Change.TEXT_MATCHES | Change.TEXT_PLACE | Change.STATUS)
        self._series_at = self.here
        return True

    async def _search_rest(self, origin: Place, *, goes: bool) -> None:
        here = self.here
        while not self.search.is_complete:
            await asyncio.sleep(0)
            self.search.step(SEARCH_SLICE_S)
            if goes and self.search.current is None and self.here == here:  # who has moved on meanwhile stays there
                self._go_to_first(origin)
        self._changed(Change.TEXT_MATCHES | Change.STATUS)

    def _go_to_first(self, origin: Place) -> None:
        self.search.current = self.search.nearest(origin)
        self._changed(Change.TEXT_MATCHES | Change.TEXT_PLACE | Change.STATUS)
