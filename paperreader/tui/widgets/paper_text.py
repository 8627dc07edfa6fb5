"""The text of a paper in the place of its page: what is seen is laid out at once, the rest between two keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.binding import Binding
from textual.message import Message

from paperreader.reader.changes import Change
from paperreader.reader.open_text import OpenText, TextState
from paperreader.reader.text_place import Place
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.fulltext.highlights import highlight
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.terminal.internals import set_bindings
from paperreader.tui.widgets.measured_view import MeasuredView
from paperreader.tui.widgets.pointed_link import PointedLink
from paperreader.tui.widgets.text_blocks import TextBlocks
from paperreader.tui.widgets.text_selection import clear_text_selection

MATCH_SHARE = 3
"""A match out of sight is brought to this part of the height."""


class PaperText(MeasuredView[TextBlocks]):
    """Items are the blocks of the text that is open. Above it or in its place there may be a message."""

    NAME, INDENT = "Text", 0

    class Clicked(Message):
        """The text was clicked at a cell of the screen."""

        def __init__(self, x: int, y: int) -> None:
            super().__init__()
            self.x, self.y = x, y

    def __init__(self, text: OpenText, keymap: Keymap, bindings: Iterable[Binding], *, id: str, classes: str) -> None:
        super().__init__(id=id, classes=classes)
        set_bindings(self, bindings)
        self._text, self._keymap = text, keymap
        self._message: Sequence[StyledLine] = ()
        self._pointed = PointedLink(self)

    # -- what is shown

    def show_text(self) -> None:
        """Show the text as it is now, from where the user was in it."""
        clear_text_selection(self)
        self.scroll_anchor.reset_to(self._text.here)
        if self.line_width and self.display:
            self.lay_out()
            self.scroll_anchor.recompute()
            self.scroll_anchor.restore()
            self.settle()
        else:  # it is laid out as soon as it is there
            self.show_items(None)
            self.set_heights([])
            self._laid_out_for = None

    def follow(self, change: Change) -> None:
        """The user goes elsewhere in the text, or other matches are found in it."""
        if change & Change.TEXT_MATCHES:
            self._show_matches(goes=bool(change & Change.TEXT_PLACE))
        elif change & Change.TEXT_PLACE:
            self.go_to_block(*self._text.here)

    def lay_out(self) -> None:
        width = self.line_width - 1  # air before the scrollbar
        self.show_items(None)
        self._message, self._pointed = (), PointedLink(self)
        if width <= 0 or not self._text.is_open:
            self.set_heights([])
        elif self._text.state is not TextState.SHOWN:
            self._message = [*wrapped(self._keymap.with_keys(self._text.message), width, "figure")]
            self.set_heights([len(self._message)])
        else:
            self.show_items(TextBlocks(self._text.fulltext.blocks, self._text.fulltext.note, width, self.glyphs))

    def draw(self, index: int) -> Sequence[StyledLine]:
        if self.items is None:
            return self._message
        lines = self.items.lines(index)
        search = self._text.search
        if ranges := search.ranges(index):
            current = search.current
            here = ranges[min(current.number, len(ranges) - 1)] if current and current.block == index else None
            lines = [highlight(line, ranges, here) for line in lines]
        return self._pointed.underlined(index, [*self.items.above(index), *lines])

    def is_selectable(self, index: int) -> bool:
        return False

    def block_at(self, y: int) -> int | None:
        """The block that line `y` of the whole column belongs to."""
        if self.items is None or not 0 <= y < self.item_lines.height:
            return None
        return self.item_lines.item_at(y)

    # -- places

    def go_to_block(self, block: int, offset: int = 0) -> None:
        """Scroll to a block, or to the line of it that has the character `offset` of its text."""
        if self.items is None:
            self.scroll_anchor.reset_to((block, offset))
            return
        self.scroll_to(y=self.line_of((block, offset)), animate=False)
        self.settle()

    @property
    def awaits_layout(self) -> bool:
        return self.items is None and self._text.is_shown

    def move_to_end(self, *, last: bool) -> None:
        if self.items is not None and len(self.items):
            self._text.remember_jump()
        super().move_to_end(last=last)

    def watch_scroll_y(self, old: float, new: float) -> None:
        if round(old) != round(new):
            self._pointed.forget()
        super().watch_scroll_y(old, new)

    @property
    def _share(self) -> float:
        """How far down the user is, as far as the heights are known."""
        return 1.0 if self.at_end else self.scroll_offset.y / max(1, self.max_scroll_y)

    def settled(self) -> None:
        block, offset = self.top_anchor
        self._text.follow(Place(int(block), offset), self._share)

    def heights_known(self) -> None:
        self._text.follow(self._text.here, self._share)

    def prepare(self, seconds: float) -> None:
        self._text.search.prepare(seconds)

    @property
    def is_prepared(self) -> bool:
        return self.is_laid_out and self._text.search.is_prepared

    # -- searching

    def _show_matches(self, *, goes: bool) -> None:
        """Highlight other matches; `goes`: go to the current one if it is out of sight."""
        self.item_lines.drop_all()
        self.refresh()
        if goes and (y := self.match_line) is not None:
            height = self.scrollable_content_region.height
            if not self.scroll_offset.y <= y < self.scroll_offset.y + height:
                self.scroll_to(y=max(0, y - height // MATCH_SHARE), animate=False)

    @property
    def match_line(self) -> int | None:
        """The line of the match that the user is at."""
        current = self._text.search.current
        if self.items is None or current is None or not (ranges := self._text.search.ranges(current.block)):
            return None
        return self.line_of((current.block, ranges[min(current.number, len(ranges) - 1)][0]))

    # -- the mouse

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.items is not None and not event.button and (offset := event.get_content_offset(self)) is not None:
            self._pointed.follow(offset.x, offset.y)

    def on_leave(self) -> None:
        self._pointed.forget()

    def on_click(self, event: events.Click) -> None:
        if event.get_content_offset(self) is not None and not self.screen.selections:
            self.post_message(self.Clicked(event.screen_x, event.screen_y))
