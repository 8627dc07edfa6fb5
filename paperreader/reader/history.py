"""The way back: where the user was before a search, a week or month, or a look at hidden papers."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from paperreader.reader.paper_rows import Row
from paperreader.views import Search, View


class Viewport(NamedTuple):
    """What the user sees of the panes: the focused one, and what is on top of list and page."""

    focus: str = "papers"
    list_top: tuple[int | str, int] = (0, 0)
    """A row, and the line of it."""
    page_top: tuple[int | str, int] = ("", 0)
    """A section, and the character of it."""
    is_entered: bool = False
    """The page was entered, and takes the room of the papers where they stand above it."""
    is_zoomed: bool = False
    rows: range | None = None
    """The rows of the list that are on the screen; None: all, as far as is known."""
    instead: Literal["", "text", "discussion"] = ""
    """What takes the place of the page."""
    before: "Viewport | None" = None
    """What it was when that was opened; None: there is none."""


class Location(NamedTuple):
    """A view with all that the user saw of it."""

    view: View | None
    """None: an empty store shows no view."""
    rows: Sequence[Row]
    cursor: int | None
    """The row that it was on."""
    viewport: Viewport
    since: str
    """See `OpenView.since`."""
    found: Sequence[str]
    """What the search had found, in its own order."""
    rules: Sequence[str]
    """The queries that hid papers then."""

    @property
    def search(self) -> Search | None:
        return self.view.search if self.view else None


class History:
    """A stack of locations, and the paper that the cursor was on in each view."""

    def __init__(self) -> None:
        self._stack: list[Location] = []
        self._papers: dict[View, str] = {}

    def __len__(self) -> int:
        return len(self._stack)

    def push(self, location: Location) -> None:
        """Remember where a detour begins."""
        self._stack.append(location)

    def pop(self) -> Location | None:
        """The last location, which is then forgotten; None if there is none."""
        return self._stack.pop() if self._stack else None

    def leads_back_from(self, view: View | None) -> bool:
        """Whether the view is a detour: a search, a week or month, or hidden papers, opened from somewhere."""
        return view is not None and bool(view.detour) and bool(self._stack)

    def drop_searches(self) -> None:
        """Forget locations in searches from the end of the stack: the search that comes takes their place."""
        while len(self._stack) > 1 and self._stack[-1].search:
            self._stack.pop()

    @property
    def before_search(self) -> Location | None:
        """The last location outside of a search; where there is none, the last."""
        outside = (location for location in reversed(self._stack) if not location.search)
        return next(outside, self._stack[-1] if self._stack else None)

    def clear(self) -> None:
        """The user went elsewhere: there is no way back."""
        self._stack.clear()

    def remember(self, view: View, paper: str) -> None:
        """Remember the paper that the cursor is on."""
        self._papers[view] = paper

    def paper(self, view: View) -> str | None:
        """The paper that the cursor was last on in this view."""
        return self._papers.get(view)
