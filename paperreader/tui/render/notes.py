"""The user's tags and note on the page of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from paperreader.notes import Note, shown_lines
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

NOTE, TAGS = "Note", "tags"
"""Their sections of the page."""
BULLETS = ("- ", "* ", "+ ", "> ")
MIN_TEXT_CELLS = 20
"""A line that is indented keeps at least so many."""


def tag_lines(tags: Sequence[str], link: str, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """`# to-cite  vision`: a line, or several. `link`: what the link of each begins with."""
    if not tags:
        return []
    sign = f"{glyphs.tag} "
    rows, room = [list[StyledSpan]()], 0
    for tag in tags:
        shown = cut(clean(tag), max(1, width - len(sign)), glyphs.cut)
        if rows[-1] and cell_width(shown) + 2 > room:
            rows.append([])
        room = room - 2 if rows[-1] else width - len(sign)
        gap = [StyledSpan("  ")] if rows[-1] else []
        rows[-1] += [*gap, StyledSpan(shown, "link", f"{link}{tag}")]
        room -= cell_width(shown)
    return [
        StyledLine((StyledSpan(" " * len(sign) if number else sign, "followed"), *spans), TAGS, number)
        for number, spans in enumerate(rows)
    ]


def note_lines(note: Note, hint: str, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """The note with its date, and what it also said. `hint`: how to get rid of that."""
    lines: list[StyledLine] = []
    start = 0
    if note.text:
        lines.append(_heading(NOTE, f"   {_date(note.at)}" if note.at else "", -1, width, glyphs))
        lines += _text_lines(note.text, start, width)
        start += _length(note.text)
    for other in note.others:
        lines += [StyledLine((), NOTE, start)] if lines else []
        lines.append(_heading(other.heading, "", start, width, glyphs))
        lines += _text_lines(other.text, start, width)
        start += _length(other.text)
    if note.others:
        lines += [StyledLine((StyledSpan(text, "figure"),), NOTE, start) for _, text in wrap(hint, width)]
    return lines


def _date(at: datetime) -> str:
    at = at.astimezone()
    return f"{at.day} {at:%B %Y}"


def _heading(text: str, about: str, offset: int, width: int, glyphs: Glyphs) -> StyledLine:
    spans = fit([StyledSpan(text, "heading"), StyledSpan(about, "figure")], width, glyphs.cut)
    return StyledLine(tuple(spans), NOTE, offset)


def _length(text: str) -> int:
    """Of the text as it is shown and searched, with the end of its last line."""
    return sum(len(line) + 1 for line in shown_lines(text))


def _text_lines(text: str, start: int, width: int) -> Iterator[StyledLine]:
    """The lines of a note, wrapped; what goes on is indented like the text of its line."""
    for line in shown_lines(text):
        content = line.lstrip(" ")
        indent = min(len(line) - len(content), max(0, width - MIN_TEXT_CELLS))
        hang = indent + (2 if content.startswith(BULLETS) and width - indent > MIN_TEXT_CELLS else 0)
        begin = start + len(line) - len(content)
        if not content:
            yield StyledLine((), NOTE, start)
        for offset, part in _wrapped(content, width - indent, width - hang):
            gutter = hang if offset else indent
            yield StyledLine(
                (StyledSpan(" " * gutter), StyledSpan(part, "text")),
                NOTE,
                begin + offset,
                flows=offset > 0,
                gutter=gutter if offset else 0,
            )
        start += len(line) + 1


def _wrapped(text: str, first: int, others: int) -> Iterator[tuple[int, str]]:
    """Lines, the first of them wider than the others, each with the index of its first character."""
    if not text:
        return
    _, line = next(wrap(text, first))
    yield 0, line
    rest = text[len(line) :].lstrip(" ")
    begin = len(text) - len(rest)
    for offset, part in wrap(rest, others):
        yield begin + offset, part
