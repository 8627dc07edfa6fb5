"""Every input comes out in pieces that can be parsed at once, however it was cut into packets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from paperreader.tui.terminal.escape_filter import EscapeFilter
from paperreader.tui.terminal.internals import XTermParser, drop_unknown_sequence


def named(message: Message) -> str:
    return message.key if isinstance(message, events.Key) else type(message).__name__


def parsed(*packets: str, tab_is_shifted: bool = False) -> list[str]:
    """The keys and other events of packets, after the last of which nothing comes for a while."""
    parser, escapes, found = XTermParser(), EscapeFilter(tab_is_shifted=tab_is_shifted), []
    for pieces in [*map(escapes.feed, packets), escapes.give_up()]:
        for piece in filter(None, pieces):
            found += map(named, parser.feed(piece))
            drop_unknown_sequence(parser)
    assert escapes.delay_s is None
    return found


@pytest.mark.parametrize(
    ("text", "keys"),
    {
        "\x1b": "escape",
        "\x1b\x1b": "escape escape",
        "j\x1bk": "j alt+k",
        "\x1bJ": "alt+shift+j",
        "\x1bb\x1bf": "alt+b alt+f",
        "\x1b1": "alt+1",
        "\x1b ": "alt+space",
        "\x1b/x": "alt+slash x",
        "\x1b?": "alt+question_mark",
        "\x1b[": "alt+left_square_bracket",
        "\x1b[j": "alt+left_square_bracket j",
        "\x1b]": "alt+right_square_bracket",
        "\x1b]j": "alt+right_square_bracket j",
        "\x1bO": "alt+shift+o",
        "\x1bOz": "alt+shift+o z",
        "\x1bP": "alt+shift+p",
        "\x1b\r": "alt+enter",
        "\x1b\t": "alt+tab",
        "\x1b\x7f": "alt+backspace",
        "\x1b\x04": "alt+ctrl+d",
        "\x1bé": "alt+é",
        "\x1bо": "alt+о",
        "\x1b\x1b[A": "escape up",
        "\x1b\x1bOB": "escape down",
        "\x1b\x1bj": "escape alt+j",
        "\x1bj\x1b[A": "alt+j up",
        "\x1b[1;3A": "alt+up",
        "\x1b[106;3u": "alt+j",
        "\x1b[74;3u": "alt+shift+j",
        "\x1b[74;4u": "alt+shift+j",
        "\x1b[27;3;106~": "alt+j",
        "\x1b[27;4;74~": "alt+shift+j",
        "\x1b[27;5;112~": "ctrl+p",
        "\x1b[27u": "escape",
        "\x1b[[A\x1b[11~\x1bOP\x1b[P": "f1 f1 f1 f1",
        "\x1b[3$": "shift+delete",
        "\x1b\x1b[<0;9;9M": "escape MouseDown",
        "\x1b\x1b[200~\x1bj\x1b[201~": "escape Paste",
        "\x1b\x1b[I": "escape AppFocus",
        "\x1b[?62;22c\x1b[>41;390;0c": "",
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b]10;rgb:00/00/00\x07j": "j",
        "\x1bP>|kitty(0.35)\x1b\\\x1b_Gi=1;OK\x1b\\j": "j",
        "\x1b[<35;10": "",
        "\x1b[?2026;2$y\x1b[5;7R": "TerminalSupportsSynchronizedOutput CursorPosition",
    }.items(),
)  # fmt: skip
def test_what_the_terminal_sends_in_one_packet_or_in_many(text: str, keys: str) -> None:
    if "\x1b\x1b[200" in text:  # pasted text has lost its escapes before
        text = text.replace("\x1bj", "j")
    assert parsed(text) == keys.split()
    assert parsed(*text) == keys.split()


def test_on_the_console_of_linux_escape_and_tab_are_shift_and_tab() -> None:
    assert parsed("\x1b\t", tab_is_shifted=True) == ["shift+tab"]


@given(st.lists(st.sampled_from(["\x1b", "[", "O", "]", "P", "M", "<", "1", ";", "3", "~", "u", "j", "é", "\\", "$"])))
def test_nothing_is_held_for_ever_and_no_text_gets_lost(parts: list[str]) -> None:
    text = "".join(parts)
    keys = parsed(text)
    if not text.count("\x1b"):
        assert len(keys) == len(text)
    assert parsed(*text) == keys


def test_a_sequence_without_end_is_not_kept() -> None:
    escapes = EscapeFilter()
    for _ in range(1000):
        for _ in escapes.feed("\x1b[" + "1" * 4096):
            pass
    assert len(escapes._held) < 5000
