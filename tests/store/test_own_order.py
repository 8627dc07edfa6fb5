"""Lists in the user's own order, and searches that are sorted by it."""

from __future__ import annotations

from time import process_time

import pytest

from paperreader.learning.explain import explain
from paperreader.mark_fields import ALL_PAPERS, TASTE
from paperreader.models import Cause, MarkChange
from paperreader.store import Store
from paperreader.store.own_order import MAX_SCORED_HERE
from paperreader.views import DayView, Search
from tests.conftest import Clock
from tests.stored_days import LONG, MON, THU, TUE, WED, fill, id_of, ids_of, parsed
from tests.taught import mixed_day, teach, weaver


def ordered(store: Store) -> list[str]:
    return [entry.id for entry in store.taste.in_own_order(store.papers.entries(DayView(THU)))]


def found(store: Store, query: str) -> list[str]:
    return [entry.id for entry in store.searches.find(Search(query)).result()]


def test_what_the_user_likes_comes_first_each_with_the_score_that_is_explained(store: Store, clock: Clock) -> None:
    weaver(store, clock())
    listed = store.taste.in_own_order(store.papers.entries(DayView(THU)))
    assert {entry.id for entry in listed[:2]} == set(ids_of(THU, 3, 9))
    assert sorted(entry.id for entry in listed) == ids_of(THU, *range(1, 13))
    scores = [entry.own_score for entry in listed]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    explained = [explain(store, store.papers.get(entry.id)) for entry in listed]  # type: ignore[arg-type]
    assert scores == pytest.approx([explanation.score for explanation in explained if explanation])


def test_without_anything_to_go_by_votes_say_the_order(store: Store, clock: Clock) -> None:
    assert store.taste.in_own_order([]) == []
    fill(store, {THU: list(reversed(mixed_day(THU)))})
    by_votes = ids_of(THU, *range(1, 13))
    assert ordered(store) == by_votes, "nothing was learned"
    teach(store, clock())
    assert ordered(store) == by_votes, "and there was nothing to learn from"
    assert found(store, "sort:yours") == by_votes
    assert all(entry.own_score is None for entry in store.taste.in_own_order(store.papers.entries(DayView(THU))))


def test_one_star_is_enough_to_sort_by(store: Store, clock: Clock) -> None:
    fill(store, {THU: mixed_day(THU), WED: mixed_day(WED)})
    teach(store, clock(), id_of(WED, 9))
    assert set(ordered(store)[:2]) == set(ids_of(THU, 3, 9))


def test_papers_that_came_a_moment_ago_stand_where_they_will_be(store: Store, clock: Clock) -> None:
    weaver(store, clock())
    later = [*mixed_day(THU), *mixed_day(THU, 20, looms=(15,))[12:]]
    store.ingest.save_day(THU, parsed(later), complete=False).result()
    before = ordered(store)
    assert id_of(THU, 15) in before[:3]
    teach(store, clock())  # other features are rare now, which changes the scores a little
    assert ordered(store) == before


def test_of_too_many_new_papers_only_the_votes_count(store: Store, clock: Clock) -> None:
    weaver(store, clock())
    many = mixed_day(THU, 12 + MAX_SCORED_HERE + 1, looms=(3, 9, 70))
    store.ingest.save_day(THU, parsed(many), complete=False).result()
    assert id_of(THU, 70) not in ordered(store)[:7]
    assert set(ordered(store)[:2]) == set(ids_of(THU, 3, 9))
    teach(store, clock())
    assert set(ordered(store)[:3]) == set(ids_of(THU, 3, 9, 70))


def test_a_search_goes_by_the_score_alone_as_far_as_its_limit(store: Store, clock: Clock) -> None:
    weaver(store, clock())
    everything = found(store, "sort:yours")
    assert set(everything[:8]) == {id_of(day, number) for day in (THU, WED, TUE, MON) for number in (3, 9)}
    by_score = store.taste.in_own_order(store.papers.entries(Search("sort:newest")))
    scores = {entry.id: entry.own_score or 0 for entry in by_score}
    assert everything == sorted(everything, key=lambda id: -scores[id])
    limited = store.searches.find(Search("sort:yours", limit=5)).result()
    assert [entry.id for entry in limited] == everything[:5]
    assert found(store, "looms sort:yours") == [id for id in everything if id in found(store, "looms")]
    assert len(found(store, f"like:{id_of(THU, 3)} sort:yours")) > 1


def test_what_another_program_wrote_is_as_if_nothing_was_learned(store: Store, clock: Clock) -> None:
    weaver(store, clock())
    for damage in ("{", "[]", '{"number": 1}', "null"):
        store.settings.set("learned", damage).result()
        assert ordered(store) == ids_of(THU, *range(1, 13))
        assert len(found(store, "sort:yours")) == 48


@pytest.mark.parametrize("is_new", [False, True])
def test_a_day_of_fifty_is_ordered_at_once(store: Store, clock: Clock, is_new: bool) -> None:
    weaver(store, clock())
    long = [{**each, "paper": {**each["paper"], "summary": LONG[:2000]}} for each in mixed_day(THU, 50)]
    store.ingest.save_day(THU, parsed(long), complete=False).result()
    if not is_new:
        teach(store, clock())
    entries = store.papers.entries(DayView(THU))
    assert len(entries) == 50
    store.taste.in_own_order(entries)  # imports
    took = []
    for _ in range(5):
        start = process_time()
        store.taste.in_own_order(entries)
        took.append(process_time() - start)
    assert min(took) < 0.03


def test_undo_changes_the_order_back(store: Store, clock: Clock) -> None:
    fill(store, {THU: mixed_day(THU), WED: mixed_day(WED)})
    teach(store, clock(), id_of(WED, 1))
    before = ordered(store)
    clock.tick(5)
    teach(store, clock(), id_of(WED, 9))
    assert ordered(store) != before
    store.marks.undo().result()
    teach(store, clock())
    assert ordered(store) == before


def test_what_was_just_said_counts_before_it_is_learned(store: Store, clock: Clock) -> None:
    weaver(store, clock())
    before = ordered(store)
    said = [MarkChange(f"{TASTE}{word}", "down", [ALL_PAPERS]) for word in ("word:loom", "pair:loom weav")]
    store.marks.apply([*said, MarkChange(f"{TASTE}word:rare", "up", [ALL_PAPERS])], Cause.BY_HAND).result()
    listed = store.taste.in_own_order(store.papers.entries(DayView(THU)))
    assert {entry.id for entry in listed[-2:]} == set(ids_of(THU, 3, 9))
    explained = [explain(store, store.papers.get(entry.id)) for entry in listed]  # type: ignore[arg-type]
    assert [entry.own_score for entry in listed] == pytest.approx([each.score for each in explained if each])
    teach(store, clock())
    assert ordered(store) == [entry.id for entry in listed]
    store.marks.undo().result()
    assert ordered(store) == before, "and what was taken back does not"
