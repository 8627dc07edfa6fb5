"""Threads: every comment once and behind what it replies to, whatever the parents say."""

from __future__ import annotations

import random

import pytest

from paperreader.discussion.comment import Comment
from paperreader.discussion.threads import Threads, in_reading_order


def comments(*pairs: str) -> list[Comment]:
    """`b<a` replies to `a`."""
    return [Comment(id, parent) for id, _, parent in (pair.partition("<") for pair in pairs)]


def shape(*pairs: str) -> list[tuple[str, int]]:
    """Ids in the order of reading, and how deep each is."""
    ordered = in_reading_order(comments(*pairs))
    return [(comment.id, depth) for comment, depth in zip(ordered, Threads(ordered).depths, strict=True)]


def test_replies_follow_what_they_reply_to_in_the_order_of_the_hub() -> None:
    assert shape("a", "b", "c<a", "d<c", "e<a", "f<b") == [
        *[("a", 0), ("c", 1), ("d", 2), ("e", 1)],
        *[("b", 0), ("f", 1)],
    ]


def test_a_reply_may_come_before_what_it_replies_to() -> None:
    assert shape("b<a", "c<b", "a") == [("a", 0), ("b", 1), ("c", 2)]


def test_orphans_begin_a_thread() -> None:
    assert shape("a", "b<gone", "c<b") == [("a", 0), ("b", 0), ("c", 1)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (("a<a",), [("a", 0)]),
        (("a<b", "b<a"), [("a", 0), ("b", 1)]),
        (("x<a", "a<b", "b<c", "c<a"), [("a", 0), ("x", 1), ("c", 1), ("b", 2)]),
    ],
)
def test_circles_are_cut(pairs: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    assert shape(*pairs) == expected


def test_the_same_comment_twice_is_one() -> None:
    assert shape("a", "b<a", "a", "b") == [("a", 0), ("b", 1)]


@pytest.mark.parametrize("seed", range(20))
def test_any_parents_make_threads(seed: int) -> None:
    chance = random.Random(seed)
    ids = [str(n) for n in range(60)]
    given = [Comment(id, chance.choice([*ids, "", "gone"])) for id in ids]
    ordered = in_reading_order(given)
    assert sorted(comment.id for comment in ordered) == sorted(ids)
    threads = Threads(ordered)
    parents = {comment.id: comment.parent for comment in given}
    for place, above in enumerate(threads.parents):
        assert above is None or (above < place and parents[ordered[place].id] == ordered[above].id)
        assert place + 1 == threads.below(place).start
        assert all(threads.depths[each] > threads.depths[place] for each in threads.below(place))


def test_ten_thousand_replies_to_replies_are_no_problem() -> None:
    ordered = in_reading_order(Comment(str(n), str(n - 1) if n else "") for n in range(10_000))
    assert Threads(ordered).depths == list(range(10_000))
    circle = in_reading_order(Comment(str(n), str((n + 1) % 10_000)) for n in range(10_000))
    assert len(circle) == 10_000


def test_neighbours_are_the_starts_of_threads() -> None:
    threads = Threads(in_reading_order(comments("a", "b<a", "c<b", "d", "e", "f<e")))
    assert [threads.neighbour(place, 1) for place in range(6)] == [3, 3, 3, 4, None, None]
    assert [threads.neighbour(place, -1) for place in range(6)] == [None, 0, 0, 0, 3, 4]
    assert [threads.first_of(place) for place in range(6)] == [0, 0, 0, 3, 4, 4]


def test_stored_comments_whose_parent_comes_later_do_not_confuse_them() -> None:
    """What another program wrote into the store."""
    assert Threads(comments("b<a", "a", "c<b")).depths == [0, 0, 1]
