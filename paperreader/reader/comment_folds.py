"""How much of each comment of a discussion is shown."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from paperreader.discussion.comment import Comment
from paperreader.discussion.threads import Threads

LONG_CHARACTERS, LONG_LINES = 1_500, 24
"""Of a comment that is shown in part at first: it has more than either."""


class Fold(Enum):
    """How much of a comment is shown."""

    FOLDED = "one line, without its replies"
    PART = "the beginning"
    WHOLE = "all of it"


class CommentFolds:
    """At first what a bot says is folded, and a long comment is shown in part."""

    def __init__(self, comments: Sequence[Comment], threads: Threads, wanted: dict[str, Fold]) -> None:
        """`wanted`: by comment id, as the user has folded and unfolded; changed with what they do."""
        self._comments, self._threads, self.wanted = comments, threads, wanted
        self._visible: list[bool] = []
        self._find_visible()

    def of(self, place: int) -> Fold:
        """How much of the comment is shown."""
        comment = self._comments[place]
        if (wanted := self.wanted.get(comment.id)) is not None:
            return wanted
        if "bot" in comment.roles:
            return Fold.FOLDED
        is_long = len(comment.text) > LONG_CHARACTERS or comment.text.count("\n") > LONG_LINES
        return Fold.PART if is_long else Fold.WHOLE

    def set(self, place: int, fold: Fold) -> None:
        self.wanted[self._comments[place].id] = fold
        self._find_visible()

    def restore(self, wanted: dict[str, Fold]) -> None:
        """Fold and unfold as it was."""
        self.wanted = wanted
        self._find_visible()

    def is_visible(self, place: int) -> bool:
        """Not folded away with what it replies to."""
        return self._visible[place]

    def reveal(self, place: int) -> None:
        """Unfold what hides the comment."""
        above = self._threads.parents[place]
        while above is not None:
            if self.of(above) is Fold.FOLDED:
                self.wanted[self._comments[above].id] = Fold.WHOLE
            above = self._threads.parents[above]
        self._find_visible()

    def _find_visible(self) -> None:
        self._visible = [True] * len(self._comments)
        for place, parent in enumerate(self._threads.parents):
            if parent is not None:
                self._visible[place] = self._visible[parent] and self.of(parent) is not Fold.FOLDED
