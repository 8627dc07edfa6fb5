"""The list widget that all panes build on: items of one or more lines, painted line by line, cursor optional."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import ClassVar

from rich.style import Style
from textual import events, on
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from paperreader.tui.render.styled_text import Glyphs, StyledLine
from paperreader.tui.render.theme import Colors
from paperreader.tui.terminal.internals import update_scrollbars
from paperreader.tui.widgets.heading import Heading
from paperreader.tui.widgets.item_lines import ItemLines
from paperreader.tui.widgets.line_painter import LinePainter
from paperreader.tui.widgets.scroll_anchor import Anchor, ScrollAnchor
from paperreader.tui.widgets.scrollbar import Scrollbar
from paperreader.tui.widgets.text_selection import selected_text


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling column of items. Subclasses draw them (`draw`) and say which the cursor can be on."""

    NAME: ClassVar[str] = ""
    """What its top line says at first, behind so many blanks."""
    INDENT: ClassVar[int] = 1
    HAS_SCROLLBAR = True
    """The last column is the scrollbar's."""
    TOP: ClassVar[Anchor] = (0, 0)
    """The anchor of the first line."""
    theme_colors: var[Colors | None] = var(None)
    glyphs: var[Glyphs] = var(Glyphs())
    cursor: var[int | None] = var(None)
    """Index of the item under the cursor."""

    class ItemActivated(Message):
        """The user clicked the item under the cursor, or a button."""

        def __init__(self, view: LineView) -> None:
            super().__init__()
            self.view = view

    def __init__(self, *, id: str, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.item_lines = ItemLines(self.draw)
        self._laid_out_for: object = None
        self.pinned = 0
        """So many first lines stay on top while the others scroll; set in `lay_out`."""
        self.heading = Heading(self, self.NAME, indent=self.INDENT)
        self.scroll_anchor = ScrollAnchor(self, self.TOP)
        self.scrollbar = Scrollbar(self, shown=self.HAS_SCROLLBAR)
        self._painter = LinePainter(self, self, self.scrollbar)

    # -- for subclasses to override

    def draw(self, index: int) -> Sequence[StyledLine]:
        """The item's lines at the current width; as many as its height."""
        raise NotImplementedError

    def is_selectable(self, index: int) -> bool:
        """Whether the cursor can be on the item."""
        return True

    def is_selected(self, index: int) -> bool:
        """Whether the item is part of the user's selection."""
        return False

    def is_button(self, index: int) -> bool:
        """Whether a single click activates the item."""
        return False

    @property
    def layout_basis(self) -> object:
        """What the heights of the items depend on besides the items."""
        return self.line_width

    def lay_out(self) -> None:
        """Called when that changes: pass new heights to `set_heights`."""

    def cursor_moved(self) -> None:
        """Called when the user moves the cursor; at once, since the next key of a burst relies on it."""

    @property
    def allow_vertical_scroll(self) -> bool:
        return True  # Textual thinks that a widget without its own scrollbar cannot scroll

    # -- items

    @property
    def count(self) -> int:
        return self.item_lines.count

    @property
    def line_width(self) -> int:
        """Cells available to a line."""
        return max(0, self.size.width - self.HAS_SCROLLBAR)

    def set_heights(self, heights: Iterable[int], *, gap: int = 0) -> None:
        """Replace the items; `gap`: blank lines between them. Cursor and scroll offset are left to the caller."""
        self.item_lines.set_heights(heights, gap=gap)
        self._laid_out_for = self.layout_basis
        size = Size(self.line_width, self.item_lines.height)
        if size != self.virtual_size:
            # assigning it would lay out the whole screen again; the scrollbar's column is reserved anyway
            self.set_reactive(Widget.virtual_size, size)
            update_scrollbars(self, size)
        self.refresh()

    def redraw(self, indices: Iterable[int]) -> None:
        """Draw these items again; their heights are unchanged."""
        for index in indices:
            self.item_lines.drop(index)
            self._refresh_item(index)

    def start_of(self, index: int) -> int:
        return self.item_lines.start_of(index)

    def _refresh_item(self, index: int | None) -> None:
        if index is None or index >= self.count:
            return
        top, bottom = self.item_lines.start_of(index), self.item_lines.end_of(index)
        row = top if top < self.pinned else top - self.scroll_offset.y
        if row < self.size.height and row + bottom - top > 0:
            self.refresh(Region(0, row, self.size.width, bottom - top))

    def line_in_row(self, row: int) -> int:
        """The line of the whole column that a visible row shows."""
        return row if row < self.pinned else row + self.scroll_offset.y

    def heading_line(self) -> StyledLine:
        """The line above the items."""
        return self.heading.line(self.line_width, self.glyphs, has_rule=self.virtual_region.y > 0)

    def line_at(self, y: int) -> StyledLine:
        """Line `y` of the whole column."""
        return self.item_lines.line_at(y)

    # -- moving

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        self._refresh_item(before)
        self._refresh_item(now)

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor for the user: to the item, or to the next selectable one in the direction of `step`."""
        index = max(0, min(index, self.count - 1))
        for candidate in chain(range(index, self.count if step > 0 else -1, step), range(index, -1, -1)):
            if 0 <= candidate < self.count and self.is_selectable(candidate):
                self.reveal(candidate)
                if candidate != self.cursor:
                    self.cursor = candidate
                    self.cursor_moved()
                return

    def move_by(self, step: int) -> None:
        """Move the cursor up or down by items; without a cursor, scroll."""
        if self.cursor is None:
            self.scroll_relative(y=step, animate=False)
            return
        index = self.cursor + step
        while 0 <= index < self.count and not self.is_selectable(index):
            index += 1 if step > 0 else -1
        if 0 <= index < self.count:
            self.move_to(index)
        elif step < 0:
            self.scroll_to(y=0, animate=False)

    def page_by(self, pages: float) -> None:
        """Move up or down by a fraction of the visible height."""
        height = max(1, self.scrollable_content_region.height - 1)
        if self.cursor is None:
            self.scroll_relative(y=round(height * pages), animate=False)
            return
        y = self.start_of(self.cursor) + round(height * pages)
        index, step = self.item_lines.item_at(max(0, y)), 1 if pages > 0 else -1
        self.move_to(index if index != self.cursor else index + step, step)

    def move_to_end(self, *, last: bool) -> None:
        """Move to the first or last item; without a cursor, to the first or last line."""
        if self.cursor is None:
            self.scroll_to(y=self.max_scroll_y if last else 0, animate=False)
        else:
            self.move_to(self.count - 1 if last else 0, -1 if last else 1)
            if not last:
                self.scroll_to(y=0, animate=False)

    def reveal(self, index: int) -> None:
        """Scroll just far enough to show the whole item."""
        if index >= self.count:
            return
        height = self.scrollable_content_region.height
        y = self.item_lines.offset_showing(index, self.scroll_offset.y, height, pinned=self.pinned)
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False)

    def is_in_sight(self, index: int) -> bool:
        return self.item_lines.is_in_sight(index, self.scroll_offset.y, self.size.height, pinned=self.pinned)

    @property
    def top_anchor(self) -> Anchor:
        """The first visible line as an anchor: item index and line within the item."""
        return self.item_lines.anchor_at(y + self.pinned) if (y := self.scroll_offset.y) else self.TOP

    def line_of(self, anchor: Anchor) -> int:
        """The scroll offset that puts an anchor on top."""
        index, line = anchor
        return max(0, self.item_lines.line_of(int(index), line) - self.pinned) if anchor != self.TOP else 0

    # -- painting

    def watch_theme_colors(self) -> None:
        self._painter.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        self._painter.clear()
        super().notify_style_update()

    @on(events.Focus)
    @on(events.Blur)
    def focus_changed(self) -> None:
        self._refresh_item(self.cursor)
        self.heading.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Lay out at the new width at once: Resize arrives after the first frame, which would then be empty."""
        self.scroll_anchor.save()
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.line_width and self._laid_out_for != self.layout_basis:
            self.lay_out()
            self.scroll_anchor.recompute()
        self.scroll_anchor.restore_if_resized()
        return changed

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Only repaints; Textual's own would move its scrollbar, which is not there."""
        if round(old) != round(new):
            self.refresh()

    def overlay_style(self, y: int) -> Style | None:
        """The style on top of line `y` of the whole column: cursor, selection, or None."""
        if (colors := self.theme_colors) is None or not 0 <= y < self.item_lines.height:
            return None
        index = self.item_lines.item_at(y)
        if y >= self.item_lines.end_of(index):
            return None
        if index == self.cursor:
            return colors.cursor if self.has_focus else colors.cursor_resting
        return colors.selected if self.is_selected(index) else None

    def render_lines(self, crop: Region) -> list[Strip]:
        return self._painter.rows(crop)

    def render_line(self, y: int) -> Strip:
        return self._painter.text(self.line_in_row(y))

    # -- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.scrollbar.grab(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.scrollbar.drag(event)

    def on_mouse_up(self) -> None:
        self.scrollbar.release()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self.cursor is None or self.screen.selections or self.scrollbar.is_at(event):
            return
        y = self.line_in_row(offset.y)
        if not 0 <= y < self.item_lines.height:
            return
        index = self.item_lines.item_at(y)
        is_activated = index == self.cursor or self.is_button(index)
        if self.is_selectable(index):
            self.move_to(index)
        if is_activated:
            self.post_message(self.ItemActivated(self))

    def text_select_all(self) -> None:
        """Selects nothing: a double click opens the item."""

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        text = selected_text(selection, self.item_lines.height, self.line_at)
        return (text, "\n") if text else None
