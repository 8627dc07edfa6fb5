"""The text of a paper in the place of its page: what is seen is laid out at once, the rest between two keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from paperreader.reader.open_text import OpenText, TextState
from paperreader.reader.text_place import Place
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.fulltext.highlights import highlight
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.terminal.internals import set_bindings
from paperreader.tui.widgets.item_lines import ItemLines
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.pointed_link import PointedLink
from paperreader.tui.widgets.scroll_anchor import Anchor
from paperreader.tui.widgets.text_blocks import MAX_KEPT_BLOCKS, TextBlocks
from paperreader.tui.widgets.text_selection import clear_text_selection

SLICE_S, PAUSE_S = 0.003, 0.012
"""How long blocks are laid out between two keys, and the time for keys between two slices."""
MATCH_SHARE = 3
"""A match out of sight is brought to this part of the height."""


class PaperText(LineView):
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
        self.item_lines = ItemLines(self.draw, max_drawn=MAX_KEPT_BLOCKS)
        self._text, self._keymap = text, keymap
        self._blocks: TextBlocks | None = None
        self._message: Sequence[StyledLine] = ()
        self._timer: asyncio.TimerHandle | None = None
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
            self._settle()
        else:  # it is laid out as soon as it is there
            self._stop()
            self._blocks = None
            self.set_heights([])
            self._laid_out_for = None

    def lay_out(self) -> None:
        width = self.line_width - 1  # air before the scrollbar
        self._stop()
        self._blocks, self._message, self._pointed = None, (), PointedLink(self)
        if width <= 0 or not self._text.is_open:
            self.set_heights([])
        elif self._text.state is not TextState.SHOWN:
            self._message = [*wrapped(self._keymap.with_keys(self._text.message), width, "figure")]
            self.set_heights([len(self._message)])
        else:
            self._blocks = TextBlocks(self._text.fulltext.blocks, self._text.fulltext.note, width, self.glyphs)
            self.set_heights(self._blocks.heights)

    def draw(self, index: int) -> Sequence[StyledLine]:
        if self._blocks is None:
            return self._message
        lines = self._blocks.lines(index)
        search = self._text.search
        if ranges := search.ranges(index):
            current = search.current
            here = ranges[min(current.number, len(ranges) - 1)] if current and current.block == index else None
            lines = [highlight(line, ranges, here) for line in lines]
        return self._pointed.underlined(index, [*self._blocks.above(index), *lines])

    def is_selectable(self, index: int) -> bool:
        return False

    @property
    def is_laid_out(self) -> bool:
        """No height is guessed any more."""
        return self._blocks is None or self._blocks.is_exact

    def block_at(self, y: int) -> int | None:
        """The block that line `y` of the whole column belongs to."""
        if self._blocks is None or not 0 <= y < self.item_lines.height:
            return None
        return self.item_lines.item_at(y)

    # -- places

    @property
    def top_anchor(self) -> Anchor:
        if not (y := self.scroll_offset.y) or self._blocks is None:
            return self.TOP
        index, line = self.item_lines.anchor_at(y)
        above = self._blocks.space_above(index)
        if line < above:
            return index, line - above
        lines = self._blocks.lines(index)
        return index, lines[min(line - above, len(lines) - 1)].offset

    def line_of(self, anchor: Anchor) -> int:
        if anchor == self.TOP or self._blocks is None or not len(self._blocks):
            return 0
        index, offset = min(int(anchor[0]), len(self._blocks) - 1), anchor[1]
        self._lay_out_around(index)
        start = self.item_lines.start_of(index) + self._blocks.space_above(index)
        if offset < 0:
            return max(start + offset, self.item_lines.start_of(index))
        offsets = [line.offset for line in self._blocks.lines(index)]
        reached = [each for each in offsets if each <= offset]
        return start + (offsets.index(max(reached)) if reached else 0)

    def go_to_block(self, block: int, offset: int = 0) -> None:
        """Scroll to a block, or to the line of it that has the character `offset` of its text."""
        if self._blocks is None:
            self.scroll_anchor.reset_to((block, offset))
            return
        self.scroll_to(y=self.line_of((block, offset)), animate=False)
        self._settle()

    @property
    def at_end(self) -> bool:
        """Whether the end of the text is visible."""
        return not self._awaits_layout and self.scroll_offset.y >= self.max_scroll_y

    @property
    def _awaits_layout(self) -> bool:
        """The text has only been opened in this moment: keys typed right behind have to wait."""
        return self._blocks is None and self._text.is_shown

    def move_to_end(self, *, last: bool) -> None:
        if self._awaits_layout:
            self.call_after_refresh(self.move_to_end, last=last)
            return
        if self._blocks is not None and len(self._blocks):
            self._text.remember_jump()
            self._lay_out_around(len(self._blocks) - 1 if last else 0, above=self.size.height)
        super().move_to_end(last=last)

    def move_by(self, step: int) -> None:
        if self._awaits_layout:
            self.call_after_refresh(self.move_by, step)
            return
        self._lay_out_ahead(step)
        super().move_by(step)

    def page_by(self, pages: float) -> None:
        if self._awaits_layout:
            self.call_after_refresh(self.page_by, pages)
            return
        self._lay_out_ahead(round(pages * self.size.height))
        super().page_by(pages)

    def _lay_out_ahead(self, lines: int) -> None:
        """Before so many lines are scrolled: their number must not change under way."""
        here = self.item_lines.item_at(self.scroll_offset.y)
        self._lay_out_around(here, above=max(0, -lines), below=max(0, lines))

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        if round(old) != round(new):
            self._pointed.forget()
            self._settle()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.line_width:
            self._settle()
        return changed

    @property
    def _share(self) -> float:
        """How far down the user is, as far as the heights are known."""
        return 1.0 if self.at_end else self.scroll_offset.y / max(1, self.max_scroll_y)

    def _settle(self) -> None:
        """The user is at another line: lay out what is around it, and begin with the rest."""
        if self._blocks is None or not len(self._blocks) or not self.size.height:
            return
        here = self.item_lines.item_at(self.scroll_offset.y)
        self._lay_out_around(here)
        block, offset = self.top_anchor
        self._text.follow(Place(int(block), offset), self._share)
        if self._timer is None and not self._is_prepared:
            self._schedule()

    # -- laying out

    def _lay_out_around(self, index: int, *, above: int = 0, below: int = 0) -> None:
        """Make the heights exact from a block to the end of the screen, and so many lines more; the top line stays."""
        blocks = self._blocks
        if blocks is not None and blocks.measure_around(index, above=above, below=self.size.height + below):
            self._use_heights(blocks)

    def _prepare_rest(self) -> None:
        """A slice of what is still to be laid out, and then of what will be searched."""
        self._timer = None
        if self.is_laid_out:
            self._text.search.prepare(SLICE_S)
        else:
            self._lay_out_rest()
        if not self._is_prepared:
            self._schedule()

    def _lay_out_rest(self) -> None:
        if (blocks := self._blocks) is None or not blocks.measure_rest(SLICE_S):
            return
        thumb = self.scrollbar.rows
        self._use_heights(blocks)
        if self.scrollbar.rows != thumb:  # nothing else of what is visible can have changed
            self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))
        self._text.follow(self._text.here, self._share)

    @property
    def _is_prepared(self) -> bool:
        """Nothing is left to do between two keys."""
        return self.is_laid_out and self._text.search.is_prepared

    def _use_heights(self, blocks: TextBlocks) -> None:
        """Put the blocks where they belong now, with the top line where it is."""
        before = self.scroll_offset.y
        top = self.item_lines.anchor_at(before)
        self.item_lines.change_heights(blocks.heights)
        self.set_reactive(Widget.virtual_size, Size(self.line_width, self.item_lines.height))
        y = min(self.item_lines.line_of(*top), self.max_scroll_y)
        self.set_reactive(Widget.scroll_y, float(y))
        self.set_reactive(Widget.scroll_target_y, float(y))
        self.scroll_anchor.renumbered(before, y)

    def _schedule(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(PAUSE_S, self._prepare_rest)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def on_unmount(self) -> None:
        self._stop()

    # -- searching

    def show_matches(self, *, goes: bool) -> None:
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
        if self._blocks is None or current is None or not (ranges := self._text.search.ranges(current.block)):
            return None
        return self.line_of((current.block, ranges[min(current.number, len(ranges) - 1)][0]))

    # -- the mouse

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._blocks is not None and not event.button and (offset := event.get_content_offset(self)) is not None:
            self._pointed.follow(offset.x, offset.y)

    def on_leave(self) -> None:
        self._pointed.forget()

    def on_click(self, event: events.Click) -> None:
        if event.get_content_offset(self) is not None and not self.screen.selections:
            self.post_message(self.Clicked(event.screen_x, event.screen_y))
