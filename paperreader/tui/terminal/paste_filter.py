"""Makes pasted text harmless, and bounds it, before it is parsed."""

from __future__ import annotations

import re
from time import monotonic

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
PASTE_MARK = re.compile(r"(\x1b\[20[01]~)")
PARTIAL_MARK = {False: re.compile(r"\x1b\[2(?:00?)?\Z"), True: re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")}
"""The beginning of a mark at the end of the input, outside of a paste and inside; outside a lone Escape is a key."""

MAX_PASTE_CHARACTERS = 1_000_000
"""Of a longer paste the rest is dropped, but for one character: it tells that there was more."""

KEY_STORM_CHARACTERS = 500
"""More than a user types while the reader is busy: a long paste where the terminal does not say that it is one."""

MAX_KEY_CHARACTERS = 16
MAX_GAP_S = 2.0
"""After a gap of so long, a read that is no longer than a key ends a paste whose end never came."""


class PasteFilter:
    """Removes escape characters from pasted text, where Textual would end the paste and take the rest for keys."""

    def __init__(self) -> None:
        self._is_pasting = False
        self._room = 0
        self._last_feed = 0.0
        self._held = ""
        """What may become a mark with the next read."""

    def feed(self, text: str) -> str:
        """The part of the input so far that can be parsed now."""
        gap_s, self._last_feed = monotonic() - self._last_feed, monotonic()
        read = ""
        if self._is_pasting and gap_s > MAX_GAP_S and len(text) <= MAX_KEY_CHARACTERS and PASTE_END not in text:
            read = self._harmless(PASTE_END)
            self._held = ""
        *whole, last = PASTE_MARK.split(self._held + text)
        read += "".join(map(self._harmless, whole))
        partial = PARTIAL_MARK[self._is_pasting].search(last)
        self._held = partial[0] if partial else ""
        return read + self._harmless(last.removesuffix(self._held))

    def _harmless(self, part: str) -> str:
        if part in (PASTE_START, PASTE_END):
            self._is_pasting, self._room = part == PASTE_START, MAX_PASTE_CHARACTERS + 1
            return part
        if not self._is_pasting:
            return part if len(part) < KEY_STORM_CHARACTERS or "\x1b" in part else ""
        text = part.replace("\x1b", "")[: self._room]
        self._room -= len(text)
        return text
