"""Undo and redo of saved searches, rules and follows, in their order among marks."""

from __future__ import annotations

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause, UndoStep
from paperreader.store import Store
from tests.conftest import FRIDAY
from tests.stores import a_paper

ONE, TWO = "2607.00001", "2607.00002"


@pytest.fixture
def store(store: Store) -> Store:
    papers = [a_paper(1, title="A loom"), a_paper(2, title="A boat")]
    store.ingest.save_day(FRIDAY, papers, complete=False).result()
    return store


def saved(store: Store) -> list[tuple[str, str, str]]:
    return [(search.kind, search.name, search.query) for search in store.searches.saved()]


def followed(store: Store) -> list[str]:
    return [entry.id for entry in store.papers.entries_of([ONE, TWO]) if entry.followed]


def starred(store: Store) -> set[str]:
    return {entry.id for entry in store.papers.entries_of([ONE, TWO]) if entry.starred}


def undo(store: Store) -> UndoStep | None:
    return store.marks.undo().result()


def redo(store: Store) -> UndoStep | None:
    return store.marks.redo().result()


def test_a_follow_is_undone_and_redone_in_its_turn(store: Store) -> None:
    store.marks.set(STARRED, True, [ONE], Cause.BY_HAND).result()
    store.searches.save("looms", "title:loom", follows=True, is_step=True).result()
    store.marks.set(STARRED, True, [TWO], Cause.BY_HAND).result()
    assert followed(store) == [ONE]
    assert (step := undo(store))
    assert step.papers == (TWO,)
    assert followed(store) == [ONE]
    assert (step := undo(store))
    assert step.searches
    assert step.searches[1] is None
    assert (followed(store), saved(store), starred(store)) == ([], [], {ONE})
    assert (step := undo(store))
    assert step.papers == (ONE,)
    assert undo(store) is None
    for _ in range(3):
        redo(store)
    assert redo(store) is None
    assert (followed(store), saved(store), starred(store)) == (
        [ONE],
        [("follow", "looms", "title:loom")],
        {ONE, TWO},
    )


@pytest.mark.parametrize("kind", [{}, {"hides": True}, {"follows": True}], ids=["search", "rule", "follow"])
def test_what_was_deleted_comes_back_in_its_place(store: Store, kind: dict[str, bool]) -> None:
    for name in ("a", "b", "c"):
        store.searches.save(name, "title:boat" if name == "b" else f"title:{name}", **kind).result()
    before = store.searches.saved(), store.papers.totals(), followed(store)
    store.searches.delete("b", is_step=True).result()
    assert [search.name for search in store.searches.saved()] == ["a", "c"]
    undo(store)
    assert (store.searches.saved(), store.papers.totals(), followed(store)) == before
    redo(store)
    assert [search.name for search in store.searches.saved()] == ["a", "c"]


def test_a_name_is_given_back(store: Store) -> None:
    store.searches.save("a", "loom").result()
    store.searches.rename("a", "b", is_step=True).result()
    undo(store)
    assert saved(store) == [("saved search", "a", "loom")]
    redo(store)
    assert saved(store) == [("saved search", "b", "loom")]


def test_what_was_changed_since_is_left_alone_and_said_to_be(store: Store) -> None:
    store.searches.save("a", "loom", is_step=True).result()
    store.searches.rename("a", "b").result()  # by another program
    step = undo(store)
    assert step is not None
    assert (step.searches, step.papers) == (None, ())
    assert saved(store) == [("saved search", "b", "loom")]
    store.searches.rename("b", "c", is_step=True).result()
    store.searches.save("b", "boat").result()
    assert (step := undo(store))
    assert step.searches is None
    assert saved(store) == [("saved search", "c", "loom"), ("saved search", "b", "boat")]


def test_what_is_refused_is_no_step(store: Store) -> None:
    store.searches.save("a", "loom").result()
    store.searches.save("b", "boat").result()
    assert store.searches.rename("a", "b", is_step=True).exception() is not None
    assert store.searches.save("c", "is:unread", hides=True, is_step=True).exception() is not None
    store.searches.delete("none", is_step=True).result()
    assert undo(store) is None


def test_the_journal_outlives_the_program(store: Store, opened: object) -> None:
    store.searches.save("looms", "title:loom", follows=True, is_step=True).result()
    store.close()
    again = opened()  # type: ignore[operator]
    assert undo(again) is not None
    assert saved(again) == []
