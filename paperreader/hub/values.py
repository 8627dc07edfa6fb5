"""Values of the Hub's JSON as text, names, counts, links and dates; None for anything that is not what it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate
from typing import Any, Final

from paperreader.text.safe_url import safe_url
from paperreader.text.sanitize import clean

MAX_TEXT_CHARS: Final = 20_000
MAX_NAME_CHARS: Final = 300
MAX_AUTHORS: Final = 5_000
MAX_KEYWORDS: Final = 100
MAX_COUNT: Final = 1_000_000_000

_ID: Final = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|https?://[^/\s]+(?:/[^/\s]+)*/papers/)?"
    r"([0-9]{4}\.[0-9]{4,5})(?:v[0-9]{1,4})?",
    re.IGNORECASE | re.ASCII,
)
_FIRST_FIVE_DIGIT_ID: Final = 1501
_SECONDS_FROM: Final = 100_000_000
"""A smaller number is no point in time."""
_MILLISECONDS_FROM: Final = 100_000_000_000
"""A point in time that is a larger number is in milliseconds."""

_YEARS: Final = range(2000, 2100)
"""In which the Hub's users can write."""


def arxiv_id(value: object) -> str | None:
    """An arXiv id without its version, from an id, a link, or a number (which has lost the zeros at its end)."""
    if isinstance(value, float) and _FIRST_FIVE_DIGIT_ID <= value < 10_000:
        value = f"{value:.5f}"
    match = _ID.fullmatch(value.strip()) if isinstance(value, str) and len(value) < MAX_NAME_CHARS else None
    return match[1] if match else None


def text(value: object, max_chars: int = MAX_TEXT_CHARS) -> str | None:
    """A text on one line. Cut before it is cleaned, which would take long on a huge text."""
    if not isinstance(value, str):
        return None
    if len(value) <= max_chars:
        return clean(value) or None
    return f"{clean(value[:max_chars])} … (cut here; {len(value) - max_chars:,} more characters)"


def name(value: object) -> str | None:
    """What a user, author or organization is called: the full name, else the account name; or just a text."""
    return _name_in(value, depth=3)


def _name_in(value: object, depth: int) -> str | None:
    if not isinstance(value, dict) or not depth:
        return text(value, MAX_NAME_CHARS)
    given = (value.get(key) for key in ("fullname", "fullName", "full_name", "name", "user", "username"))
    return next(filter(None, (_name_in(part, depth - 1) for part in given)), None)


def author_names(value: object) -> tuple[str, ...] | None:
    """The authors, without those that the Hub hides: as objects or texts, or in one text with commas."""
    if isinstance(value, str):
        value = re.split(r"\s*[;,]\s*", value[:MAX_TEXT_CHARS])
    if not isinstance(value, list):
        return None
    return tuple(_some(_author(each) for each in value[:MAX_AUTHORS])) or None


def _author(value: object) -> str | None:
    if not isinstance(value, dict):
        return name(value)
    if value.get("hidden"):
        return None
    return text(value.get("name"), MAX_NAME_CHARS) or name(value)


def words(value: object) -> tuple[str, ...] | None:
    """Keywords: texts or objects with a name, or one text with commas."""
    if isinstance(value, str):
        value = value[:MAX_TEXT_CHARS].split(",")
    return tuple(_some(map(name, value[:MAX_KEYWORDS]))) or None if isinstance(value, list) else None


def _some(values: Iterator[str | None]) -> Iterator[str]:
    return (value for value in values if value)


def count(value: object) -> int | None:
    """A count, even if it came as text, float, or in an object."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("count", "total") if key in value), None)
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,10}\s*", value, re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 <= value <= MAX_COUNT else None


def count_or_length(value: object) -> int | None:
    """A count, or how many members a list of objects has."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return len(value)
    return count(value)


def url(value: object) -> str | None:
    """A link that is safe to open; line breaks and tabs in it are dropped, as browsers do."""
    return safe_url(re.sub(r"[\t\r\n]+", "", value.strip())) if isinstance(value, str) else None


def day(value: object) -> date | None:
    """The day of a point in time: as it is written, never converted to local time; of a number, in UTC."""
    if isinstance(value, Mapping):
        value = value.get("$date")
    if isinstance(value, str):
        return _written_day(value.strip()[:40])
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if not value >= _SECONDS_FROM:
        return None
    try:
        return datetime.fromtimestamp(value / 1000 if value >= _MILLISECONDS_FROM else value, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def moment(value: object) -> datetime | None:
    """A point in time, in UTC; None for one in which no comment can have been written."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value.strip()[:40])
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found = datetime.fromtimestamp(value / 1000 if value >= _MILLISECONDS_FROM else value, UTC)
        else:
            return None
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year in _YEARS else None


def _written_day(value: str) -> date | None:
    if re.fullmatch(r"[0-9]{9,13}(\.[0-9]+)?", value, re.ASCII):
        return day(float(value))
    parts: Any = re.match(r"([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})(?![0-9])", value, re.ASCII)
    try:
        found = parts.groups() if parts else (parsedate(value) or ())[:3]
        return date(*map(int, found)) if found else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
