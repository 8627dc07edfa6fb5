"""Finding something in the discussion that is open, as it is found in a text: what `TextFinder` types into."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol, overload

from paperreader.discussion.comment import Comment
from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Fulltext, Paragraph, Run
from paperreader.reader.changes import Change, Changed
from paperreader.reader.comment_folds import CommentFolds, Fold
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_place import Place
from paperreader.reader.text_search import MAX_MOVE_S, TextSearch

SEARCH_AT_ONCE_S, SEARCH_SLICE_S = 0.008, 0.005
"""How long comments are searched before the letter is shown, and then between two keys."""


class Comments(Protocol):
    """A discussion, as far as this file knows it."""

    paper: str
    comments: tuple[Comment, ...]
    here: int
    folds: CommentFolds

    def show(self, place: int, fold: Fold | None = None) -> None: ...


class CommentTexts(Sequence[Block]):
    """What each comment says as one paragraph, read when it is searched; its characters count behind the head."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self._comments = comments

    def __len__(self) -> int:
        return len(self._comments)

    @overload
    def __getitem__(self, place: int) -> Block: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Block]: ...
    def __getitem__(self, place: int | slice) -> Block | Sequence[Block]:
        if isinstance(place, slice):
            return CommentTexts(self._comments[place])
        blocks = () if self._comments[place].is_hidden else self._comments[place].blocks
        return Paragraph((Run("\n" + "\n".join(map(block_text, blocks))),))


class DiscussionSearch:
    """The search ends with the discussion; comments that come meanwhile are searched, too."""

    def __init__(self, discussion: Comments, *, tasks: Tasks, changed: Changed) -> None:
        self._discussion, self._tasks, self._changed = discussion, tasks, changed
        self._paper = ""
        self._comments: tuple[Comment, ...] = ()
        self._search = TextSearch(Fulltext(()))
        self._folds: dict[str, Fold] | None = None
        """What was folded before matches were looked at."""

    @property
    def search(self) -> TextSearch:
        discussion = self._discussion
        if self._comments is not discussion.comments:
            text = self._search.text if self._paper == discussion.paper else ""
            self._paper, self._comments = discussion.paper, discussion.comments
            self._search = TextSearch(Fulltext(CommentTexts(discussion.comments)))
            if text:
                self._search.start(text, discussion.here)
                self._search_on()
        return self._search

    @property
    def here(self) -> Place:
        return Place(self._discussion.here)

    @property
    def match(self) -> tuple[int, int] | None:
        """The current match: its comment, and where it begins there."""
        current = self.search.current
        if current is None or not (ranges := self.search.ranges(current.block)):
            return None
        return current.block, ranges[min(current.number, len(ranges) - 1)][0]

    def find(self, text: str, origin: Place) -> None:
        """Look for a text, and go to the first match from here on, all around."""
        self._tasks.cancel("searching the discussion")
        if self._folds is None:
            self._folds = dict(self._discussion.folds.wanted)
        self.search.start(text, origin.block)
        self.search.step(SEARCH_AT_ONCE_S)
        self._go_to_first(origin)
        self._search_on(origin)

    def show(self, place: Place) -> None:
        """Go back to where the search began, with what was folded then."""
        if self._folds is not None:
            self._discussion.folds.restore(self._folds)
            self._folds = None
        self._discussion.show(place.block)

    def settle(self, origin: Place) -> None:
        """The user stays at the match, which is found now if it can be."""
        self._folds = None
        if self.search.text and self.search.current is None:
            self.search.step(MAX_MOVE_S)
            self._go_to_first(origin)

    def jumped_from(self, origin: Place) -> None:
        """No key leads back through a discussion."""

    def stop(self) -> bool:
        """Look for nothing any more; False if nothing was looked for."""
        if not self.search.text:
            return False
        self._tasks.cancel("searching the discussion")
        self.search.start("", 0)
        self._changed(Change.DISCUSSION_MATCHES | Change.STATUS)
        return True

    def go_to_match(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) match, all around; False if there is none."""
        if self.search.move(step, self.here) is None:
            return False
        self._show_match()
        return True

    def _search_on(self, origin: Place | None = None) -> None:
        if not self._search.is_complete:
            self._tasks.start("searching the discussion", self._search_rest, origin)

    async def _search_rest(self, origin: Place | None) -> None:
        search, here = self._search, self._discussion.here
        while not search.is_complete and search is self._search:
            await asyncio.sleep(0)
            search.step(SEARCH_SLICE_S)
            if origin is not None and search.current is None and self._discussion.here == here:
                self._go_to_first(origin)
        self._changed(Change.DISCUSSION_MATCHES | Change.STATUS)

    def _go_to_first(self, origin: Place) -> None:
        self.search.current = self.search.nearest(origin)
        self._show_match()

    def _show_match(self) -> None:
        goes = Change.NOTHING
        if (current := self.search.current) is not None:
            self._discussion.show(current.block, Fold.WHOLE)
            goes = Change.DISCUSSION_PLACE
        self._changed(goes | Change.DISCUSSION_MATCHES | Change.STATUS)
