"""Blocks as lines of a pane: heights that are guessed, and made exact in slices."""

from __future__ import annotations

from statistics import quantiles
from time import thread_time

import pytest

from paperreader.fulltext.blocks import Fulltext
from paperreader.fulltext.encode import decode, encode
from paperreader.tui.render.fulltext import gap_before, lay_out
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.widgets.text_blocks import TextBlocks
from tests.long_text import long_text

TEXT = long_text(8, 10, equations=6)
SLICE_S, MAX_SLICE_S = 0.003, 0.01


def stored(text: Fulltext = TEXT, *, width: int = 90) -> TextBlocks:
    return TextBlocks(decode(encode(text)).blocks, "", width, Glyphs())


def exact(text: Fulltext, width: int) -> list[int]:
    return [
        gap_before(text.blocks[index - 1] if index else None, block)
        + len(lay_out(block, min(width, 80), Glyphs(), pane_width=width))
        for index, block in enumerate(text.blocks)
    ]


@pytest.mark.parametrize("width", [40, 60, 90])
def test_heights_are_nearly_right_before_anything_is_read(width: int) -> None:
    right = sum(exact(TEXT, width))
    assert 0.7 < sum(stored(width=width).heights) / right < 1.4
    assert 0.9 < sum(TextBlocks(TEXT.blocks, "", width, Glyphs()).heights) / right < 1.1


@pytest.mark.parametrize("width", [40, 90])
def test_heights_become_exact(width: int) -> None:
    blocks = stored(width=width)
    while not blocks.is_exact:
        blocks.measure_rest(0)
    assert blocks.heights == exact(TEXT, width)
    assert blocks.measure_rest(1) is False


def test_what_is_seen_is_exact_first() -> None:
    blocks = stored()
    middle = len(blocks) // 2
    assert blocks.measure_around(middle, above=0, below=40)
    right, shown, at = exact(TEXT, 90), 0, middle
    while shown < 40:
        assert blocks.heights[at] == right[at]
        shown, at = shown + right[at], at + 1


def test_a_slice_takes_no_longer_than_a_key_may_wait() -> None:
    blocks, took = stored(long_text(20, 20, equations=20)), list[float]()
    while not blocks.is_exact:
        began = thread_time()
        blocks.measure_rest(SLICE_S)
        took.append(thread_time() - began)
    assert quantiles(took, n=20)[-1] < MAX_SLICE_S
