"""Every recorded text goes the whole way: it fits, in every pane, and no word is lost."""

from __future__ import annotations

import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Equation, Fulltext, Table
from paperreader.fulltext.html import parse_html
from paperreader.fulltext.markdown import parse_markdown
from paperreader.fulltext.to_markdown import to_markdown
from paperreader.tui.render.fulltext import gap_before, guess_height, lay_out
from paperreader.tui.render.fulltext.tables import OPENS
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from tests.tui.render.fulltext.test_layout import check

RECORDED = Path(os.environ.get("PAPERREADER_RECORDED", "nowhere"), "fulltext")
FILES = sorted(RECORDED.glob("*"))
CLOSE = 0.15
"""How far all guessed heights together may be off."""


def read(file: Path) -> Fulltext:
    body = file.read_bytes()
    body = gzip.decompress(body) if file.suffix == ".gz" else body
    if ".html" in file.name:
        return parse_html(body, address="https://arxiv.org/html/2607.00001v1")
    return parse_markdown(body.decode())


def without_blanks(text: str) -> str:
    return "".join(text.split())


def check_words(block: Block, lines: list[StyledLine]) -> None:
    """All that stands in the block is shown in its order; in a table, as far as it is not cut."""
    text = block_text(block)
    spans = [span for line in lines for span in line.spans if span.start >= 0]
    if isinstance(block, Equation):
        return
    if isinstance(block, Table):
        is_cut = any(OPENS in line.text for line in lines) or OPENS in " ".join(line.text for line in lines[-3:])
        shown = Counter(without_blanks("".join(span.text for span in spans)))
        assert is_cut or shown == Counter(without_blanks(text))
        return
    assert without_blanks("".join(span.text for span in spans)) == without_blanks(text)


@pytest.mark.skipif(not FILES, reason="set PAPERREADER_RECORDED to a folder whose fulltext/ has recorded texts")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_recorded_text_fits_and_keeps_its_words(file: Path, long: bool) -> None:
    text = read(file)
    assert text.blocks
    for pane in (*range(10, 201, 10),) if long else (24, 60, 100):
        real = guessed = 0
        previous = None
        for block in text.blocks:
            lines = lay_out(block, min(80, pane), Glyphs(), pane_width=pane)
            assert lines
            check(lines, pane)
            check_words(block, lines)
            assert gap_before(previous, block) in (0, 1, 2)
            real += len(lines)
            guessed += guess_height(block, min(80, pane), pane_width=pane)
            previous = block
        if pane >= 60 and real > 100:
            assert abs(guessed - real) < CLOSE * real, (pane, guessed, real)
    assert all(line.isprintable() for line in to_markdown(text.blocks).split("\n"))
