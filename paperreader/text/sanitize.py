"""Make untrusted text safe for a terminal."""

from __future__ import annotations

import re
import unicodedata

from paperreader.text.width import is_zero_width

MAX_FOLLOWERS = 4
"""What may follow a character in its cells: marks, joined emoji, a skin tone, vowels of Hangul. More marks would climb
into the lines above, and terminals that do not join the rest give each one cell or two of its own."""

_SEQUENCE = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90-\x9f]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[ -/]*[0-~]"
)

# Characters that can neither combine nor be invisible; any other needs a closer look. Compiled on first use: that
# takes longer than the rest of this module.
_SUSPECT = (
    r"[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20cf"
    r"\u2100-\u2bff\u3001-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9f"
    r"\U0001d400-\U0001d7ff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]|  |^ | $"
)
TAB_CELLS = 4
"""Of code."""
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by category, but invisible

_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def escape_bytes(path: str) -> str:
    """A path, or a message with one, with those of its bytes that are not UTF-8 written as `\\xff`."""
    return _NOT_UTF8.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", path)


def clean(text: str) -> str:
    """The text without anything that controls a terminal or breaks a line; each run of white space becomes one space.

    Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())
    flat = " ".join(text.split())  # for most texts that need cleaning, joining their lines is all
    if re.search(_SUSPECT, flat) is None:
        return flat
    kept: list[str] = []
    space = joiner = ""
    followers = 0
    for char in _SEQUENCE.sub("", text):
        category = unicodedata.category(char)
        last = kept[-1] if kept and not space else ""
        if char.isspace():
            space, joiner = " ", ""
        elif char in "\u200c\u200d":
            if last and not joiner and (_joins(last) or (char == "\u200d" and (_is_emoji(last) or last == "\ufe0f"))):
                joiner = char
        elif category in ("Cc", "Cf", "Cs") or char in _FILLERS or _is_noncharacter(char):
            continue
        elif category[0] == "M" or is_zero_width(char):
            if last and followers < MAX_FOLLOWERS and _can_follow(char, last):
                if joiner and _joins(last):
                    kept.append(joiner)
                kept.append(char)
                followers += 1
                joiner = ""
        elif joiner == "\u200d" and _is_emoji(char) and not _joins(last):
            if followers < MAX_FOLLOWERS:
                kept += joiner, char
                followers += 1
            joiner = ""
        else:
            if joiner and _joins(last):
                kept.append(joiner)
            if space and kept:
                kept.append(" ")
            kept.append(char)
            space = joiner = ""
            followers = 0
    return "".join(kept)


def clean_code(line: str) -> str:
    """A line of code made safe, with the spaces that it has."""
    line = line.replace("\u00a0", " ").replace("\r", "").expandtabs(TAB_CELLS).rstrip()
    if line.isascii() and line.isprintable():
        return line
    return "".join(part if part.startswith(" ") else clean(part) for part in re.split(r"( +)", line))


def without_sequences(text: str) -> str:
    """The text without escape sequences; other control characters stay."""
    return _SEQUENCE.sub("", text)


def printable(text: str) -> str:
    """The text with a sign in place of what controls a terminal, and a blank for white space: none moves its place."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each in "\u200c\u200d" else _placeholder(each) for each in text)


def _placeholder(character: str) -> str:
    return " " if character.isspace() else "\ufffd"


def _can_follow(char: str, last: str) -> bool:
    """Whether a variation selector or a skin tone changes what is before it; anything else may stand on top of it."""
    if char in _SKIN_TONES or "\ufe00" <= char <= "\ufe0f":
        return _is_emoji(last) and last not in _SKIN_TONES
    return True


def _joins(char: str) -> bool:
    """Whether its script joins letters, so that joiners matter: Arabic to Sinhala, Tibetan to Mongolian …"""
    return "\u0600" <= char <= "\u18af" or "\ua840" <= char <= "\ua9df" or "\U00011000" <= char <= "\U000116ff"


def _is_emoji(char: str) -> bool:
    return "\U0001f000" <= char <= "\U0001faff" or "\u2190" <= char <= "\u2bff" or char in "©®‼⁉™ℹ〰〽㊗㊙"


def _is_noncharacter(char: str) -> bool:
    return "\ufdd0" <= char <= "\ufdef" or ord(char) & 0xFFFE == 0xFFFE
