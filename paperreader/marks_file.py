"""Marks as JSON lines, as one machine hands them to another. The format is a promise: the README tells it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from paperreader.models import Field, Mark, moment

LONGEST: Final = 10_000
"""Bytes of a line; a mark has some 150."""
FIELDS: Final = frozenset(Field)


class InvalidMarks(Exception):
    """These are not marks: `line` counts from 1, str() says why that one is none."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def to_line(mark: Mark) -> str:
    """The mark as a line of JSON, without its end."""
    told = {name: getattr(mark, name) for name in ("paper", "field", "value", "at", "cause", "device")}
    return json.dumps(told, ensure_ascii=False)


def from_lines(lines: Iterable[bytes]) -> tuple[list[Mark], int]:
    """The marks, and how many lines a later version wrote of what this one cannot mark.

    Raises NoMarks at the first line that is none: a file that is half a file should not be merged as a whole one.
    """
    marks, later = [], 0
    for number, line in enumerate(lines, 1):
        if not (text := line.strip().removeprefix(b"\xef\xbb\xbf")):
            continue
        try:
            told = _told(text)
            if told["field"] in FIELDS:
                marks.append(_mark(told))
            else:
                later += 1
        except ValueError as error:
            raise InvalidMarks(number, str(error)) from None
    return marks, later


def _told(text: bytes) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise ValueError("it is too long")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(told, dict) or not _is_word(told.get("paper")) or not _is_word(told.get("field")):
        raise ValueError('it names no "paper" and "field"')
    return told


def _mark(told: dict[str, Any]) -> Mark:
    value, cause = told.get("value", ""), told.get("cause")
    if value is not None and not isinstance(value, bool):
        raise ValueError('its "value" is not true, false or null')
    if cause is not None and not _is_word(cause):
        raise ValueError('its "cause" is no word')
    if not _is_word(told.get("device")):
        raise ValueError('it names no "device"')
    return Mark(told["paper"], told["field"], value, _time(told.get("at")), cause, told["device"])


def _time(said: object) -> str:
    """As the store writes it, so that texts compare as the times do."""
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) else None
        if at is None or at.utcoffset() is None or not 2000 < at.year < 3000:
            raise ValueError
    except ValueError:
        raise ValueError('its "at" is no time like "2026-07-31T12:00:00Z"') from None
    return moment(at)


def _is_word(value: object) -> bool:
    """A short text that no terminal obeys."""
    return isinstance(value, str) and 0 < len(value) <= 100 and value.isprintable() and value == value.strip()
