"""Headings, paragraphs, footnotes and references as styled lines."""

from __future__ import annotations

from paperreader.fulltext.blocks import Footnote, Heading, Paragraph, Reference
from paperreader.fulltext.commonmark.scripts import raised
from paperreader.text.sanitize import printable
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.wrapping import Spans, hang, margin, spans_of, wrap_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

LIST_INDENT, LABEL_INDENT = 4, 6
"""Cells of each list that a paragraph is in, and of the label of a reference."""
MAX_INDENT_SHARE = 3
"""No indent is wider than this part of the line."""


def heading_lines(heading: Heading, width: int) -> list[StyledLine]:
    """The number, then the heading, bold; those of sections stand out."""
    role = "title" if heading.level <= 1 else "heading"
    spans = [span._replace(role=role) for span in spans_of(heading.runs)]
    number = [StyledSpan(f"{printable(heading.number)}  ", role)] if heading.number else []
    cells = sum(cell_width(span.text) for span in number)
    return _labelled([], number, spans, width, cells if cells <= width // MAX_INDENT_SHARE else 0, "heading")


def paragraph_lines(paragraph: Paragraph, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """Prose: hanging in lists, behind a quiet bar in quotes, theorems and proofs."""
    bar = frame_bar(paragraph.frame, glyphs)
    indent = min(LIST_INDENT * max(0, paragraph.depth), width // MAX_INDENT_SHARE)
    spans = spans_of(paragraph.runs)
    if not paragraph.marker:
        return _labelled(bar, [], spans, width, indent, "paragraph")
    marker = printable(paragraph.marker)
    before = margin(indent - 1 - cell_width(marker))
    return _labelled(bar, [*before, StyledSpan(f"{marker} ", "note")], spans, width, indent, "paragraph")


def frame_bar(frame: str, glyphs: Glyphs) -> list[StyledSpan]:
    """What stands before each line of a quote, theorem or proof."""
    return [StyledSpan(f"{glyphs.edge} ", "faint")] if frame and frame != "abstract" else []


def footnote_lines(footnote: Footnote, width: int) -> list[StyledLine]:
    """Its mark, and the note in a quieter colour."""
    indent = min(LIST_INDENT, width // MAX_INDENT_SHARE)
    mark = printable(footnote.mark)
    mark = raised(mark) if mark.isdecimal() and mark.isascii() else mark
    label = [*margin(indent - 1 - cell_width(mark)), StyledSpan(f"{mark} ", "note")]
    return _labelled([], label, spans_of(footnote.runs, "note"), width, indent, "footnote")


def reference_lines(reference: Reference, width: int) -> list[StyledLine]:
    """A hanging label, and what the bibliography says. The label, or else the first word, points to the entry itself:
    it is chosen there like a citation in the text.
    """
    link = f"#{reference.id}" if reference.id else ""
    spans = spans_of(reference.runs)
    if not reference.label:
        rest = margin(min(LIST_INDENT, width // MAX_INDENT_SHARE))
        return hang(wrap_spans(_first_word_linked(spans, link), width - LIST_INDENT), (), rest, "reference")
    label = StyledSpan(printable(reference.label), "strong", link)
    cells = cell_width(label.text) + 1
    indent = min(LABEL_INDENT if cells <= LABEL_INDENT else LIST_INDENT, width // MAX_INDENT_SHARE)
    return _labelled([], [label, StyledSpan(" "), *margin(indent - cells)], spans, width, indent, "reference")


def _first_word_linked(spans: Spans, link: str) -> list[StyledSpan]:
    if not spans or spans[0].link:
        return list(spans)
    first, *rest = spans
    blanks = len(first.text) - len(first.text.lstrip(" "))
    length = blanks + len(first.text[blanks:].split(" ", 1)[0])
    word, others = first.text[:length], first.text[length:]
    others_start = first.start + length if first.start >= 0 else -1
    after = [first._replace(text=others, start=others_start)] if others else []
    return [first._replace(text=word, link=link), *after, *rest]


def _labelled(bar: Spans, label: Spans, spans: Spans, width: int, indent: int, section: str) -> list[StyledLine]:
    """Text with a label in front, its other lines indented; a label that leaves it little room is wrapped with it."""
    width -= sum(cell_width(span.text) for span in bar)
    cells = sum(cell_width(span.text) for span in label)
    rest = [*bar, *margin(indent)]
    if not label or cells > width // 2:
        return hang(wrap_spans([*label, *spans], width - indent), rest, rest, section)
    lines = wrap_spans(spans, width - indent, max(0, cells - indent)) or [()]
    return hang(lines, [*bar, *label, *margin(indent - cells)], rest, section)
