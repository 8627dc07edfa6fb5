"""Made-up titles of a year and a half: one word rises, one falls, the others come and go by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from paperreader.store import Store
from paperreader.trends.half_years import HALF_YEAR, YEAR, HalfYears
from tests.stored_days import THU
from tests.stores import a_paper

HALF_YEARS = HalfYears(THU)
ROSE, FELL = "Warp Drives", "Handlooms"
RATES = {ROSE: (0.02, 0.08, 0.2), FELL: (0.2, 0.1, 0.02)}
"""Which part of the titles has it in the first half-year, in between, and in the last."""
OTHERS = ("Boats", "Bridges", "Clocks", "Engines", "Kites", "Lamps", "Looking Glasses", "Mills", "Pumps", "Wheels")


def title(chance: Random, month: int) -> str:
    """A title of that month of the eighteen."""
    third = 0 if month < HALF_YEAR else 1 if month < YEAR else 2
    planted = [word for word, rates in RATES.items() if chance.random() < rates[third]]
    return " and ".join(chance.sample([*planted, *chance.sample(OTHERS, 2)], len(planted) + 2))


def titles(papers_a_day: int = 5, *, seed: int = 1) -> list[tuple[date, str]]:
    """Of papers on every second weekday, each with its day."""
    chance = Random(seed)
    return [
        (day, title(chance, month))
        for month, days in enumerate(HALF_YEARS.months)
        for day in days.weekdays()[::2]
        for _ in range(papers_a_day)
    ]


def by_day(listed: Sequence[tuple[date, str]]) -> Mapping[date, Sequence[str]]:
    """The titles of each day."""
    days: dict[date, list[str]] = {}
    for day, each in listed:
        days.setdefault(day, []).append(each)
    return days


def fill(store: Store, listed: Sequence[tuple[date, str]]) -> None:
    """Store them, and Thursday as the newest day."""
    store.settings.set("newest", THU.isoformat())
    store.settings.set("since", THU.isoformat())
    number = 0
    for day, some in by_day([*listed, (THU, "Spindles")]).items():
        papers = [a_paper(number + place, title=each, title_raw=each) for place, each in enumerate(some)]
        number += len(papers)
        saved = store.ingest.save_day(day, papers, complete=True)
    saved.result()
