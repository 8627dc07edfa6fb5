"""Discussions in the store: what is new, how many comments a list knows to be unseen, and damage."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from paperreader.discussion.blocks import with_blocks
from paperreader.discussion.comment import Comment, Reaction
from paperreader.fulltext.blocks import plain
from paperreader.models import Entry
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import Clock
from tests.hub_server.items import papers
from tests.stored_days import THU, fill, id_of

PAPER = id_of(THU, 1)
NOON = datetime(2026, 7, 30, 12, tzinfo=UTC)
FULL = Comment(
    *("c2", "c1", "Ada Brook", "ada-brook", NOON, "We *weave*.", ("author", "HF"), False, True),
    (Reaction("🔥", 3), Reaction("👍", 1)),
)


def comments(*ids: str) -> list[Comment]:
    return [Comment(id, text=f"**{id}**") for id in ids]


def stored_in(store: Store, *listed: int) -> None:
    """Thursday's papers with so many comments each."""
    items = papers(THU, len(listed))
    for item, count in zip(items, listed, strict=True):
        item["numComments"] = count
    fill(store, {THU: items})


def save(store: Store, *ids: str) -> None:
    store.discussions.save(PAPER, list(with_blocks(comments(*ids)))).result()


def new(store: Store) -> list[str]:
    discussion = store.discussions.get(PAPER)
    assert discussion is not None
    return [comment.id for comment in discussion.comments if comment.is_new]


def entry(store: Store) -> Entry:
    return store.papers.entries(DayView(THU))[0]


def test_a_discussion_comes_back_as_it_was_saved(store: Store, clock: Clock) -> None:
    assert store.discussions.get(PAPER) is None
    given = tuple(with_blocks([Comment("c1", text="> one\n\n`two`"), FULL, Comment("c3", is_hidden=True, text="Spam")]))
    store.discussions.save(PAPER, given, is_cut=True).result()
    found = store.discussions.get(PAPER)
    assert found is not None
    assert (found.comments, found.fetched, found.is_cut) == (given, clock(), True)
    assert [plain(block.runs) for block in found.comments[0].blocks] == ["one", "two"]  # type: ignore[union-attr]


def test_another_answer_takes_the_place_of_the_last(store: Store) -> None:
    save(store, "a", "b")
    save(store, "b", "c")
    found = store.discussions.get(PAPER)
    assert found is not None
    assert [comment.id for comment in found.comments] == ["b", "c"]
    save(store)
    found = store.discussions.get(PAPER)
    assert found is not None
    assert found.comments == ()


def test_new_is_what_came_after_the_last_visit(store: Store, clock: Clock) -> None:
    save(store, "a", "b")
    assert new(store) == []  # nobody was ever here
    store.discussions.see(PAPER).result()
    clock.tick(60)
    save(store, "a", "b", "c")
    assert new(store) == ["c"]
    store.discussions.see(PAPER).result()
    clock.tick(60)
    assert new(store) == ["c"]  # still the same visit
    clock.tick(3600)
    assert new(store) == []
    save(store, "a", "c", "d")
    assert new(store) == ["d"]


def test_a_list_counts_what_came_since_the_discussion_was_read(store: Store) -> None:
    stored_in(store, 2)
    assert entry(store).new_comments == 0
    save(store, "a", "b")
    assert entry(store).new_comments == 0
    store.discussions.see(PAPER).result()
    stored_in(store, 5)
    assert (entry(store).comments, entry(store).new_comments) == (5, 3)
    save(store, *"abcde")
    assert entry(store).new_comments == 3
    store.discussions.see(PAPER).result()
    assert entry(store).new_comments == 0
    stored_in(store, 1)
    assert entry(store).new_comments == 0


def test_comments_that_were_read_are_no_gain_of_the_list(store: Store, clock: Clock) -> None:
    stored_in(store, 2)
    view = DayView(THU)
    store.visits.record(view).result()
    clock.tick(7200)
    stored_in(store, 6)
    assert store.visits.rise([PAPER], store.visits.last(view))[PAPER].comments == 4
    save(store, *"abcdef")
    store.discussions.see(PAPER).result()
    assert entry(store).new_comments == 0
    assert PAPER not in store.visits.rise([PAPER], store.visits.last(view))
    stored_in(store, 7)
    assert store.visits.rise([PAPER], store.visits.last(view))[PAPER].comments == 1


def test_a_hub_that_counts_in_another_way_has_nothing_new_for_ever(store: Store) -> None:
    stored_in(store, 4)
    save(store, "a", "b")
    store.discussions.see(PAPER).result()
    assert entry(store).new_comments == 0
    stored_in(store, 5)
    assert entry(store).new_comments == 1


def test_what_was_seen_offline_is_not_more_than_is_stored(store: Store) -> None:
    stored_in(store, 2)
    save(store, "a", "b")
    stored_in(store, 5)
    store.discussions.see(PAPER).result()
    assert entry(store).new_comments == 3


def test_more_comments_than_the_list_knew_are_counted_in_the_list(store: Store) -> None:
    stored_in(store, 1)
    save(store, "a", "b", "c")
    assert entry(store).comments == 3


def test_a_paper_that_is_not_stored_may_have_a_discussion(store: Store) -> None:
    save(store, "a")
    store.discussions.see(PAPER).result()
    stored_in(store, 3)
    assert entry(store).new_comments == 2


def test_what_cannot_be_read_is_as_if_it_were_not_stored(store: Store) -> None:
    for column, value in (("reactions", "{"), ("reactions", "7"), ("at", "noon")):
        save(store, "a")
        with sqlite3.connect(store.path) as connection:
            connection.execute(f"UPDATE comment SET {column} = ?", (value,))
        assert store.discussions.get(PAPER) is None, (column, value)


def test_a_comment_whose_blocks_are_damaged_says_nothing(store: Store) -> None:
    for blocks in ("[1]", "{", "[1, 2, 3]", "[9]\n[]", 7):
        save(store, "a")
        with sqlite3.connect(store.path) as connection:
            connection.execute("UPDATE comment SET blocks = ?, author = 7, roles = 7", (blocks,))
        found = store.discussions.get(PAPER)
        assert found is not None
        assert (found.comments[0].blocks, found.comments[0].author) == ((), "7")


def test_a_repair_carries_discussions_over(path: Path, clock: Clock) -> None:
    with closing(Store(path, now=clock)) as store:
        stored_in(store, 2)
        store.discussions.save(PAPER, list(with_blocks([FULL, Comment("c3", text="> one")]))).result()
        store.discussions.see(PAPER).result()
        before = store.discussions.get(PAPER)
        (root,) = store._database.read(
            lambda db: db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sample'").fetchone()
        )
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\x55" * 4096
    path.write_bytes(data)
    path.with_name(f"{path.name}.damaged").touch()
    with closing(Store(path, now=clock)) as store:
        assert "could be recovered into a new one" in str(store.repaired)
        assert store.discussions.get(PAPER) == before
        stored_in(store, 3)
        assert entry(store).new_comments == 1
