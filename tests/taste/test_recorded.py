"""The figures that a user's own order reached on recorded days, which no change may make worse."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

from tests.taste.__main__ import results, rows
from tests.taste.archive import archive

WORSE = 0.02
"""By chance, or because other days are recorded."""


def test_real_readers_are_ranked_no_worse(recorded: Path) -> None:
    by_name = {row.name: row for row in rows(archive(recorded), simulate=False)}
    for name, figures in {
        "submitters, all features": {1: 0.93, 3: 0.97, 5: 0.97},
        "authors, words only": {1: 0.67, 3: 0.74, 5: 0.78, 10: 0.80, 20: 0.82},
        "authors, 10 papers imported": {0: 0.80},
    }.items():
        for stars, figure in figures.items():
            found = results(by_name[name], stars)
            own, votes = fmean(one.own for one in found), fmean(one.votes for one in found)
            assert own >= figure - WORSE, (name, stars)
            assert own > votes, (name, stars)
