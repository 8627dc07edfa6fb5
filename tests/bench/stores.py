"""Stores of any size, full of text that looks like papers; each is built once and kept for the next run."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path

from paperreader import demo
from paperreader.learning.learn import learn
from paperreader.mark_fields import STARRED
from paperreader.models import Cause, Paper
from paperreader.reader import reconvert
from paperreader.store import Store
from paperreader.store.migrations import VERSION
from paperreader.taste.vector import VERSION as FEATURES_VERSION
from paperreader.text.readable import READABLE_VERSION

FIRST, NEWEST = date(2023, 5, 4), date(2026, 7, 31)
"""As long as the hub has had daily papers."""
PEOPLE = ("Ada Brook", "Bo Lindqvist", "Chidi Okafor", "Dana Petrescu", "Emi Tanabe", "Farid Nasser", "Gwen Iversen")
HOUSES = (None, "Marsh Lab", "North Quay Institute", "University of the Fens")


class Stores:
    """A folder of stores. `recorded`: a folder of `YYYY-MM-DD.json.gz` from the hub to take words from."""

    def __init__(self, folder: Path, recorded: Path | None = None) -> None:
        self.folder, self.recorded = folder, recorded
        folder.mkdir(parents=True, exist_ok=True)

    def many_days(self, papers: int) -> Path:
        """So many papers, spread over every weekday that the hub has had."""
        days = weekdays(FIRST, NEWEST)
        return self._built(f"days-{papers}", days, -(-papers // len(days)))

    def one_day(self, papers: int) -> Path:
        """A day that lists so many papers, and one before it."""
        return self._built(f"list-{papers}", [NEWEST - timedelta(days=1), NEWEST], papers)

    def _built(self, name: str, days: Sequence[date], each: int) -> Path:
        words = "recorded" if self.recorded else "invented"
        path = self.folder / f"{name}-{words}-v{VERSION}.{READABLE_VERSION}.{FEATURES_VERSION}.db"
        if not path.exists():
            print(f"building {path} …", flush=True)
            part = path.with_suffix(".part")
            for left in self.folder.glob(f"{part.name}*"):
                left.unlink()
            build(part, days, each, vocabulary(self.recorded))
            part.rename(path)
            for left in self.folder.glob(f"{part.name}*"):
                left.unlink()
        return path


def build(path: Path, days: Sequence[date], each: int, words: Sequence[str]) -> None:
    """Save `each` papers a day, as a refresh would; the newest ten days wait to be read, some papers are starred."""
    store = Store(path, now=lambda: datetime(2026, 7, 31, 18, tzinfo=UTC))
    settings = {"since": days[-10:][0], "newest": days[-1], "first": days[0], "hint": "shown"}
    settings |= {"catch up": "offered", "own order": "offered"}  # or a toast would go while nothing should happen
    settings |= {reconvert.VERSION_SETTING: READABLE_VERSION}  # or it would be looked for what is to be read anew
    for name, value in settings.items():
        store.settings.set(name, str(value)).result()
    made = papers(words)
    for day in days:
        batch = [paper for paper, _ in zip(made, range(each), strict=False)]
        saved = store.ingest.save_day(day, batch, complete=day != days[-1])
        starred = [paper.id for paper in batch[3::200]]
        store.marks.set(STARRED, True, starred, Cause.OPENED).result()
        saved.result()
    learn(store, datetime(2026, 7, 31, 18, tzinfo=UTC))  # or it would be learned while something else is measured
    store.close(timeout=600)


def papers(words: Sequence[str]) -> Iterator[Paper]:
    """Papers without end, the same ones each time."""
    dice = random.Random(1)
    for id in ids():
        yield paper(id, dice, words)


def ids() -> Iterator[str]:
    """Their ids: 20,000 to each arXiv month."""
    months = cycle(f"{month:%y%m}" for month in weekdays(date(2015, 1, 1), NEWEST) if month.day <= 3)
    seen = set[str]()
    for month in months:
        if month in seen:
            continue
        seen.add(month)
        for number in range(1, 20_001):
            yield f"{month}.{number:05}"


def paper(id: str, dice: random.Random, words: Sequence[str]) -> Paper:
    """One with an abstract of some 150 words, six authors, and what else most have."""
    title = " ".join(dice.choices(words, k=dice.randint(5, 14))).capitalize()
    sentences = (" ".join(dice.choices(words, k=dice.randint(12, 28))).capitalize() for _ in range(8))
    abstract = ". ".join(sentences) + "."
    return Paper(
        id=id,
        title=title,
        title_raw=title,
        abstract=abstract,
        abstract_raw=abstract,
        summary=" ".join(dice.choices(words, k=25)).capitalize() + ".",
        keywords=tuple(dice.choices(words, k=5)),
        authors=tuple(dice.choices(PEOPLE, k=dice.randint(1, 11))),
        organization=dice.choice(HOUSES),
        submitter=dice.choice(PEOPLE),
        upvotes=int(dice.paretovariate(1)),
        comments=dice.choice((0, 0, 1, 2, 3)),
        github_repo="https://github.com/example/loom" if dice.random() < 0.5 else None,
        github_stars=dice.choice((None, 12, 340)),
        published=date(2026, 7, 30),
    )


def vocabulary(recorded: Path | None) -> list[str]:
    """Words as often as papers use them: of recorded days if there are any, else of the demo."""
    files = sorted(recorded.glob("**/????-??-??.json.gz"))[-60:] if recorded else []
    bodies = [gzip.decompress(file.read_bytes()) for file in files] or [body for _, body in demo.days()]
    items = [item for body in bodies for item in json.loads(body)]
    texts = (f"{item.get('title', '')} {item.get('summary') or item['paper'].get('summary', '')}" for item in items)
    return [word for text in texts for word in re.findall(r"[A-Za-z][\w-]*", text)]


def weekdays(first: date, last: date) -> list[date]:
    """From the first to the last, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]
