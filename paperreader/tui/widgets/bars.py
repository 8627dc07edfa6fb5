"""The two lines at the bottom: the status line, with location and activity, and the footer with its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from paperreader.text.width import cell_width
from paperreader.tui.command import KeyHint
from paperreader.tui.key_names import character_of, key_name
from paperreader.tui.render.rows import fit, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

UNDER_MOUSE, NO_STYLE = Style(underline=True), Style()


class Bar(Widget):
    """One line of spans. Keys in it can be clicked."""

    ALLOW_SELECT = False
    theme_colors: var[Colors | None] = var(None)
    glyphs: var[Glyphs] = var(Glyphs())
    hovered: var[str] = var("")
    """The key under the mouse, by Textual's name."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.keys: Sequence[KeyHint] = ()
        """The most important first."""

    def line(self, width: int) -> StyledLine:
        """What to show in so many cells."""
        raise NotImplementedError

    def watch_theme_colors(self) -> None:
        self.refresh()

    def watch_glyphs(self) -> None:
        self.refresh()

    def watch_hovered(self, key: str) -> None:
        help = next((hint.help for hint in self.keys if hint.key == key), "")
        self.tooltip = Content(help) if help else None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.theme_colors is None or y:
            return Strip.blank(width)
        # nothing here comes from outside, so that glyphs can be replaced while drawing
        segments = []
        for text, role, key, *_ in self.line(width).spans:
            style = self.theme_colors.style(role)
            segments.append(
                Segment(self.glyphs.put_into(text), style + UNDER_MOUSE if key and key == self.hovered else style)
            )
        measured = sum(cell_width(segment.text) for segment in segments)  # rich would load tables of its own for that
        return Strip(segments, measured).adjust_cell_length(width).apply_style(self.rich_style)

    def named_at(self, x: int) -> str:
        """The key whose name is at a column, "" if there is none."""
        start = 0
        for text, _, key, *_ in self.line(self.size.width).spans:
            if start <= x < start + cell_width(text.rstrip()):
                return key
            start += cell_width(text)
        return ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hovered = self.named_at(event.x)

    def on_leave(self) -> None:
        self.hovered = ""

    def on_click(self, event: events.Click) -> None:
        if key := self.named_at(event.x):
            event.stop()
            self.app.post_message(events.Key(key, character_of(key)))


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


def fitting_keys(keys: Sequence[KeyHint], width: int) -> Iterator[StyledSpan]:
    """Keys with their names, the most important first, as far as they fit; a click on one presses the key."""
    width += 2  # the blanks behind the last need no room
    for key, name, _ in keys:
        if (size := cell_width(key_name(key)) + cell_width(name) + 4) > width:
            return
        width -= size
        yield StyledSpan(f" {key_name(key)}", "key", key)
        yield StyledSpan(f" {name}  ", "figure", key)


class Footer(Bar):
    """Keys and what they do."""

    def show(self, keys: Sequence[KeyHint]) -> None:
        if keys != self.keys:
            self.keys = keys
            self.refresh()

    def line(self, width: int) -> StyledLine:
        return StyledLine(tuple(fitting_keys(self.keys, width)))
