"""The saved first frame: shown at the next start before anything else is imported.

Most of a start is spent importing. If nothing has changed since the reader was quit (store, settings, terminal, day),
its first frame is known and can be shown within 15 ms instead of 300; the reader then paints the same over it. The
frame is the reader's own output: nothing here knows what it looks like.
"""

from __future__ import annotations

import os
import termios
import time

from paperreader import __version__, color_system, xdg

TYPE_CHECKING = False  # importing typing would take longer than everything here
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

VARIABLES = (
    *("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HF_HUB_OFFLINE", "HF_ENDPOINT", "TZ", "LC_ALL", "LC_TIME", "LANG"),
    *("TERM", "TERM_PROGRAM"),
)
"""The environment variables that a frame depends on, besides those of its colours."""
PATH_ERRORS = "surrogateescape"
"""How Python decodes paths that are not UTF-8."""
ENTER_ALT_SCREEN = "\x1b[?1049h"
LEAVE_SCREEN = "\x1b[0m\x1b[H\x1b[999M\x1b[?1049l\x1b[?25h"
"""Deletes all lines first: without an alternate screen (mosh, GNU screen) the shell would write into what we drew."""

_modes: list[Any] | None = None
"""The terminal's modes before a frame was shown; None if none is."""


def path() -> str | None:
    """The file of the frame; None without HOME."""
    home = xdg.folder(os.environ, "XDG_STATE_HOME", ".local/state")
    return home and f"{home}/paperreader/picture"


def save(frame: str, argv: Sequence[str], files: Sequence[str]) -> None:
    """Save a frame for the next start with these arguments. `files`: the files that it depends on."""
    if (target := path()) is None or "\0" in frame:
        return
    new = f"{target}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(target), 0o700, exist_ok=True)
        content = "\0".join((*files, _state(argv, files), frame)).encode(errors=PATH_ERRORS)
        with open(new, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
        os.replace(new, target)
    except OSError:
        if os.path.exists(new):
            os.unlink(new)


def show(argv: Sequence[str]) -> None:
    """Show the saved frame, if it is still what the reader would paint."""
    global _modes
    if (frame := _load(argv)) is None:
        return
    import atexit
    import signal

    from paperreader import signals

    if not signals.in_foreground(0):
        return
    try:
        _modes = termios.tcgetattr(0)
        atexit.register(erase)
        for number in signals.STOPPING:
            signal.signal(number, signal.SIG_IGN)
        signals.catch(_on_signal)
        modes = list(_modes)
        # Keys typed meanwhile wait for the reader, unechoed and unchanged; Ctrl+C still ends the program.
        modes[0] &= ~termios.ICRNL
        modes[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(0, termios.TCSANOW, modes)
        _write(f"{ENTER_ALT_SCREEN}\x1b[?25l\x1b[?7l{frame}\x1b[0m\x1b[?7h")
    except (OSError, termios.error):
        erase()


def hand_over() -> list[Any] | None:
    """Leave the screen to the reader; returns the terminal's original modes, None if no frame is shown."""
    global _modes
    modes, _modes = _modes, None
    return modes


def erase() -> None:
    """Erase the frame and restore the terminal, since the reader will not start; does nothing without a frame."""
    if (modes := hand_over()) is None:
        return
    try:
        _write(LEAVE_SCREEN)
        termios.tcsetattr(0, termios.TCSANOW, modes)
    except (OSError, termios.error):
        pass  # the terminal is gone


def _write(text: str) -> None:
    with open(1, "wb", closefd=False) as terminal:
        terminal.write(text.encode())


def _on_signal(number: int, _: object) -> None:
    erase()
    os._exit(128 + number)


def _load(argv: Sequence[str]) -> str | None:
    try:
        source = path()
        if source is None or not (os.isatty(0) and os.isatty(1)):
            return None
        with open(source, "rb") as file:
            *files, state, frame = file.read().decode(errors=PATH_ERRORS).split("\0")
        return frame if state == _state(argv, files) else None
    except (OSError, ValueError):
        return None


def _state(argv: Sequence[str], files: Sequence[str]) -> str:
    """Everything that a frame depends on."""
    today = [time.strftime("%Y-%m-%d", when) for when in (time.localtime(), time.gmtime())]
    folder = os.getcwd() if argv else ""
    variables = [os.environ.get(name) for name in VARIABLES] + [color_system.color_system(os.environ)]
    return repr((__version__, list(argv), folder, tuple(os.get_terminal_size(1)), variables, today, _versions(files)))


def _versions(files: Sequence[str]) -> list[tuple[int, int, int] | None]:
    versions: list[tuple[int, int, int] | None] = []
    for file in files:
        try:
            status = os.stat(file)
            versions.append((status.st_mtime_ns, status.st_size, status.st_ino))
        except OSError:
            versions.append(None)
    return versions
