"""TeX -> tokens, with the author's own macros expanded."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperreader.text.width import JOINER, is_zero_width

BARE = "◌"
"""Stands for the character that a mark has nothing to stand on top of."""
MAX_TOKENS = 3_500
"""Of a formula after its macros are expanded: what has more is no formula, or is meant to do harm."""

_TOKEN = re.compile(r"\\[A-Za-z@]+\*?|\\.|\s+|[0-9]+(?:\.[0-9]+)*|[^\W\d_]+|'+|.", re.DOTALL)
_LINE_END = re.compile(r"(?<!\\)%[ \t]*(?:\n\s*|(?=\\)|$)|(?<![\\\d\s}])%(?=\s)")
_DEFINITION = re.compile(r"\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|[gex]?def)(?![A-Za-z])")
_STARRED = frozenset(
    ("\\operatorname", "\\hspace", "\\vspace", "\\tag", "\\DeclareMathOperator", "\\newcommand", "\\renewcommand")
)


class TooLong(ValueError):
    """The formula is not worth its time."""


class _Macro(NamedTuple):
    parameters: int
    body: list[str]
    default: list[str] | None = None


def joined_lines(tex: str) -> str:
    """The TeX without the `%` at the ends of its lines, which only join them."""
    return _LINE_END.sub("", tex) if "%" in tex else tex


def tokenize(tex: str) -> list[str]:
    """The tokens: `\\name`, `\\,`, white space, numbers, letters in a row, primes, any other character.

    TooLong if there are too many.
    """
    tokens = _TOKEN.findall(tex)
    if "*" in tex:
        tokens = [part for token in tokens for part in _unstarred(token)]
    if not tex.isascii():
        tokens = _with_marks(tokens)
    if len(tokens) <= MAX_TOKENS and _DEFINITION.search(tex):
        tokens = _expand(tokens)
    if len(tokens) > MAX_TOKENS:
        raise TooLong(f"{len(tokens)} tokens")
    return tokens


def _with_marks(tokens: list[str]) -> list[str]:
    """Characters with what stands on top of them in one token."""
    out: list[str] = []
    for token in tokens:
        joins = is_zero_width(token[0]) or (out and out[-1][-1] == JOINER)
        if joins and out and out[-1][0] != "\\" and not out[-1].isspace():
            out[-1] += token
        else:
            out.append(f"{BARE}{token}" if is_zero_width(token[0]) else token)
    return out


def _unstarred(token: str) -> tuple[str, ...]:
    """A `*` that is no part of a name: `\\theta*`."""
    if token[0] == "\\" and token[-1] == "*" and len(token) > 2 and token[:-1] not in _STARRED:
        return token[:-1], "*"
    return (token,)


def group_end(tokens: list[str], at: int) -> int:
    """The index after the brace that closes the one at `at`; that of the end if none does."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index] == "{") - (tokens[index] == "}")
        if not depth:
            return index + 1
    return len(tokens)


def _expand(tokens: list[str]) -> list[str]:
    """The tokens with definitions taken out, and what they define put in its place."""
    macros: dict[str, _Macro] = {}
    out: list[str] = []
    waiting = tokens[::-1]
    steps = 0
    while waiting:
        token = waiting.pop()
        if macro := macros.get(token):
            steps += 1
            if steps > 200 or len(waiting) > MAX_TOKENS:
                raise TooLong("macros that never end")
            waiting += _filled(macro, _arguments(macro, waiting))[::-1]
        elif _DEFINITION.fullmatch(token.rstrip("*")):
            steps += 1
            if not _define(token.rstrip("*"), waiting, macros):
                out.append(token)
        else:
            out.append(token)
    return out


def _skip_space(waiting: list[str]) -> None:
    while waiting and waiting[-1].isspace():
        waiting.pop()


def _take(waiting: list[str]) -> list[str]:
    """The next argument, without its braces; an empty one at the end."""
    _skip_space(waiting)
    if not waiting:
        return []
    if waiting[-1] != "{":
        token = waiting.pop()
        if len(token) > 1 and token[0] != "\\":
            waiting.append(token[1:])
            return [token[0]]
        return [token]
    depth, taken = 0, []
    while waiting:
        token = waiting.pop()
        taken.append(token)
        depth += (token == "{") - (token == "}")
        if not depth:
            return taken[1:-1]
    return taken[1:]


def _optional(waiting: list[str]) -> list[str] | None:
    _skip_space(waiting)
    if not waiting or waiting[-1] != "[" or "]" not in waiting:
        return None
    waiting.pop()
    taken = []
    while (token := waiting.pop()) != "]":
        taken.append(token)
    return taken


def _define(kind: str, waiting: list[str], macros: dict[str, _Macro]) -> bool:
    """Takes a definition from what is waiting, and remembers it. False, and nothing taken, if it is none."""
    _skip_space(waiting)
    name = "".join(waiting[-2:-1] if waiting[-1:] == ["{"] else waiting[-1:])
    if not name.startswith("\\"):
        return False
    _take(waiting)
    if kind == "\\DeclareMathOperator":
        macros[name] = _Macro(0, ["\\operatorname", "{", *_take(waiting), "}"])
    elif kind.endswith("def"):
        parameters = 0
        while waiting and waiting[-1] != "{":
            parameters += waiting.pop() == "#"
        macros[name] = _Macro(min(parameters, 9), _take(waiting))
    else:
        count = "".join(_optional(waiting) or ())
        default = _optional(waiting)
        macros[name] = _Macro(int(count) if re.fullmatch("[1-9]", count) else 0, _take(waiting), default)
    return True


def _arguments(macro: _Macro, waiting: list[str]) -> list[list[str]]:
    given = []
    if macro.default is not None:
        given.append(_optional(waiting) or macro.default)
    while len(given) < macro.parameters:
        given.append(_take(waiting))
    return given


def _filled(macro: _Macro, given: list[list[str]]) -> list[str]:
    """The body with its arguments in the place of `#1` …"""
    if not given:
        return macro.body
    filled: list[str] = []
    tokens = iter(macro.body)
    for token in tokens:
        if token != "#":
            filled.append(token)
            continue
        number = next(tokens, "")
        if number[:1].isdigit() and 0 < int(number[0]) <= len(given):
            filled += ["{", *given[int(number[0]) - 1], "}", *([number[1:]] if number[1:] else [])]
        else:
            filled += [token, number] if number else [token]
    return filled
