"""The characters that a formula shows, to know it again where it is not written as TeX."""

from __future__ import annotations

import re
import unicodedata

from paperreader.text.symbols import ALPHABETS, FONTS, SIGNS, SWITCHES, words

_SAME = str.maketrans("−⋅∗∣∥⟨⟩′∙⩾⩽", "-·*|‖<>'·≥≤")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_WITH_ARGUMENT = words("begin end tag label hspace vspace color")
_FUNCTION = words(
    "log ln exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf arg det dim ker lim "
    "Pr gcd deg hom liminf limsup"
)
_NOTHING = (
    FONTS
    | SWITCHES
    | _WITH_ARGUMENT
    | frozenset(ALPHABETS)
    | words(
        "hat widehat bar overline tilde widetilde vec dot ddot check breve acute grave mathring overrightarrow "
        "underline underbrace overbrace overset underset stackrel frac dfrac tfrac cfrac sqrt binom "
        "lvert rvert bigl bigr boldsymbol mathop mathrel mathbin substack phantom hphantom vphantom"
    )
)
ANY_SIGN = "\0"
"""Of a macro that is not known here."""

Tokens = list[tuple[int, str]]
"""Where each begins, and the characters that it shows."""


def tokens_of(text: str, start: int, end: int) -> Tokens:
    """The tokens of TeX: where each begins, and the characters that it shows."""
    found: list[tuple[int, str]] = []
    skip_until = -1
    for token in _TOKEN.finditer(text, start, end):
        glyph = "" if token.start() < skip_until else _glyph(token[0])
        if token[0][0] == "\\" and token[0][1:] in _WITH_ARGUMENT:
            skip_until = text.find("}", token.end(), end) + 1
            glyph = "{" if text[token.end() : skip_until] == "{cases}" and token[0] == "\\begin" else ""
        found.append((token.start(), glyph))
    return found


def _glyph(token: str) -> str:
    if len(token) == 1:
        return "" if token in "{}^_&~$ " else plain_chars(token)
    name = token[1:]
    if name in SIGNS:
        return plain_chars(SIGNS[name]).strip()
    if name in _FUNCTION:
        return name
    if name == "|":
        return "‖"
    return name if name in "{}%#" else ANY_SIGN if name.isalpha() and name not in _NOTHING else ""


def plain_chars(text: str) -> str:
    """Characters of any alphabet of mathematics as plain ones."""
    return unicodedata.normalize("NFKC", text).translate(_SAME) if not text.isascii() else text
