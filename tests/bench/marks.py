"""Marks as a user makes them in ten years, on some twenty machines: invented, and the same ones each time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from paperreader.machines.machine_file import Header, write
from paperreader.mark_fields import COPIED, LINGERED, LOOKED_AGAIN, NOTE, READ, STARRED, TEXT
from paperreader.models import Cause, Mark, timestamp
from tests.bench.stores import ids

MARKS_PER_PAPER = 8.3
"""Of a diligent user: 500,000 marks are on 60,000 papers."""
DEVICES = [f"{random.Random(number).getrandbits(64):016x}" for number in range(20)]
LAST, YEARS = datetime(2026, 7, 30, 18, tzinfo=UTC), 10
SHARES = {READ: 1.0, LINGERED: 0.6, TEXT: 0.4, STARRED: 0.3, COPIED: 0.2, LOOKED_AGAIN: 0.1, NOTE: 0.05}
"""How many of the papers have which mark; the other marks are tags."""
TAGS = [f"tag:topic-{number}" for number in range(200)]
WORDS = ("loom", "yarn", "is", "fast", "here", "but", "compare", "with", "table", "two", "and", "ask", "whether", "the")


def ten_years(count: int) -> list[Mark]:
    """So many marks, by paper and field as stores export them. The stores of the bench have the first papers."""
    return sorted(islice(_marks(ids(), random.Random(3)), count))


def file_of(folder: Path, marks: Sequence[Mark], device: str, name: str = "another machine") -> Path:
    """Their file in a folder, as the machine of this device writes it."""
    path = folder / f"{device}.jsonl"
    write(path, Header(device, name, LAST, f"{_word(device)}{len(marks)}", len(marks)), marks)
    return path


def _word(seed: str) -> str:
    """A word of 32 hexadecimal digits."""
    return f"{random.Random(seed).getrandbits(128):032x}"


def _marks(papers: Iterable[str], dice: random.Random) -> Iterator[Mark]:
    tags = MARKS_PER_PAPER - sum(SHARES.values())
    for paper in papers:
        fields = [field for field, share in SHARES.items() if dice.random() < share]
        fields += dice.sample(TAGS, min(len(TAGS), round(dice.gammavariate(2, tags / 2))))
        begun = LAST - timedelta(days=dice.random() * 365 * YEARS)
        for field in fields:
            at = min(begun + timedelta(seconds=dice.expovariate(1 / 3600)), LAST)
            value = " ".join(dice.choices(WORDS, k=dice.randint(5, 60))) if field == NOTE else dice.random() < 0.95
            yield Mark(paper, field, value, timestamp(at), _cause(field, dice), dice.choice(DEVICES))


def _cause(field: str, dice: random.Random) -> str:
    causes = (Cause.OPENED, Cause.PASSED, Cause.BULK) if field == READ else (Cause.BY_HAND,)
    return dice.choice(causes).value
