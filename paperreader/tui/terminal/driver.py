"""The terminal's driver: it writes only what changes, quits at once where that is safe, and hangs up properly."""

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
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from paperreader import first_frame
from paperreader.tui.terminal import ambiguous_width
from paperreader.tui.terminal.frame_diff import FrameDiff
from paperreader.tui.terminal.internals import (
    SYNC_END,
    SYNC_START,
    app_of,
    disable_mouse,
    handle_exception,
    loop_of,
    parser_of,
    terminal_size,
)
from paperreader.tui.terminal.paste_filter import PasteFilter

REPORT_QUIET_S = 1.0
"""After this long without a report of the terminal (mouse, focus, size, answers) none is expected any more."""

REPORT_GRACE_S = 0.2
"""How long reports may still arrive after the terminal was asked to stop sending them."""

POLL_S = 0.1
"""How often the input is polled while an Escape may wait for its end."""

READ_BYTES = 4096

SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


class Driver(LinuxDriver):
    """Quits without waiting for the input thread, which takes Textual a fifth of a second, if the terminal is quiet.

    After a report, and when the program is only suspended, it does wait: what arrives late would land in the shell.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._last_report = monotonic()
        self._is_suspending = False
        self._first_frame_shown = False
        """The saved first frame is on the alternate screen already."""
        self._input_done = Event()
        self._stop, self._wake = socketpair()
        self._frame_diff = FrameDiff()
        self._frame_pending = False
        """A frame has started, and nothing of it was written yet."""
        self._shows_cursor = False
        self._asks_width = True
        """How wide ambiguous characters are will be asked with the first frame, which paints over the question."""
        self._last_resize = 0.0
        self._known_size = (0, 0)

    def write(self, data: str) -> None:
        if (size := terminal_size(self)) != self._known_size:
            self._known_size, self._last_resize = size, monotonic()
        if monotonic() - self._last_resize < REPORT_QUIET_S:
            self._frame_diff.forget()  # frames of both sizes arrive now, and terminals differ in what they make of them
        if self._first_frame_shown and data == first_frame.ENTER_ALT_SCREEN:
            self._first_frame_shown = False  # some terminals would clear it
            return
        if data == SYNC_START:
            self._frame_pending = True
            return
        changes = self._frame_diff.changes(data)
        if self._asks_width and data.startswith(ambiguous_width.FRAME_START):
            self._asks_width = False
            changes = ambiguous_width.QUERY + changes
        if not self._frame_pending:
            super().write(changes)
        elif data == SYNC_END:
            self._frame_pending = False  # all of the frame is on the screen already
        elif changes:
            self._frame_pending = False
            # terminals without whole frames would show the cursor wherever something is painted
            super().write(SYNC_START + (HIDE_CURSOR + changes + SHOW_CURSOR if self._shows_cursor else changes))

    def show_cursor(self, is_shown: bool) -> None:
        """Show the terminal's own cursor, or hide it; frames leave it as it is."""
        if is_shown is not self._shows_cursor:
            self._shows_cursor = is_shown
            self.write(SHOW_CURSOR if is_shown else HIDE_CURSOR)
            self.flush()

    def set_ambiguous_width(self, cells: int) -> None:
        """How many cells the terminal gives characters of ambiguous width; the next frame has to paint everything."""
        self._frame_diff = FrameDiff(ambiguous_is_wide=cells > 1)

    def start_application_mode(self) -> None:
        self._last_report = monotonic()  # Textual asks the terminal several things now
        self._shows_cursor = False  # it hides it
        self._input_done.clear()
        self._stop, self._wake = socketpair()
        modes = first_frame.hand_over()
        self._first_frame_shown = modes is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if modes is not None:
            self.attrs_before = modes

    def process_message(self, message: Message) -> None:
        if not isinstance(message, events.Key):
            self._last_report = monotonic()
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Read until the input ends or `disable_input` stops it.

        Textual's own polls ten times a second for a key and for the end, which is all that an idle program costs.
        This one polls only for a while after a key: an Escape is a key by itself if nothing follows it.
        """
        decode = getincrementaldecoder("utf-8")("replace").decode  # a terminal may send Latin-1
        parser, paste_filter, stop = parser_of(self), PasteFilter(), self._stop

        def read() -> None:
            nonlocal parser
            if not (data := os.read(self.fileno, READ_BYTES)):
                raise OSError("the terminal is gone")
            text = paste_filter.feed(decode(data))
            try:
                for message in parser.feed(text) if text else ():  # no text yet if a character is incomplete
                    self.process_message(message)
            except (ValueError, ArithmeticError):  # a report with a number that no key or window can have
                parser = parser_of(self)

        last_read, is_stopped = monotonic(), False
        try:
            while not (self.exit_event.is_set() or is_stopped):
                is_quiet = monotonic() - last_read > REPORT_QUIET_S + ESCAPE_DELAY
                ready, _, _ = select.select([self.fileno, stop], [], [], None if is_quiet else POLL_S)
                is_stopped = stop in ready
                if self.fileno in ready and not self.exit_event.is_set():
                    last_read = monotonic()
                    read()
                for message in parser.tick():
                    self.process_message(message)
            is_stopped = is_stopped or bool(select.select([stop], [], [], 0)[0])
            end = monotonic() + REPORT_GRACE_S
            while is_stopped and select.select([self.fileno], [], [], max(0, end - monotonic()))[0]:
                read()
        except OSError:  # the terminal was closed or taken away, which need not have sent a signal
            self._hang_up()

    def _hang_up(self) -> None:
        """Exit as if SIGHUP had arrived."""
        with suppress(RuntimeError):  # the app has ended already
            loop_of(self).call_soon_threadsafe(app_of(self).exit, None, 128 + signal.SIGHUP)

    def suspend_application_mode(self) -> None:
        self._is_suspending = True
        super().suspend_application_mode()
        self._is_suspending = False

    def _run_input_thread(self) -> None:
        """Read in a daemon thread, so that the process can end while it still waits for input."""

        def read() -> None:
            try:
                self.run_input_thread()
            except Exception as error:
                loop_of(self).call_soon_threadsafe(handle_exception, app_of(self), error)
            finally:
                self._input_done.set()

        Thread(target=read, daemon=True).start()
        self._input_done.wait()

    def disable_input(self) -> None:
        if self._is_suspending or monotonic() - self._last_report < REPORT_QUIET_S:
            self._wake.send(b"\0")
            super().disable_input()
        elif not self.exit_event.is_set():  # once set it stays so, and the thread reads nothing more
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            disable_mouse(self)
            self.exit_event.set()
            self._input_done.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
