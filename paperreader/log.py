"""The error log: a private file that is not created until something goes wrong."""

from __future__ import annotations

import fcntl
import logging
import os
import platform
import re
import time
from contextlib import suppress
from pathlib import Path

from paperreader import __version__
from paperreader.text.sanitize import clean, escape_bytes

PASSWORD = re.compile(r"//[^/@\s]+@")
MAX_LOG_BYTES = 512 * 1024
"""The log is rotated at this size; one older log is kept."""
LOCK_WAIT_S = 0.2
"""How long a line waits for another program; a program that was stopped while it wrote must not stop us."""
LOCK_ATTEMPTS = 100


def start(path: Path, token: str | None = None) -> None:
    """Send our log records, and warnings of libraries, to the file; it is created with its first line.

    The first line of each run is preceded by the versions of program and system. No line holds the token, a proxy's
    password or control characters; the lines of a record after its first are indented.
    """
    file = _SharedFile(path)
    file.setFormatter(_CleanFormatter(token))
    logging.getLogger().addHandler(file)
    logging.getLogger("paperreader").setLevel(logging.INFO)


def _system_info() -> str:
    """What a bug report needs for someone else to reproduce the problem."""
    from paperreader.requirements import installed

    multiplexers = (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION"))
    return ", ".join(
        [
            __version__,
            f"Python {platform.python_version()}",
            f"SQLite {_sqlite_version()}",
            *(f"{name} {installed(name) or 'missing'}" for name in ("textual", "httpx")),
            f"{platform.system()} {platform.release()}",
            f"TERM {os.environ.get('TERM', 'not set')}",
            *(f"in {name}" for name, variable in multiplexers if variable in os.environ),
        ]
    )


def _sqlite_version() -> str:
    try:
        from paperreader.store.health import engine

        return engine().version
    except ImportError:  # this Python has none, and the log is to say so
        return "missing"


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


class _SharedFile(logging.Handler):
    """Appends to a file that several programs write to and rotate; each takes turns by a lock on the file itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = os.path.realpath(path)
        self._file: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = f"{self.format(record)}\n".encode(errors="backslashreplace")
            file = self._locked()
            if os.fstat(file).st_size + len(line) > MAX_LOG_BYTES:
                with suppress(OSError):
                    os.replace(self._path, f"{self._path}.1")
                file = self._locked()
            os.write(file, line)
            with suppress(OSError):  # no locks here
                fcntl.flock(file, fcntl.LOCK_UN)
        except Exception:
            self.handleError(record)

    def _locked(self) -> int:
        """The file that has the name now, with our lock: another program may just have rotated it."""
        while True:
            if self._file is None:
                self._file = self._open()
            _lock(self._file)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(self._file), os.stat(self._path)):
                    return self._file
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
        head = logging.LogRecord("paperreader", logging.INFO, "", 0, "%s", (_system_info(),), None)
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.write(file, f"{self.format(head)}\n".encode(errors="backslashreplace"))
        return file

    def handleError(self, record: logging.LogRecord) -> None:
        """Ignore errors: a message about a full disk would be printed over the screen."""


def _lock(file: int) -> None:
    """Lock the log, unless another program keeps it for long, or there are no locks: no line is lost for that."""
    for _ in range(LOCK_ATTEMPTS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOCK_WAIT_S / LOCK_ATTEMPTS)
        except OSError:
            return
        else:
            return
