"""Pasted text presses no keys, however it arrives."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.tui.terminal.paste_filter import BEGIN, END, PasteFilter
from tests.test_terminal import demo

TEXT = f"j{BEGIN}foo\x1bbar\x1b[A\x1b\nQ\x1b{END}k\x1b[20~\x1b[B{BEGIN}{END}"
READ = f"j{BEGIN}foobar[A\nQ{END}k\x1b[20~\x1b[B{BEGIN}{END}"


CUTS = set(range(len(TEXT))) - {at + n for at in range(len(TEXT)) if TEXT.startswith(BEGIN, at) for n in (1, 2)}
"""Where one read may end: what a paste begins with comes whole as far as it could be a key by itself."""


@given(st.sets(st.sampled_from(sorted(CUTS))))
def test_escapes_are_gone_from_what_is_pasted_and_from_nothing_else(cuts: set[int]) -> None:
    pasting, ends = PasteFilter(), sorted({0, *cuts, len(TEXT)})
    assert "".join(pasting.feed(TEXT[a:b]) for a, b in pairwise(ends)) == READ


def test_an_escape_by_itself_is_read_at_once() -> None:
    assert PasteFilter().feed("\x1b") == "\x1b"


@pytest.mark.parametrize("pasted", ["foo\x1bbar\nQbaz", "\x1bQ\x1b[201\nQQ"])
def test_what_is_pasted_beside_a_bar_does_nothing(tmp_path: Path, pasted: str) -> None:
    with demo(tmp_path) as program:
        program.until(lambda text: "? keys" in text)
        program.settle()
        before = program.screen.text
        program.write(f"{BEGIN}{pasted}{END}")
        program.settle()
        assert program.screen.text == before
        program.press("/", lambda text: "best first" in text)
        program.write(f"{BEGIN}fl\x1bow{END}")
        program.press("s", lambda text: " / flows" in text)
