"""The widget that all panes are made of: items of one or more lines, drawn line by line, with or without a cursor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from paperreader.tui.render.styled_text import Glyphs, StyledLine
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.line_painter import LinePainter
from paperreader.tui.widgets.scroll_anchor import Anchor, ScrollAnchor
from paperreader.tui.widgets.scrollbar import Scrollbar

NOTHING = StyledLine()


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling column of items. A subclass says what they are (`draw`, `can_rest`) and who may stand on them."""

    HAS_THUMB = True
    """Its last column shows where in the whole it is."""

    TOP: ClassVar[Anchor] = (0, 0)
    """The place on its first line."""

    palette: var[Colors | None] = var(None)
    glyphs: var[Glyphs] = var(Glyphs())
    cursor: var[int | None] = var(None)
    """The item that the cursor is on."""

    class Chosen(Message):
        """A person clicked on the item that the cursor was on already, or on a button."""

        def __init__(self, lines: LineView) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.moved: Callable[[], None] = lambda: None
        """Called when a person has moved the cursor; at once, since the next key of a burst counts on it."""
        self._starts: list[int] = [0]
        self._drawn: dict[int, Sequence[StyledLine]] = {}
        self._laid_out_for = 0
        self.spot = ScrollAnchor(self, self.TOP)
        self.thumb = Scrollbar(self)
        self._painting = LinePainter(self)

    # -- what a subclass says

    def draw(self, index: int) -> Sequence[StyledLine]:
        """The item's lines at the present width, as many as its height says."""
        raise NotImplementedError

    def can_rest(self, index: int) -> bool:
        """Whether the cursor may stand on the item."""
        return True

    def is_selected(self, index: int) -> bool:
        """Whether a person selected the item."""
        return False

    def is_button(self, index: int) -> bool:
        """Whether one click chooses the item."""
        return False

    def lay_out(self) -> None:
        """Called when the width has changed: say the heights anew by `set_heights`."""

    @property
    def allow_vertical_scroll(self) -> bool:
        """Textual takes a pane without its scrollbar for one that does not scroll."""
        return True

    # -- items

    @property
    def count(self) -> int:
        return len(self._starts) - 1

    @property
    def line_width(self) -> int:
        """Cells that a line has."""
        return max(0, self.size.width - self.HAS_THUMB)

    def set_heights(self, heights: Iterable[int]) -> None:
        """Take other items, so many lines high each; where the cursor and the scroll stand is the caller's to say."""
        self._starts = [0, *accumulate(heights)]
        self._drawn.clear()
        self._laid_out_for = self.line_width
        size = Size(self.line_width, self._starts[-1])
        if size != self.virtual_size:
            # set the usual way it would lay out the whole screen anew; the room for the scrollbar is always kept
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    def unselect(self) -> None:
        """The text has changed: what was selected in it is gone."""
        selections = self.screen.selections
        if self in selections:
            self.screen.selections = {widget: span for widget, span in selections.items() if widget is not self}

    def redraw(self, indices: Iterable[int]) -> None:
        """These items look different now, at the same height."""
        regions = []
        for index in indices:
            self._drawn.pop(index, None)
            if index < self.count:
                regions.append(self._region_of(index))
        if regions:  # without any Textual would take it for all
            self.refresh(*regions)

    def item_at(self, y: int) -> int:
        """The item that line `y` of the whole column belongs to."""
        return min(bisect_right(self._starts, y) - 1, self.count - 1)

    def start_of(self, index: int) -> int:
        """The item's first line, counted over the whole column."""
        return self._starts[index]

    def _refresh_item(self, index: int | None) -> None:
        if index is not None and index < self.count:
            self.refresh(self._region_of(index))

    def _region_of(self, index: int) -> Region:
        """Where the item stands in the pane, which may be above or below what is seen."""
        top, bottom = self._starts[index : index + 2]
        return Region(0, top - self.scroll_offset.y, self.size.width, bottom - top)

    def line_at(self, y: int) -> StyledLine:
        """Line `y` of the whole column."""
        if not 0 <= y < self._starts[-1]:
            return NOTHING
        index = self.item_at(y)
        if index not in self._drawn:
            if len(self._drawn) > 500:
                self._drawn.clear()
            self._drawn[index] = self.draw(index)
        lines, offset = self._drawn[index], y - self._starts[index]
        return lines[offset] if offset < len(lines) else NOTHING

    # -- moving

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        self._refresh_item(before)
        self._refresh_item(now)

    def move_to(self, index: int, step: int = 1) -> None:
        """A person moves the cursor to the item, or to the next in the direction of `step` where it can rest."""
        index = max(0, min(index, self.count - 1))
        for candidate in chain(range(index, self.count if step > 0 else -1, step), range(index, -1, -1)):
            if 0 <= candidate < self.count and self.can_rest(candidate):
                self.show(candidate)
                if candidate != self.cursor:
                    self.cursor = candidate
                    self.moved()
                return

    def move_by(self, step: int) -> None:
        """Up or down by items; a pane without a cursor scrolls."""
        if self.cursor is None:
            self.scroll_relative(y=step, animate=False)
            return
        index = self.cursor + step
        while 0 <= index < self.count and not self.can_rest(index):
            index += 1 if step > 0 else -1
        if 0 <= index < self.count:
            self.move_to(index)
        elif step < 0:
            self.scroll_to(y=0, animate=False)

    def page_by(self, pages: float) -> None:
        """Up or down by a share of what is visible."""
        height = max(1, self.scrollable_content_region.height - 1)
        if self.cursor is None:
            self.scroll_relative(y=round(height * pages), animate=False)
            return
        y = self._starts[self.cursor] + round(height * pages)
        self.move_to(self.item_at(max(0, y)), 1 if pages > 0 else -1)

    def move_to_end(self, *, last: bool) -> None:
        """To the first or the last item, or line."""
        if self.cursor is None:
            self.scroll_to(y=self.max_scroll_y if last else 0, animate=False)
        else:
            self.move_to(self.count - 1 if last else 0, -1 if last else 1)
            if not last:
                self.scroll_to(y=0, animate=False)

    def show(self, index: int) -> None:
        """Scroll no further than it takes to see the whole item."""
        if index >= self.count:
            return
        top, bottom, height = self._starts[index], self._starts[index + 1], self.scrollable_content_region.height
        y = self.scroll_offset.y
        if top < y:
            self.scroll_to(y=top, animate=False)
        elif height and bottom > y + height:
            self.scroll_to(y=bottom - height, animate=False)

    # -- drawing

    def watch_palette(self) -> None:
        self._painting.forget()
        self.refresh()

    def notify_style_update(self) -> None:
        self._painting.forget()
        super().notify_style_update()

    def on_focus(self) -> None:
        self._refresh_item(self.cursor)

    def on_blur(self) -> None:
        self._refresh_item(self.cursor)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Lay out with the new width at once: a Resize event comes after the first frame, which would be empty."""
        self.spot.remember()
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.line_width not in (0, self._laid_out_for):
            self.lay_out()
            self.spot.find()
        self.spot.see()
        return changed

    @property
    def place(self) -> Anchor:
        """What stands on the first visible line: the item, and which of its lines."""
        y = self.scroll_offset.y
        index = max(0, self.item_at(y))
        return index, y - self._starts[index]

    def find(self, place: Anchor) -> int:
        """The line of a place, however the lines have changed since."""
        index, line = place
        return self._starts[min(int(index), self.count)] + line

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Textual's would make its own scrollbar."""
        if round(old) != round(new):
            self.refresh()

    def tint(self, y: int) -> Style | None:
        """What is laid over line `y` of the whole column: the cursor, a selection, or nothing."""
        if (palette := self.palette) is None or not 0 <= y < self._starts[-1]:
            return None
        index = self.item_at(y)
        if index == self.cursor:
            return palette.cursor if self.has_focus else palette.cursor_resting
        return palette.selected if self.is_selected(index) else None

    def render_lines(self, crop: Region) -> list[Strip]:
        return self._painting.rows(crop)

    def render_line(self, y: int) -> Strip:
        return self._painting.text(y + self.scroll_offset.y)

    # -- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.thumb.grab(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.thumb.drag(event)

    def on_mouse_up(self) -> None:
        self.thumb.drop()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self.cursor is None or self.screen.selections or self.thumb.is_at(event):
            return
        y = offset.y + self.scroll_offset.y
        if y >= self._starts[-1]:
            return
        index = self.item_at(y)
        chosen = index == self.cursor or self.is_button(index)
        if self.can_rest(index):
            self.move_to(index)
        if chosen:
            self.post_message(self.Chosen(self))

    def text_select_all(self) -> None:
        """A double click opens; it selects nothing."""

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it was written: flowed lines joined, nothing of the gutter."""
        first = selection.start.y if selection.start else 0
        last = min(selection.end.y if selection.end else self._starts[-1], self._starts[-1] - 1)
        text = ""
        for y in range(first, last + 1):
            if (span := selection.get_span(y)) is None:
                continue
            line = self.line_at(y)
            start, end = span
            part = line.text[max(start, line.gutter) : None if end == -1 else end].rstrip()
            text += part if not text else (" " if line.flows else "\n") + part
        return (text, "\n") if text else None
