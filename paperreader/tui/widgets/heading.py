"""The top line of a pane: its name, where the user is in it, and whether it has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.widget import Widget

from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan


class Heading:
    """Painted in the padding above a pane's lines; a pane without padding has none."""

    def __init__(self, pane: Widget, name: str, *, indent: int) -> None:
        self._pane, self._indent = pane, " " * indent
        self._parts: Sequence[str] = [name]
        self._when_alone: Sequence[str] = ()
        self._drawn_for: object = None
        self._line = StyledLine()

    def show(self, parts: Sequence[str], *, when_alone: Sequence[str] = ()) -> None:
        """Show another text, made of these parts; with more of them where no other pane is there."""
        if (parts, when_alone) != (self._parts, self._when_alone):
            self._parts, self._when_alone = parts, when_alone
            self.refresh()

    def refresh(self) -> None:
        """Paint it again."""
        if self._pane.gutter.top:
            self._pane.refresh(Region(0, -1, self._pane.size.width, 1))

    def line(self, width: int, glyphs: Glyphs, *, has_rule: bool) -> StyledLine:
        """Bold and underlined in the focused pane; `has_rule`: elsewhere a rule parts it from the pane above."""
        pane, parent = self._pane, self._pane.parent
        is_alone = isinstance(parent, Widget) and pane.outer_size == parent.size
        text = f" {glyphs.dot} ".join([*self._parts, *(self._when_alone if is_alone else ())])
        drawn_for = (text, cell_width(text), width, glyphs, has_rule, pane.has_focus)
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            text = f"{self._indent}{cut(clean(text), max(0, width - 2), glyphs.cut)} "
            fill = max(0, width - cell_width(text))
            if pane.has_focus:
                spans = [StyledSpan(text + " " * fill, "pane-name-focused")]
            else:
                spans = [StyledSpan(text, "pane-name"), StyledSpan((glyphs.rule if has_rule else " ") * fill, "faint")]
            self._line = StyledLine(tuple(spans))
        return self._line
