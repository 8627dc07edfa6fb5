"""Widths agree with rich, which paints the panes; what is cut or wrapped fits, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich._unicode_data import load
from rich.cells import cell_len, get_character_cell_size, split_graphemes

from paperreader.text import width
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, fit_length, wrap
from tests.hostile import nasty
from tests.readability import RECORDED, fields

HARD = "ab é林海한國각ᄀ\u1161🌸👩\u200d🔬👍🏽🇳🇴e\u0301\u0302…·ﷺ\u05d0\u0627½①\ufe0f❤☎©1#नीक्षि\U0001fae8-"
hard = st.text(st.sampled_from(HARD) | st.characters(codec="utf-8"), max_size=60) | nasty
"""Emoji and flags in several parts, combining marks, wide letters, letters that join, and any other character."""


def ranges(codes: Iterable[int]) -> list[str]:
    """As the tables have them: `a9 ae 203c 2194-2199`."""
    found: list[list[int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return [f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in found]


@pytest.mark.parametrize(("table", "cells"), [("_ZERO_WIDTH", 0), ("_DOUBLE_WIDTH", 2)])
def test_every_character_is_as_wide_as_rich_paints_it(table: str, cells: int) -> None:
    codes = (code for code in range(0x80, 0x110000) if get_character_cell_size(chr(code)) == cells)
    assert getattr(width, table).split() == ranges(codes)


def test_the_emoji_that_a_selector_widens_are_those_of_rich() -> None:
    assert width._TEXT_EMOJI.split() == ranges(sorted(map(ord, load().narrow_to_wide)))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        *(("loom", 4), ("", 0), ("é", 1), ("e\u0301", 1), ("林", 2), ("한", 2), ("ﷺ", 1), ("…", 1), ("\U0001fae8", 2)),
        *(("👩\u200d🔬", 2), ("👍🏽", 2), ("🇳🇴", 2), ("❤", 1), ("❤\ufe0f", 2), ("林\ufe0f", 2), ("नी", 1)),
    ],
)
def test_widths(text: str, cells: int) -> None:
    assert cell_width(text) == cells
    assert fit_length(f"{text}{text}", cells) == len(text)


@settings(max_examples=1_000, deadline=None)
@given(hard.map(clean))
def test_any_clean_text_is_as_wide_as_rich_paints_it(text: str) -> None:
    assert cell_width(text) == cell_len(text)
    spans = split_graphemes(text)[0]
    fitting = [0, *(end for _, end, _ in spans)]
    cells = [sum(size for _, _, size in spans[:number]) for number in range(len(spans) + 1)]
    assert all(
        fit_length(text, room) == length
        for (room, after), length in zip(pairwise(cells), fitting, strict=False)
        if room < after
    )


@pytest.mark.skipif(not RECORDED.exists(), reason="set PAPERREADER_RECORDED to a folder of the Hub's answers")
def test_recorded_texts_are_as_wide_as_rich_paints_them() -> None:
    texts = [text for _, _, text in fields()]
    assert len(texts) > 10_000
    assert [text for text in texts if cell_width(text) != cell_len(text)] == []


@settings(max_examples=300, deadline=None)
@given(text=hard.map(clean), room=st.integers(0, 90), ellipsis=st.sampled_from(["…", "~", "..."]))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, room: int, ellipsis: str) -> None:
    short = cut(text, room, ellipsis)
    assert cell_width(short) <= room
    assert short == text or short == "" or (short.endswith(ellipsis) and text.startswith(short.removesuffix(ellipsis)))


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("ab- 林é"), max_size=80), room=st.integers(2, 30))
def test_wrapped_lines_hold_the_whole_text_in_order(text: str, room: int) -> None:
    lines = list(wrap(text, room))
    assert "".join(line for _, line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(text[start : start + len(line)] == line for start, line in lines)
    assert all(cell_width(line) <= room for _, line in lines)


def test_words_are_broken_at_hyphens_and_only_where_they_are_too_long() -> None:
    assert [line for _, line in wrap("state-of-the-art looms", 10)] == ["state-of-", "the-art", "looms"]
    assert [line for _, line in wrap("run --replace now", 10)] == ["run", "--replace", "now"]
    assert [line for _, line in wrap("a handloomed web", 8)] == ["a", "handloom", "ed web"]


def test_chinese_and_japanese_are_broken_between_characters_but_not_before_a_stop() -> None:
    assert [line for _, line in wrap("loom 请根据以下文字。", 12)] == ["loom 请根据", "以下文字。"]
    assert [line for _, line in wrap("根据以下文字。如果", 12)] == ["根据以下文", "字。如果"]
    assert [line for _, line in wrap("以下（文字）如果", 6)] == ["以下", "（文", "字）如", "果"]
    assert [line for _, line in wrap("根据abc和", 7)] == ["根据abc", "和"]
    assert [line for _, line in wrap("根据abcd和", 6)] == ["根据", "abcd和"]
