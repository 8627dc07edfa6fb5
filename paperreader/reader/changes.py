"""What changed in front of the user: the one notification that goes from the session up to the screen."""

from collections.abc import Callable
from enum import Flag, auto


class Change(Flag):
    """Parts of the session that look different now."""

    NOTHING = 0
    CATALOG = auto()
    """Days, totals or saved searches."""
    OPENED = auto()
    """A view was opened, or the same one again."""
    VIEW = auto()
    """The list has other rows, or the same ones in another order."""
    ROWS = auto()
    """The same list: its rows have other figures or marks, or more of them came below."""
    CURSOR = auto()
    SELECTION = auto()
    PAGE = auto()
    """The paper on the page."""
    TEXT = auto()
    """The text of a paper was opened in the place of the page, has come or was closed."""
    TEXT_PLACE = auto()
    """The user is taken to another place in the text."""
    TEXT_MATCHES = auto()
    """Other matches of a search in the text, or another current one; with TEXT_PLACE the user is taken to that."""
    DISCUSSION = auto()
    """The discussion of a paper was opened in the place of the page, has come or was closed."""
    DISCUSSION_PLACE = auto()
    """The user is taken to another comment, or comments were folded or unfolded."""
    DISCUSSION_MATCHES = auto()
    """Other matches of a search in it, or another current one; with DISCUSSION_PLACE the user is taken to that."""
    HIGHLIGHTS = auto()
    """What a search found in that paper."""
    VIEWPORT = auto()
    """Scroll positions and focus are to be put back."""
    STATUS = auto()
    """What the status line says."""
    TOAST = auto()
    MANUAL_COPY = auto()
    """A text that no clipboard took is to be shown."""
    MARKS = auto()
    """Marks were set, stored or refused."""
    SEARCH_STARTED = auto()
    """A search is on its way to being shown."""
    SEARCH = auto()
    """A search has results."""
    OUTBOX = auto()
    """The user is to be asked about what waited for the network."""
    LEARNED = auto()
    """Other things are known of what the user likes."""
    REASONS = auto()
    """Other reasons are known for the place of the paper on the page in the user's own order."""
    SYNC = auto()
    """The background refresh or the archive has news."""


Changed = Callable[[Change], None]
"""Tells the owner of a part what changed in it."""
