"""Asks for a day, in the user's words, and says at once which day that is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from paperreader.models import Day
from paperreader.reader.jump import JumpTarget, jump_target
from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.render.styled_text import Glyphs, StyledSpan
from paperreader.tui.render.theme import Colors

EXAMPLES = "12 mar 24, jul 2024, last fri, 3d …"
KEYS = KeyHint("escape", "back"), KeyHint("enter", "go")


class DatePrompt(Prompt[JumpTarget]):
    """Dismissed with a target that is somewhere, or None."""

    def __init__(self, days: Sequence[Day], today: date, colors: Colors, glyphs: Glyphs) -> None:
        super().__init__(" Go to ", EXAMPLES, colors, glyphs, keys=KEYS)
        self._days, self._today = days, today

    def text_changed(self, text: str) -> None:
        target = jump_target(text, self._today, self._days)
        said = StyledSpan(f" {target.text or EXAMPLES} ", "news" if target.is_somewhere else "figure")
        self.message.show(said, keys=() if target.text else KEYS)

    def action_submit(self) -> None:
        """Go where the text leads; one that leads nowhere stays to be changed."""
        target = jump_target(self.text, self._today, self._days)
        if target.is_somewhere or not self.text.strip():
            self.dismiss(target if target.is_somewhere else None)
