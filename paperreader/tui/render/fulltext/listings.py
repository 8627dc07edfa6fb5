"""Code and algorithms as styled lines."""

from __future__ import annotations

import re

from paperreader.fulltext.blocks import Listing, Runs, plain
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.captions import caption_lines, note_lines
from paperreader.tui.render.fulltext.wrapping import hang, margin, spans_of, wrap_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

INDENT = 2
START = r"\s*(?:[0-9]{1,4}[:.)]?\s+)?"
"""The number of a line, and its indentation."""


def listing_lines(listing: Listing, width: int, glyphs: Glyphs, pane_width: int) -> list[StyledLine]:
    """The caption, then the lines with their indentation; longer ones go on behind a sign."""
    lines = caption_lines(listing.caption, width)
    at = len(plain(listing.caption)) + 1
    for runs in listing.lines:
        lines += _code_lines(runs, at, pane_width, glyphs)
        at += len(plain(runs)) + 1
    return lines + note_lines(listing.note, width)


def _code_lines(runs: Runs, at: int, width: int, glyphs: Glyphs) -> list[StyledLine]:
    spans = spans_of(runs, "code", at)
    code = "".join(span.text for span in spans)
    if not code.strip():
        return [StyledLine(section="listing", offset=at)]
    blanks, room = margin(INDENT), width - INDENT
    if cell_width(code) <= room:
        return [StyledLine((*blanks, *spans), "listing", at, False, INDENT)]
    start = re.match(START, code)
    label, body = _split(spans, start.end() if start else 0)
    hanging = min(cell_width("".join(span.text for span in label)), room // 2)
    sign = StyledSpan(f"{glyphs.cut} ", "faint")
    if hanging < cell_width("".join(span.text for span in label)):
        label, body = margin(hanging), spans
    wrapped = wrap_spans(body, room - hanging - len(sign.text))
    lines = hang(wrapped, [*blanks, *label], [*blanks, *margin(hanging), sign], "listing")
    return [lines[0]._replace(offset=at, gutter=INDENT), *lines[1:]]


def _split(spans: list[StyledSpan], length: int) -> tuple[list[StyledSpan], list[StyledSpan]]:
    """The first characters, and the rest."""
    before, after = [], []
    for span in spans:
        part, rest = span.text[:length], span.text[length:]
        if part:
            before.append(span._replace(text=part))
        if rest:
            after.append(span._replace(text=rest, start=span.start + len(part)))
        length -= len(part)
    return before, after
