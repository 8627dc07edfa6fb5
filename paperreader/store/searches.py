"""Searching, and the searches that the user saved: for the sidebar, as rules that hide papers, or as follows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from paperreader.models import Entry, SavedSearch, TextHits, TextRanges
from paperreader.store.saved import delete, has_follows, move, rename, save, saved
from paperreader.store.visits import last_visit

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database
    from paperreader.trends.trend import Trends
    from paperreader.variants import Variants
    from paperreader.views import Search


class Searches:
    """Finds papers and keeps searches. What knows queries is imported when it is needed: most starts do not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, search: Search) -> Future[list[Entry]]:
        """The papers that a search finds. A find before it that is not done is cancelled, or raises StoreError."""
        from paperreader.store.search import find

        today = self._database.today()
        since = self._database.read(last_visit, search, self._database.time())
        return self._database.search_anew(find, search, today, since)

    def count(self, search: Search) -> Future[int]:
        """How many papers a search finds, counted up to its limit."""
        from paperreader.store.search import count

        today = self._database.today()
        return self._database.search(count, search, today)

    def variants(self, query: str) -> Future[Variants]:
        """How the papers that a query finds write the names and keywords that it looks for."""
        from paperreader.store.variants import variants

        today = self._database.today()
        return self._database.search(variants, query, today)

    def matches(self, search: Search, id: str, shared_words: Sequence[str] = ()) -> Future[dict[str, TextRanges]]:
        """Where a search matches in a paper's title, abstract, summary, keywords, authors and organization.

        Keywords and authors are joined with `, `. `shared_words`: those that made the paper similar match, too.
        """
        from paperreader.store.highlights import matches

        today = self._database.today()
        return self._database.search(matches, search, id, today, shared_words)

    def text_hits(self, search: Search, id: str) -> Future[TextHits]:
        """Where a search matches in the stored text of a paper; none unless it has `text:`."""
        from paperreader.store.text_hits import text_hits

        today = self._database.today()
        return self._database.search(text_hits, search, id, today)

    def trends(self) -> Future[Trends | None]:
        """Words of titles that rose or fell, up to the newest day; None where no papers are stored."""
        from paperreader.store.trends import trends

        return self._database.search(trends)

    def saved(self) -> list[SavedSearch]:
        """Saved searches, rules and follows, in their order."""
        return self._database.read(saved, self._database.today())

    def has_follows(self) -> bool:
        """Whether the user follows anything."""
        return self._database.read(has_follows)

    def save(
        self, name: str, query: str, *, hides: bool = False, follows: bool = False, is_step: bool = False
    ) -> Future[None]:
        """Save a search under a name, or with `hides` as a rule, `follows` as a follow; replaces one of that name.

        `is_step`: it can be undone.
        """
        today, kind = self._database.today(), {"hides": hides, "follows": follows}
        return self._change(lambda connection: save(connection, name, query, today, **kind), name, name, is_step)

    def delete(self, name: str, *, is_step: bool = False) -> Future[None]:
        """Delete a saved search, rule or follow; papers that a rule hid come back."""
        return self._change(lambda connection: delete(connection, name), name, name, is_step)

    def rename(self, name: str, new: str, *, is_step: bool = False) -> Future[None]:
        """Give a saved search another name."""
        return self._change(lambda connection: rename(connection, name, new), name, new, is_step)

    def move(self, name: str, step: int) -> Future[None]:
        """Move a saved search up (-1) or down (+1) by one place."""
        return self._change(lambda connection: move(connection, name, step), name, name, False)

    def _change(
        self, change: Callable[[sqlite3.Connection], None], name: str, new_name: str, is_step: bool
    ) -> Future[None]:
        return self._database.write(_changed, change, name, new_name, is_step, self._database.time())


def _changed(
    connection: sqlite3.Connection,
    change: Callable[[sqlite3.Connection], None],
    name: str,
    new_name: str,
    is_step: bool,
    at: str,
) -> None:
    """Change a saved search, as a step that can be undone or not."""
    from paperreader.store import saved_marks, saved_steps  # no start needs them

    def changed() -> None:
        if is_step:
            saved_steps.record(connection, lambda: change(connection), name, new_name, at)
        else:
            change(connection)

    saved_marks.record(connection, changed, at)
