"""How well a user's own order ranks what they like, next to votes: `python -m tests.taste`.

Readers are the submitters and authors of recorded days, for their own papers, and simulated users. Each learns from
their first stars and the papers that they passed over on those days; what is ranked are the days after that, and
nothing of them is known. Prints the mean AUC within a day: the part of the pairs of a liked paper and another one that
are in the right order. Recorded answers of the Hub are looked for in $PAPERREADER_RECORDED.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import combinations
from math import log1p
from pathlib import Path
from statistics import fmean, pstdev
from typing import NamedTuple

from paperreader.hub.parse import parse_items
from paperreader.models import Paper
from paperreader.taste.judge import Taste
from paperreader.taste.profile import Profile
from paperreader.taste.rarity import SAMPLE_PAPERS, Rarity
from paperreader.taste.trial import Candidate, Star, tried
from paperreader.taste.vector import Vector, vector

RECORDED = Path(os.environ.get("PAPERREADER_RECORDED") or "no-recorded-days")
WEIGHT = 1_024
"""Of a star, and of a paper that was passed over."""
MAX_DAYS = 25
"""Ranked of each reader."""
WORDS = ("word", "pair", "keyword")
"""The features that do not name the reader themselves."""


class Archive(NamedTuple):
    """All recorded days."""

    papers: Mapping[str, Paper]
    vectors: Mapping[str, Vector]
    days: Sequence[Sequence[str]]
    """The papers of each day."""
    day_of: Mapping[str, int]
    """The day that first lists a paper, as an index into `days`."""


class Result(NamedTuple):
    """How well each order ranked what a reader liked."""

    own: float
    votes: float
    learned_s: float


def archive(folder: Path) -> Archive:
    """The recorded days of a folder of the Hub's answers."""
    papers: dict[str, Paper] = {}
    days, day_of = [], {}
    for number, file in enumerate(sorted(folder.glob("daily_papers/*.json.gz"))):
        with gzip.open(file) as answer:
            listed = parse_items(json.load(answer)).papers
        papers |= {paper.id: paper for paper in listed if paper.id not in papers}
        days.append([paper.id for paper in listed])
        day_of |= {paper.id: number for paper in listed if paper.id not in day_of}
    return Archive(papers, {id: vector(paper) for id, paper in papers.items()}, days, day_of)


def without_names(known: Archive) -> Archive:
    """Only the words of its papers: names would give away an author's own."""
    return known._replace(
        vectors={
            id: {feature: weight for feature, weight in features.items() if feature.partition(":")[0] in WORDS}
            for id, features in known.vectors.items()
        }
    )


def play(known: Archive, liked: Set[str], stars: int) -> Result | None:
    """A reader learns from so many stars and ranks the days that follow; None if there is nothing to rank."""
    papers, vectors, days, day_of = known
    in_order = sorted(liked, key=lambda id: (day_of[id], id))
    learned = in_order[:stars]
    if len(learned) < stars:
        return None
    last = day_of[learned[-1]]
    recent = [id for day in days[: last + 1] for id in day][-SAMPLE_PAPERS:]
    passed = {day: [id for id in days[day] if id not in liked] for day in {day_of[id] for id in learned}}
    rarity = Rarity(vectors[id] for id in recent)

    begin = time.perf_counter()
    profile = Profile()
    for id in learned:
        profile.add(vectors[id], WEIGHT)
    for ids in passed.values():
        for id in ids:
            profile.add(vectors[id], -WEIGHT)
    taste = Taste(profile, rarity)
    given = [
        Star(_candidate(known, id, WEIGHT), [_candidate(known, other, -WEIGHT) for other in passed[day_of[id]]])
        for id in learned
    ]
    balance = tried(taste, given)[0]
    learned_s = time.perf_counter() - begin

    own, votes = [], []
    for number in range(last + 1, len(days)):
        ids = days[number]
        new = [id for id in ids if id in liked and day_of[id] == number]
        others = [id for id in ids if id not in liked]
        if new and others and len(own) < MAX_DAYS:
            scores = {
                id: balance.own_factor * taste.score(vectors[id]) + balance.votes_part(papers[id].upvotes)
                for id in (*new, *others)
            }
            own.append(_auc(scores.__getitem__, new, others))
            votes.append(_auc(lambda id: papers[id].upvotes, new, others))
    return Result(fmean(own), fmean(votes), learned_s) if own else None


def _candidate(known: Archive, id: str, weight: int) -> Candidate:
    return Candidate(known.vectors[id], known.papers[id].upvotes, weight)


def _auc(score: Callable[[str], float], liked: Iterable[str], others: Sequence[str]) -> float:
    pairs = [(score(one), score(other)) for one in liked for other in others]
    return fmean(1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs)


# -- readers


def submitters(known: Archive) -> list[Set[str]]:
    """Who put between 8 and 150 papers forward: those with more choose for everyone."""
    return [ids for ids in _grouped(known, lambda paper: [paper.submitter or ""]) if 8 <= len(ids) <= 150]


def authors(known: Archive) -> list[Set[str]]:
    """The 80 with at least 15 papers whose papers share most co-authors: names of several people would be no reader."""

    def is_one_person(ids: Set[str]) -> float:
        names = [set(known.papers[id].authors) for id in ids]
        return fmean(len(one & other) > 1 for one, other in combinations(names, 2))

    several = [ids for ids in _grouped(known, lambda paper: paper.authors) if len(ids) >= 15]
    return sorted(several, key=lambda ids: (-is_one_person(ids), min(ids)))[:80]


def _grouped(known: Archive, names: Callable[[Paper], Iterable[str]]) -> list[Set[str]]:
    groups: dict[str, set[str]] = {}
    for id, paper in known.papers.items():
        for name in names(paper):
            if name:
                groups.setdefault(name, set()).add(id)
    return [groups[name] for name in sorted(groups)]


def simulated(known: Archive, topics: int, noise: float, crowd: float, seed: int) -> list[Set[str]]:
    """Forty users, who see a day in two and star what they like best, if they like it enough.

    How much they like a paper: 1 if it has one of their `topics`, and more or less by chance (`noise`) and by how many
    votes it has for its day (`crowd`).
    """
    chance = random.Random(seed)
    by_keyword: dict[str, set[str]] = {}
    for id, paper in known.papers.items():
        for keyword in paper.keywords:
            by_keyword.setdefault(keyword.casefold(), set()).add(id)
    usual = sorted(keyword for keyword, ids in by_keyword.items() if 60 <= len(ids) <= 400)
    users: list[Set[str]] = []
    for _ in range(40):
        mine = set().union(*(by_keyword[keyword] for keyword in chance.sample(usual, topics)))
        liked: set[str] = set()
        for ids in known.days:
            if chance.random() < 0.5:
                liked |= _starred(known, ids, mine, noise, crowd, chance)
        users.append(liked)
    return users


def _starred(
    known: Archive, ids: Sequence[str], mine: Set[str], noise: float, crowd: float, chance: random.Random
) -> Set[str]:
    votes = [log1p(known.papers[id].upvotes) for id in ids]
    middle, spread = fmean(votes), pstdev(votes) or 1.0
    liking = {
        id: (id in mine) + chance.gauss(0, noise) + crowd * (votes[number] - middle) / spread
        for number, id in enumerate(ids)
    }
    return {id for id in sorted(ids, key=lambda id: -liking[id])[:4] if liking[id] > 0.8}


def main() -> None:
    """Print the table."""
    if not (RECORDED / "daily_papers").is_dir():
        sys.exit("PAPERREADER_RECORDED names no folder of recorded days")
    known = archive(RECORDED)
    words = without_names(known)
    readers = (
        ("submitters, all features", known, submitters(known), (1, 3, 5)),
        ("authors, words only", words, authors(known), (1, 3, 5, 10, 20)),
        ("simulated, narrow taste", known, simulated(known, 1, 0.3, 0.2, 1), (3, 5, 20)),
        ("simulated, broad taste", known, simulated(known, 4, 0.3, 0.2, 2), (3, 5, 20)),
        ("simulated, noisy", known, simulated(known, 2, 0.5, 0.3, 3), (5, 20, 50)),
        ("simulated, follow the crowd", known, simulated(known, 0, 0.4, 0.6, 4), (5, 20, 100)),
    )
    print(f"{len(known.papers):,} papers of {len(known.days)} days; mean AUC within a day")
    for name, of, people, counts in readers:
        for stars in counts:
            results = [result for liked in people if (result := play(of, liked, stars))]
            if results:
                own, votes = (
                    fmean(figures) for figures in zip(*((one.own, one.votes) for one in results), strict=True)
                )
                slowest = max(result.learned_s for result in results)
                print(f"{name:28} {len(results):3} readers {stars:4} stars  votes {votes:.2f}  own {own:.2f}"
                      f"  learned in {slowest:.2f} s", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
