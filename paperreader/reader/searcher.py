"""Runs searches in the background, the store's and the Hub's, and finds their matches in the text of a paper."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.models import NO_TEXT_HITS, Entry, HubHit, Paper
from paperreader.reader.changes import Change, Changed
from paperreader.reader.messages import pause_text, shortened
from paperreader.reader.paper_rows import ActionRow, Row, ask_row
from paperreader.reader.search_results import (
    Highlights,
    Matches,
    Results,
    count_text,
    like_name,
    nothing_found,
    word_ranges,
)
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts
from paperreader.store import Store, StoreError
from paperreader.views import Search

if TYPE_CHECKING:
    from paperreader.query import Query
    from paperreader.reader.hub_search import HubSearch
    from paperreader.refresh import Waiting

FIRST_RESULTS = 50
"""Papers that are shown before the rest is searched for."""
TYPING_PAUSE_S = 0.2
"""Without another letter for so long, the rest is."""


def _asking(text: str) -> ActionRow:
    return ActionRow(f"Asking the Hub for “{shortened(text)}” …")


class Searcher:
    """One search at a time: a new one takes the place of the one that runs."""

    def __init__(
        self,
        store: Store,
        hub: HubSearch | None,
        *,
        now: Callable[[], datetime],
        tasks: Tasks,
        guard: StoreGuard,
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`hub` None: the Hub cannot be asked."""
        self._store, self._hub, self._now = store, hub, now
        self._tasks, self._guard, self._changed, self._toasts = tasks, guard, changed, toasts
        self._task: asyncio.Task[object] | None = None
        self.running: Search | None = None
        """The running search; None once its full result is shown."""
        self.results: Results | None = None
        """Set with Change.SEARCH."""
        self._left_growing: Search | None = None
        """What `follow` was showing when the user went elsewhere."""
        self.highlights = Highlights()
        self._first: tuple[Search, str, Matches] | None = None
        """Prefetched highlights of the first result, so that list and page are painted in one frame."""
        self._names: dict[str, str] = {}
        """Of searches for papers like others: what these are called."""
        self._hub_hits: dict[str, HubHit] = {}
        self._fetched: dict[str, list[HubHit]] = {}
        """What the Hub has found for searches that nobody has looked at yet."""
        self.queue: Callable[[str], None] | None = None
        """Keeps a question to the Hub for later; None where nothing is."""
        self.settle: Callable[[str], None] = lambda text: None
        """Told of each question that the Hub has answered: it need not be kept any more."""

    def query(self, text: str, *, growing: bool) -> Query:
        """The text as a query; it is false if it looks for nothing."""
        from paperreader.query import parse

        return parse(text, self._now().date(), growing=growing)

    def settled(self, text: str) -> str:
        """The text for what it finds while it is typed: `flow mat` finds `flow match` only as `flow mat*`."""
        shown = self.query(text, growing=True).clauses
        choices = (text.strip(), f"{text.strip()}*")
        return next((each for each in choices if self.query(each, growing=False).clauses == shown), choices[0])

    def name(self, search: Search) -> str:
        """`Like “A Survey of Looms”`; empty for a search that is called by its text."""
        return self._names.get(search.text, "")

    # -- searching

    def run(self, search: Search) -> None:
        """Search, and show what is found as soon as it is."""
        self.cancel()
        self.running = search
        self._task = self._tasks.start("searching", self._search, search)
        self._changed(Change.SEARCH_STARTED)

    def complete(self, search: Search | None, found: int) -> None:
        """Go on with a search that was left when only its first results were there, or while papers were asked for."""
        if search and not search.hub and (found == FIRST_RESULTS or search == self._left_growing):
            self.run(search)

    def show(self, search: Search, entries: Sequence[Entry]) -> None:
        """Show papers that are known already as what was found."""
        self.cancel()
        self.set_results(Results(search, entries))

    def follow(self, lists: AsyncGenerator[Results, None]) -> None:
        """Show results as they come, until the user goes elsewhere."""
        self.cancel()
        self._task = self._tasks.start("searching", self._follow, lists)

    async def _follow(self, lists: AsyncGenerator[Results, None]) -> None:
        async with aclosing(lists):
            async for results in lists:
                self._left_growing = results.search if results.progress else None
                self.set_results(results)

    def cancel(self) -> None:
        """Show nothing of what still runs."""
        self.running = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _search(self, search: Search) -> None:
        with self._guard():
            await self._search_store(search)
        self.running = None

    async def _search_store(self, search: Search) -> None:
        find, query = self._store.searches.find, self.query(search.text, growing=search.growing)
        if query.papers:
            named = await asyncio.wrap_future(find(search))
            self._show_papers(search, query.papers, named)
            return
        is_short = bool(query.like) or query.sort == "yours"  # else the rest would move what is shown
        entries = await asyncio.wrap_future(find(search if is_short else search._replace(limit=FIRST_RESULTS)))
        more = len(entries) == FIRST_RESULTS and not is_short
        if entries:
            first = entries[0]
            self._first = (search, first.id, await self._matches(search, first.id, first.shared_words))
        if query.like:
            self._names[search.text] = like_name(query, self._store)
        self._show(search, entries, more=more)
        if more:
            await asyncio.sleep(TYPING_PAUSE_S)
            entries = await asyncio.wrap_future(find(search))
            self._show(search, entries, more=len(entries) == search.limit)
        elif not entries:
            self._show(search, await self._without_one_word(search), more=False)

    def _show_papers(self, search: Search, ids: Sequence[str], entries: Sequence[Entry]) -> None:
        """Papers that the text names."""
        known = {entry.id for entry in entries}
        missing = [id for id in ids if id not in known]
        first = f"{ids[0]} · {entries[0].title}" if entries else f"arXiv:{ids[0]}"
        what = first if len(ids) == 1 else f"{len(ids):,} papers, {len(missing):,} of them not stored"
        says = f"opens {what}" if entries else f"asks the Hub for {what}" if self._hub else f"not stored: {what}"
        self.set_results(Results(search, [*entries, *([ask_row(missing)] if missing else [])], says))

    async def _without_one_word(self, search: Search) -> list[Row]:
        """Offers the search with one word dropped, where that finds something."""
        from paperreader.query import without_one_word

        rows: list[Row] = [nothing_found(self.query(search.text, growing=search.growing), self._store)]
        for text, word in without_one_word(search.text):
            shorter = search._replace(text=text, limit=1_000)
            if count := await asyncio.wrap_future(self._store.searches.count(shorter)):
                more = "+" if count == shorter.limit else ""
                matches = "match" if count == 1 else "matches"
                rows.append(ActionRow(f"Drop “{shortened(word, 30)}”: {count:,}{more} {matches}", "search", text))
        return rows

    def _show(self, search: Search, rows: Sequence[Row], *, more: bool) -> None:
        entries = [row for row in rows if isinstance(row, Entry)]
        query = self.query(search.text, growing=search.growing)
        is_local = bool(query.like) or query.is_about_own  # which is no word for the Hub
        ask_hub = [] if is_local else [ActionRow(f"Ask the Hub for “{shortened(search.text)}”", "ask-hub")]
        found = count_text(len(entries), more=more, unread=sum(entry.unread for entry in entries))
        self.set_results(Results(search, [*rows, *ask_hub], found, sort=query.sort))

    def set_results(self, results: Results, change: Change = Change.NOTHING) -> None:
        """Show this as what is found so far."""
        self.results = results
        self._changed(Change.SEARCH | change)

    def close(self) -> None:
        """The session ends."""
        if self._hub is not None:
            self._hub.close()

    # -- the Hub's own search

    def ask_hub(self, text: str) -> None:
        """Search on the Hub, which also looks for the meaning; the papers that it finds are stored."""
        if self._toasts.place is not None and self._toasts.place.hub_search == text:
            self._toasts.forget_offer()
        if self._hub is None and text not in self._fetched:
            if self.queue is not None:
                self.queue(text)
            else:
                self._toasts.show("Offline: the Hub is not asked.")
            return
        self.cancel()
        search = Search(text, hub=True)
        self.set_results(Results(search, [_asking(text)]), Change.SEARCH_STARTED)
        self._task = self._tasks.start("searching", self._search_hub, search)

    def shows_hub(self, text: str) -> bool:
        """What the Hub has found for this text is shown."""
        search, rows = (self.results.search, self.results.rows) if self.results else (None, ())
        return search == Search(text, hub=True) and any(isinstance(row, Entry) for row in rows)

    async def fetch_hub(self, text: str, tell: Callable[[Waiting], None] = lambda waiting: None) -> int:
        """Ask the Hub for what `ask_hub` will show; the number of papers. `tell` is told of pauses and other attempts.

        Raises HubError and StoreError.
        """
        assert self._hub is not None
        hits = await self._hub.find(text, tell)
        await asyncio.wrap_future(self._store.ingest.save_papers([hit.paper for hit in hits]))
        self._fetched[text] = hits
        return len(hits)

    async def _search_hub(self, search: Search) -> None:
        from paperreader.hub.errors import HubError, Unreachable

        def tell(waiting: Waiting) -> None:
            self.set_results(Results(search, [_asking(search.text), ActionRow(pause_text(waiting, "The Hub"))]))

        try:
            if search.text not in self._fetched:
                await self.fetch_hub(search.text, tell)
            hits = self._fetched.pop(search.text)
            known = {entry.id: entry for entry in self._store.papers.entries_of([hit.paper.id for hit in hits])}
        except (HubError, StoreError) as error:
            self.set_results(Results(search, [ActionRow(str(error)), ActionRow("Retry", "ask-hub")]))
            if isinstance(error, Unreachable) and self.queue is not None:
                self.queue(search.text)
            return
        self.settle(search.text)
        self._hub_hits = {hit.paper.id: hit for hit in hits}
        rows = [
            known[id]._replace(title_matches=word_ranges(known[id].title, hit.title_words))
            for id, hit in self._hub_hits.items()
            if id in known
        ]
        self.set_results(Results(search, rows or [ActionRow("The Hub found nothing.")]))

    # -- highlights

    def highlight(self, search: Search | None, paper: Paper | None, entry: Entry | None) -> Change:
        """Find the matches in the paper on the page; Change.HIGHLIGHTS if others are known at once."""
        if (search, paper) == self.highlights[:2]:
            return Change.NOTHING
        matches: Matches | None = None
        if search is None or paper is None:
            matches = Matches()
        elif self._first and self._first[:2] == (search, paper.id):
            matches = self._first[2]
        elif search.hub:
            hit = self._hub_hits.get(paper.id)
            title = word_ranges(paper.title, hit.title_words if hit else ())
            matches = Matches(
                {"title": title, "abstract": word_ranges(paper.abstract, hit.abstract_words if hit else ())}
            )
        before = self.highlights
        if matches is None and search is not None and paper is not None:
            is_same = before.paper is not None and (before.search, before.paper.id) == (search, paper.id)
            matches = before.matches if is_same else Matches()  # it has other figures: the current match stays
            shared_words = entry.shared_words if entry else ()
            self._tasks.replace("highlighting matches", self._find_highlights, search, paper, shared_words)
        self.highlights = Highlights(search, paper, matches or Matches())
        return Change.HIGHLIGHTS if self.highlights.matches != before.matches else Change.NOTHING

    async def _find_highlights(self, search: Search, paper: Paper, shared_words: Sequence[str]) -> None:
        try:
            matches = await self._matches(search, paper.id, shared_words)
        except StoreError:
            return  # the page is shown without
        if (search, paper) == self.highlights[:2]:
            self.highlights = Highlights(search, paper, matches)
            self._changed(Change.HIGHLIGHTS)

    async def _matches(self, search: Search, id: str, shared_words: Sequence[str]) -> Matches:
        searches, hits = self._store.searches, NO_TEXT_HITS
        ranges = await asyncio.wrap_future(searches.matches(search, id, shared_words))
        if self.query(search.text, growing=search.growing).is_in_whole_texts:
            hits = await asyncio.wrap_future(searches.text_hits(search, id))
        return Matches(ranges, hits)
