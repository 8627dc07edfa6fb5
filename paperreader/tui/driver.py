"""The terminal's driver: it writes only what changes, leaves at once where that does no harm, and with its terminal."""

from __future__ import annotations

import select
import signal
import termios
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from paperreader import glimpse
from paperreader.tui.picture import Picture

CALM = 1.0
"""Seconds after which a report of the terminal (mouse, focus, size, answers) has no more to follow it."""


class Driver(LinuxDriver):
    """Textual waits a fifth of a second for its input thread when it leaves; here a calm terminal is left behind.

    After a report, and when the program only goes to sleep, that wait stays: what comes late would land in the shell.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._reported = monotonic()
        self._suspending = False
        self._is_shown = False
        """The picture of the last start is on the alternate screen already."""
        self._let_go = Event()
        self._picture = Picture()
        self._resized = 0.0
        self._terminal_size = (0, 0)
        Thread(target=self._watch_terminal, name="terminal", daemon=True).start()

    def write(self, data: str) -> None:
        if (size := self._get_terminal_size()) != self._terminal_size:
            self._terminal_size, self._resized = size, monotonic()
        if monotonic() - self._resized < CALM:
            self._picture.forget()  # frames of both sizes come now, and what the terminal makes of them is its own
        if self._is_shown and data == glimpse.ALTERNATE:
            self._is_shown = False  # some terminals would clear it
            return
        super().write(self._picture.changes(data))

    def start_application_mode(self) -> None:
        self._reported = monotonic()  # the terminal is asked several things now
        self._let_go.clear()
        modes = glimpse.hand_over()
        self._is_shown = modes is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if modes is not None:
            self.attrs_before = modes

    def process_message(self, message: Message) -> None:
        if not isinstance(message, events.Key):
            self._reported = monotonic()
        super().process_message(message)

    def _watch_terminal(self) -> None:
        """Whom no signal tells that the terminal is gone would read its end again and again."""
        terminal = select.poll()
        terminal.register(self.fileno, 0)
        if any(what & select.POLLHUP for _, what in terminal.poll()):
            self._hang_up()

    def xrun_input_thread(self) -> None:
        try:
            super().run_input_thread()
        except OSError:  # it is another's now: the shell that lent it is gone
            self._hang_up()

    def _hang_up(self) -> None:
        """As if SIGHUP had come."""
        with suppress(RuntimeError):  # the app has ended already
            self._loop.call_soon_threadsafe(self._app.exit, None, 128 + signal.SIGHUP)

    def suspend_application_mode(self) -> None:
        self._suspending = True
        super().suspend_application_mode()
        self._suspending = False

    def _run_input_thread(self) -> None:
        """Read in a thread of its own, which the end of the process need not wait for."""

        def read() -> None:
            try:
                LinuxDriver._run_input_thread(self)
            finally:
                self._let_go.set()

        Thread(target=read, daemon=True).start()
        self._let_go.wait()

    def disable_input(self) -> None:
        if self._suspending or monotonic() - self._reported < CALM:
            super().disable_input()
        elif not self.exit_event.is_set():  # it stays set: the thread reads nothing more
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self.exit_event.set()
            self._let_go.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
