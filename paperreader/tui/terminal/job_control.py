"""Job control: stopping for the shell, and waiting until it gives us the terminal."""

from __future__ import annotations

import os
import signal
import termios
from threading import main_thread

from paperreader.signals import STOPPING, in_foreground


def wait_for_foreground(terminal: int) -> None:
    """Stop until the shell leaves the terminal to us.

    termios.error: a signal arrived meanwhile (EINTR), or there is no shell that could continue us (EIO).
    """
    _stop_by_default()
    while not in_foreground(terminal):
        termios.tcdrain(terminal)  # stops a program in the background


def stop() -> None:
    """Stop the whole job, as Ctrl+Z does; returns once continued, or at once where no shell could do that.

    All of it, because the shell waits for what it started itself, which may be a script around us.
    """
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.kill(0, signal.SIGTSTP)
    _stop_by_default()
    if (main := main_thread().ident) is not None:
        signal.pthread_kill(main, signal.SIGTSTP)  # unlike `kill`, does not return before we are stopped


def _stop_by_default() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
