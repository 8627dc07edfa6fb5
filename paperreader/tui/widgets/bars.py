"""The two lines at the bottom: the status line, with location and activity, and the footer with its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rich.segment import Segment
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from paperreader.text.width import cell_width
from paperreader.tui.render.rows import fit, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors


class Bar(Widget):
    """One line of spans."""

    ALLOW_SELECT = False
    theme_colors: var[Colors | None] = var(None)
    glyphs: var[Glyphs] = var(Glyphs())

    def line(self, width: int) -> StyledLine:
        """What to show in so many cells."""
        raise NotImplementedError

    def watch_theme_colors(self) -> None:
        self.refresh()

    def watch_glyphs(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.theme_colors is None or y:
            return Strip.blank(width)
        # nothing here comes from outside, so that glyphs can be replaced while drawing
        spans = self.line(width).spans
        segments = [Segment(self.glyphs.put_into(span.text), self.theme_colors.style(span.role)) for span in spans]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)


Wordings = Sequence[Sequence[StyledSpan]]
"""The same in several wordings, the longest first."""


class StatusBar(Bar):
    """The location at the left, the activity at the right, in the longest wording that fits."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._location: Wordings = ()
        self._activity: Wordings = ()

    def show(self, location: Wordings, activity: Wordings) -> None:
        if (location, activity) != (self._location, self._activity):
            self._location, self._activity = location, activity
            self.refresh()

    def line(self, width: int) -> StyledLine:
        for activity, location in product(self._activity, self._location):
            if sum(cell_width(span.text) for span in (*location, *activity)) + 4 <= width:
                return spread(location, activity, width)
        shortest, activity = (self._location or [()])[-1], (self._activity or [()])[-1]
        if sum(cell_width(span.text) for span in activity) + 2 > width:
            return StyledLine((StyledSpan(" "), *fit(activity, width - 2)))
        return spread(shortest, [StyledSpan("  "), *activity], width)


def fitting_keys(keys: Sequence[tuple[str, str]], width: int) -> Iterator[StyledSpan]:
    """Keys with their names, the most important first; one that does not fit is left out."""
    for key, name in keys:
        if (size := cell_width(key) + cell_width(name) + 4) <= width:
            width -= size
            yield from (StyledSpan(f" {key}", "key"), StyledSpan(f" {name}  ", "figure"))


class Footer(Bar):
    """Keys and what they do."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._keys: Sequence[tuple[str, str]] = ()

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def line(self, width: int) -> StyledLine:
        first = fitting_keys(self._keys[:1], width + 2)  # the blanks behind it need no room
        return StyledLine(tuple(fitting_keys(self._keys, width)) or tuple(first))
