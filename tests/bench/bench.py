"""What every measurement works with: the programs in turn, the stores, and the rows that come of it."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperreader.store import Store
from paperreader.views import DayView
from tests.bench.stores import NEWEST, Stores
from tests.bench.terminal import Program

WIDE, USUAL = (140, 40), (120, 40)
"""Columns and rows: with the days beside list and page, and without."""
USUAL_START = 223
"""Milliseconds that the bare app needs on the machine that the goals in milliseconds were set on."""


class Row(NamedTuple):
    """A figure, beside the goal that it must not be above."""

    name: str
    figure: float
    unit: str
    goal: float | None = None
    note: str = ""


class Bench:
    """One run of the bench; what it makes is in `folder`, which is gone afterwards."""

    def __init__(self, stores: Stores, folder: Path, *, quick: bool) -> None:
        self.stores, self.folder, self.quick = stores, folder, quick
        self.program = Path(sys.executable).with_name("paperreader")
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        self.env = kept | {"HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}

    def rounds(self, usual: int, quick: int) -> range:
        """How often to measure something."""
        return range(quick if self.quick else usual)

    def own(self, store: Path, name: str = "read") -> Path:
        """A copy of the store that may be written, the same one for the same name."""
        copy = self.folder / f"{store.stem}-{name}.db"
        if not copy.exists():
            shutil.copy(store, copy)
        return copy

    def reader(self, store: Path, *, size: tuple[int, int] = WIDE, hub: str | None = None) -> Program:
        """Our program with a store of its own; without a hub it is offline."""
        argv = [str(self.program), "--db", str(store), *([] if hub else ["--offline"])]
        return Program(argv, self.env | ({"HF_ENDPOINT": hub} if hub else {}), size)

    def run(self, argv: Sequence[str], *, size: tuple[int, int] = WIDE) -> Program:
        """Another program."""
        return Program(argv, self.env, size)

    def bare(self, *, size: tuple[int, int] = WIDE) -> Program:
        """A Textual app with one line of text."""
        return self.run([sys.executable, str(Path(__file__).with_name("bare.py"))], size=size)

    def pace(self) -> Row:
        """How fast the machine is just now, so that figures in milliseconds can be told apart from its moods."""
        starts = []
        for _ in range(5):
            with self.bare() as program:
                starts.append(program.until(lambda text: "bare" in text))
                program.leave("q")
        return Row("the bare app on the screen, just now", median(starts[1:]), "ms")

    def titles(self, store: Path) -> list[str]:
        """The titles of the newest day, in the list's order."""
        with_papers = Store(store, now=lambda: datetime.now(UTC), read_only=True)
        try:
            return [entry.title for entry in with_papers.papers.entries(DayView(NEWEST))]
        finally:
            with_papers.close()


def on_page(title: str) -> Callable[[str], bool]:
    """Whether a screen shows the paper in the list and as the page."""
    return lambda text: text.count(title[:20]) >= 2


def median(figures: Sequence[float]) -> float:
    """The one in the middle."""
    return statistics.median(figures)


def p95(figures: Sequence[float]) -> float:
    """What 19 of 20 are not above."""
    return statistics.quantiles(figures, n=20, method="inclusive")[-1]
