"""Tells an Escape key from the beginning of a sequence, before Textual parses either.

A terminal sends Alt+j as an Escape and a `j`; so does tmux, or a slow line, if the two keys were pressed one after the
other. Textual waits for more of either, loses the Escape of some keys, and takes others for a word's ends. Here both
become Alt+j in the unambiguous form of the kitty protocol: the app knows whether that key is bound.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from textual.constants import ESCAPE_DELAY

from paperreader.tui.terminal.internals import is_key_sequence

ESC = "\x1b"
ESCAPE_KEY = "\x1b[27u"

SEQUENCE = re.compile(
    r"\x1b(?:\[(?:M[^\x1b]{3}|\[[A-E]|[0-?]{0,64}[ -/]{0,4}[@-Z\\-~])|O[A-Za-z]"
    r"|(?P<string>(?:\]\d|[P_][^\x07\x1b])[^\x07\x1b]{0,4096}(?:\x07|\x1b\\)))"
)
"""A whole one: CSI, with the mouse reports and function keys that break its grammar; SS3; OSC, DCS and APC."""
PARTIAL = re.compile(
    r"\x1b(?:\[(?:M[^\x1b]{0,2}|\[|[0-?]{0,64}[ -/]{0,4})|O|[]P_]"
    r"|(?P<string>(?:\]\d|[P_][^\x07\x1b])[^\x07\x1b]{0,4096}\x1b?))?\Z"
)
FOCUS_OR_KEY = r"\x1b\[[A-FHIO-QS]"
"""Short sequences that Textual knows by other means than its table."""
KITTY_KEY = r"\x1b\[(?P<code>\d{1,7});(?P<modifiers>\d{1,3})u"
XTERM_KEY = r"\x1b\[27;(?P<modifiers>\d{1,3});(?P<code>\d{1,7})~"
"""The two forms of a character with modifiers. Textual does not understand xterm's, which tmux may send unasked."""
SHIFT, ALT, CTRL = 1, 2, 4
"""Bits of a key's modifiers; a sequence has one more than their sum."""

ESCAPE_DELAY_S = min(ESCAPE_DELAY, 1.0)
"""How long an Escape waits for the rest of a sequence: ESCDELAY in milliseconds, by default 100."""
TRAILING_DELAY_S = 1.0
"""How long the rest of a sequence may take that no keys would make: over a slow line it may come in two packets."""


class EscapeFilter:
    """Splits the input into pieces that can be parsed at once: text without Escape, or one sequence."""

    def __init__(self, *, tab_is_shifted: bool = False) -> None:
        """`tab_is_shifted`: Escape and Tab are Shift+Tab, as on the console of Linux."""
        self._kept = {"\x1b\t"} if tab_is_shifted else set()
        self._held = ""
        """What may become a sequence with the next read."""

    @property
    def delay_s(self) -> float | None:
        """How long to wait for more before `give_up`; None: nothing is held."""
        if not self._held:
            return None
        return TRAILING_DELAY_S if self._held.startswith("\x1b[") and len(self._held) > 2 else ESCAPE_DELAY_S

    def feed(self, text: str) -> Iterator[str]:
        """The pieces of the input so far."""
        text, self._held = self._held + text, ""
        at = 0
        while at < len(text):
            if text[at] != ESC:
                end = text.find(ESC, at)
                end = len(text) if end < 0 else end
                yield text[at:end]
            elif PARTIAL.match(text, at):
                self._held = text[at:]
                return
            elif (found := SEQUENCE.match(text, at)) and (found["string"] or _is_known(found[0])):
                end = found.end()
                if not found["string"]:  # which answers a question that nobody asked
                    yield _alt_in_kitty_form(found[0])
            elif text[at + 1] == ESC:
                end = at + 1
                yield ESCAPE_KEY
            else:
                end = at + 2
                yield text[at:end] if text[at:end] in self._kept else _alt_of(text[at + 1])
            at = end

    def give_up(self) -> Iterator[str]:
        """The pieces of what is held, since nothing more came in time."""
        held, self._held = self._held, ""
        if held == ESC:
            yield ESCAPE_KEY
        elif held.startswith("\x1b[") and len(held) > 2:
            if is_key_sequence(held):  # rxvt has keys that end in `$`
                yield held
        elif held:
            yield _alt_of(held[1])
            yield held[2:].rstrip(ESC)


def _is_known(sequence: str) -> bool:
    """Whether a short sequence is a key's; a longer one certainly is not Escape and two keys."""
    return len(sequence) > 3 or is_key_sequence(sequence) or re.fullmatch(FOCUS_OR_KEY, sequence) is not None


def _alt_in_kitty_form(sequence: str) -> str:
    """The same sequence; a key with Alt in the one form that Textual understands."""
    if match := re.fullmatch(KITTY_KEY, sequence) or re.fullmatch(XTERM_KEY, sequence):
        modifiers, code = int(match["modifiers"]) - 1, int(match["code"])
        if modifiers & ALT and code <= sys.maxunicode:
            return _key(chr(code), modifiers)
    return sequence


def _alt_of(character: str) -> str:
    """Alt and the key that sends the character."""
    code = ord(character)
    if character in "\b\x7f":
        return _key("\x7f", ALT)
    if code < ord(" ") and character not in "\t\r":
        return _key(chr(code + 64).lower(), ALT | CTRL)
    return _key(character, ALT)


def _key(character: str, modifiers: int) -> str:
    """A key in the kitty protocol's form, where a capital is Shift and its small letter."""
    small = character.lower()
    if small != character and len(small) == 1:
        character, modifiers = small, modifiers | SHIFT
    return f"\x1b[{ord(character)};{modifiers + 1}u"
