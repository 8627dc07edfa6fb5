"""Signals that end a program: caught to put the terminal back first, and ignored from then on."""

import os
import signal

TYPE_CHECKING = False  # importing typing would take longer than everything here
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

STOPPING = (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)
"""What stops a program until it is continued: Ctrl+Z, and using a terminal that belongs to another."""

_NOT_CAUGHT = {
    *("SIGKILL", "SIGSTOP"),  # cannot be
    *("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"),  # Python would return to what failed, and fail again, for ever
    *("SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGINFO"),  # end nothing
}


def deadly() -> list[int]:
    """The signals that would end the program, apart from those it was started to ignore and those of a crash."""
    others = {getattr(signal, name, None) for name in _NOT_CAUGHT} | set(STOPPING)
    numbers = signal.valid_signals() - others
    return [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]


def catch(handler: "Callable[[int, FrameType | None], object]") -> None:
    """Call the handler, in the main thread, for each signal that would end the program."""
    for number in deadly():
        signal.signal(number, handler)


def ignore() -> None:
    """Let nothing interrupt or stop the program any more."""
    for number in (*deadly(), *STOPPING):
        signal.signal(number, signal.SIG_IGN)


def in_foreground(terminal: int) -> bool:
    """Whether the shell leaves the terminal to us, so that using it does not stop us."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:  # it is not the controlling terminal, so no shell takes it away
        return True
