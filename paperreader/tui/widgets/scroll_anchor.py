"""Where a person is in a pane, kept while its lines and its window change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

if TYPE_CHECKING:
    from paperreader.tui.widgets.line_view import LineView

Anchor = tuple[int | str, int]
"""What stands on a line, in terms that outlast another layout; which, the pane says."""


class ScrollAnchor:
    """What is on top. In a window made small the cursor has to be seen; large again, it shows what it did before."""

    def __init__(self, pane: LineView, top: Anchor) -> None:
        """`top`: the place where nothing has been scrolled yet."""
        self._pane, self._top = pane, top
        self.begin()
        self._seen = Size(0, 0)

    def begin(self) -> None:
        """What is shown is new."""
        self._place = self._top
        self._wanted = self._put_at = 0
        """The line of that place, which belongs on top, and the one that was put there last."""

    def remember(self) -> None:
        """Where the person is, if they have moved since."""
        if (y := self._pane.scroll_offset.y) != self._put_at:
            self._place, self._wanted = self._pane.place, y

    def find(self) -> None:
        """The lines have been laid out anew."""
        self._wanted = self._pane.find(self._place)

    def see(self) -> None:
        """Go back, if so much is seen now as was not before."""
        if self._pane.size != self._seen:
            self.go_back()

    def go_back(self) -> None:
        """There, or as near as it is with the cursor to be seen."""
        pane = self._pane
        pane.scroll_to(y=self._wanted, animate=False)
        if pane.cursor is not None:
            pane.show(pane.cursor)
        self._put_at, self._seen = pane.scroll_offset.y, pane.size
