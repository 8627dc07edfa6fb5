"""The threads of a discussion: comments in the order of reading, and which belongs below which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperreader.discussion.comment import Comment


def in_reading_order(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Each comment once, behind the one that it replies to.

    A reply to a comment that is not there begins a thread, and so does the first of those that reply in a circle.
    """
    known: dict[str, Comment] = {}
    for comment in comments:
        known.setdefault(comment.id, comment)
    firsts = _firsts(known)
    replies: dict[str, list[Comment]] = {}
    for comment in known.values():
        parent = "" if comment.id in firsts else comment.parent
        replies.setdefault(parent, []).append(comment if parent == comment.parent else comment._replace(parent=parent))
    ordered: list[Comment] = []
    waiting = replies.get("", [])[::-1]
    while waiting:
        ordered.append(comment := waiting.pop())
        waiting += replies.get(comment.id, [])[::-1]
    return tuple(ordered)


def _firsts(known: dict[str, Comment]) -> set[str]:
    """Those that begin a thread."""
    firsts: set[str] = set()
    settled: set[str] = set()
    for id in known:
        path: dict[str, None] = {}
        while id not in settled and id not in path:
            path[id] = None
            if (parent := known[id].parent) not in known or parent in path:
                firsts.add(parent if parent in path else id)
                break
            id = parent
        settled.update(path)
    return firsts


class Threads:
    """How the comments of a discussion hang together, by their places in the order of reading."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self.parents: list[int | None] = []
        """Of each comment; None for the first of a thread."""
        self.depths: list[int] = []
        """0 for the first of a thread."""
        places = {comment.id: place for place, comment in enumerate(comments)}
        for place, comment in enumerate(comments):
            parent = places.get(comment.parent, place) if comment.parent else place
            is_first = parent >= place
            self.parents.append(None if is_first else parent)
            self.depths.append(0 if is_first else self.depths[parent] + 1)
        self._ends = list(range(1, len(comments) + 1))
        for place in reversed(range(len(comments))):
            if (above := self.parents[place]) is not None:
                self._ends[above] = max(self._ends[above], self._ends[place])

    def below(self, place: int) -> range:
        """All that hangs on a comment: its replies, theirs, and so on."""
        return range(place + 1, self._ends[place])

    def first_of(self, place: int) -> int:
        """The first comment of the thread."""
        while (parent := self.parents[place]) is not None:
            place = parent
        return place

    def neighbour(self, place: int, step: int) -> int | None:
        """The first comment of the next (1) or previous (-1) thread; of this one, if the place is further down."""
        first = self.first_of(place)
        if step > 0:
            after = self._ends[first]
            return after if after < len(self.parents) else None
        if first < place:
            return first
        return self.first_of(first - 1) if first > 0 else None
