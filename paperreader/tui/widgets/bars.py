"""The two lines at the bottom: where I am and what is going on; what I can press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rich.segment import Segment
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from paperreader.tui.render.rows import fit, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan, width_of
from paperreader.tui.render.theme import Colors


class Bar(Widget):
    """One line of spans."""

    ALLOW_SELECT = False
    palette: var[Colors | None] = var(None)
    glyphs: var[Glyphs] = var(Glyphs())

    def line(self, width: int) -> StyledLine:
        """What it says in so many cells."""
        raise NotImplementedError

    def watch_palette(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.palette is None or y:
            return Strip.blank(width)
        # all that stands here is ours, so that signs can be replaced as they are drawn
        plain = str.maketrans(dict(zip(Glyphs(), self.glyphs, strict=True)))
        spans = self.line(width).spans
        segments = [Segment(span.text.translate(plain), self.palette.style(span.role)) for span in spans]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)


class StatusBar(Bar):
    """At the left where I am, in the longest wording that fits; at the right what is going on."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._where: Sequence[Sequence[StyledSpan]] = ()
        self._news: Sequence[Sequence[StyledSpan]] = ()

    def say(self, where: Sequence[Sequence[StyledSpan]], news: Sequence[Sequence[StyledSpan]]) -> None:
        """Each the same in several wordings, the longest first."""
        if (where, news) != (self._where, self._news):
            self._where, self._news = where, news
            self.refresh()

    def line(self, width: int) -> StyledLine:
        for news, where in product(self._news, self._where):
            if sum(width_of(span.text) for span in (*where, *news)) + 4 <= width:
                return spread(where, news, width)
        shortest, news = (self._where or [()])[-1], (self._news or [()])[-1]
        if sum(width_of(span.text) for span in news) + 2 > width:
            return StyledLine((StyledSpan(" "), *fit(news, width - 2)))
        return spread(shortest, [StyledSpan("  "), *news], width)


def as_many(keys: Sequence[tuple[str, str]], width: int) -> Iterator[StyledSpan]:
    """Keys and what they do, the most needed first; what has no room is not begun."""
    for key, description in keys:
        if (size := width_of(key) + width_of(description) + 4) <= width:
            width -= size
            yield from (StyledSpan(f" {key}", "accent-strong"), StyledSpan(f" {description}  ", "figure"))


class Footer(Bar):
    """The keys."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._keys: Sequence[tuple[str, str]] = ()

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Keys and what they do."""
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def line(self, width: int) -> StyledLine:
        first = as_many(self._keys[:1], width + 2)  # the blanks behind it need no room
        return StyledLine(tuple(as_many(self._keys, width)) or tuple(first))
