"""Papers that votes or chance put forward in the user's own order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from paperreader.models import Entry
from paperreader.taste.mix import EVERY, mixed

DAY = date(2026, 7, 30)


def paper(number: int, votes: int, day: date = DAY) -> Entry:
    return Entry(f"2607.{number:05d}", day, "", votes, 0, False, None, None, "", 1, False, True, False)


def papers(*votes: int, day: date = DAY) -> list[Entry]:
    """In the user's own order."""
    return [paper(number, each, day) for number, each in enumerate(votes)]


def put_forward(entries: Sequence[Entry]) -> dict[int, str]:
    """By place, counted from 1."""
    return {place: entry.put_forward for place, entry in enumerate(mixed(entries), 1) if entry.put_forward}


VOTES = st.lists(st.integers(0, 300), max_size=150)


@given(VOTES)
def test_all_are_listed_once_and_the_others_keep_their_order(votes: list[int]) -> None:
    entries = papers(*votes)
    listed = mixed(entries)
    assert sorted(entry.id for entry in listed) == sorted(entry.id for entry in entries)
    others = [entry for entry in listed if not entry.put_forward]
    assert others == [entry for entry in entries if entry in others]


@given(VOTES)
def test_only_a_seventh_place_and_only_what_comes_from_far_below(votes: list[int]) -> None:
    entries = papers(*votes)
    own_places = {entry.id: place for place, entry in enumerate(entries, 1)}
    by_votes = sorted(entries, key=lambda entry: -entry.upvotes)
    for place, entry in enumerate(mixed(entries), 1):
        if entry.put_forward:
            assert place % EVERY == 0
            assert entry.put_forward == ("votes" if place // EVERY % 2 else "chance"), "in turn"
            assert own_places[entry.id] >= place + EVERY
        if entry.put_forward == "votes":
            assert entry.upvotes >= by_votes[place - 1].upvotes, "it would not stand below by votes alone"


@given(VOTES)
def test_sorting_again_moves_nothing_whatever_was_marked_meanwhile(votes: list[int]) -> None:
    before = mixed(papers(*votes))
    after = mixed([entry._replace(read=True, starred=True) for entry in papers(*votes)])
    assert [(entry.id, entry.put_forward) for entry in after] == [(entry.id, entry.put_forward) for entry in before]


def test_short_lists_have_none() -> None:
    for length in range(2 * EVERY):
        assert mixed(papers(*range(length))) == papers(*range(length))


def test_votes_put_forward_the_paper_that_has_the_most() -> None:
    votes = [5] * 30
    votes[20], votes[25] = 50, 90
    assert put_forward(papers(*votes))[7] == "votes"
    assert mixed(papers(*votes))[6].id == "2607.00025"
    assert put_forward(papers(*range(30, 0, -1))) == {14: "chance"}, "votes say the same as the own order"


def test_chance_is_another_on_another_day() -> None:
    chosen = set()
    for number in range(20):
        listed = mixed(papers(*[1] * 60, day=DAY + timedelta(days=number)))
        chosen.add(next(entry.id for entry in listed if entry.put_forward == "chance"))
    assert len(chosen) > 10


def test_a_list_that_has_a_paper_twice_does_no_harm() -> None:
    twice = [paper(1, 3)] * 20
    assert [entry.id for entry in mixed(twice)] == [entry.id for entry in twice]
