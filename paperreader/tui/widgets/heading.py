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
        self._right: Sequence[str] = ()
        self._drawn_for: object = None
        self._line = StyledLine()

    def show(self, parts: Sequence[str], *, when_alone: Sequence[str] = (), right: Sequence[str] = ()) -> None:
        """Show another text, made of these parts; with more of them where no other pane is there.

        `right`: what stands at the other end, in several wordings, the longest first.
        """
        if (parts, when_alone, right) != (self._parts, self._when_alone, self._right):
            self._parts, self._when_alone, self._right = parts, when_alone, right
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
        wordings = [f" {glyphs.put_into(each)} " for each in self._right]
        right = next((each for each in wordings if cell_width(each) <= width // 2), "")
        drawn_for = (text, cell_width(text), right, width, glyphs, has_rule, pane.has_focus)
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            text = f"{self._indent}{cut(clean(text), max(0, width - cell_width(right) - 2), glyphs.cut)} "
            fill = max(0, width - cell_width(text) - cell_width(right))
            if pane.has_focus:
                spans = [StyledSpan(text + " " * fill + right, "pane-name-focused")]
            else:
                rule = StyledSpan((glyphs.rule if has_rule else " ") * fill, "faint")
                spans = [StyledSpan(text, "pane-name"), rule, *([StyledSpan(right, "pane-name")] if right else [])]
            self._line = StyledLine(tuple(spans))
        return self._line
