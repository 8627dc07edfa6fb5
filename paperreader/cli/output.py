"""Output of the command line: lines on standard error, and the exception that ends a command with one."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from paperreader import environment, first_frame


class CommandError(Exception):
    """The command cannot be carried out; str() is the message for the user."""


def display_path(path: Path) -> str:
    """The path unchanged, double spaces too, unless printing it could harm the terminal."""
    if str(path).isprintable():
        return str(path)
    from paperreader.text.sanitize import clean, escape_bytes

    return clean(escape_bytes(str(path)))


def as_line(message: str) -> str:
    """A sentence that the reader shows, as other programs of the command line would say it."""
    words = "A|An|Another|In|Internal|It|No|Nothing|Offline|Start|The|There|Too"
    line = re.sub(rf"^(?:{words})(?= )", lambda found: found[0].lower(), message)
    return line if re.search(r"[.?!] [A-Z]", line) else re.sub(r"(?<!\.)\.$", "", line)


def write_utf8() -> None:
    """Write UTF-8 from now on, whatever the locale: the output is for programs."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def print_stderr(message: str) -> None:
    """Print a line on standard error, even if that is closed."""
    from paperreader.text.sanitize import clean, escape_bytes

    first_frame.erase()
    with suppress(OSError):
        print(f"paperreader: {clean(escape_bytes(as_line(message)))}", file=sys.stderr, flush=True)


def log_exception(error: Exception) -> str:
    """Log an unhandled exception with its traceback; returns a phrase that says where."""
    import logging

    from paperreader import log

    try:
        path = environment.paths(os.environ).log
    except environment.EnvironmentProblem:
        return ""
    if not logging.getLogger().handlers:
        log.start(path)
    logging.getLogger(__name__).error("unhandled exception", exc_info=error)
    return f"; see {display_path(path)}"
