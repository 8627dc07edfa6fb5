"""Paints a pane: rows of cells, each made once and reused for as long as it looks the same.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperreader.text.width import cell_width
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from paperreader.tui.render.theme import SIGNS, Colors
from paperreader.tui.widgets.scrollbar import Scrollbar
from paperreader.tui.widgets.text_selection import highlight_selection


class LineSource(Protocol):
    """The lines to paint, counted over the whole column."""

    @property
    def theme_colors(self) -> Colors | None: ...
    @property
    def glyphs(self) -> Glyphs: ...
    @property
    def line_width(self) -> int: ...

    def heading_line(self) -> StyledLine: ...
    def line_in_row(self, row: int) -> int: ...
    def line_at(self, y: int) -> StyledLine: ...
    def overlay_style(self, y: int) -> Style | None: ...


class PaintedRow(NamedTuple):
    """A row, and what it was made from."""

    line: StyledLine
    overlay: Style | None
    has_thumb: bool
    selected: tuple[int, int] | None
    strip: Strip


class LinePainter:
    """The rows of a pane with everything in them: border, padding, text, and the scrollbar's thumb.

    Textual would draw each of those apart, from a cache that asks for every style of every line in every frame, and
    have a widget for the scrollbar: four times the work for a key, and half as much again for the start.
    """

    def __init__(self, pane: ScrollView, source: LineSource, scrollbar: Scrollbar) -> None:
        self._pane, self._source, self._scrollbar = pane, source, scrollbar
        self._styles: dict[tuple[str, int], Style] = {}
        self._rows: dict[int, PaintedRow] = {}
        self._heading: PaintedRow | None = None
        self._margin: list[Segment] | None = None
        self._base: Style | None = None
        """The pane's own style, which Textual adds up from those of its ancestors."""
        self._width = self._text_width = 0

    def clear(self) -> None:
        """Drop what was painted in other colours or at another width."""
        self._styles.clear()
        self._rows.clear()
        self._heading = self._margin = self._base = None

    def rows(self, crop: Region) -> list[Strip]:
        """For Textual's `render_lines`: whole rows of the pane."""
        pane, source = self._pane, self._source
        if (colors := source.theme_colors) is None:
            return [Strip.blank(crop.width)] * crop.height
        width, text_width = pane.outer_size.width, source.line_width
        if (self._width, self._text_width) != (width, text_width):  # the padding may change too, as on a zoomed page
            self.clear()
            self._width, self._text_width = width, text_width
        height, top, selection = pane.size.height, pane.gutter.top, pane.text_selection
        thumb = self._scrollbar.rows
        if len(self._rows) > 4 * height:
            self._rows.clear()
        strips = []
        for y in crop.line_range:
            inside = y - top
            if inside == -1:
                strips.append(self._heading_row(colors))
                continue
            if not 0 <= inside < height:
                strips.append(self._edge(colors))
                continue
            at = source.line_in_row(inside)
            line, overlay = source.line_at(at), source.overlay_style(at)
            span = selection.get_span(at) if selection else None
            row = self._rows.get(at)
            # an unchanged line is the same object
            if row is None or row[0] is not line or row[1] is not overlay or row[2:4] != (inside in thumb, span):
                strip = self._row(colors, line, overlay, inside in thumb, span)
                row = self._rows[at] = PaintedRow(line, overlay, inside in thumb, span, strip)
            strips.append(row.strip)
        if not text_width:  # margin and thumb may then be wider than the pane, which the strips do not know
            strips = [Strip(strip).crop(0, width) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def text(self, y: int) -> Strip:
        """The text of a line alone, with the offsets that Textual needs to select it with the mouse."""
        colors = self._source.theme_colors
        if colors is None:
            return Strip.blank(self._pane.size.width)
        self._text_width = self._source.line_width
        return Strip(self._text(colors, self._source.line_at(y), self._source.overlay_style(y))).apply_offsets(0, y)

    def _row(
        self, colors: Colors, line: StyledLine, overlay: Style | None, has_thumb: bool, span: tuple[int, int] | None
    ) -> Strip:
        text = self._text(colors, line, overlay)
        if span:
            text = highlight_selection(text, *span, colors.style("text"), colors.selection)
        if self._scrollbar.is_shown:
            text.append(Segment(" ", self._style(colors, "thumb" if has_thumb else "text", None)))
        return self._filtered(Strip([*self._left(colors), *_joined(text)], self._width))

    def _filtered(self, strip: Strip) -> Strip:
        """The strip in colours that the terminal has."""
        for each in self._pane.get_line_filters():
            if not isinstance(each, ANSIToTruecolor):  # ours are true colours already, or the terminal's own
                strip = strip.apply_filter(each, self._pane.background_colors[1])
        return strip

    def _text(self, colors: Colors, line: StyledLine, overlay: Style | None) -> list[Segment]:
        width = self._text_width
        segments = [Segment(span.text, self._style(colors, span.role, overlay)) for span in line.spans]
        if (room := width - sum(cell_width(span.text) for span in line.spans)) > 0:
            # blanks in the style of the text before them join its segment, where blanks show no more than the ground
            is_plain = line.spans and line.spans[-1].role not in SIGNS and not colors.marks_cursor
            style = segments[-1].style if is_plain else self._style(colors, "text", overlay)
            segments.append(Segment(" " * room, style))
        segments = segments if room >= 0 else list(Strip(segments).crop(0, width))
        if overlay is colors.cursor_resting and colors.marks_cursor:
            segments = [segment for segment in segments if segment.text]
            for first in segments[:1]:
                glyphs = self._source.glyphs
                sign = glyphs.cursor if first.text[0] == " " else glyphs.cursor_selected
                segments[0] = Segment(sign + first.text[1:], first.style)
        return segments

    def _left(self, colors: Colors) -> list[Segment]:
        """Border and padding on the left; the border looks like `vkey` in TCSS."""
        if self._margin is None:
            border, color = self._pane.styles.border_left
            self._margin = [Segment(self._source.glyphs.edge, self._ground(color))] if border else []
            if padding := self._pane.styles.padding.left:
                self._margin.append(Segment(" " * padding, self._style(colors, "text", None)))
        return self._margin

    def _edge(self, colors: Colors) -> Strip:
        """A blank row above or below the text."""
        margin = self._left(colors)
        room = self._width - sum(len(segment.text) for segment in margin)
        blank = Segment(" " * room, self._style(colors, "text", None))
        return self._filtered(Strip([*margin, blank], self._width))

    def _heading_row(self, colors: Colors) -> Strip:
        """The row above the text."""
        line = self._source.heading_line()
        if self._heading is None or self._heading.line is not line:
            self._heading = PaintedRow(line, None, False, None, self._row(colors, line, None, False, None))
        return self._heading.strip

    def _ground(self, color: Color) -> Style:
        return self._pane.rich_style + Style(color=color.rich_color)

    def _style(self, colors: Colors, role: str, overlay: Style | None) -> Style:
        """The role's style on this pane's background, cached because adding styles is slow."""
        key = (role, id(overlay))
        if key not in self._styles:
            self._base = self._base or self._pane.rich_style
            self._styles[key] = self._base + colors.style(role, overlay)
        return self._styles[key]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Segments with neighbours of the same style merged: everything later is done once per segment."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and joined[-1].style is segment.style:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.style)
        else:
            joined.append(segment)
    return joined
