"""What the hub sends is untrusted and half TeX: `clean` makes it safe, `readable` makes it pleasant."""

from __future__ import annotations

import re
import unicodedata

READABLE_VERSION = 1
"""Raised whenever `readable` answers differently, so that a store can tell which of its texts are stale."""

LONGEST = 20_000
"""Characters beyond which `readable` leaves a text as it came."""

_MARKS = 4
"""Combining marks that a letter may carry; more climb into the lines above."""

_SEQUENCE = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90-\x9f]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[ -/]*[0-~]"
)

# Anything outside of these needs a closer look; what lies inside can neither combine nor vanish.
_SUSPECT = re.compile(
    r"[^ -~¡-¬®-˿Ͱ-҂Ҋ-ՖḀ-\u1fff‐-‧‰-⁞⁰-₿℀-⯿、-〩〰-゘゛-ㅣㅥ-\ua4cf가-힣豈-\ufaff！-ﾟ𝐀-𝟿\U0001f000-\U0001faff]"
    r"|  |^ | $"
)
_TEX = re.compile(r"\\[A-Za-z\"'`^~=.(\[]|\$[^$]+\$")
_SPAN = re.compile(
    r"(?:https?://|(?<![\w@/.-])(?:[a-z\d-]+\.){1,3}(?:com|org|io|co|ai|net|edu|dev|gov|app)/)"
    r"(?:[^\s{}<>\\\"`$^]|\\[_%#&~])+"
    r"|(?<![\w`])`[^`\s](?:[^`]*[^`\s])?`(?![\w`'])|```[^`]*```|(?<![A-Za-z])[A-Z]:\\\S*"
)
_FIRST = 0xF0000
_PRIVATE = re.compile("[\U000f0000-\U000ffffd]")
_LINKED = re.compile(r"([\U000f0000-\U000ffffd])(?:\}| (?=\{[\U000f0000-\U000ffffd]\}))?\{([^{}]*)\}")
_EMOJI = re.compile(r"[©®‼⁉™ℹ←-⇿⌀-⏿Ⓜ▪-◿☀-➿⤴⤵⬀-⯿〰〽㊗㊙\U0001f000-\U0001faff]")
_JOINING = re.compile(r"[\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua8df\ua980-\ua9df\U00011000-\U000116ff]")
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by category, nothing to the eye


def clean(text: str) -> str:
    """The text without what could steer a terminal or break a line; white space runs are one space. Idempotent."""
    if text.isascii() and text.isprintable():
        return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())
    if _SUSPECT.search(text) is None:
        return text
    kept: list[str] = []
    space = joiner = ""
    marks = 0
    for char in _SEQUENCE.sub("", text):
        category = unicodedata.category(char)
        last = kept[-1] if kept and not space else ""
        if char.isspace():
            space, joiner = " ", ""
        elif char in "\u200c\u200d":
            if last and not joiner and (_JOINING.match(last) or (char == "\u200d" and _part_of_emoji(last))):
                joiner = char
        elif category in ("Cc", "Cf", "Cs") or char in _FILLERS or _is_noncharacter(char):
            continue
        elif category[0] == "M":
            if last and marks < _MARKS and not ("\ufe00" <= char <= "\ufe0f" and not _EMOJI.match(last)):
                if joiner and _JOINING.match(last):
                    kept.append(joiner)
                kept.append(char)
                marks += 1
                joiner = ""
        else:
            if joiner and (_JOINING.match(last) or _EMOJI.match(char)):
                kept.append(joiner)
            if space and kept:
                kept.append(" ")
            kept.append(char)
            space = joiner = ""
            marks = 0
    return "".join(kept)


def _part_of_emoji(char: str) -> bool:
    return char == "\ufe0f" or _EMOJI.match(char) is not None


def _is_noncharacter(char: str) -> bool:
    return "\ufdd0" <= char <= "\ufdef" or ord(char) & 0xFFFE == 0xFFFE


def readable(text: str) -> str:
    """TeX, and what is left of it where the hub stripped it badly, as a person would write it.

    Wants clean text and gives clean text. Idempotent; never raises and never drops a word: what it cannot
    make sense of stays as it came.
    """
    if len(text) > LONGEST:
        return text
    now = text
    try:
        for _ in range(5):
            now, before = _convert(now), now
            if now == before:
                return now
    except Exception:  # whatever a parser makes of what nobody foresaw, the text is still there to be read
        pass
    return text


def _convert(text: str) -> str:
    from paperreader import remains  # a hundred patterns, and below a parser: nothing to start a program with

    kept: list[str] = []
    safe = _protect(text, kept)
    if _TEX.search(safe):
        from paperreader import tex

        safe = tex.convert(safe)
    safe = _link(remains.convert(safe), kept)
    return clean(_PRIVATE.sub(lambda found: kept[ord(found[0]) - _FIRST], safe))


def _protect(text: str, kept: list[str]) -> str:
    """The text with each URL and piece of code replaced by a private character for its place in `kept`."""
    if not text.isascii() and _PRIVATE.search(text):
        raise ValueError("private characters of its own")

    def keep(found: re.Match[str]) -> str:
        span = found[0].replace("\\", "") if "/" in found[0] and found[0][0] != "`" else found[0]
        if span not in kept:
            kept.append(span)
        return chr(_FIRST + kept.index(span))

    return _SPAN.sub(keep, text) if "/" in text or "`" in text or ":\\" in text else text


def _link(text: str, kept: list[str]) -> str:
    """`URL{URL}` is the URL, `URL{text}` the text with its URL."""

    def link(found: re.Match[str]) -> str:
        url, label = found[1], found[2].strip()
        if _PRIVATE.fullmatch(label):
            old, new = kept[ord(url) - _FIRST], kept[ord(label) - _FIRST]
            if old.partition("://")[2].rstrip("./") == new.rpartition("://")[2].rstrip("./"):
                return label if "://" in new else url
        return f"{label} ({url})" if label else url

    return re.sub(r"\\?href\{([^{}]*)\}", r"\1", _LINKED.sub(link, text)) if kept else text
