"""The discussion of a paper in the place of its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message

from paperreader.reader.changes import Change
from paperreader.reader.open_discussion import OpenDiscussion
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.discussion import MORE
from paperreader.tui.render.fulltext.highlights import highlight
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.render.visible_links import link_at
from paperreader.tui.terminal.internals import set_bindings
from paperreader.tui.widgets.comment_items import CommentItems
from paperreader.tui.widgets.measured_view import MeasuredView
from paperreader.tui.widgets.text_selection import clear_text_selection

CONTEXT_SHARE = 4
"""So much of the height may be above the comment that the user is taken to."""


class PaperDiscussion(MeasuredView[CommentItems]):
    """Items are comments, the cursor is on one of them. In their place there may be a message."""

    NAME, INDENT = "Discussion", 0

    class LinkClicked(Message):
        """A link in a comment was clicked."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address

    def __init__(
        self, discussion: OpenDiscussion, keymap: Keymap, bindings: Iterable[Binding], *, id: str, classes: str
    ) -> None:
        super().__init__(id=id, classes=classes)
        set_bindings(self, bindings)
        self._discussion, self._keymap = discussion, keymap
        self._message: Sequence[StyledLine] = ()
        self._shown = ""
        """The paper whose discussion was shown last."""
        self._ids: Sequence[str] = ()
        """Its comments as they were then."""
        self._is_to_go_to_cursor = False
        """Once it is laid out."""

    # -- what is shown

    def show_discussion(self) -> None:
        """Show the discussion as it is now: another one from the comment that the user is at, the same where it was."""
        clear_text_selection(self)
        discussion = self._discussion
        is_same, self._shown = discussion.paper == self._shown and self.items is not None, discussion.paper
        before, self._ids = self._ids, [comment.id for comment in discussion.comments]
        top = self.top_anchor
        self._is_to_go_to_cursor = not is_same
        if self.line_width and self.display:
            self.lay_out()
            if is_same and int(top[0]) < len(before) and before[int(top[0])] in self._ids:
                self.scroll_anchor.reset_to((self._ids.index(before[int(top[0])]), top[1]))
            else:
                self.scroll_anchor.reset()
            self.scroll_anchor.recompute()
            self.scroll_anchor.restore()
            self._show_place()
            self.settle()
        else:  # it is laid out as soon as it is there
            self.show_items(None)
            self.set_heights([])
            self.scroll_anchor.reset()
            self._laid_out_for = None

    def follow(self, change: Change) -> None:
        """The user goes elsewhere in the discussion, or other matches are found in it."""
        if change & Change.DISCUSSION_PLACE:
            self._show_place()
        if change & Change.DISCUSSION_MATCHES:
            self._show_matches(goes=bool(change & Change.DISCUSSION_PLACE))

    def _show_place(self) -> None:
        """Fold and unfold, and go to where the cursor is now."""
        if self.items is None:
            return
        self.items.forget_folded()
        self.use_heights(self.items)
        self.item_lines.drop_all()
        self.refresh()
        self.cursor = here = self._discussion.here
        self.lay_out_around(here, above=self.size.height)
        super().reveal(here)

    def _show_matches(self, *, goes: bool) -> None:
        """Highlight other matches; `goes`: bring the current one into sight."""
        self.item_lines.drop_all()
        self.refresh()
        if not goes or self.items is None or (match := self._discussion.search.match) is None:
            return
        y, height = self.line_of(match), self.scrollable_content_region.height
        if not self.scroll_offset.y <= y < self.scroll_offset.y + height:
            self.scroll_to(y=max(0, y - height // CONTEXT_SHARE), animate=False)

    def settled(self) -> None:
        if self._is_to_go_to_cursor:
            self._is_to_go_to_cursor = False
            self._go_to_cursor()

    def _go_to_cursor(self) -> None:
        """Bring the comment to the upper part of the pane: what it replies to is above, and what follows below."""
        at = self._head(self._discussion.here)
        self.lay_out_around(self._discussion.here, above=self.size.height, below=self.size.height)
        if at >= self.scroll_offset.y + self.size.height // CONTEXT_SHARE:
            self.scroll_to(y=max(0, at - self.size.height // CONTEXT_SHARE), animate=False)

    def lay_out(self) -> None:
        width = self.line_width - 1  # air before the scrollbar
        self.show_items(None)
        self._message, self.cursor = (), None
        if width <= 0 or not self._discussion.is_open:
            self.set_heights([])
        elif self._discussion.is_shown:
            self.show_items(CommentItems(self._discussion, width, self.glyphs))
            self.cursor = self._discussion.here
        else:
            self._message = [*wrapped(self._keymap.with_keys(self._discussion.message), width, "figure")]
            self.set_heights([len(self._message)])

    def draw(self, index: int) -> Sequence[StyledLine]:
        if self.items is None:
            return self._message
        lines, search = self.items.lines(index), self._discussion.search.search
        if ranges := search.ranges(index):
            current = search.current
            here = ranges[min(current.number, len(ranges) - 1)] if current and current.block == index else None
            lines = [highlight(line, ranges, here) for line in lines]
        return [*self.items.above(index), *lines]

    def is_selectable(self, index: int) -> bool:
        return self.items is not None and self._discussion.folds.is_visible(index)

    def overlay_style(self, y: int) -> Style | None:
        """The cursor is seen on the line that says who wrote the comment: the rest is read."""
        style = super().overlay_style(y)
        if style is None or self.items is None:
            return style
        index = self.item_lines.item_at(y)
        return style if y == self.item_lines.start_of(index) + self.items.space_above(index) else None

    @property
    def awaits_layout(self) -> bool:
        return self.items is None and self._discussion.is_shown

    # -- moving

    def cursor_moved(self) -> None:
        if self.cursor is not None:
            self._discussion.move_to(self.cursor)

    def move_by(self, step: int) -> None:
        """To the next comment; through one that is longer than the pane line by line."""
        if self.cursor is None or self.items is None:
            super().move_by(step)
            return
        self._take_cursor_along()
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        self.lay_out_around(self.cursor, above=height, below=height)
        is_cut_below = self.item_lines.end_of(self.cursor) > top + height
        is_cut_above = self.item_lines.start_of(self.cursor) < top
        if (step > 0 and is_cut_below) or (step < 0 and is_cut_above):
            self.scroll_relative(y=step, animate=False)
        else:
            super().move_by(step)

    def page_by(self, pages: float) -> None:
        """Scroll, and take the cursor along."""
        if self.cursor is None or self.items is None:
            super().page_by(pages)
            return
        lines = round(max(1, self.scrollable_content_region.height - 1) * pages)
        self.lay_out_around(self.cursor, above=max(0, -lines), below=max(0, lines))
        self.scroll_relative(y=lines, animate=False)
        self._take_cursor_along(always=True)

    def _take_cursor_along(self, *, always: bool = False) -> None:
        """To the first comment that begins in sight, if it was left behind when the pane was scrolled."""
        if self.cursor is None or self.items is None or (not always and self.is_in_sight(self.cursor)):
            return
        top, end = self.scroll_offset.y, self.scroll_offset.y + self.scrollable_content_region.height
        first, last = self.item_lines.item_at(top), self.item_lines.item_at(max(top, end - 1))
        begin = (
            place for place in range(first, last + 1) if self.is_selectable(place) and top <= self._head(place) < end
        )
        self.cursor = next(begin, first)
        self.cursor_moved()

    def _head(self, index: int) -> int:
        """The line that says who wrote the comment."""
        return self.item_lines.start_of(index) + (self.items.space_above(index) if self.items else 0)

    def reveal(self, index: int) -> None:
        """Not where the user is in the middle of it: who wrote it may then be out of sight."""
        self.lay_out_around(index, above=self.size.height)
        if not self._head(index) < self.scroll_offset.y < self.item_lines.end_of(index):
            super().reveal(index)

    # -- the mouse

    def lines_in_sight(self) -> list[StyledLine]:
        return [self.line_at(self.line_in_row(row)) for row in range(self.size.height)]

    def on_click(self, event: events.Click) -> None:
        """Open a link, fold a comment or unfold it, or move the cursor there."""
        offset = event.get_content_offset(self)
        if offset is None or self.items is None or self.screen.selections or self.scrollbar.is_at(event):
            return
        if link := link_at(self.lines_in_sight(), offset.x, offset.y):
            self.post_message(self.LinkClicked(link.target))
            return
        y = self.line_in_row(offset.y)
        if not 0 <= y < self.item_lines.height:
            return
        index = self.item_lines.item_at(y)
        self.cursor = index
        self.cursor_moved()
        if y == self._head(index) or self.line_at(y).section == MORE:
            self._discussion.toggle()
