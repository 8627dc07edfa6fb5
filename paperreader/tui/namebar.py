"""A bar that takes a name."""

from __future__ import annotations

from paperreader.tui.colors import Palette
from paperreader.tui.textbar import TextBar
from paperreader.tui.typeset import Glyphs


class NameBar(TextBar[str]):
    """Enter answers with the name, Escape with None."""

    def __init__(self, name: str, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(" Name ", "Enter takes it · Esc leaves it as it was", palette, glyphs, text=name)

    def go(self) -> None:
        self.dismiss(self.text.strip() or None)
