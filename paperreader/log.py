"""The log file: what went wrong while nobody could be told, for the person's own eyes."""

from __future__ import annotations

import io
import logging
import os
import platform
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from paperreader import __version__
from paperreader.text.sanitize import clean

PASSWORD = re.compile(r"//[^/@\s]+@")
SIZE = 512 * 1024
"""Bytes after which the log starts anew; one older log is kept."""


def start(path: Path, token: str | None = None) -> None:
    """Send our own records, and warnings of others, to the file; it is made with its first line.

    Before the first line of each run stands what was running where. No line holds the token, a proxy's password or
    what a terminal would obey; the lines of a record after its first are indented.
    """
    file = _PrivateFile(path, maxBytes=SIZE, backupCount=1, delay=True)
    file.setFormatter(_Lines(token))
    logging.getLogger().addHandler(file)
    logging.getLogger("paperreader").setLevel(logging.INFO)


def _running() -> str:
    """What a report must tell, so that somebody else can see the same."""
    from importlib.metadata import version

    from paperreader.store.health import engine

    around = (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION"))
    return ", ".join(
        [
            __version__,
            f"Python {platform.python_version()}",
            f"SQLite {engine().version}",
            *(f"{name} {version(name)}" for name in ("textual", "httpx")),
            f"{platform.system()} {platform.release()}",
            f"TERM {os.environ.get('TERM', 'not set')}",
            *(f"in {name}" for name, sign in around if sign in os.environ),
        ]
    )


class _Lines(logging.Formatter):
    def __init__(self, token: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if self._token:
            text = text.replace(self._token, "[token]")
        text = PASSWORD.sub("//[password]@", text)
        return "\n    ".join(clean(line) for line in text.splitlines())


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> io.TextIOWrapper:
        os.makedirs(os.path.dirname(self.baseFilename), mode=0o700, exist_ok=True)
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        head = logging.LogRecord("paperreader", logging.INFO, "", 0, "%s", (_running(),), None)
        os.write(descriptor, f"{self.format(head)}\n".encode(errors="backslashreplace"))
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: a full disk must not write over the screen."""
