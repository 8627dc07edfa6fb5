"""What is said on the command line: a line on stderr, and the reason why nothing can be done."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from paperreader import environment, first_frame


class Stop(Exception):
    """What was asked for cannot be done; str() is what a person reads."""


def shown(path: Path) -> str:
    """As it is, double spaces too, unless that could harm the terminal."""
    if str(path).isprintable():
        return str(path)
    from paperreader.text.sanitize import clean

    return clean(str(path))


def say(message: str) -> None:
    """A line on stderr, if there is anybody to read it."""
    from paperreader.text.sanitize import clean

    first_frame.withdraw()
    with suppress(OSError):
        print(f"paperreader: {clean(message)}", file=sys.stderr, flush=True)


def logged(error: Exception) -> str:
    """Log an error with its traceback, and say where."""
    import logging

    from paperreader import log

    try:
        path = environment.paths(os.environ).log
    except environment.EnvironmentProblem:
        return ""
    if not logging.getLogger().handlers:
        log.start(path)
    logging.getLogger(__name__).error("Ended by it", exc_info=error)
    return f"; more in {shown(path)}"
