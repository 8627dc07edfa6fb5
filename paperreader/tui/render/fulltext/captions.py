"""Captions of figures, tables and listings, and what is said about them."""

from __future__ import annotations

from paperreader.fulltext.blocks import Figure, Runs, plain
from paperreader.fulltext.contents import CAPTION
from paperreader.text.sanitize import printable
from paperreader.tui.render.fulltext.wrapping import hang, spans_of, wrap_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan


def caption_lines(runs: Runs, width: int, section: str = "caption") -> list[StyledLine]:
    """The caption, with its number in bold."""
    text = plain(runs)
    name = CAPTION.match(text)
    length = name.end(1) + text.startswith((":", "."), name.end(1)) if name else 0
    spans = []
    for span in spans_of(runs):
        bold = max(0, min(len(span.text), length - span.start))
        if bold and span.role == "text":
            spans.append(span._replace(text=span.text[:bold], role="strong"))
            span = span._replace(text=span.text[bold:], start=span.start + bold)
        spans += [span] if span.text else []
    return hang(wrap_spans(spans, width), (), (), section)


def note_lines(note: str, width: int) -> list[StyledLine]:
    """What is wrong with a block, or what can be done with it."""
    spans = [StyledSpan(f"({printable(note)})", "note")] if note else []
    return hang(wrap_spans(spans, width), (), (), "note")


def figure_lines(figure: Figure, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """The caption behind a quiet bar, and a link to each picture."""
    bar = [StyledSpan(f"{glyphs.edge} ", "faint")]
    room = width - sum(len(span.text) for span in bar)
    lines = caption_lines(figure.caption, room, "figure")
    pictures: list[StyledSpan] = []
    for number, address in enumerate(figure.images, 1):
        name = "picture" if len(figure.images) == 1 else f"picture {number}"
        pictures += [StyledSpan("  ")] if pictures else []
        pictures.append(StyledSpan(name, "link", address))
    if not lines and not pictures:
        pictures = [StyledSpan("(a figure without caption)", "note")]
    lines += hang(wrap_spans(pictures, room), (), (), "figure")
    return [line._replace(spans=(*bar, *line.spans), gutter=line.gutter + 2) for line in lines]
