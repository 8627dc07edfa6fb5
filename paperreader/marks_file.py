"""Marks as JSON lines, for transfer between machines. The format is public: see `paperreader help formats`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from paperreader.mark_fields import TAG, MarkField, field_of
from paperreader.models import Mark, timestamp
from paperreader.notes import CONTROL
from paperreader.text.tags import is_tag

MAX_LINE_BYTES: Final = 250_000
"""A mark takes about 150, a note as much as its text, in which JSON writes some characters with two."""
MAX_FIELD_CHARS: Final = 200
FIRST_YEAR: Final = 1970
"""A clock that was never set says so."""
MISSING: Final = object()
AS_STORED: Final = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{6}Z", re.ASCII)
"""A time as `timestamp` writes it: most are, and need not be written anew."""
ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode
PARSE: Final = json.JSONDecoder().raw_decode


class InvalidMarks(Exception):
    """A line is not a mark: `line` counts from 1, str() says what is wrong with it."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def to_line(mark: Mark) -> str:
    """The mark as a line of JSON, without the line end."""
    return ENCODE(mark._asdict())


def from_lines(lines: Iterable[bytes]) -> tuple[list[Mark], int]:
    """The marks, and the number of lines skipped because they have a field of a newer version.

    Raises InvalidMarks at the first line that is not a mark: a truncated file must not pass for a complete one.
    """
    marks, skipped = [], 0
    for number, line in enumerate(lines, 1):
        if not (text := line.strip().removeprefix(b"\xef\xbb\xbf").lstrip()):
            continue
        try:
            mark = _mark(_parsed(text))
        except ValueError as error:
            raise InvalidMarks(number, str(error)) from None
        if mark is not None:
            marks.append(mark)
        else:
            skipped += 1
    return marks, skipped


def _parsed(text: bytes) -> dict[str, Any]:
    if len(text) > MAX_LINE_BYTES:
        raise ValueError("the line is too long")
    try:
        line = text.decode()
        fields, end = PARSE(line)
        if end != len(line):
            raise ValueError
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(fields, dict) or not _is_word(fields.get("paper")):
        raise ValueError('"paper" is missing')
    if not _is_word(fields.get("field"), MAX_FIELD_CHARS):
        raise ValueError('"field" is missing')
    return fields


def _mark(fields: dict[str, Any]) -> Mark | None:
    """None if this version does not know the field."""
    if (field := _known(fields["field"])) is None:
        return None
    value, cause = fields.get("value", MISSING), fields.get("cause")
    if value is not None and not field.accepts(value):
        raise ValueError(f'"value" is not {"true, false" if field.type is bool else "a text"} or null')
    if isinstance(value, str) and re.search(CONTROL, value):
        raise ValueError('"value" has control characters')
    if cause is not None and not _is_word(cause):
        raise ValueError('"cause" is not a word')
    if not _is_word(fields.get("device")):
        raise ValueError('"device" is missing')
    return Mark(fields["paper"], fields["field"], value, _time(fields.get("at")), cause, fields["device"])


def _time(value: object) -> str:
    """The time as the store writes it, so that comparing texts compares times."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is None or at.utcoffset() is None or not FIRST_YEAR <= at.year < 3000:
            raise ValueError
    except ValueError:
        raise ValueError('"at" is not a time like "2026-07-31T12:00:00Z"') from None
    return str(value) if AS_STORED.fullmatch(str(value)) else timestamp(at)


@lru_cache(maxsize=1024)
def _known(name: str) -> MarkField | None:
    """The field, if this version would write one of this name: another may have other rules for tags."""
    is_known = not name.startswith(TAG) or is_tag(name.removeprefix(TAG))
    return field_of(name) if is_known else None


def _is_word(value: object, longest: int = 100) -> bool:
    """A short text without control characters."""
    return isinstance(value, str) and 0 < len(value) <= longest and _is_plain(value)


@lru_cache(maxsize=1024)
def _is_plain(text: str) -> bool:
    return text.isprintable() and text == text.strip()
