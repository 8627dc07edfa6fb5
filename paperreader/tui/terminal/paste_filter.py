"""Makes pasted text harmless before it is parsed."""

from __future__ import annotations

import re

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
PASTE_MARK = re.compile(r"(\x1b\[20[01]~)")
PARTIAL_MARK = {False: re.compile(r"\x1b\[2(?:00?)?\Z"), True: re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")}
"""The beginning of a mark at the end of the input, outside of a paste and inside; outside a lone Escape is a key."""


class PasteFilter:
    """Removes escape characters from pasted text, where Textual would end the paste and take the rest for keys."""

    def __init__(self) -> None:
        self._is_pasting = False
        self._held = ""
        """What may become a mark with the next read."""

    def feed(self, text: str) -> str:
        """The part of the input so far that can be parsed now."""
        *whole, last = PASTE_MARK.split(self._held + text)
        read = "".join(map(self._harmless, whole))
        partial = PARTIAL_MARK[self._is_pasting].search(last)
        self._held = partial[0] if partial else ""
        return read + self._harmless(last.removesuffix(self._held))

    def _harmless(self, part: str) -> str:
        if part in (PASTE_START, PASTE_END):
            self._is_pasting = part == PASTE_START
            return part
        return part.replace("\x1b", "") if self._is_pasting else part
