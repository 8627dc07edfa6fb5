"""Saved searches and rules: what the palette can do with them, and what a rule would hide before it does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from typing import Any

from paperreader.models import Search
from paperreader.store import StoreError
from paperreader.tui.desk import Desk
from paperreader.tui.render.styled_text import StyledLine, StyledSpan, cut

LATELY = 90
"""Days that say how much a rule hides."""
ALL = 1_000_000
FEW_AUTHORS, FEW_KEYWORDS = 3, 6
"""So many of a paper's can be made a rule of."""

Command = tuple[str, Callable[[], None]]


class Keeping:
    """Saves, renames, moves and forgets searches, and hides by them."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._store, self._shelf = desk, desk.store, desk.shelf

    def commands(self) -> Iterator[Command]:
        """What can be done with what is kept, and with the paper under the cursor."""
        moved = [each.name for each in self._shelf.contents.saved if not each.hides]
        for search in self._shelf.contents.saved:
            kind, name = "Rule" if search.hides else "Saved search", search.name
            yield f"{kind} “{name}”: delete", partial(self._delete, name, hides=search.hides)
            yield f"{kind} “{name}”: rename", partial(self._rename, name)
            if not search.hides:
                for step, word, end in ((-1, "up", moved[0]), (1, "down", moved[-1])):
                    if name == end:
                        continue
                    yield f"{kind} “{name}”: move {word}", partial(self._do, self._store.move_search, name, step)
        if (paper := self._desk.panes.page.paper) is not None:
            of = [("author", f"by {name}", name) for name in paper.authors[:FEW_AUTHORS]]
            of += [("org", f"of {paper.organization}", paper.organization)] if paper.organization else []
            of += [("keyword", f"about {word}", word) for word in paper.keywords[:FEW_KEYWORDS]]
            for field, words, value in of:
                query = f'{field}:"{value.replace(chr(34), " ")}"'
                yield f"Hide papers {cut(words, 50)}", partial(self._work, self._hide, query)

    def save(self, text: str) -> None:
        """Keep a search in the sidebar under its own text."""
        self._do(self._store.keep_search, text, text, told=f"“{cut(text, 40)}” is in the sidebar · Ctrl+P renames it")

    def _delete(self, name: str, *, hides: bool) -> None:
        told = f"“{cut(name, 40)}” hides nothing any more" if hides else f"“{cut(name, 40)}” is forgotten"
        self._do(self._store.remove_search, name, told=told, hides=hides)

    def _rename(self, name: str) -> None:
        from paperreader.tui.dialogs.name_prompt import NamePrompt

        def answered(new: str | None) -> None:
            if new and new != name:
                self._do(self._store.rename_search, name, new)

        self._desk.ask(NamePrompt(name, self._desk.palette, self._desk.glyphs), answered)

    async def _hide(self, query: str) -> None:
        """Say what a rule would hide, and make it if that is wanted."""
        from paperreader.tui.dialogs.dialog import Dialog

        since = self._shelf.contents.newest - timedelta(days=LATELY)
        hidden = await asyncio.wrap_future(self._store.count_found(Search(query, limit=ALL)))
        lately = await asyncio.wrap_future(self._store.count_found(Search(f"{query} day:{since}..", limit=ALL)))
        papers = sum(day.papers or 0 for day in self._shelf.contents.days if day.date >= since)
        lines = [
            StyledLine((StyledSpan(query, "strong"),)),
            StyledLine(),
            StyledLine(
                (
                    StyledSpan(f"{lately:,} of the last {papers:,} papers", "text"),
                    StyledSpan(f", {hidden:,} in all", "figure"),
                )
            ),
            StyledLine((StyledSpan("What is starred stays; the palette takes the rule back.", "figure"),)),
            StyledLine(),
            StyledLine((StyledSpan("y  ", "accent-strong"), StyledSpan("hide them", "text"))),
        ]

        def answered(answer: str | None) -> None:
            if answer:
                keep = partial(self._store.keep_search, hides=True)
                self._do(keep, query, query, told=f"{hidden:,} hidden · Ctrl+P takes the rule back", hides=True)

        self._desk.ask(Dialog("Hide?", lambda _: lines, self._desk.palette, {"y": "yes"}), answered)

    def _do(self, act: Callable[..., Future[None]], *args: Any, told: str = "", hides: bool = False) -> None:
        self._work(self._done, act(*args), told, hides)

    async def _done(self, future: Future[None], told: str, hides: bool) -> None:
        try:
            await asyncio.wrap_future(future)
        except StoreError as error:
            self._desk.tell(str(error))
            return
        if hides:
            self._shelf.show_again()
        else:
            self._shelf.reload()
        if told:
            self._desk.tell(told)

    def _work(self, act: Callable[..., Coroutine[None, None, None]], *args: Any) -> None:
        self._desk.run(partial(act, *args), "saved searches")
