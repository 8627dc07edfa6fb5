"""The clock of what is looked at, with the seconds given in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from paperreader.reader.read_timer import ReadTimer
from tests.conftest import Clock


class Looking:
    """An attention and the clock that it goes by."""

    def __init__(self, after: float = 2) -> None:
        self.clock = Clock(datetime(2026, 7, 31, tzinfo=UTC))
        self.attention = ReadTimer(after, clock=lambda: self.clock.now.timestamp())

    def at(self, paper: str | None, *, by_person: bool = True, after: float = 0) -> str | None:
        self.clock.tick(after)
        return self.attention.arrive(paper, by_person=by_person)


@pytest.fixture
def looking() -> Looking:
    return Looking()


def test_a_paper_is_passed_after_two_seconds_and_not_before(looking: Looking) -> None:
    assert looking.at("one") is None
    assert looking.at("two", after=1.9) is None
    assert looking.at("three", after=2.1) == "two"
    assert looking.at("four", after=0.5) is None


def test_to_stay_on_a_paper_passes_nothing_and_goes_on_counting(looking: Looking) -> None:
    looking.at("one")
    assert looking.at("one", after=1.5) is None
    assert looking.at("one", after=1.5) is None
    assert looking.at("two") == "one"


def test_zero_seconds_mean_never() -> None:
    looking = Looking(after=0)
    looking.at("one")
    assert looking.at("two", after=3600) is None


def test_nothing_is_counted_before_a_person_does_something(looking: Looking) -> None:
    looking.at("one", by_person=False)
    assert looking.at("two", by_person=False, after=3600) is None
    looking.clock.tick(3600)
    looking.attention.act()
    assert looking.at("three", after=1.9) is None
    looking.at("four", by_person=False)
    looking.attention.act()
    assert looking.at("five", after=2) == "four"


def test_the_clock_stands_still_while_the_person_can_t_see_the_page(looking: Looking) -> None:
    looking.at("one")
    looking.clock.tick(1)
    looking.attention.turn(away=True)
    looking.clock.tick(3600)
    looking.attention.act()
    looking.clock.tick(3600)
    looking.attention.turn(away=False)
    assert looking.at("one", after=0.5) is None
    looking.attention.turn(away=False)
    assert looking.at("two", after=0.4) is None
    looking.attention.turn(away=True)
    assert looking.at("three", after=3600) is None
    looking.attention.turn(away=False)
    assert looking.at("four", after=2) == "three"


def test_a_paper_set_unread_on_purpose_is_left_alone_until_the_cursor_has_left_it(looking: Looking) -> None:
    looking.at("one")
    looking.attention.spare(("zero", "one"))
    looking.attention.spare(("zero",))
    assert looking.at("two", after=60) is None
    assert looking.at("one", after=60) == "two"
    assert looking.at("two", after=60) == "one"


def test_to_spare_other_papers_changes_nothing_for_this_one(looking: Looking) -> None:
    looking.at("one")
    looking.attention.spare(("two",))
    assert looking.at("two", after=2) == "one"


def test_where_there_is_no_paper_nothing_is_passed(looking: Looking) -> None:
    looking.at(None)
    assert looking.at("one", after=60) is None
    assert looking.at(None, after=60) == "one"
    assert looking.at(None, after=60) is None
