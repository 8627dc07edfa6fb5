"""Reads what the terminal sends, and makes messages of what of it can be believed."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from socket import socket
from typing import TYPE_CHECKING

from paperreader.tui.terminal.escape_filter import EscapeFilter
from paperreader.tui.terminal.internals import drop_unknown_sequence
from paperreader.tui.terminal.paste_filter import PasteFilter
from paperreader.tui.terminal.report_filter import ReportFilter

if TYPE_CHECKING:
    from textual.message import Message

    from paperreader.tui.terminal.internals import XTermParser

READ_BYTES = 4096


class InputReader:
    """Runs in a thread, and calls back from there."""

    def __init__(
        self, terminal: int, new_parser: Callable[[], XTermParser], deliver: Callable[[Message], None]
    ) -> None:
        self._terminal = terminal
        self._new_parser, self._parser = new_parser, new_parser()
        self._deliver = deliver
        self._decode = getincrementaldecoder("utf-8")("replace").decode  # a terminal may send Latin-1
        self._pastes, self._reports = PasteFilter(), ReportFilter()
        self._escapes = EscapeFilter(tab_is_shifted=os.environ.get("TERM") == "linux")
        self.on_answer: Callable[[], object] = lambda: None
        """The terminal has answered a query (see `round_trip`)."""
        self.on_much_input: Callable[[], object] = lambda: None
        """More was read than a user types."""

    def run(self, stop: socket) -> None:
        """Read until there is something to read from `stop`. OSError: the terminal is gone.

        Textual's own polls ten times a second for a key and for the end, which is all that an idle program costs.
        """
        while True:
            ready, _, _ = select.select([self._terminal, stop.fileno()], [], [], self._escapes.delay_s)
            if stop.fileno() in ready:
                return
            if ready:
                self._read()
            else:
                self._parse(self._escapes.give_up())

    def _read(self) -> None:
        if not (data := os.read(self._terminal, READ_BYTES)):
            raise OSError("the terminal is gone")
        text = self._reports.feed(self._pastes.feed(self._decode(data)))
        for _ in range(self._reports.take_answers()):
            self.on_answer()
        self._parse(self._escapes.feed(text))
        if len(data) == READ_BYTES:
            self.on_much_input()

    def _parse(self, pieces: Iterator[str]) -> None:
        for piece in filter(None, pieces):
            try:
                for message in self._parser.feed(piece):
                    self._deliver(message)
                drop_unknown_sequence(self._parser)
            except (ValueError, ArithmeticError):  # a report with a number that no key or window can have
                self._parser = self._new_parser()
