"""Lines of the text with the matches of a search highlighted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from paperreader.tui.render.styled_text import StyledLine, StyledSpan

Range = tuple[int, int]


def highlight(line: StyledLine, ranges: Sequence[Range], current: Range | None = None) -> StyledLine:
    """The line with these ranges of its block's text highlighted, through all its spans.

    `ranges`: in order, without overlaps. `current`: the one that the user is at. A displayed formula is highlighted as
    a whole.
    """
    spans: list[StyledSpan] = []
    for span in line.spans:
        spans += _displayed(span, ranges, current) if line.section == "equation" else _parts(span, ranges, current)
    return line._replace(spans=tuple(spans))


def _displayed(span: StyledSpan, ranges: Sequence[Range], current: Range | None) -> list[StyledSpan]:
    if not ranges or span.start < 0:
        return [span]
    return [span._replace(role="match" if current is None else "match-here")]


def _parts(span: StyledSpan, ranges: Sequence[Range], current: Range | None) -> list[StyledSpan]:
    text, role, link, tex, start = span
    if start < 0:
        return [span]
    parts, done, end = [], 0, start + len(text)
    begin = bisect_right(ranges, start, key=itemgetter(1))
    for first, last in ranges[begin : bisect_left(ranges, end, begin, key=itemgetter(0))]:
        if last <= start + done:
            continue
        a, b = max(first - start, done), min(last - start, len(text))
        if a > done:
            parts.append(StyledSpan(text[done:a], role, link, tex, start + done))
        here = "match-here" if (first, last) == current else "match"
        parts.append(StyledSpan(text[a:b], here, link, tex, start + a))
        done = b
    if not parts:
        return [span]
    if done < len(text):
        parts.append(StyledSpan(text[done:], role, link, tex, start + done))
    return parts
