"""TeX that was made of MathML: `\\left(\\right. k \\bigotimes L \\left.\\right)` is `( k \\bigotimes L )`."""

from __future__ import annotations

import re

_OPENING = re.compile(r"\\left(\\[{|]|\\[A-Za-z]+|[({[|<])\s*\\right\.")
_CLOSING = re.compile(r"\\left\.\s*\\right(\\[}|]|\\[A-Za-z]+|[)}\]|>])")
_TURNED = re.compile(r"\\left([)}\]])\s*\\right\.")
_SIGN = re.compile(r"(?<= )(sim)(?= )|(?<![A-Za-z\\])(?<!text\{)(arg|max|min|log|exp|sup|inf|det)(?![A-Za-z])")
_TILDE = re.compile(r"\\overset\{\\sim\}")


def is_made_of_mathml(source: str) -> bool:
    """Whether the formulas of a text are written like that."""
    return bool(re.search(r"\\left\S{1,8}?\\right\.|\\left\.\s?\\right", source))


def as_written(tex: str) -> str:
    """The TeX as an author writes it. Brackets that only group (`\\left(\\hat{x}\\right)_{i}`) are braces: those of the
    formula itself stand there each on its own."""
    tex = _OPENING.sub(lambda found: _bracket(found[1]), tex)
    tex = _CLOSING.sub(lambda found: _bracket(found[1]), tex)
    tex = _TURNED.sub(lambda found: _bracket(found[1]), tex)
    tex = re.sub(r"\\left\(", "{", tex)
    tex = re.sub(r"\\right\)", "}", tex)
    tex = _TILDE.sub(r"\\tilde", tex)
    return _SIGN.sub(r"\\\g<0> ", tex)


def _bracket(sign: str) -> str:
    return f"\\{sign}" if sign in "{}" else sign if len(sign) == 1 else sign + " "
