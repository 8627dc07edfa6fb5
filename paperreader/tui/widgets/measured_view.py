"""A pane whose items are laid out as they come into sight, the rest between two keys."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

from textual.geometry import Region, Size
from textual.widget import Widget

from paperreader.tui.widgets.item_lines import ItemLines
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.measured_items import MAX_KEPT_ITEMS, MeasuredItems
from paperreader.tui.widgets.scroll_anchor import Anchor

SLICE_S, PREPARE_S, PAUSE_S = 0.003, 0.001, 0.012
"""How long items are laid out, and `prepare` may take, between two keys; the time for keys between two slices."""

TOAST_ROWS = 3
"""The height of most toasts."""

Items = TypeVar("Items", bound=MeasuredItems)


class MeasuredView(LineView, Generic[Items]):
    """Heights are guessed until then; the line on top stays where it is. Anchors are items and characters of them."""

    def __init__(self, *, id: str, classes: str) -> None:
        super().__init__(id=id, classes=classes)
        self.item_lines = ItemLines(self.draw, max_drawn=MAX_KEPT_ITEMS)
        self.items: Items | None = None
        """None: not laid out, or there is a message in their place."""
        self._timer: asyncio.TimerHandle | None = None

    # -- for subclasses to override

    def settled(self) -> None:
        """Called when the user may be at another line, and what is around it is laid out."""

    def heights_known(self) -> None:
        """Called when more of the heights are known."""

    def prepare(self, seconds: float) -> None:
        """Called between two keys, as long as `is_prepared` is not true."""

    @property
    def is_prepared(self) -> bool:
        """Nothing is left to do between two keys."""
        return self.is_laid_out

    @property
    def awaits_layout(self) -> bool:
        """There are items that have only been opened in this moment: keys typed right behind have to wait."""
        raise NotImplementedError

    # -- what is shown

    def show_items(self, items: Items | None) -> None:
        """Take other items; called in `lay_out`."""
        self.stop()
        self.items = items
        if items is not None:
            self.set_heights(items.heights)

    @property
    def is_laid_out(self) -> bool:
        """No height is guessed any more."""
        return self.items is None or self.items.is_exact

    # -- places

    @property
    def top_anchor(self) -> Anchor:
        if not (y := self.scroll_offset.y) or self.items is None:
            return self.TOP
        index, line = self.item_lines.anchor_at(y)
        above = self.items.space_above(index)
        lines = self.items.lines(index)
        if line < above or not lines:
            return index, line - above
        return index, lines[min(line - above, len(lines) - 1)].offset

    def line_of(self, anchor: Anchor) -> int:
        if anchor == self.TOP or self.items is None or not len(self.items):
            return 0
        index, offset = min(int(anchor[0]), len(self.items) - 1), anchor[1]
        self.lay_out_around(index)
        start = self.item_lines.start_of(index) + self.items.space_above(index)
        if offset < 0:
            return max(start + offset, self.item_lines.start_of(index))
        offsets = [line.offset for line in self.items.lines(index)]
        reached = [each for each in offsets if each <= offset]
        return start + (offsets.index(max(reached)) if reached else 0)

    @property
    def max_scroll_y(self) -> int:
        """Room is left below the end of what scrolls at all, so that no toast covers its last line."""
        most = super().max_scroll_y
        return most + self._room_below if most else 0

    @property
    def _room_below(self) -> int:
        return min(TOAST_ROWS, max(0, self.size.height - 1))

    @property
    def at_end(self) -> bool:
        """Whether the end is visible."""
        return not self.awaits_layout and self.scroll_offset.y >= self.max_scroll_y - self._room_below

    # -- moving

    def move_to_end(self, *, last: bool) -> None:
        if self.awaits_layout:
            self.call_after_refresh(self.move_to_end, last=last)
            return
        if self.items is not None and len(self.items):
            self.lay_out_around(len(self.items) - 1 if last else 0, above=self.size.height)
        super().move_to_end(last=last)

    def move_by(self, step: int) -> None:
        if self.awaits_layout:
            self.call_after_refresh(self.move_by, step)
            return
        self._lay_out_ahead(step)
        super().move_by(step)

    def page_by(self, pages: float) -> None:
        if self.awaits_layout:
            self.call_after_refresh(self.page_by, pages)
            return
        self._lay_out_ahead(round(pages * self.size.height))
        super().page_by(pages)

    def _lay_out_ahead(self, lines: int) -> None:
        """Before so many lines are scrolled: their number must not change under way."""
        here = self.item_lines.item_at(self.scroll_offset.y)
        self.lay_out_around(here, above=max(0, -lines), below=max(0, lines))

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        if round(old) != round(new):
            self.settle()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.line_width:
            self.settle()
        return changed

    def settle(self) -> None:
        """The user is at another line: lay out what is around it, and begin with the rest."""
        if self.items is None or not len(self.items) or not self.size.height:
            return
        self.lay_out_around(self.item_lines.item_at(self.scroll_offset.y))
        self.settled()
        if self._timer is None and not self.is_prepared:
            self._schedule()

    # -- laying out

    def lay_out_around(self, index: int, *, above: int = 0, below: int = 0) -> None:
        """Make the heights exact from an item to the end of the screen, and so many lines more; the top line stays."""
        items = self.items
        if items is not None and items.measure_around(index, above=above, below=self.size.height + below):
            self.use_heights(items)

    def _prepare_rest(self) -> None:
        """A slice of what is still to be laid out, and of what else there is to do."""
        self._timer = None
        self.prepare(PREPARE_S)
        self._lay_out_rest()
        if not self.is_prepared:
            self._schedule()

    def _lay_out_rest(self) -> None:
        if (items := self.items) is None or not items.measure_rest(SLICE_S):
            return
        thumb = self.scrollbar.rows
        self.use_heights(items)
        if self.scrollbar.rows != thumb:  # nothing else of what is visible can have changed
            self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))
        self.heights_known()

    def use_heights(self, items: Items) -> None:
        """Put the items where they belong now, with the top line where it is."""
        before = self.scroll_offset.y
        top = self.item_lines.anchor_at(before)
        self.item_lines.change_heights(items.heights)
        self.set_reactive(Widget.virtual_size, Size(self.line_width, self.item_lines.height))
        y = min(self.item_lines.line_of(*top), self.max_scroll_y)
        self.set_reactive(Widget.scroll_y, float(y))
        self.set_reactive(Widget.scroll_target_y, float(y))
        self.scroll_anchor.renumbered(before, y)

    def _schedule(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(PAUSE_S, self._prepare_rest)

    def stop(self) -> None:
        """Lay out no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def on_unmount(self) -> None:
        self.stop()
