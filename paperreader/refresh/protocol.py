"""What a reader and the process beside it tell each other: a line each, unlike all else that may be printed."""

from __future__ import annotations

import logging
import pickle
from base64 import b64decode, b64encode
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple

from paperreader.refresh.events import Event

MARK: Final = b"\x1e"
STOP: Final = b"\n"
"""Do not go on with what was asked for."""


class Request(NamedTuple):
    """What is to be done now, in the place of what was asked for before."""

    what: Literal["days", "archive", "trending", "search"]
    now: datetime
    """By the reader's clock."""
    days: tuple[date, ...] | None = None
    """None: all that are due."""
    text: str = ""
    """To search for."""


class Finished(NamedTuple):
    """A request is done with, or was taken back."""


Told = Event | logging.LogRecord | Finished


def encoded(message: Request | Told) -> bytes:
    """As a line of its own, also behind one that was not ended."""
    return b"\n" + MARK + b64encode(pickle.dumps(message)) + b"\n"


def decoded(line: bytes) -> Any:
    """The message; None where the line is none."""
    if not line.startswith(MARK):
        return None
    try:
        return pickle.loads(b64decode(line[1:]))
    except Exception:  # whatever a broken pickle leads to
        return None
