"""Which days are fetched, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.models import Day
from paperreader.refresh import (
    due_days,
)
from paperreader.refresh.due import archive_days
from paperreader.views import FIRST_DAY
from tests.conftest import FRIDAY, NEWEST, WEEK, working_days
from tests.stores import NOON, stored


def test_at_first_the_last_seven_working_days() -> None:
    assert due_days([], FRIDAY, None, NOON) == WEEK
    assert due_days([], FRIDAY, FRIDAY, NOON) == WEEK


def test_a_day_without_papers_makes_room_for_another() -> None:
    empty = [stored(WEEK[1], papers=0), stored(WEEK[3], papers=0)]
    assert due_days(empty, FRIDAY, FRIDAY, NOON) == [
        day for day in working_days(FRIDAY, 9) if day not in (WEEK[1], WEEK[3])
    ]


def test_nothing_is_due_when_all_is_fresh() -> None:
    assert due_days([stored(day) for day in WEEK], FRIDAY, FRIDAY, NOON) == []


def test_a_hub_without_papers_is_not_searched_for_ever() -> None:
    empty = [stored(day, papers=0) for day in working_days(FRIDAY, 30)]
    assert due_days(empty, FRIDAY, FRIDAY, NOON) == []
    assert len(due_days([], date(2023, 5, 8), None, NOON)) == 3


def test_a_first_start_looks_back_for_thirty_days() -> None:
    thirty, thirty_one = FRIDAY - timedelta(days=30), FRIDAY - timedelta(days=31)
    empty = [stored(day, papers=0) for day in working_days(FRIDAY, 30) if day not in (thirty, thirty_one)]
    assert due_days(empty, FRIDAY, None, NOON) == [thirty]


def test_days_that_grow_come_first_and_newest_first() -> None:
    days = [stored(day, hours=30) for day in WEEK]
    days[0] = stored(WEEK[0], complete=False)
    days[3] = stored(WEEK[3], complete=False)
    assert due_days(days, FRIDAY, FRIDAY, NOON) == [WEEK[0], WEEK[3], WEEK[1], WEEK[2], WEEK[4]]


@pytest.mark.parametrize(
    ("age", "hours", "due"),
    [
        (3, 23.9, False),
        (3, 24.1, True),
        (6, 24.1, True),
        (7, 24.1, False),
        (7, 7 * 24 + 0.1, True),
        (29, 7 * 24 + 0.1, True),
        (29, 7 * 24 - 0.1, False),
        (30, 9999, False),
        (900, 9999, False),
    ],
)
def test_complete_days_are_looked_at_now_and_then(age: int, hours: float, due: bool) -> None:
    old = FRIDAY - timedelta(days=age)
    days = [stored(day) for day in working_days(FRIDAY, 30) if day != old]
    found = due_days([*days, stored(old, hours=hours)], FRIDAY, FRIDAY, NOON)
    assert found == ([old] if due else [])


def test_back_from_holiday_every_missed_day_is_due() -> None:
    before = [stored(day, hours=600) for day in working_days(date(2026, 7, 3), 7)]
    found = due_days(before, FRIDAY, date(2026, 6, 1), NOON)
    assert found[:20] == working_days(FRIDAY, 20)
    assert date(2026, 7, 3) not in found[:20]


def test_a_holiday_half_caught_up_with_goes_on() -> None:
    have = [stored(day) for day in [*WEEK, *working_days(date(2026, 7, 3), 7)]]
    gap = [day for day in working_days(FRIDAY, 20) if day not in WEEK]
    assert due_days(have, FRIDAY, date(2026, 7, 3), NOON) == gap


def test_an_old_day_that_was_chosen_opens_no_gap() -> None:
    days = [stored(day) for day in WEEK] + [stored(date(2024, 3, 12), hours=9999)]
    assert due_days(days, FRIDAY, FRIDAY, NOON) == []


def test_after_years_a_year_is_caught_up_with() -> None:
    found = due_days([], FRIDAY, date(2023, 6, 1), NOON)
    assert found == working_days(FRIDAY, 263)
    assert found[-1] >= FRIDAY - timedelta(days=366)


def test_days_beyond_the_newest_are_never_asked_for() -> None:
    later = [stored(day, complete=False, hours=999) for day in WEEK[:3]]
    assert max(due_days(later, WEEK[3], FRIDAY, NOON)) == WEEK[3]


DAYS = st.dates(date(2026, 6, 1), date(2026, 8, 20))


@settings(max_examples=200, deadline=None)
@given(
    have=st.dictionaries(DAYS, st.tuples(st.integers(0, 3), st.booleans(), st.integers(-50, 900))),
    newest=DAYS,
    since=st.none() | DAYS,
)
def test_what_is_due_whatever_is_stored(
    have: dict[date, tuple[int, bool, int]], newest: date, since: date | None
) -> None:
    days = [stored(day, papers=n, complete=done, hours=hours) for day, (n, done, hours) in have.items()]
    due = due_days(days, newest, since, NOON)
    assert len(due) == len(set(due))
    assert all(FIRST_DAY <= day <= newest for day in due)
    assert all(day.weekday() < 5 or day == newest or day in have for day in due)
    assert {day for day, (_, done, _) in have.items() if not done and day <= newest} <= set(due)
    missed = (newest - timedelta(days=n) for n in range((newest - (since or newest)).days + 1))
    assert {day for day in missed if day.weekday() < 5 and day not in have} <= set(due)


def test_only_working_days_that_are_missing_or_incomplete_newest_first() -> None:
    stored = [Day(date(2025, 7, 29), papers=3, complete=True), Day(date(2025, 7, 26), papers=3, complete=False)]
    found = archive_days(stored, NEWEST, date(2025, 7, 24), date.max)
    assert [day.day for day in found] == [31, 30, 28, 26, 25, 24]
    assert archive_days([], date(2025, 7, 27), date(2025, 7, 26), date.max) == [date(2025, 7, 27)]
    assert archive_days([], NEWEST, date(2025, 7, 24), date(2025, 7, 27)) == [date(2025, 7, 25), date(2025, 7, 24)]
    assert archive_days([], NEWEST, date(2025, 8, 1), date.max) == []


ANY = st.dates(date(2025, 6, 1), date(2025, 8, 20))


@settings(max_examples=200, deadline=None)
@given(have=st.dictionaries(ANY, st.booleans()), newest=ANY, first=ANY, last=ANY)
def test_once_it_was_fetched_nothing_but_the_newest_day_is_lacking(
    have: dict[date, bool], newest: date, first: date, last: date
) -> None:
    stored = [Day(day, papers=1, complete=complete) for day, complete in have.items()]
    found = archive_days(stored, newest, first, last)
    assert found == sorted(set(found), reverse=True)
    assert all(first <= day <= min(last, newest) for day in found)
    assert not any(have.get(day) for day in found)
    after = [*stored, *(Day(day, papers=1, complete=day < newest) for day in found)]
    known = {day.date: day for day in after}
    assert set(archive_days(list(known.values()), newest, first, last)) <= {newest}
