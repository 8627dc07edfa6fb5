"""The terminal's driver: it writes only what changes, leaves at once where that does no harm, and with its terminal."""

from __future__ import annotations

import os
import select
import signal
import termios
from codecs import getincrementaldecoder
from contextlib import suppress
from socket import socketpair
from threading import Event, Thread
from time import monotonic
from typing import Any

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from paperreader import first_frame
from paperreader.tui.terminal.frame_diff import FrameDiff
from paperreader.tui.terminal.paste_filter import PasteFilter

CALM = 1.0
"""Seconds after which a report of the terminal (mouse, focus, size, answers) has no more to follow it."""

LATE = 0.2
"""Seconds that such a report may be on its way when the terminal was told to send no more."""


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
        self._stop, self._wake = socketpair()
        self._picture = FrameDiff()
        self._begun = False
        """A frame was begun, and nothing of it written yet."""
        self._resized = 0.0
        self._terminal_size = (0, 0)

    def write(self, data: str) -> None:
        if (size := self._get_terminal_size()) != self._terminal_size:
            self._terminal_size, self._resized = size, monotonic()
        if monotonic() - self._resized < CALM:
            self._picture.forget()  # frames of both sizes come now, and what the terminal makes of them is its own
        if self._is_shown and data == first_frame.ALTERNATE:
            self._is_shown = False  # some terminals would clear it
            return
        if data == SYNC_START:
            self._begun = True
            return
        changes = self._picture.changes(data)
        if not self._begun:
            super().write(changes)
        elif data == SYNC_END:
            self._begun = False  # a frame of which all is there already
        elif changes:
            self._begun = False
            super().write(SYNC_START + changes)

    def start_application_mode(self) -> None:
        self._reported = monotonic()  # the terminal is asked several things now
        self._let_go.clear()
        self._stop, self._wake = socketpair()
        modes = first_frame.hand_over()
        self._is_shown = modes is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if modes is not None:
            self.attrs_before = modes

    def process_message(self, message: Message) -> None:
        if not isinstance(message, events.Key):
            self._reported = monotonic()
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Read until there is nothing more to read, or `disable_input` wants an end of it.

        Textual's own looks ten times a second for a key and for that end, which is all that an idle program costs.
        This one does so only for a while after a key: an Escape is one by itself when nothing follows it.
        """
        decode = getincrementaldecoder("utf-8")("replace").decode  # a terminal may speak Latin-1
        parser, pasting, stop = XTermParser(self._debug), PasteFilter(), self._stop

        def read() -> None:
            nonlocal parser
            if not (data := os.read(self.fileno, 4096)):
                raise OSError("the terminal is gone")
            text = pasting.feed(decode(data))
            try:
                for message in parser.feed(text) if text else ():  # of a letter there may be only some bytes yet
                    self.process_message(message)
            except (ValueError, ArithmeticError):  # no key has the number that was told, no window that size
                parser = XTermParser(self._debug)

        heard, stopped = monotonic(), False
        try:
            while not (self.exit_event.is_set() or stopped):
                is_calm = monotonic() - heard > CALM + ESCAPE_DELAY
                ready, _, _ = select.select([self.fileno, stop], [], [], None if is_calm else 0.1)
                stopped = stop in ready
                if self.fileno in ready and not self.exit_event.is_set():
                    heard = monotonic()
                    read()
                for message in parser.tick():
                    self.process_message(message)
            stopped = stopped or bool(select.select([stop], [], [], 0)[0])
            end = monotonic() + LATE
            while stopped and select.select([self.fileno], [], [], max(0, end - monotonic()))[0]:
                read()
        except OSError:  # it was closed, or is another's now: no signal need have told
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
                self.run_input_thread()
            except Exception as error:
                self._loop.call_soon_threadsafe(self._app._handle_exception, error)
            finally:
                self._let_go.set()

        Thread(target=read, daemon=True).start()
        self._let_go.wait()

    def disable_input(self) -> None:
        if self._suspending or monotonic() - self._reported < CALM:
            self._wake.send(b"\0")
            super().disable_input()
        elif not self.exit_event.is_set():  # it stays set: the thread reads nothing more
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self.exit_event.set()
            self._let_go.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
