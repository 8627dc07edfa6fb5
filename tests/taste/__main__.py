"""How well a user's own order ranks what they like, next to votes: `python -m tests.taste`.

Readers are the submitters and authors of recorded days, for their own papers, and simulated users. Each learns from
their first stars and the papers that they passed over on those days; what is ranked are the days after that, and
nothing of them is known but their votes, which are those of today for both orders. Prints the mean AUC within a day,
and how often the own order would have been offered to those whom it serves (rightly) and to those whom votes serve
better (wrongly). Simulated users go by keywords, which is easy to learn: hidden, words have to do. Recorded answers of
the Hub are looked for in $PAPERREADER_RECORDED.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence, Set
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from tests.taste.archive import NO_KEYWORDS, WORDS, Archive, archive, authors, only, simulated, submitters
from tests.taste.measure import Result, play

RECORDED = Path(os.environ.get("PAPERREADER_RECORDED") or "no-recorded-days", "daily_papers")


class Row(NamedTuple):
    """Readers of one kind."""

    name: str
    known: Archive
    readers: Sequence[Set[str]]
    stars: Sequence[int]
    imported: int = 0


def rows(known: Archive, simulate: bool = True) -> list[Row]:
    """All kinds. How much the simulated users follow the crowd was set by how well votes serve them, by that alone."""
    words, hidden = only(known, WORDS), only(known, NO_KEYWORDS)
    real = [
        Row("submitters, all features", known, submitters(known), (1, 3, 5)),
        Row("authors, words only", words, authors(known), (1, 3, 5, 10, 20)),
        Row("authors, 10 papers imported", words, authors(known), (0, 3), imported=10),
    ]
    if not simulate:
        return real
    narrow = simulated(known, topics=1, noise=0.3, crowd=0.09, seed=1)
    broad = simulated(known, topics=4, noise=0.3, crowd=0.21, seed=2)
    noisy = simulated(known, topics=2, noise=0.4, crowd=0.165, seed=3)
    crowd = simulated(known, topics=0, noise=0.4, crowd=0.32, seed=4)
    return [
        *real,
        Row("simulated, narrow taste", known, narrow, (3, 5, 20)),
        Row("- keywords hidden", hidden, narrow, (3, 5, 20)),
        Row("simulated, broad taste", known, broad, (3, 5, 20)),
        Row("- keywords hidden", hidden, broad, (3, 5, 20)),
        Row("simulated, noisy", known, noisy, (5, 20, 50)),
        Row("simulated, follow the crowd", known, crowd, (5, 20, 100)),
    ]


def results(row: Row, stars: int) -> list[Result]:
    """Of all readers who have so many stars, and something to rank after them."""
    return [result for liked in row.readers if (result := play(row.known, liked, stars, row.imported))]


def main() -> None:
    """Print the table."""
    if not RECORDED.is_dir():
        sys.exit("PAPERREADER_RECORDED names no folder of recorded days")
    known = archive(RECORDED)
    print(f"{len(known.papers):,} papers of {len(known.days)} days")
    print(f"{'readers':28}  number  stars  votes   own   offered rightly, wrongly  learned within")
    for row in rows(known):
        for stars in row.stars:
            if found := results(row, stars):
                print(_line(row.name, stars, found), flush=True)


def _line(name: str, stars: int, found: Sequence[Result]) -> str:
    votes, own = fmean(one.votes for one in found), fmean(one.own for one in found)
    offered = [one.own > one.votes for one in found if one.trial.own_is_better]
    rightly, slowest = sum(offered), max(one.learned_s for one in found)
    return (
        f"{name:28}  {len(found):6}  {stars:5}  {votes:5.2f}  {own:4.2f}   {rightly:15}, {len(offered) - rightly:7}"
        f"  {slowest:12.2f} s"
    )


if __name__ == "__main__":
    main()
