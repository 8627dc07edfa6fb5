"""Keeps what is on top of a pane there while its lines and its size change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.geometry import Offset, Size

Anchor = tuple[int | str, int]
"""A line in terms that outlast a new layout; which terms is up to the pane."""


class AnchoredPane(Protocol):
    """What the anchor needs of a `LineView`."""

    @property
    def size(self) -> Size: ...
    @property
    def scroll_offset(self) -> Offset: ...
    @property
    def cursor(self) -> int | None: ...
    @property
    def top_anchor(self) -> Anchor: ...

    def line_of(self, anchor: Anchor) -> int: ...
    def is_in_sight(self, index: int) -> bool: ...
    def reveal(self, index: int) -> None: ...
    def scroll_to(self, *, y: float | None, animate: bool) -> None: ...


class ScrollAnchor:
    """Keeps the top line across resizes.

    In a pane that shrinks it scrolls as far as the cursor needs to stay visible, and back when the pane grows again.
    A cursor that the user has scrolled away from stays where it is.
    """

    def __init__(self, pane: AnchoredPane, top: Anchor) -> None:
        """`top`: the anchor of the first line."""
        self._pane, self._top = pane, top
        self.reset()
        self._restored_size = Size(0, 0)

    def reset(self) -> None:
        """Start at the top: the content is new."""
        self._anchor = self._top
        self._wanted_y = self._restored_y = 0
        """The line of the anchor, which belongs on top, and the line that `restore` last put there."""
        self._follows_cursor = True

    def reset_to(self, anchor: Anchor) -> None:
        """Start at this anchor as soon as the pane is laid out: the content is new."""
        self.reset()
        self._anchor, self._restored_size = anchor, Size(0, 0)

    def save(self) -> None:
        """Take the top line as the new anchor if the user has scrolled."""
        if self._pane.scroll_offset.y != self._restored_y:
            self.take()
        self._follows_cursor = self._follows_cursor or self._sees_cursor

    def take(self) -> None:
        """Take the top line as the new anchor: the content is other, or has been scrolled to where it belongs."""
        pane = self._pane
        self._anchor, self._wanted_y = pane.top_anchor, pane.scroll_offset.y
        self._restored_y = self._wanted_y
        self._follows_cursor = self._sees_cursor

    def renumbered(self, before: int, now: int) -> None:
        """Lines above have been added or have gone: the line on top has another number, but nobody has scrolled."""
        if self._restored_y == before:
            self._wanted_y += now - before
            self._restored_y = now

    @property
    def _sees_cursor(self) -> bool:
        pane = self._pane
        return not pane.size or pane.cursor is None or pane.is_in_sight(pane.cursor)

    def hold(self, lay_out: Callable[[], None]) -> None:
        """Lay out changed lines with the top line where it is, whether the cursor is in sight or not."""
        self.save()
        top = self._pane.top_anchor
        lay_out()
        self.recompute()
        self._pane.scroll_to(y=self._pane.line_of(top), animate=False)
        self._restored_y = self._pane.scroll_offset.y

    def recompute(self) -> None:
        """Find the anchor's line in a new layout."""
        self._wanted_y = self._pane.line_of(self._anchor)

    def restore_if_resized(self) -> None:
        """Restore if the pane's size is not the one of the last time."""
        if self._pane.size != self._restored_size:
            self.restore()

    def restore(self) -> None:
        """Scroll to the anchor, or as near to it as the cursor allows."""
        pane = self._pane
        pane.scroll_to(y=self._wanted_y, animate=False)
        if pane.cursor is not None and self._follows_cursor:
            pane.reveal(pane.cursor)
        self._restored_y, self._restored_size = pane.scroll_offset.y, pane.size
