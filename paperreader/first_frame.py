"""The first picture of a start: what the last one left to be shown, on the screen before anything else is imported.

A start is mostly importing. Where nothing has changed since the reader was left (store, settings, terminal, day) its
first frame is known, and shown within 15 ms instead of 300; the reader then paints the same over it. It is the
reader's own frame: nothing here knows how anything looks.
"""

from __future__ import annotations

import os
import termios
import time

from paperreader import __version__, xdg

TYPE_CHECKING = False  # typing and the like would take longer than all of this
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

VARIABLES = (
    *("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HF_HUB_OFFLINE", "TZ", "LC_ALL", "LC_TIME", "LANG"),
    *("TERM", "TERM_PROGRAM", "COLORTERM", "NO_COLOR", "TEXTUAL_COLOR_SYSTEM"),
)
"""What of the environment a frame depends on."""
PATHS = "surrogateescape"
"""How Python holds those that are not UTF-8."""
ALTERNATE, BACK = "\x1b[?1049h", "\x1b[?1049l"

_modes: list[Any] | None = None
"""Those of the terminal before the picture was shown; None where none is."""


def path() -> str | None:
    """Where the picture is kept; None without a home."""
    home = xdg.folder(os.environ, "XDG_STATE_HOME", ".local/state")
    return home and f"{home}/paperreader/picture"


def keep(picture: str, argv: Sequence[str], files: Sequence[str]) -> None:
    """Keep a picture for the next call with these arguments. `files`: what it depends on, as it is now."""
    if (place := path()) is None or "\0" in picture:
        return
    new = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), 0o700, exist_ok=True)
        content = "\0".join((*files, _state(argv, files), picture)).encode(errors=PATHS)
        with open(new, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
        os.replace(new, place)
    except OSError:
        if os.path.exists(new):
            os.unlink(new)


def show(argv: Sequence[str]) -> None:
    """Put the picture on the screen, if there is one and it still is what the reader would paint."""
    global _modes
    if (picture := _kept(argv)) is None:
        return
    import atexit
    import signal

    try:
        _modes = termios.tcgetattr(0)
        atexit.register(withdraw)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _ended)
        quiet = list(_modes)
        # What is typed meanwhile waits for the reader, as it was typed; Ctrl+C still ends it.
        quiet[0] &= ~termios.ICRNL
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        _write(f"{ALTERNATE}\x1b[?25l\x1b[?7l{picture}\x1b[0m\x1b[?7h")
    except (OSError, termios.error):
        withdraw()


def hand_over() -> list[Any] | None:
    """From here on the screen is the reader's: the terminal's own modes, or None where no picture is shown."""
    global _modes
    modes, _modes = _modes, None
    if modes is not None:
        import signal

        signal.signal(signal.SIGINT, signal.default_int_handler)
    return modes


def withdraw() -> None:
    """Nothing of the picture stays, if there is one: the reader does not start."""
    if (modes := hand_over()) is None:
        return
    try:
        _write(f"{BACK}\x1b[?25h")
        termios.tcsetattr(0, termios.TCSANOW, modes)
    except (OSError, termios.error):
        pass  # the terminal is gone


def _write(text: str) -> None:
    with open(1, "wb", closefd=False) as terminal:
        terminal.write(text.encode())


def _ended(number: int, _: object) -> None:
    withdraw()
    os._exit(128 + number)


def _kept(argv: Sequence[str]) -> str | None:
    try:
        place = path()
        if place is None or not (os.isatty(0) and os.isatty(1)):
            return None
        with open(place, "rb") as file:
            *files, state, picture = file.read().decode(errors=PATHS).split("\0")
        return picture if state == _state(argv, files) else None
    except (OSError, ValueError):
        return None


def _state(argv: Sequence[str], files: Sequence[str]) -> str:
    """All that decides whether a picture still holds."""
    today = [time.strftime("%Y-%m-%d", when) for when in (time.localtime(), time.gmtime())]
    where = os.getcwd() if argv else ""
    variables = [os.environ.get(name) for name in VARIABLES]
    return repr((__version__, list(argv), where, tuple(os.get_terminal_size(1)), variables, today, _looks(files)))


def _looks(files: Sequence[str]) -> list[tuple[int, int, int] | None]:
    looks: list[tuple[int, int, int] | None] = []
    for file in files:
        try:
            status = os.stat(file)
            looks.append((status.st_mtime_ns, status.st_size, status.st_ino))
        except OSError:
            looks.append(None)
    return looks
