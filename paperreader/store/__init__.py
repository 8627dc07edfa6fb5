"""The SQLite file that keeps papers and marks: the only package that speaks SQL.

`schema` the tables and versions · `connecting` one connection · `opening` files, permissions, migration ·
`claim` who has it open · `copying` whole copies · `restoring` putting one back · `reading` SELECT -> models ·
`saving` the hub's answers · `looking` what rose · `marks` marks and undo · `merging` marks of other stores ·
`counting` what is derived · `writer` the thread that writes · `finding` Query -> SQL · `saved` searches
that are kept · `finder` the thread that searches
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from paperreader.models import (
    Cause,
    Day,
    Entry,
    Field,
    Mark,
    Paper,
    Period,
    Rise,
    SavedSearch,
    SaveResult,
    Search,
    Step,
    TextRanges,
    Totals,
    View,
    moment,
)
from paperreader.store import corruption, derived, marks, reading, visits
from paperreader.store.connection import identity
from paperreader.store.errors import StoreError, damaged, is_damage, told
from paperreader.store.lock import StoreLock
from paperreader.store.opening import open_store

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.search_thread import SearchThread
    from paperreader.store.write_thread import WriteThread

__all__ = ["Store", "StoreError"]

UNREAD = "it cannot be read now"

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """A store, made where there is none. Reads happen in the thread that made it, writes in one of its own.

    `read_only` says why marks are not kept, `mended` what became of a damaged one; both None as a rule.

    Everything raises StoreError, writes through their future.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        read_only: bool = False,
        mending: Callable[[], None] = lambda: None,
    ) -> None:
        """`mending` is called before a damaged store is mended, which may take a minute."""
        self.path = path
        self._now = now
        self._claim = StoreLock(path)
        self._connection, self.read_only, self.mended = open_store(
            path, self._claim, now=now, read_only=read_only, mending=mending
        )
        self._file = identity(path)
        self._seen = self._read(reading.data_version)
        self._days: dict[tuple[Any, ...], Day] = {}
        self._writer: WriteThread | None = None
        self._finder: SearchThread | None = None
        self._closed = False

    @property
    def is_there(self) -> bool:
        """The file is still where it was opened."""
        return identity(self.path) == self._file

    def days(self) -> list[Day]:
        """Every day that was fetched, newest first."""
        self._days = self._read(reading.days, self._days)
        return list(self._days.values())

    def entries(self, view: View) -> list[Entry]:
        """A day and what is trending in the hub's order; the unread by day; the starred or opened, the last first; a
        week or month by upvotes; what is found.
        """
        if isinstance(view, Search):
            from paperreader.store import finding

            return self._read(finding.find, view, self._now().date(), self.last_look(view))
        return self._read(reading.entries, view)

    def entries_of(self, ids: Sequence[str]) -> list[Entry]:
        """These papers, as far as they are in the store, in no order, each under its newest day."""
        return self._read(reading.entries_of, ids)

    def paper(self, id: str) -> Paper | None:
        """The paper, None if it is not in the store."""
        return self._read(reading.papers, [id]).get(id)

    def papers(self, view: View) -> Iterator[tuple[Entry, Paper]]:
        """The entries of a view with their papers, read by the hundred."""
        entries = self.entries(view)
        for start in range(0, len(entries), 100):
            some = entries[start : start + 100]
            papers = self._read(reading.papers, [entry.id for entry in some])
            # a damaged file may list what it does not hold
            yield from ((entry, papers[entry.id]) for entry in some if entry.id in papers)

    def totals(self) -> Totals:
        """How many papers the collections hold, each counted once."""
        return self._read(reading.totals)

    def setting(self, name: str) -> str | None:
        """A small fact: `newest`, `since` (both days), `theme`, `device` …"""
        return self._read(reading.setting, name)

    def day_of(self, name: str) -> date | None:
        """A small fact that is a day; None where it is unknown, or what stands there is none."""
        return self._read(reading.day_of, name)

    def time_of(self, name: str) -> datetime | None:
        """A small fact that is a time; None where it is unknown, or what stands there is none."""
        return self._read(reading.time_of, name)

    def etag(self, day: date) -> str | None:
        """What the hub called its answer for this day, if it can be asked with it."""
        return self._read(reading.etag, day)

    def samples(self, id: str) -> list[tuple[datetime, int, int, int | None]]:
        """A paper's figures when they changed: time, upvotes, comments, GitHub stars, oldest first."""
        return self._read(reading.samples, id)

    def marks(self) -> list[Mark]:
        """All marks, those that were taken back too, by paper and field."""
        return self._read(reading.marks)

    def last_look(self, view: View) -> str:
        """When the person's visit before this one to the view (of a search: to any) ended, now if there was none."""
        return self._read(visits.last_look, view, self._time())

    def risen(self, ids: Sequence[str], since: str) -> dict[str, Rise]:
        """What rose since that look, for those of the papers where something did."""
        return self._read(visits.risen, ids, since)

    def look(self, view: View) -> Future[None]:
        """The person looks at the view now."""
        at = self._time()
        return self._write(lambda connection: visits.look(connection, view, at))

    def search(self, search: Search) -> Future[list[Entry]]:
        """The entries of a search; one before it that is not done is dropped: cancelled, or it raises StoreError."""
        from paperreader.store import finding

        today, since = self._now().date(), self.last_look(search)
        return self._find(lambda connection: finding.find(connection, search, today, since), drops=True)

    def count_found(self, search: Search) -> Future[int]:
        """How many papers a search finds, counted up to its limit."""
        from paperreader.store import finding

        today = self._now().date()
        return self._find(lambda connection: finding.count(connection, search, today))

    def saved(self) -> list[SavedSearch]:
        """Searches and rules that are kept, in their order."""
        if not self._read(reading.keeps_searches):
            return []
        from paperreader.store import saved

        return self._read(saved.searches, self._now().date())

    def hidden(self, view: date | Period) -> int:
        """How many papers rules hide of a day, a week or a month."""
        return self._read(reading.hidden, view)

    def keep_search(self, name: str, query: str, *, hides: bool = False) -> Future[None]:
        """Save a search under a name, or with `hides` as a rule; one of that name is replaced."""
        from paperreader.store import saved

        today = self._now().date()
        return self._write(lambda connection: saved.keep(connection, name, query, today, hides=hides))

    def remove_search(self, name: str) -> Future[None]:
        """Forget a saved search; what a rule hid is back."""
        from paperreader.store import saved

        return self._write(lambda connection: saved.remove(connection, name))

    def rename_search(self, name: str, new: str) -> Future[None]:
        """Call a saved search otherwise."""
        from paperreader.store import saved

        return self._write(lambda connection: saved.rename(connection, name, new))

    def move_search(self, name: str, step: int) -> Future[None]:
        """Put a saved search one place up (-1) or down (+1)."""
        from paperreader.store import saved

        return self._write(lambda connection: saved.move(connection, name, step))

    def found_in(self, search: Search, id: str) -> Future[dict[str, TextRanges]]:
        """What a search finds in the title, abstract, summary, keywords, authors and organization of a paper.

        Keywords and authors are joined with a comma and a blank.
        """
        from paperreader.store import finding

        today = self._now().date()
        return self._find(lambda connection: finding.found_in(connection, search, id, today))

    def outdated(self, after: int, *, limit: int, version: int) -> Future[tuple[list[Paper], int] | None]:
        """Those of the next `limit` papers whose readable texts a version before `version` made, and after what to go
        on, at first 0; None where there are no more.
        """
        return self._find(lambda connection: reading.outdated(connection, after, limit, version))

    def changed(self) -> bool:
        """Whether anything was written, by us or another program, since this was last asked."""
        before, self._seen = self._seen, self._read(reading.data_version)
        return before != self._seen

    def set_marks(self, field: Field, value: bool, papers: Sequence[str], cause: Cause) -> Future[int]:
        """Mark papers, known or not; how many marks changed. A step of undo if the cause is one."""
        ids, at = list(papers), self._time()
        return self._write(lambda connection: marks.set_marks(connection, field, value, ids, cause, at))

    def undo(self) -> Future[Step | None]:
        """Take back the newest step, in those marks that nothing changed since; None if there is none."""
        at = self._time()
        return self._write(lambda connection: marks.undo(connection, at))

    def redo(self) -> Future[Step | None]:
        """Do again the step that was last taken back; None if there is none."""
        at = self._time()
        return self._write(lambda connection: marks.redo(connection, at))

    def merge_marks(self, others: Iterable[Mark]) -> Future[int]:
        """Take over each mark that is newer than ours; how many changed. No step of undo."""
        from paperreader.store import merging

        theirs = list(others)
        return self._write(lambda connection: merging.merge(connection, theirs))

    def save_day(
        self, day: date, papers: Sequence[Paper], *, complete: bool, etag: str | None = None
    ) -> Future[SaveResult]:
        """Keep the hub's answer for a day: just these papers, in this order. Marks stay as they are."""
        from paperreader.store import saving

        answer, at = list(papers), self._time()
        return self._write(
            lambda connection: saving.save_day(connection, day, answer, complete=complete, etag=etag, at=at)
        )

    def save_papers(self, papers: Sequence[Paper]) -> Future[int]:
        """Keep papers that were told of without a day, as a search does; how many were new. Days stay as they are.

        What is not told of a paper (its summary, its code …) stays as it was known.
        """
        from paperreader.store import saving

        told, at = list(papers), self._time()
        return self._write(lambda connection: saving.save_papers(connection, told, at))

    def save_trending(self, papers: Sequence[Paper]) -> Future[None]:
        """Keep what is trending now, in the hub's order; setting `trending_at` says since when."""
        from paperreader.store import saving

        told, at = list(papers), self._time()
        return self._write(lambda connection: saving.save_trending(connection, told, at))

    def save_readable(self, papers: Sequence[Paper]) -> Future[None]:
        """Keep the readable texts of papers that an older version of the conversion had made."""
        from paperreader.store import saving

        made = list(papers)
        return self._write(lambda connection: saving.save_readable(connection, made))

    def touch_day(self, day: date, *, complete: bool) -> Future[None]:
        """The hub was asked and nothing had changed."""
        from paperreader.store import saving

        at = self._time()
        return self._write(lambda connection: saving.touch_day(connection, day, complete=complete, at=at))

    def mark_gone(self, day: date) -> Future[None]:
        """The hub does not have the day any more; what is stored of it stays."""
        from paperreader.store import saving

        at = self._time()
        return self._write(lambda connection: saving.mark_gone(connection, day, at))

    def set_setting(self, name: str, value: str | None) -> Future[None]:
        """Keep a small fact, None to forget it; a new `since` changes what waits to be read."""
        return self._write(lambda connection: derived.set_setting(connection, name, value))

    def close(self, timeout: float = 5.0) -> bool:
        """Wait so many seconds for what is to be written; False if some of it could not be."""
        if self._closed:
            return True
        self._closed = True
        if self._finder is not None:
            self._finder.close()
        done = self._writer is None or self._writer.close(timeout)
        self._connection.close()
        if done:
            self._claim.release()
        return done

    def _read(self, read: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(self._connection, *args, **kwargs)
        except sqlite3.ProgrammingError:
            raise  # ours: a closed store, or another thread's
        except sqlite3.Error as error:
            if is_damage(error):
                corruption.note(self.path)
            raise told(error, self.path, lost=UNREAD) from error
        except (ValueError, TypeError) as error:  # no date, no JSON: bits have changed
            corruption.note(self.path)
            raise damaged(self.path, UNREAD) from error

    def _find(self, question: Callable[[sqlite3.Connection], T], *, drops: bool = False) -> Future[T]:
        from paperreader.store.search_thread import SearchThread

        if self._finder is None:
            self._finder = SearchThread(self.path)
        return self._finder.ask(question, drops=drops)

    def _write(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        from paperreader.store.write_thread import WriteThread, refused

        if self._closed or self.read_only:
            return refused(StoreError(self.read_only or "The store is closed: this was not saved."))
        if self._writer is None:
            self._writer = WriteThread(self.path, self._file)
        return self._writer.write(job)

    def _time(self) -> str:
        return moment(self._now())
