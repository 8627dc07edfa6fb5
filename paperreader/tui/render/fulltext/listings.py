"""Code and algorithms as styled lines."""

from __future__ import annotations

from paperreader.fulltext.blocks import Listing, Runs, plain
from paperreader.tui.render.fulltext.captions import caption_lines, note_lines
from paperreader.tui.render.fulltext.wrapping import hang, margin, spans_of, wrap_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

INDENT = 2


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
    text = "".join(span.text for span in spans)
    if not text.strip():
        return [StyledLine(section="listing", offset=at)]
    indent = len(text) - len(text.lstrip())
    blanks = margin(INDENT)
    body = _without_start(spans, indent)
    shown = min(indent, width // 2)
    sign = StyledSpan(f"{glyphs.cut} ", "faint")
    wrapped = wrap_spans(body, width - INDENT - shown)
    if len(wrapped) > 1:
        wrapped = wrap_spans(body, width - INDENT - shown - 2)
    return [
        line._replace(gutter=INDENT if not row else line.gutter)
        for row, line in enumerate(hang(wrapped, [*blanks, *margin(shown)], [*blanks, *margin(shown), sign], "listing"))
    ]


def _without_start(spans: list[StyledSpan], length: int) -> list[StyledSpan]:
    kept = []
    for span in spans:
        if length < len(span.text):
            kept.append(span._replace(text=span.text[length:], start=span.start + length))
        length = max(0, length - len(span.text))
    return kept
