"""JSON, however deep it is nested: replies to replies may be deeper than Python's own reader goes."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final

MAX_DIGITS: Final = 20
"""Python refuses to convert numbers with thousands of digits, and the whole answer would be lost."""
MAX_DEEP_CHARS: Final = 4_000_000
"""Of an answer that is nested so deep: ten thousand comments; it is read slowly."""
_BLANK = re.compile(r"[ \t\n\r]*")
_ATOM = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null|-?Infinity|NaN")
_NAMES: Final = {"true": True, "false": False}


def decoded(body: bytes | str, *, deep: bool = False) -> object:
    """The value; None if that is no JSON, or without `deep` nested deeper than Python's own reader goes."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    text = text.lstrip("\ufeff")
    try:
        return json.loads(text, parse_int=_int, parse_constant=lambda _: None)
    except RecursionError:
        pass
    except ValueError:
        return None
    try:
        return _deep(text) if deep and len(text) <= MAX_DEEP_CHARS else None
    except (ValueError, IndexError):
        return None


def _int(digits: str) -> int | None:
    return int(digits) if len(digits) < MAX_DIGITS else None


def _deep(text: str) -> object:
    """The same, with what is open on a list instead of the stack; a hundred times slower."""
    root: list[Any] = []
    waiting: list[tuple[Any, str]] = [(root, "")]
    """What is open, and the key that its next value belongs to."""
    at = _skip(text, 0)
    while True:
        place, key = waiting[-1]
        value, at, opens = _value(text, at)
        if isinstance(place, list):
            place.append(value)
        else:
            place[key] = value
        if opens:
            at = _skip(text, at)
            if text[at] == ("}" if isinstance(value, dict) else "]"):
                at = _skip(text, at + 1)
            elif isinstance(value, dict):
                key, at = _key(text, at)
                waiting.append((value, key))
                continue
            else:
                waiting.append((value, ""))
                continue
        else:
            at = _skip(text, at)
        while len(waiting) > 1:
            place, _ = waiting[-1]
            if text[at] == ",":
                at = _skip(text, at + 1)
                if isinstance(place, dict):
                    key, at = _key(text, at)
                    waiting[-1] = place, key
                break
            if text[at] != ("}" if isinstance(place, dict) else "]"):
                raise ValueError(at)
            waiting.pop()
            at = _skip(text, at + 1)
        else:
            if at != len(text):
                raise ValueError(at)
            return root[0]


def _value(text: str, at: int) -> tuple[Any, int, bool]:
    """A value, where it ends, and whether it is an object or a list that has only been opened."""
    sign = text[at]
    if sign == "{":
        return {}, at + 1, True
    if sign == "[":
        return [], at + 1, True
    if sign == '"':
        return *scanstring(text, at + 1), False
    if (atom := _ATOM.match(text, at)) is None:
        raise ValueError(at)
    word = atom[0]
    if word[-1:].isdigit():
        return (float(word) if atom[1] or atom[2] else _int(word)), atom.end(), False
    return _NAMES.get(word), atom.end(), False


def _key(text: str, at: int) -> tuple[str, int]:
    if text[at] != '"':
        raise ValueError(at)
    key, at = scanstring(text, at + 1)
    at = _skip(text, at)
    if text[at] != ":":
        raise ValueError(at)
    return key, _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
