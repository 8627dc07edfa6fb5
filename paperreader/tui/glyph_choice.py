"""Which glyphs are drawn: those of the settings, or those that the terminal draws one cell wide."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events

from paperreader.config import Glyphs as Wanted
from paperreader.store import Store
from paperreader.tui.render.styled_text import ASCII, Glyphs
from paperreader.tui.terminal import ambiguous_width
from paperreader.tui.terminal.ambiguous_width import AmbiguousWidth


class GlyphChoice:
    """By the terminal's last answer, which the store keeps for the next start in such a terminal."""

    def __init__(self, wanted: Wanted, store: Store, env: Mapping[str, str]) -> None:
        self._wanted, self._store = wanted, store
        self._setting = " ".join(["width", *(env.get(name, "") for name in ("TERM", "TERM_PROGRAM"))])
        self.width = AmbiguousWidth()
        self._set(ambiguous_width.parse(store.settings.get(self._setting)))

    @property
    def is_ascii(self) -> bool:
        return self._wanted == "ascii" or (self._wanted == "auto" and self.width.sign > 1)

    @property
    def glyphs(self) -> Glyphs:
        return ASCII if self.is_ascii else Glyphs()

    def take_answer(self, event: events.CursorPosition) -> bool:
        """The terminal's, with the first frame, or late, or never; whether it changes what is drawn."""
        width = ambiguous_width.answer(event)
        if width is None or not self._set(width):
            return False
        self._store.settings.set(self._setting, f"{width.sign} {width.letter}")
        return True

    def _set(self, width: AmbiguousWidth) -> bool:
        if width == self.width or self._wanted == "unicode":
            return False
        self.width = width
        ambiguous_width.measure(width.letter)
        return True
