"""All recorded days, and who reads them: their submitters and authors, and simulated users."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from itertools import combinations
from math import log1p
from pathlib import Path
from statistics import fmean, pstdev
from typing import NamedTuple

from paperreader.hub.parse import parse_items
from paperreader.models import Paper
from paperreader.taste.vector import Vector, vector

WORDS = ("word", "pair", "keyword")
"""Names would give away an author's own papers."""
NO_KEYWORDS = ("word", "pair", "author", "organization")
"""Keywords are what the simulated users go by."""
LIKES, MOST = 0.8, 4
"""A simulated user stars what they like so much, and no more than so many of a day."""


class Archive(NamedTuple):
    """All recorded days."""

    papers: Mapping[str, Paper]
    vectors: Mapping[str, Vector]
    days: Sequence[Sequence[str]]
    """The papers of each day."""
    ends: Sequence[datetime]
    """When each day ended."""
    day_of: Mapping[str, int]
    """The day that first lists a paper, as an index into `days`."""


def archive(folder: Path) -> Archive:
    """The recorded days of a folder of the Hub's answers, `YYYY-MM-DD.json.gz`."""
    papers: dict[str, Paper] = {}
    days: list[Sequence[str]] = []
    ends: list[datetime] = []
    day_of: dict[str, int] = {}
    for number, file in enumerate(sorted(folder.glob("*.json.gz"))):
        with gzip.open(file) as answer:
            listed = parse_items(json.load(answer)).papers
        papers |= {paper.id: paper for paper in listed if paper.id not in papers}
        days.append([paper.id for paper in listed])
        ends.append(datetime.fromisoformat(file.name.partition(".")[0]).replace(hour=23, tzinfo=UTC))
        day_of |= {paper.id: number for paper in listed if paper.id not in day_of}
    return Archive(papers, {id: vector(paper) for id, paper in papers.items()}, days, ends, day_of)


def only(known: Archive, kinds: Collection[str]) -> Archive:
    """With these kinds of features only."""
    return known._replace(
        vectors={
            id: {feature: weight for feature, weight in features.items() if feature.partition(":")[0] in kinds}
            for id, features in known.vectors.items()
        }
    )


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
    """Forty users, who star what they like best of each day, at most MOST, if they like it enough.

    How much they like a paper: 1 if it has one of their `topics`, which are keywords that 60 to 400 papers have; more
    or less by chance (a normal distribution with the deviation `noise`); and by its votes (`crowd` for each deviation
    above its day's mean of the logarithm). LIKES is enough. Only days are seen most of whose papers have keywords: the
    Hub has none for the oldest and the newest, where all stars would be by chance.
    """
    chance = random.Random(seed)
    by_keyword: dict[str, set[str]] = {}
    for id, paper in known.papers.items():
        for keyword in paper.keywords:
            by_keyword.setdefault(keyword.casefold(), set()).add(id)
    usual = sorted(keyword for keyword, ids in by_keyword.items() if 60 <= len(ids) <= 400)
    seen = [ids for ids in known.days if sum(bool(known.papers[id].keywords) for id in ids) > len(ids) / 2]
    users: list[Set[str]] = []
    for _ in range(40):
        mine = set().union(*(by_keyword[keyword] for keyword in chance.sample(usual, topics)))
        liked: set[str] = set()
        for ids in seen:
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
    return {id for id in sorted(ids, key=lambda id: -liking[id])[:MOST] if liking[id] > LIKES}
