"""A bar that takes a name."""

from __future__ import annotations

from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors


class NamePrompt(Prompt[str]):
    """Enter answers with the name, Escape with None."""

    def __init__(self, name: str, palette: Colors, glyphs: Glyphs) -> None:
        super().__init__(" Name ", "Enter takes it · Esc leaves it as it was", palette, glyphs, text=name)

    def go(self) -> None:
        self.dismiss(self.text.strip() or None)
