"""Stores whose user likes looms, as the reader has learned from some stars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from paperreader.learning.learn import learn
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.taste.learned import Learned
from tests.hub_server.items import Item, item
from tests.stored_days import THU, fill, id_of

LOOM, OTHERS = "Looms Weave Cloth", ("Agents Plan Trips", "Robots Fold Paper", "Speech Gets Faster")


def mixed_day(day: date, count: int = 12, looms: Sequence[int] = (3, 9)) -> list[Item]:
    """A day in the Hub's order, by votes, with looms at these places."""
    return [
        item(
            id_of(day, number),
            f"{LOOM if number in looms else OTHERS[number % len(OTHERS)]} {number}",
            day=day,
            upvotes=10 * (count - number),
        )
        for number in range(1, count + 1)
    ]


def teach(store: Store, now: datetime, *stars: str) -> Learned:
    """Star these papers, and learn from it."""
    if stars:
        store.marks.set(STARRED, True, stars, Cause.BY_HAND).result()
    return learn(store, now)


def weaver(store: Store, now: datetime, days: int = 4, count: int = 12) -> Learned:
    """Fill a store with working days up to Thursday; the looms of all but Thursday are starred."""
    dates = [day for back in range(30) if (day := THU - timedelta(days=back)).weekday() < 5][:days]
    fill(store, {day: mixed_day(day, count) for day in dates})
    return teach(store, now, *(id_of(day, number) for day in dates[1:] for number in (3, 9)))


def weavers_store(path: Path) -> None:
    """The same at a path, to be read by a command."""
    store = Store(path, now=lambda: datetime.now(UTC))
    weaver(store, datetime.now(UTC))
    store.close()
