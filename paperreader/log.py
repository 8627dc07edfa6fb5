"""The error log: a private file that is not created until something goes wrong."""

from __future__ import annotations

import io
import logging
import os
import platform
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from paperreader import __version__
from paperreader.text.sanitize import clean, escape_bytes

PASSWORD = re.compile(r"//[^/@\s]+@")
MAX_LOG_BYTES = 512 * 1024
"""The log is rotated at this size; one older log is kept."""


def start(path: Path, token: str | None = None) -> None:
    """Send our log records, and warnings of libraries, to the file; it is created with its first line.

    The first line of each run is preceded by the versions of program and system. No line holds the token, a proxy's
    password or control characters; the lines of a record after its first are indented.
    """
    file = _PrivateFile(path, maxBytes=MAX_LOG_BYTES, backupCount=1, delay=True)
    file.setFormatter(_CleanFormatter(token))
    logging.getLogger().addHandler(file)
    logging.getLogger("paperreader").setLevel(logging.INFO)


def _system_info() -> str:
    """What a bug report needs for someone else to reproduce the problem."""
    from importlib.metadata import version

    from paperreader.store.health import engine

    multiplexers = (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION"))
    return ", ".join(
        [
            __version__,
            f"Python {platform.python_version()}",
            f"SQLite {engine().version}",
            *(f"{name} {version(name)}" for name in ("textual", "httpx")),
            f"{platform.system()} {platform.release()}",
            f"TERM {os.environ.get('TERM', 'not set')}",
            *(f"in {name}" for name, variable in multiplexers if variable in os.environ),
        ]
    )


class _CleanFormatter(logging.Formatter):
    def __init__(self, token: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if self._token:
            text = text.replace(self._token, "[token]")
        text = PASSWORD.sub("//[password]@", text)
        return "\n    ".join(clean(escape_bytes(line)) for line in text.splitlines())


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> io.TextIOWrapper:
        os.makedirs(os.path.dirname(self.baseFilename), mode=0o700, exist_ok=True)
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        head = logging.LogRecord("paperreader", logging.INFO, "", 0, "%s", (_system_info(),), None)
        os.write(descriptor, f"{self.format(head)}\n".encode(errors="backslashreplace"))
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:
        """Ignore errors: a message about a full disk would be printed over the screen."""
