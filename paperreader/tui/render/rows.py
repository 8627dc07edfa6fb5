"""The rows of the sidebar as styled lines, and what they share with those of papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperreader.humanize import short_number
from paperreader.models import Day, SavedSearch, TextRanges
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.views import Collection

# -- the days


def day_line(day: Day, width: int, glyphs: Glyphs) -> StyledLine:
    """`Thu 30 +   12 · 21`: the day, `+` while it still fills, how many of its papers are unread."""
    label = f" {day.date:%a} {day.date.day:>2}"
    if day.papers is None:
        return spread([StyledSpan(label, "faint")], [StyledSpan(glyphs.absent, "faint")], width, glyphs.cut)
    filling = "" if day.complete else f" {glyphs.filling}"
    if not day.papers:
        return spread([StyledSpan(label + filling, "faint")], [StyledSpan("none", "faint")], width, glyphs.cut)
    if day.unread:
        count = f"{day.unread}" if day.unread == day.papers else f"{day.unread} {glyphs.dot} {day.papers}"
        return spread([StyledSpan(label + filling, "strong")], [StyledSpan(count, "unread-strong")], width, glyphs.cut)
    done = day.starts_unread or day.read == day.papers
    count = f"{glyphs.read} {day.papers}" if done else f"{day.papers}"
    return spread([StyledSpan(label + filling, "read")], [StyledSpan(count, "figure")], width, glyphs.cut)


def collection_line(collection: Collection, count: int | None, width: int, glyphs: Glyphs) -> StyledLine:
    """`Unread   148`; `count` None: its papers are not counted."""
    wanted = collection in (Collection.UNREAD, Collection.FOLLOWING, Collection.SECOND_LOOK) and count
    role = "strong" if count else "text" if count is None else "read"
    right = [StyledSpan(f"{count:,}", "unread-strong" if wanted else "figure")] if count else []
    return spread([StyledSpan(f" {collection.title}", role)], right, width, glyphs.cut)


def saved_line(search: SavedSearch, width: int, glyphs: Glyphs) -> StyledLine:
    """`flow matching   4`: a saved search and its unread count; a follow is indented below its heading."""
    indent = "   " if search.follows else " "
    right = [StyledSpan(f"{search.count:,}", "unread")] if search.count else []
    return spread(
        [StyledSpan(f"{indent}{clean(search.name)}", "strong" if search.count else "read")], right, width, glyphs.cut
    )


def group_line(name: str, unread: int, folded: bool, width: int, glyphs: Glyphs) -> StyledLine:
    """`June 2026  ▸ 64`, `2024  ▸ 7`: a month or year, with its unread count if folded."""
    right = []
    if folded:
        right = [StyledSpan(glyphs.folded, "figure"), *([StyledSpan(f" {unread:,}", "unread")] if unread else [])]
    return spread([StyledSpan(f" {name}", "figure")], right, width, glyphs.cut)


def heading_line(name: str, rows: int, folded: bool, width: int, glyphs: Glyphs) -> StyledLine:
    """`Tags   ▸ 12`: a heading, and if it is folded how many rows it hides."""
    right = [StyledSpan(f"{glyphs.folded} {rows:,}", "figure")] if folded else []
    return spread([StyledSpan(f" {name}", "figure")], right, width, glyphs.cut)


def tag_line(name: str, papers: int, width: int, glyphs: Glyphs) -> StyledLine:
    """`   to-cite   12`: a tag, and how many papers have it."""
    right = [StyledSpan(f"{papers:,}", "figure")]
    return spread([StyledSpan(f"   {clean(name)}", "text")], right, width, glyphs.cut)


def highlighted(
    span: StyledSpan, start: int, ranges: TextRanges, current: tuple[int, int] | None = None
) -> list[StyledSpan]:
    """The span with the matches in it highlighted.

    `start`: the index of its first character in the text that the ranges are of; `current`: the match the user is at.
    """
    parts: list[StyledSpan] = []
    at, end = start, start + len(span.text)
    for match in ranges:
        a, b = max(match[0], at), min(match[1], end)
        if a < b:
            parts += [span._replace(text=span.text[at - start : a - start])] if at < a else []
            role = "match-here" if match == current else "match"
            parts.append(span._replace(text=span.text[a - start : b - start], role=role))
            at = b
    return [*parts, span._replace(text=span.text[at - start :])] if at < end else parts


def spread(left: Sequence[StyledSpan], right: Sequence[StyledSpan], width: int, ellipsis: str = "…") -> StyledLine:
    """A line with spans at both ends, a blank between them and one at its end; the left ones are cut to fit."""
    tail = sum(cell_width(span.text) for span in right) + 1
    room = max(0, width - tail)
    kept = fit(left, room - bool(right), ellipsis)
    gap = " " * (room - sum(cell_width(span.text) for span in kept))
    return StyledLine((*kept, StyledSpan(gap), *right, StyledSpan(" ")))


def fit(spans: Sequence[StyledSpan], width: int, ellipsis: str = "…") -> list[StyledSpan]:
    """As much of the spans as fits into `width` cells, with an ellipsis where they are cut."""
    kept: list[StyledSpan] = []
    for span in spans:
        size = cell_width(span.text)
        if size > width:
            if width > 0:
                kept.append(span._replace(text=cut(span.text, width, ellipsis)))
            break
        kept.append(span)
        width -= size
    return kept


def rise_spans(by: int) -> list[StyledSpan]:
    """What a figure gained since the user's last visit."""
    return [StyledSpan(f" +{short_number(by)}", "rise")] if by else []


def wrapped(text: str, width: int, role: str = "read") -> Iterator[StyledLine]:
    """A message in place of a list or page."""
    for _, line in wrap(clean(text), max(1, width)):
        yield StyledLine((StyledSpan(line, role),))
