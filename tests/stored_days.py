"""What tests of reader and screen find in the store: days with made-up papers, and a config that keeps still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from paperreader.config import Config
from paperreader.hub.parse import parse_items
from paperreader.store import Store
from tests.hub_server.items import Item, papers

THU, WED, TUE, MON = (date(2026, 7, day) for day in (30, 29, 28, 27))
"""The clock stands on Friday 31 July; the hub's newest day is Thursday."""

CONFIG = Config(mark_read_after=0, refresh_every=0)
"""Nothing happens by itself."""
FULL = CONFIG._replace(rows="full")
"""Full rows in small windows, too."""

LONG = " ".join(
    f"Sentence {number} of a long abstract says what sentence {number - 1} left out." for number in range(1, 80)
)


def parsed(items: Sequence[Item]) -> list[Any]:
    """Papers from items in the Hub's JSON shape."""
    return parse_items(list(items)).papers


def id_of(day: date, number: int) -> str:
    """The id of the `number`th paper that `papers(day, …)` invents."""
    return f"{day:%y%m}.{day.day:02}{number:03}"


def ids_of(day: date, *numbers: int) -> list[str]:
    return [id_of(day, number) for number in numbers]


def fill(store: Store, days: Mapping[date, Sequence[Item]], *, since: date | None = None) -> None:
    """Save the days; those from `since` (by default all) on count as unread. The newest still grows."""
    newest = max(days)
    store.settings.set("newest", newest.isoformat()).result()
    store.settings.set("first", min(days).isoformat()).result()
    store.settings.set("since", (since or min(days)).isoformat()).result()
    for day, items in days.items():
        store.ingest.save_day(day, parsed(items), complete=day != newest).result()


def week(count: int = 3) -> dict[date, list[Item]]:
    """Seven weekdays up to Thursday: all that a first start fetches."""
    days = [day for back in range(9) if (day := THU - timedelta(days=back)).weekday() < 5]
    return {day: papers(day, count) for day in days}


def two_days(store: Store, count: int = 12) -> None:
    """Thursday with so many papers, Wednesday with three."""
    fill(store, {THU: papers(THU, count), WED: papers(WED, 3)})


def flows(store: Store) -> None:
    """A week of papers; the first and the last of Wednesday's three are about flows."""
    fill(store, week())
    day = list(parsed(week()[WED]))
    long = "A flow. " * 3 + "No more words. " * 150 + "The last flow."
    day[0] = day[0]._replace(title="Flow matching for all", abstract=long)
    day[2] = day[2]._replace(title="Something else", abstract="It is matched by a flow. " + "And more words. " * 200)
    store.ingest.save_day(WED, day, complete=True).result()


def with_config(**changes: Any) -> Config:
    """The quiet config with changes."""
    return CONFIG._replace(**changes)
