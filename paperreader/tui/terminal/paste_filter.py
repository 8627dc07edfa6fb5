"""What a terminal sends, with pasted text made harmless."""

from __future__ import annotations

import re

BEGIN, END = "\x1b[200~", "\x1b[201~"
MARK = re.compile(r"(\x1b\[20[01]~)")
BEGUN = {False: re.compile(r"\x1b\[2(?:00?)?\Z"), True: re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")}
"""What the rest of a mark may follow, outside of a paste and in it; outside a lone Escape is a key."""


class PasteFilter:
    """Takes the escapes out of pasted text: Textual would end the paste there, and press the rest as keys."""

    def __init__(self) -> None:
        self._pasting = False
        self._held = ""

    def feed(self, text: str) -> str:
        """What can be read of it now."""
        *whole, last = MARK.split(self._held + text)
        read = "".join(map(self._harmless, whole))
        begun = BEGUN[self._pasting].search(last)
        self._held = begun[0] if begun else ""
        return read + self._harmless(last.removesuffix(self._held))

    def _harmless(self, part: str) -> str:
        if part in (BEGIN, END):
            self._pasting = part == BEGIN
            return part
        return part.replace("\x1b", "") if self._pasting else part
