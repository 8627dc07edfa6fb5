"""Wire protocol between the reader and its worker: one marked, base64-pickled line per message."""

from __future__ import annotations

import logging
import pickle
from base64 import b64decode, b64encode
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple

from paperreader.address import Contact, Host
from paperreader.refresh.events import Event

LINE_PREFIX: Final = b"\x1e"
"""Tells a message from anything else that may be printed."""
STOP: Final = b"\n"
"""Cancels the running request."""


class Request(NamedTuple):
    """What the worker should do now; replaces the request before it."""

    what: Literal[
        "days", "archive", "trending", "search", "paper", "detail", "linked", "text", "texts", "pdf", "convert"
    ]
    now: datetime
    """The reader's clock."""
    days: tuple[date, ...] | None = None
    """None: all days that are due."""
    text: str = ""
    """What to search for."""
    papers: tuple[str, ...] = ()
    """Which ones to ask for, or whose texts or PDF to fetch."""
    path: str = ""
    """Where to save the PDF."""
    by_user: bool = True
    """The user asked for it; else it leaves some calls for what they do."""


class Finished(NamedTuple):
    """A request is complete, or was cancelled."""


class Contacted(NamedTuple):
    """A host was asked for something, or could not be reached."""

    host: Host
    contact: Contact


WorkerMessage = Event | logging.LogRecord | Contacted | Finished


def encode(message: Request | WorkerMessage) -> bytes:
    """A line for the message, preceded by a line end in case something else was printed without one."""
    return b"\n" + LINE_PREFIX + b64encode(pickle.dumps(message)) + b"\n"


def decode(line: bytes) -> Any:
    """The message in a line; None if there is none."""
    if not line.startswith(LINE_PREFIX):
        return None
    try:
        return pickle.loads(b64decode(line[1:]))
    except Exception:  # a broken pickle may raise anything
        return None
