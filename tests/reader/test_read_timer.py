"""When a shown paper counts as read, with the seconds given in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from paperreader.reader.read_timer import ReadTimer
from tests.conftest import Clock


class Shown:
    """A timer and the clock that it goes by."""

    def __init__(self, after_s: float = 2) -> None:
        self.clock = Clock(datetime(2026, 7, 31, tzinfo=UTC))
        self.timer = ReadTimer(after_s, clock=lambda: self.clock.now.timestamp())

    def next(self, paper: str | None, *, after_s: float = 0, by_user: bool = True) -> str | None:
        """Move the cursor to a paper after so many seconds; returns the one that was read by then."""
        self.clock.tick(after_s)
        self.timer.cursor_moved(paper, by_user=by_user)
        return self.timer.take_read()


@pytest.fixture
def shown() -> Shown:
    return Shown()


def test_a_paper_counts_as_read_after_two_seconds_and_not_before(shown: Shown) -> None:
    assert shown.next("one") is None
    assert shown.next("two", after_s=1.9) is None
    assert shown.next("three", after_s=2.1) == "two"
    assert shown.next("four", after_s=0.5) is None


def test_one_second_is_enough_if_the_user_wants_it_so() -> None:
    shown = Shown(after_s=1)
    shown.next("one")
    assert shown.next("two", after_s=0.9) is None
    assert shown.next("three", after_s=1) == "two"


def test_a_paper_that_stays_under_the_cursor_is_not_read_yet_and_its_time_goes_on(shown: Shown) -> None:
    shown.next("one")
    assert shown.next("one", after_s=1.5) is None
    assert shown.next("one", after_s=1.5) is None
    assert shown.next("two") == "one"


def test_zero_seconds_mean_never() -> None:
    shown = Shown(after_s=0)
    shown.next("one")
    assert shown.next("two", after_s=3600) is None


def test_the_time_starts_with_the_first_user_action(shown: Shown) -> None:
    shown.next("one", by_user=False)
    assert shown.next("two", by_user=False, after_s=3600) is None
    shown.clock.tick(3600)
    shown.timer.on_user_activity()
    assert shown.next("three", after_s=1.9) is None
    shown.next("four", by_user=False)
    shown.timer.on_user_activity()
    assert shown.next("five", after_s=2) == "four"


def test_the_time_stops_while_the_page_is_hidden(shown: Shown) -> None:
    shown.next("one")
    shown.clock.tick(1)
    shown.timer.set_page_hidden(True)
    shown.clock.tick(3600)
    shown.timer.on_user_activity()
    shown.clock.tick(3600)
    shown.timer.set_page_hidden(False)
    assert shown.next("one", after_s=0.5) is None
    shown.timer.set_page_hidden(False)
    assert shown.next("two", after_s=0.4) is None
    shown.timer.set_page_hidden(True)
    assert shown.next("three", after_s=3600) is None
    shown.timer.set_page_hidden(False)
    assert shown.next("four", after_s=2) == "three"


def test_a_paper_that_was_set_unread_stays_unread_until_the_cursor_has_left_it(shown: Shown) -> None:
    shown.next("one")
    shown.timer.keep_unread(("zero", "one"))
    shown.timer.keep_unread(("zero",))
    assert shown.next("two", after_s=60) is None
    assert shown.next("one", after_s=60) == "two"
    assert shown.next("two", after_s=60) == "one"


def test_other_papers_that_were_set_unread_do_not_matter(shown: Shown) -> None:
    shown.next("one")
    shown.timer.keep_unread(("two",))
    assert shown.next("two", after_s=2) == "one"


def test_where_there_is_no_paper_nothing_is_read(shown: Shown) -> None:
    shown.next(None)
    assert shown.next("one", after_s=60) is None
    assert shown.next(None, after_s=60) == "one"
    assert shown.next(None, after_s=60) is None


# -- lingering


def attended(shown: Shown, *after_s: float) -> str | None:
    """Give signs of the user, so many seconds after each other; returns the paper that they have lingered on."""
    for seconds in after_s:
        shown.clock.tick(seconds)
        shown.timer.attend()
    return shown.timer.take_lingered()


def test_who_reads_on_for_half_a_minute_lingers(shown: Shown) -> None:
    shown.next("one")
    assert attended(shown, 10, 10) is None
    assert attended(shown, 10) == "one"
    assert attended(shown, 10, 50) is None, "told once"


def test_going_on_after_half_a_minute_is_a_sign_as_well(shown: Shown) -> None:
    shown.next("one")
    shown.next("two", after_s=40)
    assert shown.timer.take_lingered() == "one"


def test_nobody_knows_about_a_long_time_without_a_sign(shown: Shown) -> None:
    shown.next("one")
    assert attended(shown, 61, 10) is None
    assert attended(shown, 20) == "one"


def test_a_glance_at_each_adds_up_to_nothing(shown: Shown) -> None:
    for paper in ("one", "two", "one", "two", "one"):
        shown.next(paper, after_s=20)
    assert shown.timer.take_lingered() is None


def test_time_in_a_dialog_is_not_spent_on_the_paper(shown: Shown) -> None:
    shown.next("one")
    shown.timer.set_page_hidden(True)
    assert attended(shown, 20, 20) is None
    shown.timer.set_page_hidden(False)
    assert attended(shown, 29) is None
    assert attended(shown, 1) == "one"


def test_before_the_first_key_nobody_is_there(shown: Shown) -> None:
    shown.next("one", by_user=False)
    assert attended(shown, 20, 20) is None
