"""What the terminal sends is read byte by byte, and a failure there ends the reader properly."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.terminal import Terminal
from tests.test_terminal import demo


def test_bytes_that_arrive_one_by_one_or_are_no_character(tmp_path: Path) -> None:
    with demo(tmp_path) as program:
        program.until(lambda text: "? keys" in text)
        program.press("/", lambda text: "best first" in text)
        for byte in "aé漢".encode() + b"\xe4b":
            program.settle()
            program.write(bytes([byte]))
        program.until(lambda text: " / aé漢\ufffdb" in text)
        no_key, hardly_a_number, no_pixels = "\x1b[1114112u", f"\x1b[{10**14}u", "\x1b[48;40;140;0;0t\x1b[<35;10;10M"
        for report, letter, now in ((no_key, "c", "bc"), (hardly_a_number, "d", "bcd"), (no_pixels, "e", "bcde")):
            program.write(report)
            program.settle()
            program.press(letter, lambda text, now=now: f" / aé漢\ufffd{now}" in text)


def test_an_exception_while_reading_keys_ends_the_reader_with_a_message(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("""
from paperreader.cli import main
from paperreader.tui.terminal.driver import Driver
from textual.events import Key

Driver.process_message = lambda self, message: {}["key"] if isinstance(message, Key) else None
raise SystemExit(main(["--demo"]))
""")
    terminal.type(f"{sys.executable} {tmp_path}/broken.py; echo code $?")
    terminal.shows("? keys")
    terminal.press("j")
    text = terminal.shows("paperreader: internal error", "code 1")
    assert "Traceback" not in text
    assert "process_message" in (tmp_path / ".local/state/paperreader/log").read_text()
