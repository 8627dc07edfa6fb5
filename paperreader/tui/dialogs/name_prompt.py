"""Asks for a name."""

from __future__ import annotations

from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors


class NamePrompt(Prompt[str]):
    """Dismissed with the name, or None if there is none."""

    def __init__(self, name: str, enter: str, colors: Colors, glyphs: Glyphs) -> None:
        """`name`: to start from. `enter`: what Enter does."""
        keys = KeyHint("enter", enter), KeyHint("escape", "cancel")
        super().__init__(" Name ", "", colors, glyphs, text=name, keys=keys)

    def action_submit(self) -> None:
        self.dismiss(self.text.strip() or None)
