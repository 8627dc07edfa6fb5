"""What is kept of a program's output."""

from __future__ import annotations

import time

import pytest

from paperreader.reader.command_output import MAX_BYTES, MAX_LINES, CommandOutput


def lines_of(*pieces: bytes) -> list[str]:
    output = CommandOutput()
    for piece in pieces:
        output.add(piece)
    return output.lines


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        (b"", []),
        (b"\n\n  two  \n\n three\n\n", ["  two", "", " three"]),
        (b"\x1b[1;31mred\x1b[0m \x1b]0;title of ours\x07\x1b]8;;http://x y\x1b\\link\x1b]8;;\x1b\\", ["red link"]),
        (b"a\r\nb\r\r\nc", ["a", "b", "c"]),
        (b" 10%\r 50%\r100%\n", ["100%"]),
        (b"N\x08NA\x08AM\x08M", ["NAM"]),
        (b"\x08\x08x", ["x"]),
        (b"a\tb", ["a       b"]),
        (b"\x00\x07\x0e\x7fbell\x9b31m", ["bell\ufffd31m"]),
        (b"\xff\xfe caf\xc3\xa9", ["\ufffd\ufffd café"]),
        ("\u202eabc\u2066 x\u200b".encode(), ["abc x"]),
        (b"\x1b[2J\x1b[H\x1bc\x1b(0x", ["x"]),
    ],
)
def test_nothing_of_it_controls_the_terminal(printed: bytes, lines: list[str]) -> None:
    assert lines_of(printed) == lines


def test_pieces_may_end_anywhere() -> None:
    text = "é\x1b[31m漢\x1b[0m\r\n".encode()
    assert lines_of(*(text[index : index + 1] for index in range(len(text)))) == ["é漢"]


def test_of_much_the_beginning_and_the_end_are_kept() -> None:
    lines = lines_of(b"first\n" + b"x" * 3_000_000, b"y" * 10_000_000 + b"\nlast")
    assert (lines[0], lines[-1]) == ("first", "last")
    assert f"… {13_000_011 - MAX_BYTES:,} bytes left out …" in lines
    assert sum(map(len, lines)) <= MAX_BYTES + 50


def test_of_many_lines_too() -> None:
    lines = lines_of(b"\n".join(b"%d" % number for number in range(10_000)))
    assert (lines[0], lines[-1], len(lines)) == ("0", "9999", MAX_LINES + 1)
    assert lines[MAX_LINES // 2] == "… 8,000 lines left out …"


@pytest.mark.parametrize(
    "piece", [b"a\x08", b"aaaa\x08\x08\x08\x08", b"\x1b]", b"\x1b[", b"\r", b"\xf0\x9f", b"\t", b" \n"]
)
def test_whatever_it_is_it_takes_little_time(piece: bytes) -> None:
    begun = time.process_time()
    lines_of(piece * 200_000)
    assert time.process_time() - begun < 5
