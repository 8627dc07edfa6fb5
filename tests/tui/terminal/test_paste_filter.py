"""Pasted text presses no keys, however it is split into reads."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.tui.terminal.paste_filter import MAX_PASTE_CHARACTERS, PASTE_END, PASTE_START, PasteFilter
from tests.test_terminal import demo

TEXT = f"j{PASTE_START}foo\x1bbar\x1b[A\x1b\nQ\x1b{PASTE_END}k\x1b[20~\x1b[B{PASTE_START}{PASTE_END}"
READ = f"j{PASTE_START}foobar[A\nQ{PASTE_END}k\x1b[20~\x1b[B{PASTE_START}{PASTE_END}"


CUTS = set(range(len(TEXT))) - {at + n for at in range(len(TEXT)) if TEXT.startswith(PASTE_START, at) for n in (1, 2)}
"""Where a read may end: a lone Escape, or one with a bracket, could be a key, so a paste must not start with half."""


@given(st.sets(st.sampled_from(sorted(CUTS))))
def test_escapes_are_removed_from_pasted_text_only(cuts: set[int]) -> None:
    pasting, ends = PasteFilter(), sorted({0, *cuts, len(TEXT)})
    assert "".join(pasting.feed(TEXT[a:b]) for a, b in pairwise(ends)) == READ


def test_a_lone_escape_is_passed_on_at_once() -> None:
    assert PasteFilter().feed("\x1b") == "\x1b"


@pytest.mark.parametrize("pasted", ["foo\x1bbar\nQbaz", "\x1bQ\x1b[201\nQQ"])
def test_text_pasted_outside_of_a_prompt_is_no_keys(tmp_path: Path, pasted: str) -> None:
    with demo(tmp_path) as program:
        program.until(lambda text: all(sign in text for sign in ("? keys", "¶", " new")))  # all of the demo is stored
        program.settle()
        before = program.screen.text
        program.write(f"{PASTE_START}{pasted}{PASTE_END}")
        program.until(lambda text: "No arXiv id" in text)
        program.settle()
        after = [line.partition("▌")[0].rstrip() for line in program.screen.text.splitlines()]
        assert all(line.startswith(left) for line, left in zip(before.splitlines(), after, strict=True))
        program.press("/", lambda text: "best first" in text)
        program.write(f"{PASTE_START}fl\x1bow{PASTE_END}")
        program.press("s", lambda text: " / flows" in text)


def test_of_a_longer_paste_one_character_is_left_that_tells_of_the_rest() -> None:
    pasting = PasteFilter()
    half = "x" * (MAX_PASTE_CHARACTERS // 2 + 1)
    kept = "".join(map(pasting.feed, (PASTE_START, half, half, half, PASTE_END, "j")))
    assert kept == f"{PASTE_START}{'x' * (MAX_PASTE_CHARACTERS + 1)}{PASTE_END}j"
