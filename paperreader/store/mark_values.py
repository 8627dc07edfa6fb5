"""Values of marks as stored: 0 or 1, or JSON text. That begins with a quote, so SQLite never makes it a number."""

from __future__ import annotations

import json

Value = bool | str | None
StoredValue = int | str | None


def to_stored(value: Value) -> StoredValue:
    """The value as it is written."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None else int(value)


def from_stored(stored: StoredValue) -> Value:
    """The value as it was set. Raises ValueError where the text is not ours."""
    if isinstance(stored, str):
        value = json.loads(stored)
        if not isinstance(value, str):
            raise ValueError(f"{stored!r} is not the value of a mark")
        return value
    return None if stored is None else bool(stored)
