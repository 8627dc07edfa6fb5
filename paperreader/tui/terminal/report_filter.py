"""Bounds what a terminal can report before Textual parses it: absurd numbers, endless strings, storms, and answers."""

from __future__ import annotations

import re
from time import monotonic

from paperreader.tui.terminal.internals import is_key_sequence

MAX_COLUMNS, MAX_LINES = 1000, 500
"""The largest screen that is drawn; memory grows with each cell."""

MAX_NUMBER = 65_535
"""The largest coordinate, code of a mouse button or size in pixels that is believed."""

MAX_KEY_CODE = 0x10FFFF
"""The last code point of Unicode."""

MAX_HELD_CHARACTERS = 100
"""How much of an unfinished sequence is kept; no key or report is longer."""

MAX_GAP_S = 1.0
"""An unfinished sequence or string that does not go on for so long is given up, and keys are keys again."""

SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<numbers>[\d;:]*)(?P<between>[ -?]*)(?P<final>[@-~])"
    # OSC, DCS, APC; Alt with one of these letters is a key, and so are a few keys behind Escape
    r"|(?P<string>\x1b(?:\]\d{1,4};|P[\d;]*[$+>!|]|_G|[]PX^_](?=[^\x07\x1b]{16})))"
)
UNFINISHED = r"\x1b\[[\d;<=>?][ -?]*\Z"
STRING_START = r"\x1b[]PX^_]\Z"
STRING_GOES_ON = r"[^\x07\x1b]{16}"
STRING_END = r"\x07|\x1b\\|(?=\x1b)|\x18|\x1a"
SEQUENCE_END = r"[@-~]|(?=\x1b)"
PARAMETRIC_KEY_FINALS = frozenset("~ABCDEFHPQRSu")
"""The last letters of keys with modifiers; answers to queries end in others, but for R, the position of the cursor."""

FOCUS_STORM = r"(?:\x1b\[[IO])+(\x1b\[[IO])"
MOTION_STORM = r"(?:\x1b\[<(?:3[2-9]|[45]\d|6[0-3]);\d+;\d+M)+(\x1b\[<(?:3[2-9]|[45]\d|6[0-3]);\d+;\d+M)"


class ReportFilter:
    """Passes on keys, the mouse, the focus, pastes and plausible sizes; of each storm only the last report."""

    def __init__(self) -> None:
        self._answers = 0
        self._held = ""
        """The beginning of a sequence that may end with the next read."""
        self._skipping: re.Pattern[str] | None = None
        """What ends the string or endless sequence that is being dropped."""
        self._may_be_string = False
        """The last read ended like the beginning of a string, or with Alt and a key."""
        self._last_feed = 0.0

    def feed(self, text: str) -> str:
        """The part of the input so far that can be parsed now."""
        now = monotonic()
        if now - self._last_feed > MAX_GAP_S:
            self._held, self._skipping = "", None
        elif self._may_be_string and re.match(STRING_GOES_ON, text):
            self._skipping = re.compile(STRING_END)
        self._may_be_string = re.search(STRING_START, text) is not None
        self._last_feed = now
        text, self._held = self._held + text, ""
        if not self._skipping and "\x1b" not in text:
            return text
        kept: list[str] = []
        at = 0
        while at < len(text):
            if self._skipping:
                if (end := self._skipping.search(text, at)) is None:
                    break
                at, self._skipping = end.end(), None
            elif (found := SEQUENCE.search(text, at)) is None:
                kept.append(self._hold_back(text[at:]))
                break
            else:
                kept.append(text[at : found.start()])
                at = found.end()
                if found["string"]:
                    self._skipping = re.compile(STRING_END)
                elif self._is_plausible(found):
                    kept.append(found[0])
        return re.sub(MOTION_STORM, r"\1", re.sub(FOCUS_STORM, r"\1", "".join(kept)))

    def take_answers(self) -> int:
        """How often the terminal has said since the last call what it is (primary device attributes)."""
        answers, self._answers = self._answers, 0
        return answers

    def _hold_back(self, text: str) -> str:
        if (unfinished := re.search(UNFINISHED, text)) and not is_key_sequence(unfinished[0]):
            text = text[: unfinished.start()]
            if len(unfinished[0]) > MAX_HELD_CHARACTERS:
                self._skipping = re.compile(SEQUENCE_END)
            else:
                self._held = unfinished[0]
        return text

    def _is_plausible(self, found: re.Match[str]) -> bool:
        sequence, private, final = found[0], found["private"], found["between"] + found["final"]
        if private == "?" and final == "c":
            self._answers += 1
            return False
        if is_key_sequence(sequence) or not (private or found["numbers"]):
            return True
        if len(sequence) > MAX_HELD_CHARACTERS:
            return False
        numbers = [int(number[:9]) for number in re.findall(r"\d+", found["numbers"])]
        if private:
            is_mouse, is_mode = private == "<" and final in "Mm", private == "?" and final == "$y"
            return (is_mouse or is_mode) and max(numbers, default=0) <= MAX_NUMBER
        if final == "t":
            return _is_size(numbers)
        return final in PARAMETRIC_KEY_FINALS and all(map(_is_code, numbers))


def _is_code(number: int) -> bool:
    """Whether this can be the code of a character."""
    return number <= MAX_KEY_CODE and not 0xD800 <= number <= 0xDFFF


def _is_size(numbers: list[int]) -> bool:
    """Whether this is an in-band report of a size in cells and in pixels, and one that a screen can have."""
    if len(numbers) != 5 or numbers[0] != 48:
        return False
    _, lines, columns, height, width = numbers
    cells = 0 < lines <= MAX_LINES and 0 < columns <= MAX_COLUMNS
    return cells and lines <= height <= MAX_NUMBER and columns <= width <= MAX_NUMBER
