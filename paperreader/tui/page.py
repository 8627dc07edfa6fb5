"""The page pane: all that is known of one paper, at a measure that reads well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import events
from textual.message import Message

from paperreader.models import NOTHING_ROSE, Paper, Rise
from paperreader.tui import render
from paperreader.tui.lines import Lines
from paperreader.tui.typeset import Line, width_of


class PaperPage(Lines):
    """One paper. It stays at the line that is read when the paper changes above it, or the width does."""

    class LinkClicked(Message):
        """A link of the page, by the name of its copy format."""

        def __init__(self, link: str) -> None:
            super().__init__()
            self.link = link

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.paper: Paper | None = None
        self._day: date | None = None
        self._rose = NOTHING_ROSE
        self._lines: list[Line] = []
        self._place = ("", 0)
        """What is read, as long as nobody scrolls: a narrow layout has to find it again, and a wide one after it."""
        self._put_at = 0

    def fill(self, paper: Paper | None, day: date | None = None, rose: Rise = NOTHING_ROSE) -> None:
        """Show the paper and the day that lists it; a new one from its top, the same one where it was."""
        if (paper, day, rose) == (self.paper, self._day, self._rose):
            return
        self._rose = rose
        before, self.paper, self._day = self.paper, paper, day
        if before is not None and paper is not None and before.id == paper.id:
            self.lay_out()
            return
        self._fill_lines()
        self._place, self._put_at = ("", 0), 0
        self.scroll_to(y=0, animate=False)

    def lay_out(self) -> None:
        if self.scroll_offset.y != self._put_at:
            self._place = self.place
        self._fill_lines()
        self.scroll_to(y=self._find(self._place), animate=False)
        self._put_at = self.scroll_offset.y

    @property
    def place(self) -> tuple[str, int]:
        """Section and character of the first visible line."""
        y = self.scroll_offset.y
        return (self._lines[y].section, self._lines[y].offset) if 0 < y < len(self._lines) else ("", 0)

    def _find(self, place: tuple[str, int]) -> int:
        section, offset = place
        found = [y for y, line in enumerate(self._lines) if line.section == section and line.offset <= offset]
        return max(found, default=0)

    @property
    def at_end(self) -> bool:
        """Nothing of the paper is left below what is visible."""
        return self.scroll_offset.y >= self.max_scroll_y

    def _fill_lines(self) -> None:
        width = self.line_width - 1  # air before the scrollbar
        self.unselect()
        shown = self.paper if width > 0 else None
        self._lines = render.page_lines(shown, width, self.glyphs, day=self._day, rose=self._rose) if shown else []
        self.set_heights([len(self._lines)] if self._lines else [])

    def can_rest(self, index: int) -> bool:
        return False

    def draw(self, index: int) -> Sequence[Line]:
        return self._lines

    def on_click(self, event: events.Click) -> None:
        if (offset := event.get_content_offset(self)) is None or self.screen.selections:
            return
        x = 0
        for span in self.line_at(offset.y + self.scroll_offset.y).spans:
            x += width_of(span.text)
            if offset.x < x:
                if span.link:
                    self.post_message(self.LinkClicked(span.link))
                return
