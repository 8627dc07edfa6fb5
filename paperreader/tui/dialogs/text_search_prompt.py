"""The prompt that finds something in the text of a paper, while the user types."""

from __future__ import annotations

from typing import Protocol

from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.render.styled_text import Glyphs, StyledSpan
from paperreader.tui.render.theme import Colors

KEYS = (KeyHint("escape", "back"), KeyHint("enter", "stay here"))


class Finder(Protocol):
    """What the prompt types into."""

    text: str

    @property
    def count_text(self) -> str: ...
    @property
    def has_failed(self) -> bool: ...

    def type(self, text: str) -> None: ...
    def end(self, accepted: bool | None) -> None: ...


class TextSearchPrompt(Prompt[bool]):
    """Answers True to stay at the match, or None to go back."""

    passes_on = ("escape", "enter")

    def __init__(self, finder: Finder, colors: Colors, glyphs: Glyphs) -> None:
        super().__init__(" find ", "", colors, glyphs, keys=KEYS, answered=finder.end)
        self._finder = finder

    def text_changed(self, text: str) -> None:
        if text != self._finder.text:
            self._finder.type(text)
            self.follow_session()

    def follow_session(self) -> None:
        """Called while it is open, when the search may have gone on: say how many were found."""
        count, role = self._finder.count_text, "trouble" if self._finder.has_failed else "news"
        self.message.show(*([StyledSpan(f" {count} ", role)] if count else []), keys=KEYS)

    def leave_for_palette(self) -> None:
        """Stay at the match, as with Enter."""
        self.action_submit()

    def action_submit(self) -> None:
        self.text_changed(self.text)  # the last letters may not have been reported yet
        self.dismiss(True)
