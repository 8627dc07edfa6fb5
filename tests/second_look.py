"""A day whose papers were passed over before anybody voted for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from tests.conftest import Clock
from tests.stores import a_paper

HOUR = 3600
DAY = date(2026, 7, 29)


def save(store: Store, upvotes: Mapping[int, int], *, day: date = DAY, papers: int = 30, others: int = 10) -> None:
    """A refresh: so many papers, numbered from one, with these upvotes; the others have ten, and count down from it."""
    listed = [a_paper(_number(day, n), upvotes=upvotes.get(n, max(0, others - n))) for n in range(1, papers + 1)]
    store.ingest.save_day(day, listed, complete=False).result()


def _number(day: date, n: int) -> int:
    return (day.toordinal() % 900) * 100 + n


def id_of(n: int, day: date = DAY) -> str:
    return a_paper(_number(day, n)).id


def pass_over(store: Store, *numbers: int, day: date = DAY, cause: Cause = Cause.SKIPPED) -> None:
    store.marks.set(READ, True, [id_of(n, day) for n in numbers], cause).result()


def play(store: Store, clock: Clock, *numbers: int, day: date = DAY, cause: Cause = Cause.SKIPPED) -> None:
    """These were passed over an hour after the day came, and a day later have 100 upvotes and as many as their number
    more; the clock is then where it was.
    """
    now = clock.now
    clock.now -= timedelta(days=max(1, (now.date() - day).days))
    save(store, {}, day=day)
    clock.tick(HOUR)
    pass_over(store, *numbers, day=day, cause=cause)
    clock.tick(days=1)
    save(store, {n: 100 + n for n in numbers}, day=day)
    clock.now = now
