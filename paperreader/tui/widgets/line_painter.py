"""How a pane gets onto the screen: rows of cells, each made once for as long as it looks the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.strip import Strip

from paperreader.tui.render.styled_text import StyledLine, width_of
from paperreader.tui.render.theme import SIGNS, Colors

if TYPE_CHECKING:
    from paperreader.tui.widgets.line_view import LineView


class Row(NamedTuple):
    """A row as it was made, and what it was made from."""

    line: StyledLine
    over: Style | None
    thumb: bool
    selected: tuple[int, int] | None
    strip: Strip


class LinePainter:
    """The rows of a pane with all that stands in them: border, padding, text, and the scrollbar's thumb.

    Textual would draw each of those apart, from a cache that asks for every style of every line in every frame, and
    have a widget for the scrollbar: four times the work for a key, and half as much again for the start.
    """

    def __init__(self, pane: LineView) -> None:
        self._pane = pane
        self._styles: dict[tuple[str, int], Style] = {}
        self._rows: dict[int, Row] = {}
        self._margin: list[Segment] | None = None
        self._base: Style | None = None
        """The pane's own, which Textual adds up from all that it stands in."""
        self._width = self._text_width = 0

    def forget(self) -> None:
        """The colours have changed, or the width."""
        self._styles.clear()
        self._rows.clear()
        self._margin = self._base = None

    def rows(self, crop: Region) -> list[Strip]:
        """What Textual calls `render_lines`: the rows of the pane, whole."""
        pane = self._pane
        if (palette := pane.palette) is None:
            return [Strip.blank(crop.width)] * crop.height
        width, text_width = pane.outer_size.width, pane.line_width
        if (self._width, self._text_width) != (width, text_width):  # a zoomed page has another padding
            self.forget()
            self._width, self._text_width = width, text_width
        height, top, selection = pane.size.height, pane.gutter.top, pane.text_selection
        first, thumb = pane.scroll_offset.y, pane.thumb.rows
        if len(self._rows) > 4 * height:
            self._rows.clear()
        strips = []
        for y in crop.line_range:
            inside = y - top
            if not 0 <= inside < height:
                strips.append(self._edge(palette, is_rule=y == 0 and bool(pane.styles.border_top[0])))
                continue
            at = first + inside
            line, over = pane.line_at(at), pane.tint(at)
            span = selection.get_span(at) if selection else None
            row = self._rows.get(at)
            # the same line is the same object: it is drawn once for as long as it stays
            if row is None or row[0] is not line or row[1] is not over or row[2:4] != (inside in thumb, span):
                row = Row(line, over, inside in thumb, span, self._row(palette, line, over, inside in thumb, span))
                self._rows[at] = row
            strips.append(row.strip)
        if not text_width:  # margin and thumb alone may be wider than the pane, and no strip says so
            strips = [Strip(strip).crop(0, width) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def text(self, y: int) -> Strip:
        """The text alone of a line, as selecting with the mouse wants it: each run says where in the line it stands."""
        palette = self._pane.palette
        if palette is None:
            return Strip.blank(self._pane.size.width)
        self._text_width = self._pane.line_width
        return Strip(self._text(palette, self._pane.line_at(y), self._pane.tint(y))).apply_offsets(0, y)

    def _row(
        self, palette: Colors, line: StyledLine, over: Style | None, thumb: bool, span: tuple[int, int] | None
    ) -> Strip:
        text = self._text(palette, line, over)
        if span:
            text = _selected(text, *span, palette)
        if self._pane.HAS_THUMB:
            style = self._style(palette, "thumb", None) if thumb else self._style(palette, "text", None)
            text.append(Segment(" ", style))
        strip = Strip([*self._left(palette), *_joined(text)], self._width)
        for each in self._pane.get_line_filters():
            if not isinstance(each, ANSIToTruecolor):  # ours are true colours already, or the terminal's own
                strip = strip.apply_filter(each, self._pane.background_colors[1])
        return strip

    def _text(self, palette: Colors, line: StyledLine, over: Style | None) -> list[Segment]:
        width = self._text_width
        segments = [Segment(span.text, self._style(palette, span.role, over)) for span in line.spans]
        if over is palette.cursor_resting and palette.marks_cursor and segments:
            first = segments[0]
            segments[0] = Segment(("▌" if first.text[0] == " " else "█") + first.text[1:], first.style)
        if (room := width - sum(width_of(span.text) for span in line.spans)) > 0:
            # blanks in the colours of what they follow are one run with it, where blanks show no more than the ground
            is_plain = line.spans and line.spans[-1].role not in SIGNS and not palette.marks_cursor
            segments.append(Segment(" " * room, segments[-1].style if is_plain else self._style(palette, "text", over)))
        return segments if room >= 0 else list(Strip(segments).crop(0, width))

    def _left(self, palette: Colors) -> list[Segment]:
        """Border and padding at the left; the border is the one that TCSS calls vkey."""
        if self._margin is None:
            border, color = self._pane.styles.border_left
            self._margin = [Segment("▏", self._ground(color))] if border else []
            if padding := self._pane.styles.padding.left:
                self._margin.append(Segment(" " * padding, self._style(palette, "text", None)))
        return self._margin

    def _edge(self, palette: Colors, *, is_rule: bool) -> Strip:
        """A row above or below the text; `is_rule`: the border that TCSS calls hkey."""
        if is_rule:
            return Strip([Segment("▔" * self._width, self._ground(self._pane.styles.border_top[1]))], self._width)
        margin = self._left(palette)
        room = self._width - sum(len(segment.text) for segment in margin)
        return Strip([*margin, Segment(" " * room, self._style(palette, "text", None))], self._width)

    def _ground(self, color: Color) -> Style:
        return self._pane.rich_style + Style(color=color.rich_color)

    def _style(self, palette: Colors, role: str, over: Style | None) -> Style:
        """The role's style on this pane's ground; adding styles up is slow, so each sum is made once."""
        key = (role, id(over))
        if key not in self._styles:
            self._base = self._base or self._pane.rich_style
            self._styles[key] = self._base + palette.style(role, over)
        return self._styles[key]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Without neighbours of one style: all that comes later is done for each run of a row."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and joined[-1].style is segment.style:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.style)
        else:
            joined.append(segment)
    return joined


def _selected(text: list[Segment], start: int, end: int, palette: Colors) -> list[Segment]:
    """The text with the characters from `start` to `end` (-1: the last) as selected."""
    segments, at = [], 0
    for part, style, _ in text:
        a, b = max(0, start - at), len(part) if end == -1 else max(0, end - at)
        if part[:a]:
            segments.append(Segment(part[:a], style))
        if part[a:b]:
            segments.append(Segment(part[a:b], (style or palette.style("text")) + palette.selection))
        if part[max(a, b) :]:
            segments.append(Segment(part[max(a, b) :], style))
        at += len(part)
    return segments
