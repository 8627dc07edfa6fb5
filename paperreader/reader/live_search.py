"""Searching while typing: what the search prompt does to the session, letter by letter, and when it closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Literal

from paperreader.reader.go_to_papers import go_to_papers
from paperreader.reader.saved_searches import save_search
from paperreader.reader.session import Session
from paperreader.views import Search

PREPARE_AFTER_S = 0.03
"""The prompt is painted by then; the first letter comes later."""


class LiveSearch:
    """Open from the key that asks for a search until it is accepted or cancelled."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.text = session.search.text if session.search else ""
        if self.names_papers:  # the user went there, and searches for something else now
            self.text = ""
        session.history.push(session.location())
        session.tasks.later(PREPARE_AFTER_S, _prepare)

    @property
    def count_text(self) -> str:
        """How many papers the text has found."""
        results = self._session.searcher.results
        is_current = results is not None and results.search.text == self.text and results.search == self._session.view
        return results.count_text if results and is_current else ""

    @property
    def hints(self) -> tuple[str, ...]:
        """What of the text was not understood."""
        return self._session.searcher.query(self.text, growing=True).hints

    @property
    def known_values(self) -> Mapping[str, Iterable[str]]:
        """What fields are known to take, apart from what they all take."""
        return {"tag": self._session.catalog.tags, "group": self._session.config.groups}

    @property
    def names_papers(self) -> bool:
        """Whether the text is an id of a paper, or a link to it."""
        return bool(self._session.searcher.query(self.text, growing=True).papers)

    def type(self, text: str) -> None:
        """The text has changed: search for it, or without one show what was there before."""
        self.text = text
        session = self._session
        if session.searcher.query(text, growing=True):
            session.searcher.run(Search(text, growing=True))
            return
        session.searcher.cancel()
        if session.search is not None and (location := session.history.before_search) is not None:
            session.restore(location)

    @property
    def saved_name(self) -> str:
        """What the search is called in the sidebar, or would be: its text."""
        text = self.text.strip()
        return self._session.catalog.name_of(text) or text

    def save(self, name: str) -> None:
        """Save the search to the sidebar."""
        if self.text.strip():
            save_search(self._session, self._session.searcher.settled(self.text), name)

    def cancel(self) -> None:
        """Go back to where the prompt was opened."""
        session = self._session
        session.searcher.cancel()
        location = session.history.pop()
        if location is not None and (self.text or session.search is not None):
            session.restore(location)

    def accept(self, order: Literal["best", "newest", "hub"]) -> None:
        """Stay with what was found: the best match first, newest first, or what the Hub's own search finds."""
        session, text = self._session, self.text
        ids = session.searcher.query(text, growing=True).papers
        if ids:
            self.cancel()
            go_to_papers(session, ids)
            return
        session.history.drop_searches()
        if not text.strip():
            self.cancel()
        elif order == "hub" and session.searcher.query(text, growing=True).is_about_own:
            session.toasts.show("The Hub is not asked about your tags, notes and groups.")
        elif order == "hub":
            session.searcher.ask_hub(text)
        elif not session.searcher.query(text, growing=True):  # a word that is only begun is all that there is
            if query := session.searcher.query(text, growing=False):
                session.searcher.run(Search(text, ranked=order == "best"))
                for hint in query.hints[:1]:
                    session.toasts.show(hint)
        elif order == "best" and Search(text, hub=True) != session.view:
            session.searcher.run(Search(text, growing=True, ranked=True))


def _prepare() -> None:
    """Import what searches: the first letter waits for it no longer than the next."""
    for name in ("paperreader.store.search", "paperreader.store.highlights"):
        import_module(name)
