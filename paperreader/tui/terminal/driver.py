"""The terminal's driver: it writes only what changes, and leaves the terminal as it found it whatever happens."""

from __future__ import annotations

import errno
import signal
import termios
from collections.abc import Callable
from contextlib import suppress
from socket import socketpair
from threading import Event, Thread
from time import monotonic
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from paperreader import first_frame, signals
from paperreader.tui.terminal import ambiguous_width, job_control
from paperreader.tui.terminal.backpressure import let_catch_up
from paperreader.tui.terminal.frame_diff import FrameDiff
from paperreader.tui.terminal.input_reader import InputReader
from paperreader.tui.terminal.internals import (
    SYNC_END,
    SYNC_START,
    app_of,
    handle_exception,
    is_exiting,
    loop_of,
    must_signal_resume,
    parser_of,
    set_first_size,
    terminal_size,
)
from paperreader.tui.terminal.report_filter import MAX_COLUMNS, MAX_LINES
from paperreader.tui.terminal.round_trip import QUERY, RoundTrip

MODES_OFF = f"{SYNC_END}\x1b[<u\x1b[?7h" + "".join(
    f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1015, 1006, 1016, 1004, 2004, 2048)
)
"""Ends whatever makes the terminal send or draw anything unusual."""

REPORT_QUIET_S = 1.0
"""After this long without a report of the mouse, or without a change of the size, none is expected any more."""

MOUSE_GRACE_S = 0.2
"""How long reports of a mouse that moves are discarded at least: a multiplexer answers for the terminal behind it."""

STOP_READING_S = 1.0
"""For the input thread, which only another program that reads the terminal could hold up."""

SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


class Driver(LinuxDriver):
    """Textual's driver in three states: in use, suspended, leaving; signals change them between two frames only."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        set_first_size(self, self._get_terminal_size())  # Textual would believe any
        self._in_use = False
        """The terminal is in our modes; what is read and written while it is not is dropped."""
        self._is_suspending = False
        self._is_changing = False
        """A signal to stop or to continue has come, or what it asks for is being done."""
        self._was_continued = False
        """A signal to continue has come since the terminal was last known to be ours."""
        self._is_ending = False
        """A deadly signal has come, or the terminal is gone."""
        self._last_mouse_report = 0.0
        self._first_frame_shown = False
        """The saved first frame is on the alternate screen already."""
        self._input_done = Event()
        self._input_done.set()
        self._starts_reading = False
        self._stop, self._wake = socketpair()
        self._round_trip = RoundTrip()
        self._frame_diff = FrameDiff()
        self._frame_pending = False
        """A frame has started, and nothing of it was written yet."""
        self._shows_cursor = False
        self._asks_width = True  # of ambiguous characters, with the first frame, which is painted over the question
        self._last_resize = 0.0
        self._known_size = (0, 0)
        signals.catch(self._end)

    def write(self, data: str) -> None:
        if not self._in_use:
            return
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

    def set_ambiguous_width(self, cells: int) -> None:
        """How many cells the terminal gives characters of ambiguous width; the next frame has to paint everything."""
        self._frame_diff = FrameDiff(ambiguous_is_wide=cells > 1)

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the terminal says, as far as it can be drawn."""
        columns, lines = super()._get_terminal_size()
        return min(columns, MAX_COLUMNS), min(lines, MAX_LINES)

    # -- in use

    def start_application_mode(self) -> None:
        if not self._wait_for_foreground():
            return
        self._in_use = True
        self._starts_reading = self._input_done.is_set()
        if self._starts_reading:
            self._input_done.clear()
            self._stop, self._wake = socketpair()
        self._shows_cursor = False  # it hides it
        modes = first_frame.hand_over()
        self._first_frame_shown = modes is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if modes is not None:
            self.attrs_before = modes
        for number in signals.STOPPING:
            signal.signal(number, self._sigtstp_application)
        self._ask()

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was found. Unless only suspended, nothing interrupts that, nor what follows."""
        if not self._is_suspending:
            signals.ignore()
        if not self._in_use:
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        super().write(MODES_OFF)
        is_ours = signals.in_foreground(self.fileno)
        self._in_use = False
        if is_ours and not self._input_done.is_set():
            self._discard_input()
        self._stop_reading()
        if is_ours and self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        super().write(first_frame.LEAVE_SCREEN)  # last: what is typed now is for the shell

    def disable_input(self) -> None:
        """Textual's first step of leaving; here it is all of them, or reports in between would go to the shell."""
        self.stop_application_mode()

    def _ask(self) -> None:
        super().write(QUERY)
        self._round_trip.asked()

    def _discard_input(self) -> None:
        """Wait until nothing is under way that the terminal sent before it was told to leave."""
        began = monotonic()
        if self._round_trip.is_expected:
            self._ask()
            self._round_trip.wait()
        if began - self._last_mouse_report < REPORT_QUIET_S:
            self._input_done.wait(max(0, began + MOUSE_GRACE_S - monotonic()))

    # -- signals

    def _end(self, number: int, _: object) -> None:
        """A deadly signal: exit as soon as the event loop is free."""
        self._is_ending = True
        with suppress(RuntimeError):  # the app has ended already
            loop_of(self).call_soon_threadsafe(app_of(self).exit, None, 128 + number)

    def _sigtstp_application(self, *_: object) -> None:
        self._call_once(self._suspend)

    def _sigcont_application(self, *_: object) -> None:
        self._was_continued = True
        self._call_once(self._continued)

    def _call_once(self, act: Callable[[], None]) -> None:
        """Call it between two frames, unless that is about to happen or under way."""
        if self._is_changing:
            return

        def call() -> None:
            step: Callable[[], None] | None = act
            try:
                while step and self._in_use and not (self._is_ending or is_exiting(app_of(self))):
                    step()
                    step = self._continued if self._was_continued else None  # stopped again halfway
            finally:
                self._is_changing = False

        self._is_changing = True
        with suppress(RuntimeError):  # the app has ended already
            loop_of(self).call_soon_threadsafe(call)

    def _suspend(self) -> None:
        """Leave the terminal to the shell until that continues us."""
        if not signals.in_foreground(self.fileno):
            return self._continued()
        app_of(self).app_suspend_signal.publish(app_of(self))
        self.suspend_application_mode()
        job_control.stop()
        self._resume()

    def suspend_application_mode(self) -> None:
        self._is_suspending = True
        super().suspend_application_mode()
        self._is_suspending = False

    def _continued(self) -> None:
        """Take the terminal again after a stop that was not announced: nobody knows what it shows and does."""
        if self._wait_for_foreground():
            modes = self.attrs_before
            self.close()
            self._resume()
            self.attrs_before = modes

    def _resume(self) -> None:
        must_signal_resume(self)
        self._frame_diff.forget()
        self.resume_application_mode()

    def _wait_for_foreground(self) -> bool:
        """Wait until the terminal is ours; False if it will not be, or a deadly signal came meanwhile."""
        while not self._is_ending:
            try:
                job_control.wait_for_foreground(self.fileno)
                self._was_continued = False
                return True
            except termios.error as error:
                if error.args[0] != errno.EINTR:
                    self._hang_up()
        return False

    # -- input

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.MouseEvent):
            self._last_mouse_report = monotonic()
        if self._in_use:
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Read until the input ends or `_stop_reading` is called."""
        reader = InputReader(self.fileno, lambda: parser_of(self), self.process_message)
        reader.on_answer = self._round_trip.answered
        reader.on_much_input = lambda: let_catch_up(app_of(self), loop_of(self), lambda: self._in_use)
        try:
            reader.run(self._stop)
        except OSError:  # the terminal was closed or taken away, which need not have sent a signal
            self._hang_up()

    def _hang_up(self) -> None:
        """Exit as if SIGHUP had arrived."""
        self._end(signal.SIGHUP, None)

    def _run_input_thread(self) -> None:
        """Read in a daemon thread, so that the process can end while it still waits for input."""

        def read() -> None:
            try:
                self.run_input_thread()
            except Exception as error:
                loop_of(self).call_soon_threadsafe(handle_exception, app_of(self), error)
            finally:
                self._round_trip.end()
                self._input_done.set()

        if self._starts_reading:
            Thread(target=read, daemon=True).start()
        self._input_done.wait()

    def _stop_reading(self) -> None:
        self._wake.send(b"\0")
        self._input_done.wait(STOP_READING_S)
        self._input_done.set()
