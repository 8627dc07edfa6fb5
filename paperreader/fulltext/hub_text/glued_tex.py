"""Formulas that stand two to four times side by side, as the Hub's texts of 2024 and 2025 have them.

`x i subscript 𝑥 𝑖 x_{i}italic_x start_POSTSUBSCRIPT italic_i end_POSTSUBSCRIPT` is `x_{i}` as characters, as names, as
TeX and as a description. The TeX is found by what only TeX has; the others are known by having its characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from paperreader.fulltext.commonmark.set_aside import PLACEHOLDER
from paperreader.fulltext.hub_text.tex_glyphs import ANY_SIGN, Tokens, plain_chars, tokens_of
from paperreader.fulltext.hub_text.tex_scan import MARK, tex_end, trimmed_end
from paperreader.text.symbols import SIGNS, words

_DESCRIPTION = (
    r"(?:bold_)?(?:italic|bold|roman|caligraphic|blackboard|fraktur|script|typewriter|sansserif|slanted)_(?=\S)"
    r"|start_[A-Z]{3,}"
)
_DESCRIPTION_START = re.compile(_DESCRIPTION + r"|over\S start_ARG|divide start_ARG")
_STRUCTURE = re.compile(
    r"(?:start|end)_[A-Z]+|(?:bold_)?(?:italic|bold|roman|caligraphic|blackboard|fraktur|script|typewriter|sansserif|"
    r"slanted)_|(?:over|under)\S{0,2}(?= start_)|divide|square-root|binomial|nth-root|overbrace|underbrace"
)
_NAMES = words(
    "subscript superscript absent annotated assign bra ket conditional norm formulae sequence list and or not minus "
    "plus times divide square root maps to element of subset proportional infinity partial differential continued "
    "fraction continued-fraction binomial evaluated at cases otherwise if for all exists product sum integral limit "
    "infimum supremum maximum minimum floor ceiling expectation gradient matrix array less than greater equal equals "
    "approximately equivalent similar much"
)
_ONLY_NAMES = words("subscript superscript absent annotated")
_ACCENTS = frozenset("^~¯ˇ˘˙¨´`→⃗^_⏟⏞\u0302\u0303\u0304\u0305\u0307\u0308\u20d7\u2061\u2062\u2063\u2064\u200b")
MAX_STARTS, MAX_ENDS = 24, 10
"""How many beginnings and ends of a formula are tried."""
MAX_TRIES = 60_000
"""Over all of a text (20,000 in one with 1,000 formulas)."""
MAX_FORMULA_CHARS = 3000
LOOK_AT = 300_000
"""Characters that tell whether a text has copies of its formulas."""
MIN_SEEN = 3


class Copies(NamedTuple):
    """A formula that stands several times in a text."""

    start: int
    """Where the first copy begins."""
    tex_start: int
    tex_end: int
    end: int
    """Where the last copy ends."""


class GluedFormulas:
    """Finds the copies of formulas in a text."""

    def __init__(self, source: str) -> None:
        self.is_described = len(re.findall(r"italic_\w|start_POST(?:SUB|SUPER)SCRIPT", source[:LOOK_AT])) >= MIN_SEEN
        """With descriptions (`italic_x`), and with names (`subscript 𝑥 𝑖`)."""
        self.is_doubled = self.is_described or _pairs(source[:LOOK_AT]) >= MIN_SEEN
        """As characters and as TeX."""
        pattern = f"{MARK.pattern}|(?<![A-Za-z])(?:{_DESCRIPTION})" if self.is_described else MARK.pattern
        self.mark = re.compile(pattern)
        """What tells that here is a formula."""
        self._tries = MAX_TRIES

    def find(self, text: str, first: int, mark: re.Match[str]) -> Copies | None:
        """The formula at a mark with its copies, which do not begin before `first`; None if it has none."""
        if not self.is_doubled:
            return None
        best: tuple[int, Copies] | None = None
        for tokens, ends in _candidates(text, first, mark, self.is_described):
            for end in ends:
                for start in [at for at, _ in tokens if at <= mark.start() and at < end][-MAX_STARTS:]:
                    self._tries -= 1
                    found = self._copies(text, first, start, end, tokens) if self._tries > 0 else None
                    if found and found[0] == 0:
                        return found[1]
                    if found and (best is None or found[0] < best[0]):
                        best = found
        return best[1] if best else None

    def _copies(self, text: str, first: int, start: int, end: int, tokens: Tokens) -> tuple[int, Copies] | None:
        """The copies of the TeX between start and end, and how much they lack; None if there are none."""
        glyphs = "".join(glyph for at, glyph in tokens if start <= at < end)
        if not glyphs or text[start] in ")],.;:^_":
            return None
        before = _before(text, first, start, glyphs, self.is_described)
        after = _after(text, end, glyphs) if self.is_described else None
        if before is None and after is None:
            return None
        missing = 100 * ((before is None) + (self.is_described and after is None))
        missing += (before[1] if before else 0) + (after[1] if after else 0)
        return missing, Copies(before[0] if before else start, start, end, after[0] if after else end)


def _pairs(source: str) -> int:
    """How many symbols stand before their own TeX, in the first places that could have one."""
    found = 0
    for place in re.finditer(r"([^\x00-\x7f])\\([A-Za-z]{2,})(?![A-Za-z])|([A-Za-z]) ([A-Za-z0-9]{1,4}) \3_\{", source):
        found += place[3] is not None or SIGNS.get(place[2], "") == place[1] or place[2].startswith("math")
        if found >= 3:
            break
    return found


def _candidates(text: str, first: int, mark: re.Match[str], is_described: bool) -> Iterator[tuple[Tokens, list[int]]]:
    """Where the TeX may be: its tokens, and where it may end."""
    anchor = mark.start()
    if is_described and not MARK.match(text, anchor):  # a description of a formula without macros: `k italic_k`
        stop = anchor
        for _ in range(3):
            stop -= text[stop - 1 : stop] == " "
            start = _ascii_chunk(text, first, stop)
            yield tokens_of(text, start, stop), [stop]
            if start == stop:
                break
            stop = start
        return
    start = _ascii_chunk(text, first, anchor)
    stop = tex_end(text, anchor)
    if is_described and (found := _DESCRIPTION_START.search(text, anchor, stop)):
        stop = found.start()
    if stop - start <= MAX_FORMULA_CHARS:
        tokens = tokens_of(text, start, stop)
        yield tokens, _ends(text, tokens, stop, mark)


def _ascii_chunk(text: str, first: int, at: int) -> int:
    """Where the ASCII characters without a space between them begin."""
    while at > first and text[at - 1].isascii() and not text[at - 1].isspace():
        at -= 1
    return at


def _ends(text: str, tokens: Tokens, stop: int, mark: re.Match[str]) -> list[int]:
    """Where the TeX may end, the likeliest first: with its last token, or before what is glued to it."""
    depth = 0
    ends: list[int] = []
    for at, _ in tokens:
        if at >= mark.end() and depth == 0 and not text[at - 1].isspace():
            ends.append(at)
        depth += (text[at] == "{") - (text[at] == "}")
    tried = [trimmed_end(text, tokens[0][0], stop), stop, *reversed(ends)]
    return [end for end in dict.fromkeys(tried) if end >= mark.end()][:MAX_ENDS]


def _before(text: str, first: int, at: int, glyphs: str, has_names: bool) -> tuple[int, int] | None:
    """Where the copies of a formula before it begin, and how many signs they lack; None if there is none."""
    once = _walk_back(text, first, at, glyphs, has_names)
    if once is None or not has_names:
        return once
    return _walk_back(text, first, once[0], glyphs, False) or once


def _walk_back(text: str, first: int, at: int, glyphs: str, has_names: bool) -> tuple[int, int] | None:
    left = Counter(glyphs)
    letters = open_letters = sum(map(str.isalnum, glyphs))
    signs = len(glyphs) - letters
    start = at
    while at > first:
        char = text[at - 1]
        if char == " ":
            at -= 1
            continue
        if char.isascii() and char.isalpha():
            word = _last_word(text, first, at, has_names)
            if has_names and len(word) > 2 and all(part in _NAMES for part in word.split("-")):
                at -= len(word)
                if "-" in word or word in _ONLY_NAMES:  # any other may be a word of the sentence before
                    start = at
                continue
            if len(word) > 2 and Counter(word) - left:
                break
        plain = plain_chars(char)
        if all(left[sign] > 0 for sign in plain):
            left.subtract(plain)
            count = sum(map(str.isalnum, plain))
            open_letters -= count
            signs -= len(plain) - count
            start = at - 1
        elif left[ANY_SIGN] > 0 and not char.isascii() and not char.isalnum():
            left[ANY_SIGN] -= 1
            signs -= 1
            start = at - 1
        elif not (char in _ACCENTS or char in "…⋯") or open_letters <= 0:
            break
        at -= 1
    return (start, max(0, signs)) if open_letters <= 0 and (signs <= 0 or letters) else None


def _last_word(text: str, first: int, end: int, with_hyphens: bool) -> str:
    start = end
    while start > first and text[start - 1].isascii():
        if not (text[start - 1].isalpha() or (with_hyphens and text[start - 1] == "-")):
            break
        start -= 1
    return text[start:end].lstrip("-")


def _after(text: str, at: int, glyphs: str) -> tuple[int, int] | None:
    """Where the description that follows a formula ends, and how many signs it lacks; None if there is none."""
    left = Counter(glyphs)
    letters = open_letters = sum(map(str.isalnum, glyphs))
    signs = len(glyphs) - letters
    end = at
    while at < len(text):
        if structure := _STRUCTURE.match(text, at):
            if open_letters <= 0 and signs <= 0 and not structure[0].startswith("end_"):
                break
            at = end = structure.end()
            continue
        char = text[at]
        plain = plain_chars(char)
        if char == " ":
            pass
        elif all(left[sign] > 0 for sign in plain):
            left.subtract(plain)
            count = sum(map(str.isalnum, plain))
            open_letters -= count
            signs -= len(plain) - count
            end = at + 1
        elif left[ANY_SIGN] > 0 and not char.isascii() and not char.isalnum():
            left[ANY_SIGN] -= 1
            signs -= 1
            end = at + 1
        elif not (char in _ACCENTS or char in "…⋯") or (open_letters <= 0 and signs <= 0):
            break
        at += 1
    return (end, max(0, signs)) if open_letters <= 0 and (signs <= 0 or letters) else None


def set_doubles_aside(text: str, put: Callable[[str], str]) -> str:
    """The text with symbols that stand there as characters and as TeX, and look alike, once: `atom i i`, `t−1 t-1`."""
    words = text.split(" ")
    kept: list[str] = []
    for word in words:
        body = word.rstrip(".,;:)’'s") if len(word) > 1 else word
        if kept and body and plain_chars(kept[-1].lstrip("(")) == plain_chars(body) and _is_symbol(body):
            opening = "(" * (len(kept[-1]) - len(kept[-1].lstrip("(")))
            kept[-1] = opening + put(body) + word[len(body) :]
        else:
            kept.append(word)
    return " ".join(kept)


def _is_symbol(word: str) -> bool:
    return len(word) <= 40 and not re.search(r"[A-Za-z]{3}|^[\d.,]+$|^\W+$", word) and not PLACEHOLDER.search(word)
