"""Papers for a second look: passed over, and later in the top tenth of their day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.mark_fields import COPIED, LINGERED, LOOKED_AGAIN, NOTE, READ, STARRED, TAG, TEXT
from paperreader.models import Cause, Passed, Rise
from paperreader.store import Store
from paperreader.views import Collection
from tests.conftest import Clock
from tests.second_look import DAY, HOUR, id_of, pass_over, play, save
from tests.stores import a_paper

MONDAY = date(2026, 7, 27)


def listed(store: Store) -> list[str]:
    entries = store.papers.entries(Collection.SECOND_LOOK)
    assert store.second_look.count().result() == len(entries)
    return [entry.id for entry in entries]


@pytest.mark.parametrize("cause", [Cause.SKIPPED, Cause.PASSED, Cause.BULK])
def test_what_was_passed_over_and_rose_is_listed_with_its_rise(store: Store, clock: Clock, cause: Cause) -> None:
    play(store, clock, 12, 20, cause=cause)
    first, second = store.papers.entries(Collection.SECOND_LOOK)
    assert (first.id, first.day, first.upvotes, first.rise) == (id_of(20), DAY, 120, Rise(120))
    assert first.passed == Passed(datetime(2026, 7, 29, 13, tzinfo=UTC), 0, 1, 30)
    assert (second.id, second.passed and second.passed.place) == (id_of(12), 2)
    assert listed(store) == [id_of(20), id_of(12)]


@pytest.mark.parametrize("cause", [Cause.OPENED, Cause.BY_HAND])
def test_what_was_opened_or_marked_by_hand_was_not_passed_over(store: Store, clock: Clock, cause: Cause) -> None:
    play(store, clock, 12, cause=cause)
    assert listed(store) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [*((name, True) for name in (STARRED, f"{TAG}later", COPIED, TEXT, LINGERED)), (NOTE, '{"text": "so"}')],
)
def test_what_the_user_did_something_with_is_not_listed(
    store: Store, clock: Clock, field: str, value: bool | str
) -> None:
    play(store, clock, 12, 13)
    store.marks.set(field, value, [id_of(12)], Cause.BY_HAND).result()
    assert listed(store) == [id_of(13)]
    store.marks.undo().result()
    assert listed(store) == [id_of(13), id_of(12)]


def test_what_was_gone_to_by_its_id_or_is_hidden_is_not_listed(store: Store, clock: Clock) -> None:
    play(store, clock, 12, 13)
    store.opened.record([id_of(12)]).result()
    assert listed(store) == [id_of(13)]
    store.searches.save("all", "paper", hides=True).result()
    assert listed(store) == []


def test_only_a_rise_into_the_top_tenth_counts(store: Store, clock: Clock) -> None:
    save(store, {1: 60, 2: 50, 12: 40, 13: 2})
    clock.tick(HOUR)
    pass_over(store, 1, 2, 12, 13, 14)
    clock.tick(HOUR)
    save(store, {1: 90, 2: 50, 12: 80, 13: 39, 14: 41})
    assert listed(store) == [], "three of thirty papers: 1 and 12 were there, 2 is there still"
    save(store, {1: 90, 2: 50, 12: 80, 13: 51, 14: 0})
    assert listed(store) == [id_of(13)]


def test_a_tie_does_not_make_the_top_tenth_larger(store: Store, clock: Clock) -> None:
    save(store, {})
    clock.tick(HOUR)
    pass_over(store, *range(11, 16))
    clock.tick(HOUR)
    save(store, {11: 90, 12: 80, 13: 70, 14: 70})
    assert listed(store) == [id_of(11), id_of(12)], "the third place is shared by two: that would be four of thirty"
    save(store, {11: 90, 12: 80, 13: 80, 14: 70})
    assert listed(store) == [id_of(11), id_of(13), id_of(12)]
    places = [entry.passed.place for entry in store.papers.entries(Collection.SECOND_LOOK) if entry.passed]
    assert places == [1, 2, 2]


def test_a_paper_on_top_among_many_others_with_as_few_votes_was_not_at_the_top(store: Store, clock: Clock) -> None:
    save(store, {}, others=0)
    clock.tick(HOUR)
    pass_over(store, 12)
    clock.tick(HOUR)
    save(store, {12: 30}, others=0)
    assert listed(store) == [id_of(12)]


@pytest.mark.parametrize(("papers", "found"), [(3, False), (9, False), (10, True)])
def test_a_day_of_less_than_ten_papers_has_no_top_tenth(store: Store, clock: Clock, papers: int, found: bool) -> None:
    save(store, {}, papers=papers)
    clock.tick(HOUR)
    pass_over(store, 3)
    clock.tick(HOUR)
    save(store, {3: 100}, papers=papers)
    assert bool(listed(store)) is found


def test_the_top_tenth_is_of_the_papers_that_were_there(store: Store, clock: Clock) -> None:
    save(store, {2: 50}, papers=12)
    clock.tick(HOUR)
    pass_over(store, 2)
    clock.tick(HOUR)
    save(store, {2: 90}, papers=60)
    assert listed(store) == [], "it was the first of twelve, and is the first of sixty"


def test_votes_that_fell_or_that_nobody_knows_are_no_rise(store: Store, clock: Clock, path: Path) -> None:
    pass_over(store, 14)
    clock.tick(HOUR)
    save(store, {12: 50, 13: 60, 14: 70})
    clock.tick(HOUR)
    pass_over(store, 12, 13)
    clock.tick(HOUR)
    save(store, {12: 40, 13: 60, 14: 90})
    assert listed(store) == [], "14 was passed over on another machine, before this one knew of it"


def test_a_place_that_others_left_is_no_rise(store: Store, clock: Clock) -> None:
    save(store, {1: 50, 2: 50, 3: 50, 12: 40})
    clock.tick(HOUR)
    pass_over(store, 12)
    clock.tick(HOUR)
    save(store, {12: 40})
    assert listed(store) == []
    save(store, {12: 41})
    assert listed(store) == [id_of(12)]


def test_it_is_gone_once_looked_at_and_stays_so_when_it_rises_on(store: Store, clock: Clock) -> None:
    play(store, clock, 12, 13)
    store.marks.set(LOOKED_AGAIN, True, [id_of(13)], Cause.SKIPPED).result()
    clock.tick(HOUR)
    save(store, {12: 112, 13: 500})
    assert listed(store) == [id_of(12)]
    store.marks.undo().result()
    assert listed(store) == [id_of(13), id_of(12)]
    store.marks.redo().result()
    assert listed(store) == [id_of(12)]


def test_nine_of_a_week_and_no_tenth_for_those_that_were_looked_at(store: Store, clock: Clock) -> None:
    for day in (MONDAY, MONDAY + timedelta(1), DAY, DAY + timedelta(1)):
        play(store, clock, 11, 12, 13, day=day)
    week_before = MONDAY - timedelta(3)
    play(store, clock, 14, day=week_before)
    [most, *_] = found = listed(store)
    assert len(found) == 10
    assert most == id_of(14, week_before), "the most risen first"
    seen = found[1:]
    assert {id_of(11, MONDAY), id_of(11, MONDAY + timedelta(1)), id_of(11, DAY)}.isdisjoint(seen)
    store.marks.set(LOOKED_AGAIN, True, seen[:5], Cause.PASSED).result()
    store.marks.set(STARRED, True, seen[:1], Cause.BY_HAND).result()
    assert listed(store) == [most, *seen[5:]]


def test_weeks_are_those_of_iso_across_new_year(store: Store, clock: Clock) -> None:
    clock.now = datetime(2027, 1, 8, 12, tzinfo=UTC)
    for day in (date(2026, 12, 28), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)):
        play(store, clock, 11, 12, 13, day=day)
    assert len(listed(store)) == 9
    play(store, clock, 11, day=date(2027, 1, 4))
    assert len(listed(store)) == 10


def test_old_weeks_fall_out(store: Store, clock: Clock) -> None:
    play(store, clock, 11, day=MONDAY - timedelta(weeks=4))
    play(store, clock, 11, day=MONDAY - timedelta(weeks=4, days=3))
    assert listed(store) == [id_of(11, MONDAY - timedelta(weeks=4))]
    clock.tick(days=7)
    assert listed(store) == []


def test_a_paper_of_two_days_is_of_the_first(store: Store, clock: Clock) -> None:
    play(store, clock, 12)
    [entry] = store.papers.entries(Collection.SECOND_LOOK)
    others = [a_paper(n, upvotes=1) for n in range(12)]
    papers = [*(paper for _, paper in store.papers.of_entries([entry])), *others]
    store.ingest.save_day(DAY + timedelta(1), papers, complete=False).result()
    [again] = store.papers.entries(Collection.SECOND_LOOK)
    assert (again.day, again.passed) == (DAY, entry.passed)


def test_marks_of_another_machine_count(store: Store, clock: Clock, tmp_path: Path) -> None:
    other = Store(tmp_path / "other.db", now=clock)
    now = clock.now
    clock.now = datetime(2026, 7, 29, 12, tzinfo=UTC)
    save(store, {})
    clock.tick(HOUR)
    pass_over(other, 12, 13)
    clock.tick(HOUR)
    save(store, {12: 100, 13: 90})
    clock.now = now
    assert listed(store) == []
    store.marks.merge(other.marks.all()).result()
    assert listed(store) == [id_of(12), id_of(13)]
    other.marks.set(LOOKED_AGAIN, True, [id_of(12)], Cause.PASSED).result()
    store.marks.merge(other.marks.all()).result()
    assert listed(store) == [id_of(13)]
    assert store.marks.next_step(redo=False) is None, "neither of them is undone here"
    other.close()


def test_an_empty_store_and_one_that_cannot_be_written(opened: Callable[..., Store], clock: Clock) -> None:
    store = opened()
    assert listed(store) == []
    play(store, clock, 12)
    assert listed(opened(read_only=True)) == [id_of(12)]


def test_marked_unread_again_it_is_among_the_unread(store: Store, clock: Clock) -> None:
    play(store, clock, 12)
    store.marks.set(READ, False, [id_of(12)], Cause.BY_HAND).result()
    assert listed(store) == []


@pytest.mark.parametrize("at", ["2026-07-29 at noon", b"\xff", "2026-02-31T12:00:00.000000Z"])
def test_a_mark_whose_time_another_program_wrote_costs_its_own_row(
    store: Store, clock: Clock, path: Path, at: str | bytes
) -> None:
    play(store, clock, 12, 20)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mark SET at = ?, step = NULL WHERE paper = ?", (at, id_of(12)))
        connection.execute("UPDATE sample SET at = min(at, '2026-02-01T12:00:00.000000Z') WHERE upvotes < 100")
        connection.commit()
    assert [entry.id for entry in store.papers.entries(Collection.SECOND_LOOK)] == [id_of(20)]
