"""Searching on the screen: from the bar to a list like any other, and back to where the person was."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import Worker

from paperreader.models import Entry, HubHit, Paper, Search, TextRanges
from paperreader.store import StoreError
from paperreader.tui.desk import Desk
from paperreader.tui.place import Place
from paperreader.tui.render.styled_text import cut
from paperreader.tui.widgets.paper_list import ActionRow, Row

if TYPE_CHECKING:
    from paperreader.query import Query
    from paperreader.tui.dialogs.search_prompt import SearchPrompt

AT_ONCE = 50
"""Papers that are shown before the rest is looked for."""
PAUSE = 0.2
"""Seconds without another key until it is."""
HUB = "hub"
"""What the offer to ask the hub is called; others are called by the text to search for."""


class First(NamedTuple):
    """What to mark in the page of the first paper that was found, so that it comes in one frame with it."""

    search: Search
    paper: str
    marks: Mapping[str, TextRanges]


class Searching:
    """Keeps the last search open until it is closed; `place` is where a person came from."""

    def __init__(
        self, desk: Desk, *, find: Callable[[str], Awaitable[list[HubHit]]] | None, keep: Callable[[str], None]
    ) -> None:
        """`find`: asks the hub; None where that cannot be. `keep`: saves a search."""
        self._desk, self._store, self._panes, self._shelf = desk, desk.store, desk.panes, desk.shelf
        self._find, self._keep = find, keep
        self._place: Place | None = None
        self._before: Place | None = None
        """The search that was shown when the next one was asked for."""
        self._bar: SearchPrompt | None = None
        self._hub_found: dict[str, HubHit] = {}
        self.coming: Search | None = None
        """What is looked for, until all of it is shown."""
        self._marked: tuple[Search | None, Paper | None] = None, None
        """The search and the paper that the page's marks are of."""
        self._first: First | None = None
        self._worker: Worker[None] | None = None

    @property
    def search(self) -> Search | None:
        """The search that is shown."""
        return self._shelf.view if isinstance(self._shelf.view, Search) else None

    def open(self) -> None:
        """Ask what to look for, and look for it as it is typed."""
        from paperreader.tui.dialogs.search_prompt import SearchPrompt  # brings the input, which no start needs

        text, here = self.search.text if self.search else "", self._shelf.place
        self._before = here if self.search else None
        if self.search is None or self._place is None:
            self._place = here
        if not self._panes.papers.display:
            self._desk.screen.set_focus(self._panes.papers)
        self._bar = SearchPrompt(
            text,
            self._desk.palette,
            self._desk.glyphs,
            search=self._typed,
            explain=self._explain,
            keep=self._keep,
            today=self._desk.now().date(),
        )
        self._desk.ask(self._bar, self._answered)

    def _explain(self) -> None:
        from paperreader.tui.dialogs.menus import language_sheet

        self._desk.screen.app.push_screen(language_sheet(self._desk.palette))

    def _answered(self, answer: str | None) -> None:
        text, self._bar = self._bar.searched if self._bar else "", None
        if answer is None and self._before is not None:
            self.stop()
            self._shelf.go_back(self._before)
            return
        if answer is None or not text.strip():
            self.close()
            return
        self._desk.screen.set_focus(self._panes.papers)
        if answer == "ask_hub":
            self.ask_hub(text)
        elif not self._query(text, growing=True):  # what is only begun there is all that there is
            if query := self._query(text, growing=False):
                self.run(Search(text, ranked=answer == "best"))
                for hint in query.hints[:1]:
                    self._desk.tell(hint)
        elif answer == "best" and Search(text, hub=True) != self.search:
            self.run(Search(text, growing=True, ranked=True))

    def _query(self, text: str, *, growing: bool) -> Query:
        from paperreader.query import parse

        return parse(text, self._desk.now().date(), growing=growing)

    def _typed(self, text: str) -> None:
        if self._query(text, growing=True):
            self.run(Search(text, growing=True))
            return
        self.stop()
        if self._bar is not None:
            self._bar.tell("")
        if self.search is not None and self._place is not None:
            self._shelf.go_back(self._place)

    def run(self, search: Search) -> None:
        """Look for it, and show what is found as soon as it is."""
        self._begin(partial(self._look, search), search)
        self.coming = search

    def _begin(self, work: Callable[[], Coroutine[None, None, None]], search: Search) -> None:
        """The days' cursor goes with the key, where such a search is saved: the answer may find it elsewhere."""
        self.stop()
        self._worker = self._desk.run(work, "search")
        if any(each.query == search.text for each in self._shelf.contents.saved):
            self._panes.days.stand_on(search)

    def stop(self) -> None:
        """Nothing of what is still looked for is to be shown."""
        self.coming = None
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    async def _look(self, search: Search) -> None:
        with self._shelf.reading():
            entries = await asyncio.wrap_future(self._store.search(search._replace(limit=AT_ONCE)))
            more = len(entries) == AT_ONCE
            if entries:
                first = entries[0].id
                marks = await asyncio.wrap_future(self._store.found_in(search, first))
                self._first = First(search, first, marks)
            self._show(search, entries, more)
            if more:
                await asyncio.sleep(PAUSE)
                entries = await asyncio.wrap_future(self._store.search(search))
                self._show(search, entries, len(entries) == search.limit)
            elif not entries:
                self._show(search, [], False, await self._less(search))
        self.coming = None

    async def _less(self, search: Search) -> list[Row]:
        """The search without one of its words, where that finds something."""
        from paperreader.query import without_one_word

        offers: list[Row] = [ActionRow("Nothing in the store has all of it.")]
        for text, word in without_one_word(search.text):
            less = search._replace(text=text, limit=1_000)
            if count := await asyncio.wrap_future(self._store.count_found(less)):
                more = " and more" if count == less.limit else ""
                offers.append(ActionRow(f"Without “{cut(word, 30)}”: {count:,}{more}", text))
        return offers

    def _show(self, search: Search, entries: Sequence[Entry], more: bool, offers: Sequence[Row] = ()) -> None:
        hub = ActionRow(f"Ask the hub for “{cut(search.text, 40)}”", HUB)
        before = self._panes.papers
        at = before.entry.id if self.search == search and before.entry and before.cursor else None
        self._shelf.show_found(search, [*entries, *offers, hub], at=at)
        if self._bar is not None:
            from paperreader.tui.dialogs.search_prompt import found

            self._bar.tell(found(len(entries), more, sum(entry.unread for entry in entries)))

    def take(self, act: str) -> None:
        """What one of the offers says."""
        if self.search is not None:
            if act == HUB:
                self.ask_hub(self.search.text)
            else:
                self.run(Search(act, ranked=self.search.ranked))

    def ask_hub(self, text: str) -> None:
        """Ask the hub's own search, which looks for the meaning, too; what it finds is kept."""
        if self._find is None:
            self._desk.tell("offline: the hub is not asked")
            return
        if self.search is None:
            self._place = self._shelf.place
        search = Search(text, hub=True)
        self._begin(partial(self._ask, search, self._find), search)
        self._shelf.show_found(search, [ActionRow(f"Asking the hub for “{cut(text, 40)}” …")])

    async def _ask(self, search: Search, find: Callable[[str], Awaitable[list[HubHit]]]) -> None:
        from paperreader.hub.errors import HubError

        try:
            answer = await find(search.text)
            await asyncio.wrap_future(self._store.save_papers([found.paper for found in answer]))
            known = {entry.id: entry for entry in self._store.entries_of([found.paper.id for found in answer])}
        except (HubError, StoreError) as error:
            self._shelf.show_found(search, [ActionRow(str(error)), ActionRow("Ask once more", HUB)])
            return
        self._hub_found = {found.paper.id: found for found in answer}
        self._shelf.show_found(
            search,
            [
                known[id]._replace(found=places(known[id].title, found.title_words))
                for id, found in self._hub_found.items()
                if id in known
            ]
            or [ActionRow("The hub finds nothing.")],
        )

    def mark_page(self) -> None:
        """Show in the page what was found of it, and nothing any more where no search is shown."""
        page, search = self._panes.page, self.search
        paper = page.paper
        if (search, paper) == self._marked:
            return
        self._marked = search, paper
        if search is None or paper is None:
            page.show_found({})
        elif self._first and (self._first.search, self._first.paper) == (search, paper.id):
            page.show_found(self._first.marks)
        elif not search.hub:
            self._desk.run(partial(self._mark, search, paper), "found in", exclusive=True)
        elif found := self._hub_found.get(paper.id):
            page.show_found(
                {
                    "title": places(paper.title, found.title_words),
                    "abstract": places(paper.abstract, found.abstract_words),
                }
            )

    async def _mark(self, search: Search, paper: Paper) -> None:
        try:
            found = await asyncio.wrap_future(self._store.found_in(search, paper.id))
        except StoreError:
            return  # it is shown without
        if self._marked == (search, paper):
            self._panes.page.show_found(found)

    def again(self) -> None:
        """What is shown may be answered otherwise by now."""
        if self.search is not None and self.search.hub:
            self.ask_hub(self.search.text)
        elif self.search is not None:
            self.run(self.search)

    def close(self) -> bool:
        """Back to just where the person was; False if no search is open."""
        self.stop()
        place, self._place = self._place, None
        if self.search is None or place is None:
            return False
        self._shelf.go_back(place)
        return True

    def choose(self, search: Search) -> None:
        """One that stands in the sidebar: it is no way from somewhere and back."""
        self._place = None
        self.run(search)


def places(text: str, words: Sequence[str]) -> TextRanges:
    """Where a text has one of the words."""
    if not words:
        return ()
    longest_first = sorted(words, key=len, reverse=True)
    return tuple(found.span() for found in re.finditer("|".join(map(re.escape, longest_first)), text))
