"""The discussion that is open in the place of a paper's page: its comments, folds, and where the user is in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from paperreader.discussion.comment import Comment, Discussion
from paperreader.discussion.threads import Threads
from paperreader.humanize import age
from paperreader.reader.changes import Change, Changed
from paperreader.reader.comment_folds import CommentFolds, Fold
from paperreader.reader.discussion_search import DiscussionSearch
from paperreader.reader.discussion_source import DiscussionSource
from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts

FRESH = timedelta(minutes=1)
"""A discussion that was fetched so lately is not asked for again, unless the user wants it."""
OFFLINE = "Offline, and the discussion is not stored. It is fetched with {discussion.open} once the network is back."
NO_COMMENTS = "No comments yet. {paper.open} opens the paper's page on the Hub, where you can write one."

KEPT = "What was fetched before stays."

Guard = Callable[[], AbstractContextManager[None]]
"""Put around whatever reads the store."""


class DiscussionState(Enum):
    """What is shown in the place of the page."""

    CLOSED = "the page"
    MESSAGE = "a note that it is on its way, or why there is none"
    SHOWN = "comments"


class Left(NamedTuple):
    """Where the user left a discussion."""

    comment: str
    folds: dict[str, Fold]


class OpenDiscussion:
    """One at a time. It is closed when another paper comes to the page."""

    def __init__(
        self,
        source: DiscussionSource,
        *,
        now: Callable[[], datetime],
        tasks: Tasks,
        guard: Guard,
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        self._source, self._now, self._tasks, self._guard = source, now, tasks, guard
        self._changed, self._toasts = changed, toasts
        self.state = DiscussionState.CLOSED
        self.paper = ""
        """The paper whose discussion is open; empty: none."""
        self.message = ""
        """What stands in the place of comments."""
        self.comments: tuple[Comment, ...] = ()
        """In the order of reading."""
        self.threads = Threads(())
        self.here = 0
        """The comment under the cursor."""
        self.asking = ""
        """What is said while the Hub is being asked."""
        self._fetched: datetime | None = None
        self._is_cut = self._is_offline = False
        self._new: set[str] = set()
        """What is marked as new as long as the discussion is open."""
        self.folds = CommentFolds((), self.threads, {})
        self.search = DiscussionSearch(self, tasks=tasks, changed=changed)
        self._left: dict[str, Left] = {}

    # -- opening and closing

    @property
    def is_open(self) -> bool:
        return self.state is not DiscussionState.CLOSED

    @property
    def is_shown(self) -> bool:
        """It is open, and there are comments."""
        return self.state is DiscussionState.SHOWN

    def open(self, paper: str) -> None:
        """Show what is stored at once, and ask the Hub what has come since."""
        self._leave()
        self.paper = paper
        stored = self._read()
        self._show(stored, OFFLINE if not self._source.can_ask else "Fetching the discussion …")
        if stored is None or self._now() - stored.fetched > FRESH:
            self.ask()

    def ask(self) -> None:
        """Ask the Hub; what is shown stays until it has answered."""
        if self._source.can_ask:
            self.asking = "asking …"
            self._tasks.replace("fetching a discussion", self._ask, self.paper)
        else:
            self._is_offline = True
        self._changed(Change.STATUS)

    def update(self) -> None:
        """The user wants to know what has come since."""
        if not self._source.can_ask and self._fetched is not None:
            self._toasts.show(f"Offline. {KEPT}")
        self.ask()

    def close(self) -> None:
        """Show the page again."""
        if self.is_open:
            self._leave()
            self._changed(Change.DISCUSSION | Change.STATUS)

    def follow_page(self, paper: str | None) -> Change:
        """Another paper has come to the page, or the same one again."""
        if not self.is_open or paper == self.paper:
            return Change.NOTHING
        self._leave()
        return Change.DISCUSSION

    def arrived(self, paper: str) -> None:
        """The discussion was stored by another way."""
        if paper == self.paper and self.state is DiscussionState.MESSAGE:
            self.open(paper)

    def _leave(self) -> None:
        if self.is_shown:
            self._left[self.paper] = Left(self.comments[self.here].id, self.folds.wanted)
        self._tasks.cancel("fetching a discussion")
        self.state, self.paper, self.message = DiscussionState.CLOSED, "", ""
        self.asking, self._is_offline = "", False
        self._new = set()
        self._take((), {})

    def _read(self) -> Discussion | None:
        with self._guard():
            return self._source.stored(self.paper)
        return None

    def _show(self, stored: Discussion | None, otherwise: str) -> None:
        """Show a discussion, from where the user is or was; `otherwise`: what to say if there is none."""
        self._fetched, self._is_cut = (stored.fetched, stored.is_cut) if stored else (None, False)
        if stored is None or not stored.comments:
            self.state, self.message = DiscussionState.MESSAGE, otherwise if stored is None else NO_COMMENTS
            self._take((), {})
        else:
            left = None if self.is_shown else self._left.get(self.paper)
            at = left.comment if left else self.comments[self.here].id if self.is_shown else ""
            self._new |= {comment.id for comment in stored.comments if comment.is_new}
            self.state = DiscussionState.SHOWN
            self._take(stored.comments, left.folds if left else self.folds.wanted)
            self.here = self._place_of(at)
            self.folds.reveal(self.here)
        if stored is not None:
            self._source.see(self.paper)
        self._changed(Change.DISCUSSION | Change.STATUS)

    def _take(self, comments: tuple[Comment, ...], folds: dict[str, Fold]) -> None:
        self.comments, self.threads, self.here = comments, Threads(comments), 0
        self.folds = CommentFolds(comments, self.threads, folds)

    def _place_of(self, id: str) -> int:
        """The comment with this id, else the first that is new and of a person, else the first."""
        places = {comment.id: place for place, comment in enumerate(self.comments)}
        readable = (not comment.is_hidden and "bot" not in comment.roles for comment in self.comments)
        first_new = next((place for place, is_one in enumerate(readable) if is_one and self.is_new(place)), 0)
        return places.get(id, first_new)

    async def _ask(self, paper: str) -> None:
        """Ask the Hub, and show what it has if the user is still there. What is wrong is said once."""

        def tell(why: str) -> None:
            if paper != self.paper:
                return
            self.asking = why
            if self._fetched is None:
                self.message = f"Fetching the discussion: {why}"
                self._changed(Change.DISCUSSION)
            self._changed(Change.STATUS)

        answer = await self._source.ask(paper, tell)
        if paper != self.paper:
            return
        self.asking, self._is_offline = "", answer.is_offline
        if answer.problem and self.is_shown:
            self._toasts.show(f"{answer.problem} {KEPT}")
            self._changed(Change.STATUS)
        elif answer.problem and self._fetched is None:
            self._show(None, f"No discussion: {answer.problem}")
        elif answer.problem:
            self._toasts.show(answer.problem)
            self._changed(Change.STATUS)
        else:
            self._show(self._read(), "The Hub answered without the discussion.")

    # -- what is known of it

    @property
    def is_fresh(self) -> bool:
        """The Hub has just been asked."""
        return self._fetched is not None and self._now() - self._fetched < FRESH

    @property
    def facts(self) -> list[str]:
        """`17 comments, 2 new`, `seen 3 days ago, offline`; the most telling first."""
        if self._fetched is None:
            return []
        total = len(self.comments)
        new = f", {len(self._new)} new" if self._new else ""
        fetched = "up to date" if self.is_fresh else f"seen {age(self._fetched, self._now())}"
        more = f", {self.asking}" if self.asking else ", offline" if self._is_offline else ""
        return [f"{'the first ' if self._is_cut else ''}{total:,} comment{'s' * (total != 1)}{new}", fetched + more]

    @property
    def comment(self) -> Comment | None:
        """The one under the cursor."""
        return self.comments[self.here] if self.comments else None

    def is_new(self, place: int) -> bool:
        """It came after the user's last visit."""
        return self.comments[place].id in self._new

    def age(self, place: int) -> str:
        """`3 days ago`; empty if it is not known when the comment was written."""
        at = self.comments[place].at
        return age(at, self._now()) if at else ""

    # -- moving and folding

    def move_to(self, place: int) -> None:
        """The user has moved to another comment."""
        if place != self.here:
            self.here = place
            self._changed(Change.STATUS)

    def go_to_thread(self, step: int) -> bool:
        """Go to the start of the next (1) or previous (-1) thread; False if there is none."""
        if not self.is_shown or (place := self.threads.neighbour(self.here, step)) is None:
            return False
        self._go_to(place)
        return True

    def go_to_new(self) -> bool:
        """Go to the next comment that is new, all around; False if none is."""
        count = len(self.comments)
        places = (place % count for place in range(self.here + 1, self.here + 1 + count))
        if (place := next((each for each in places if self.is_new(each)), None)) is None:
            return False
        self.show(place)
        return True

    def fold(self) -> bool:
        """Fold the comment; if it is folded already, go to the one that it replies to; False if there is none."""
        if not self.is_shown:
            return False
        if self.folds.of(self.here) is not Fold.FOLDED:
            self._set_fold(Fold.FOLDED)
        elif (parent := self.threads.parents[self.here]) is not None:
            self._go_to(parent)
        else:
            return False
        return True

    def unfold(self) -> bool:
        """Show all of the comment; False if that is done."""
        if not self.is_shown or self.folds.of(self.here) is Fold.WHOLE:
            return False
        self._set_fold(Fold.WHOLE)
        return True

    def toggle(self) -> None:
        """Show all of the comment, or fold it."""
        if not self.unfold():
            self.fold()

    def show(self, place: int, fold: Fold | None = None) -> None:
        """Take the user to a comment, and unfold what hides it; `fold`: how much of it to show."""
        if fold is not None and self.folds.of(place) is not fold:
            self.folds.set(place, fold)
        self.folds.reveal(place)
        self._go_to(place)

    def _go_to(self, place: int) -> None:
        self.here = place
        self._changed(Change.DISCUSSION_PLACE | Change.STATUS)

    def _set_fold(self, fold: Fold) -> None:
        self.folds.set(self.here, fold)
        self._changed(Change.DISCUSSION_PLACE | Change.STATUS)
