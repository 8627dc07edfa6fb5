"""Against tunnel vision: every seventh place at most goes to a paper that the user's own order would not put there.

Votes and chance put forward in turn. Chance is the same for the same day and paper: sorting again moves nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, Literal
from zlib import crc32

from paperreader.models import Entry

EVERY: Final = 7
"""One place of so many, which moves a paper up by so many places at least."""


def mixed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, given in the user's own order, with some put forward: all of them, each once.

    Votes put forward the paper that has the most, if by votes alone it would not stand below that place. A place that
    nothing suits is left to the own order.
    """
    chosen = dict(_chosen(entries))
    put_forward = {own_place for own_place, _ in chosen.values()}
    others = (entry for own_place, entry in enumerate(entries) if own_place not in put_forward)
    return [
        entries[chosen[place][0]]._replace(put_forward=chosen[place][1]) if place in chosen else next(others)
        for place in range(len(entries))
    ]


def _chosen(entries: Sequence[Entry]) -> Iterator[tuple[int, tuple[int, Literal["votes", "chance"]]]]:
    """By place, counted from 0: the place in the own order that a paper comes from, and what put it forward."""
    places = range(len(entries))
    by_votes = deque(enumerate(sorted(places, key=lambda place: -entries[place].upvotes)))
    by_chance = deque(sorted(places, key=lambda place: _luck(entries[place])))
    taken: set[int] = set()
    for number, place in enumerate(places[EVERY - 1 :: EVERY]):
        lowest = place + EVERY
        while by_votes and (by_votes[0][1] < lowest or by_votes[0][1] in taken):
            by_votes.popleft()
        while by_chance and (by_chance[0] < lowest or by_chance[0] in taken):
            by_chance.popleft()
        if number % 2 == 0 and by_votes and by_votes[0][0] <= place:
            taken.add(by_votes[0][1])
            yield place, (by_votes[0][1], "votes")
        elif number % 2 and by_chance:
            taken.add(by_chance[0])
            yield place, (by_chance[0], "chance")


def _luck(entry: Entry) -> int:
    return crc32(f"{entry.day} {entry.id}".encode())
