"""The page pane: all that is known of one paper, at a measure that reads well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from paperreader.models import NOTHING_ROSE, Paper, Rise, TextRanges
from paperreader.tui.keymap import PAGE_KEYS
from paperreader.tui.render import page
from paperreader.tui.render.styled_text import StyledLine, width_of
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.scroll_anchor import Anchor


class PaperPage(LineView):
    """One paper. It stays at the line that is read when the paper changes above it, or the width does."""

    BINDINGS: ClassVar[list[BindingType]] = [*PAGE_KEYS]
    TOP = ("", 0)

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
        self._lines: list[StyledLine] = []
        self._found: Mapping[str, TextRanges] = {}
        self._matches: dict[tuple[str, tuple[int, int]], int] = {}
        """What was found, by section and place there, and the line of each."""
        self._match: tuple[str, tuple[int, int]] | None = None
        """Where a person went among them."""

    def fill(self, paper: Paper | None, day: date | None = None, rose: Rise = NOTHING_ROSE) -> None:
        """Show the paper and the day that lists it; a new one from its top, the same one where it was."""
        if (paper, day, rose) == (self.paper, self._day, self._rose):
            return
        self._rose = rose
        before, self.paper, self._day = self.paper, paper, day
        is_same = before is not None and paper is not None and before.id == paper.id
        if not is_same:
            self._found, self._match, self._matches = {}, None, {}
        self.spot.remember()
        self.lay_out()
        if is_same:
            self.spot.find()
        else:
            self.spot.begin()
        self.spot.go_back()

    def show_found(self, found: Mapping[str, TextRanges]) -> None:
        """Mark what a search found in the paper, by text."""
        if found != self._found:
            self._found, self._match = found, None
            self._list_matches()
            self.redraw([0])

    def _list_matches(self) -> None:
        self._matches = {}
        for y, line in enumerate(self._lines):
            places = self._found.get(page.FOUND_IN.get(line.section, ""), ()) if line.offset >= 0 else ()
            for place in places:
                if line.offset <= place[0] < line.offset + len(line.text):
                    self._matches[line.section, place] = y
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a match `n` is what it is elsewhere."""
        return action != "match" or bool(self._matches)

    def action_match(self, step: int) -> None:
        """To the next match, or the one before; from the last to the first."""
        matches = list(self._matches)
        if self._match in matches:
            number = (matches.index(self._match) + step) % len(matches)
        else:
            visible = self.scroll_offset.y
            below = [number for number, match in enumerate(matches) if self._matches[match] >= visible]
            number = (below[0] if below else 0) if step > 0 else (below[0] if below else len(matches)) - 1
        self._match = matches[number]
        y, height = self._matches[self._match], self.scrollable_content_region.height
        if not self.scroll_offset.y <= y < self.scroll_offset.y + height:
            self.scroll_to(y=max(0, y - height // 3), animate=False)
        self.redraw([0])

    @property
    def place(self) -> Anchor:
        """Section and character of the first visible line."""
        y = self.scroll_offset.y
        return (self._lines[y].section, self._lines[y].offset) if 0 < y < len(self._lines) else self.TOP

    def find(self, place: Anchor) -> int:
        section, offset = place
        found = [y for y, line in enumerate(self._lines) if line.section == section and line.offset <= offset]
        return max(found, default=0)

    @property
    def at_end(self) -> bool:
        """Nothing of the paper is left below what is visible."""
        return self.scroll_offset.y >= self.max_scroll_y

    def lay_out(self) -> None:
        width = self.line_width - 1  # air before the scrollbar
        self.unselect()
        shown = self.paper if width > 0 else None
        self._lines = page.page_lines(shown, width, self.glyphs, day=self._day, rose=self._rose) if shown else []
        self.set_heights([len(self._lines)] if self._lines else [])
        if self._found:
            self._list_matches()

    def can_rest(self, index: int) -> bool:
        return False

    def draw(self, index: int) -> Sequence[StyledLine]:
        if not self._found:
            return self._lines
        return [page.mark_line(line, self._found, self._match) for line in self._lines]

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
