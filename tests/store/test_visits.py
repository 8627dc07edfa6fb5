"""What rose since the user last looked, from the samples that refreshes keep."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from paperreader.models import Rise
from paperreader.store import Store
from paperreader.views import Collection, DayView, View
from tests.conftest import FRIDAY, THURSDAY, Clock
from tests.stores import a_paper

ONE, TWO = "2607.00001", "2607.00002"
HOUR = 3600
FRIDAY_VIEW = DayView(FRIDAY)


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    return opened()


def risen(store: Store, view: View = FRIDAY_VIEW) -> dict[str, Rise]:
    return store.visits.rise([ONE, TWO, "no id", "2607.99999"], store.visits.last(view))


def save(store: Store, upvotes: int, comments: int = 0, stars: int | None = None) -> None:
    paper = a_paper(1, upvotes=upvotes, comments=comments, github_stars=stars)
    store.ingest.save_day(FRIDAY, [paper, a_paper(2, upvotes=1)], complete=False).result()


def test_what_was_never_looked_at_has_not_risen(store: Store, clock: Clock) -> None:
    for upvotes in (1, 5):
        save(store, upvotes)
        clock.tick(HOUR)
    assert risen(store) == {}


def test_from_nine_to_five_and_on_to_the_next_morning(store: Store, clock: Clock) -> None:
    save(store, 84, 2, 10)
    store.visits.record(FRIDAY_VIEW).result()
    clock.tick(8 * HOUR)
    save(store, 121, 3, 15)
    assert risen(store) == {ONE: Rise(37, 1, 5)}
    store.visits.record(FRIDAY_VIEW).result()
    assert risen(store) == {ONE: Rise(37, 1, 5)}, "it is the same visit"
    clock.tick(HOUR / 2)
    save(store, 130, 3, 15)
    store.visits.record(FRIDAY_VIEW).result()
    assert risen(store) == {ONE: Rise(46, 1, 5)}, "coming back soon shows it still"
    clock.tick(15 * HOUR)
    save(store, 140, 3, None)
    assert risen(store) == {ONE: Rise(10)}, "since the last visit ended"


def test_during_the_first_visit_it_rises_from_its_beginning(store: Store, clock: Clock) -> None:
    save(store, 84)
    store.visits.record(FRIDAY_VIEW).result()
    clock.tick(600)
    save(store, 90)
    assert risen(store) == {ONE: Rise(6)}


def test_each_view_has_its_own_last_look(store: Store, clock: Clock) -> None:
    save(store, 84)
    store.visits.record(FRIDAY_VIEW).result()
    store.visits.record(Collection.STARRED).result()
    clock.tick(2 * HOUR)
    save(store, 90)
    store.visits.record(Collection.STARRED).result()
    clock.tick(2 * HOUR)
    save(store, 95)
    assert risen(store) == {ONE: Rise(11)}
    assert risen(store, Collection.STARRED) == {ONE: Rise(5)}
    assert risen(store, DayView(THURSDAY)) == {}


def test_what_fell_is_not_told_and_what_came_since_has_not_risen(store: Store, clock: Clock) -> None:
    save(store, 84, 5, 10)
    store.visits.record(FRIDAY_VIEW).result()
    clock.tick(2 * HOUR)
    save(store, 80, 6, 9)
    store.ingest.save_day(THURSDAY, [a_paper(3, upvotes=9)], complete=False).result()
    clock.tick(1)
    store.ingest.save_day(THURSDAY, [a_paper(3, upvotes=19)], complete=False).result()
    assert risen(store) == {ONE: Rise(0, 1, 0)}
    assert store.visits.rise(["2607.00003"], store.visits.last(FRIDAY_VIEW)) == {}
    save(store, 84, 5, 10)
    assert risen(store) == {}


def test_a_figure_that_the_first_answer_left_out_has_not_risen_once_it_is_known(store: Store, clock: Clock) -> None:
    store.ingest.save_papers([a_paper(1, upvotes=84)]).result()  # the Hub tells no comments of a single paper
    store.visits.record(FRIDAY_VIEW).result()
    clock.tick(HOUR)
    save(store, 84, comments=6)
    assert risen(store) == {}
    clock.tick(2 * HOUR)
    store.visits.record(FRIDAY_VIEW).result()
    clock.tick(2 * HOUR)
    save(store, 90, comments=7)
    assert risen(store) == {ONE: Rise(6, 1)}
    store.ingest.save_papers([a_paper(1, upvotes=99)]).result()
    assert risen(store) == {ONE: Rise(15, 1)}, "what a search tells of it later counts"
