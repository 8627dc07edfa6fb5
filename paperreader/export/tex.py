"""Text as TeX: every special character is escaped, and what TeX has a command for is written as ASCII.

BibTeX counts bytes: of a name in UTF-8 it would make an initial of half a letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from paperreader.text import symbols
from paperreader.text.formula.fonts import TEXT_ACCENTS
from paperreader.text.raised_lowered import LOWERED, RAISED

_NAMED = {
    "\\": r"\textbackslash{}", "{": r"{$\lbrace$}", "}": r"{$\rbrace$}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": "{$<$}", ">": "{$>$}", "|": "{$|$}",
    "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ø": r"{\o}", "Ø": r"{\O}",
    "ł": r"{\l}", "Ł": r"{\L}", "ı": r"{\i}", "å": r"{\aa}", "Å": r"{\AA}",
    "–": "--", "—": "---", "‐": "-", "‑": "-", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\ldots{}",
}  # fmt: skip
"""What is left out here stays as it is: TeX reads UTF-8, and more programs know the character than its command."""
_GREEK_WORD = re.compile("[Α-ω]{4,}")
"""Of a text in Greek, not of a formula."""
_PLAIN = re.compile(r"(?:[A-Za-z0-9 .:;()+*/=@?!\[\]]|-(?!-)|'(?!')|,(?!,))*")
"""As nearly all text is."""
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=[`?!])(?=`)")
"""Between what TeX would make one character of."""
_MATH_NAMES = (
    "infty nabla partial ell forall exists emptyset cdots vdots ddots hbar angle surd Re Im wp aleph top bot prime neg "
    "clubsuit diamondsuit heartsuit spadesuit flat natural sharp triangle"
)
_OF_PACKAGES = re.compile("coloneq|colonequals|eqq?colon|[Cc]oloneqq|not|^(?:lt|gt|mid|ast|star|bullet|dagger|dag)$")
_SIGNS = (
    {sign: rf"\{name} " for name, sign in reversed({**symbols.GREEK, **symbols.RELATIONS}.items())}
    | {sign: rf"\{name} " for name, sign in reversed({**symbols.OPERATORS, **symbols.BIG_OPERATORS}.items())}
    | {symbols.OTHERS[name]: rf"\{name} " for name in _MATH_NAMES.split()}
)
_MATH = {
    sign: name for sign, name in _SIGNS.items() if len(sign) == 1 and not sign.isascii() and sign not in _NAMED
} | {"−": "-"}
_RAISED = {high: low for low, high in RAISED.items() if not high.isascii() and high not in _NAMED}
_LOWERED = {deep: high for high, deep in LOWERED.items()}
_FONTS = {"DOUBLE-STRUCK": "mathbb", "SCRIPT": "mathcal", "FRAKTUR": "mathfrak", "BLACK-LETTER": "mathfrak"}


def tex(text: str, *, is_name: bool = False) -> str:
    """Clean text for a field between braces; formulas written in Unicode become TeX's, but not in a name."""
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text)
    in_pairs = _braces_in_pairs(text)
    parts: list[str] = []
    for is_math, group in groupby(text, lambda character: not is_name and bool(_math_kind(character))):
        run = "".join(group)
        if is_math and not _GREEK_WORD.fullmatch(run):
            parts.append(_formula([(_math_kind(character), character) for character in run]))
        else:
            parts += ["\\" + each if in_pairs and each in "{}" else each for each in run]
    return _between_ligatures(parts)


def _braces_in_pairs(text: str) -> bool:
    """BibTeX counts braces even after a backslash: only pairs may be escaped."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _between_ligatures(parts: list[str]) -> str:
    """The characters as TeX, those apart that would run together."""
    done = ""
    for part in parts:
        written = part if len(part) > 1 else _character(part)
        done += "{}" + written if _LIGATURES.search(done[-1:] + part[:1]) and len(part) == 1 else written
    return done


@lru_cache(maxsize=1024)
def _character(character: str) -> str:
    if character.isascii() or character in _NAMED:
        return _NAMED.get(character, character)
    base, *marks = [*unicodedata.normalize("NFD", character)]
    if not (base.isascii() and base.isalpha()) or not 0 < len(marks) < 3 or not all(mark in _ACCENTS for mark in marks):
        return character
    # of two the one below is set last: TeX and biber know the letter with the other one
    outer = marks.pop(0 if len(marks) == 2 and _ACCENTS[marks[0]] in _BELOW else -1)
    letter, accent = unicodedata.normalize("NFC", base + "".join(marks)), _ACCENTS[outer]
    if letter.isascii():
        return rf"{{\{accent}{' ' if accent.isalpha() else ''}{letter}}}"
    return rf"{{\{accent}{{{letter}}}}}" if len(letter) == 1 else character


_ACCENTS = {mark: name for name, mark in TEXT_ACCENTS.items()}
_BELOW = ("d", "b")


@lru_cache(maxsize=1024)
def _math_kind(character: str) -> str:
    """How a character stands in a formula: raised, lowered, a sign; empty if it is text."""
    if character.isascii():
        return ""
    if character in _RAISED:
        return "^"
    if character in _LOWERED:
        return "_"
    return "sign" if character in _MATH or _lettered(character) else ""


def _lettered(character: str) -> str:
    """`\\mathbb{R}` for ℝ; empty if it is no letter of a mathematical alphabet."""
    name = unicodedata.name(character, "")
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) != 1 or not plain.isascii() or not plain.isalnum():
        return ""
    font = next((font for style, font in _FONTS.items() if style in name), "")
    if font or not name.startswith("MATHEMATICAL"):
        return rf"\{font}{{{plain}}}" if font else ""
    return rf"\mathbf{{{plain}}}" if "BOLD" in name else plain


def _formula(run: list[tuple[str, str]]) -> str:
    """Characters of a formula in a row, in braces: styles that change the case of titles leave it alone."""
    written = ""
    last = ""
    for kind, character in run:
        if kind == "sign":
            written += ("}" if last in ("^", "_") else "") + (_MATH.get(character) or _lettered(character))
        else:
            low = (_RAISED if kind == "^" else _LOWERED)[character]
            low = _MATH.get(low, low).strip() + (" " if low in _MATH else "")
            opens = "" if kind == last else ("}" if last in ("^", "_") else "") + kind + "{"
            written += opens + low
        last = kind
    written += "}" if last in ("^", "_") else ""
    return "{$" + re.sub(r" (?=[}^_])|\s+$", "", written) + "$}"
