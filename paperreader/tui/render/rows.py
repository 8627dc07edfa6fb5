"""The rows of sidebar and list as styled lines; the page of a paper is in `page`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperreader.models import Day, Entry, SavedSearch, TextRanges
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.views import Collection

ONE_LINE_TITLE_MIN_CELLS = 110
"""From this width on titles in the list get one line instead of two: 19 of 20 fit."""
GUTTER_CELLS = 4
"""Room for the marks to the left of a title."""


# -- the days


def day_line(day: Day, width: int, glyphs: Glyphs) -> StyledLine:
    """`Thu 30 +   12 · 21`: the day, `+` while it still fills, how many of its papers are unread."""
    label = f" {day.date:%a} {day.date.day:>2}"
    if day.papers is None:
        return spread([StyledSpan(label, "faint")], [StyledSpan(glyphs.absent, "faint")], width)
    filling = "" if day.complete else f" {glyphs.filling}"
    if not day.papers:
        return spread([StyledSpan(label + filling, "faint")], [StyledSpan("none", "faint")], width)
    if day.unread:
        count = f"{day.unread}" if day.unread == day.papers else f"{day.unread} {glyphs.dot} {day.papers}"
        return spread([StyledSpan(label + filling, "strong")], [StyledSpan(count, "unread-strong")], width)
    done = day.starts_unread or day.read == day.papers
    count = f"{glyphs.read} {day.papers}" if done else f"{day.papers}"
    return spread([StyledSpan(label + filling, "read")], [StyledSpan(count, "figure")], width)


def collection_line(collection: Collection, count: int | None, width: int) -> StyledLine:
    """`Unread   148`; `count` None: its papers are not counted."""
    wanted = collection is Collection.UNREAD and count
    role = "strong" if count else "text" if count is None else "read"
    right = [StyledSpan(f"{count:,}", "unread-strong" if wanted else "figure")] if count else []
    return spread([StyledSpan(f" {collection.title}", role)], right, width)


def saved_line(search: SavedSearch, width: int) -> StyledLine:
    """`flow matching   4`: a saved search and its unread count."""
    right = [StyledSpan(f"{search.count:,}", "unread")] if search.count else []
    return spread([StyledSpan(f" {clean(search.name)}", "strong" if search.count else "read")], right, width)


def group_line(name: str, unread: int, folded: bool, width: int, glyphs: Glyphs) -> StyledLine:
    """`June 2026  ▸ 64`, `2024  ▸ 7`: a month or year, with its unread count if folded."""
    right = []
    if folded:
        right = [StyledSpan(glyphs.folded, "figure"), *([StyledSpan(f" {unread:,}", "unread")] if unread else [])]
    return spread([StyledSpan(f" {name}", "figure")], right, width)


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


def spread(left: Sequence[StyledSpan], right: Sequence[StyledSpan], width: int) -> StyledLine:
    """A line with spans at both ends and a blank before its end; what does not fit is cut from the left ones."""
    tail = sum(cell_width(span.text) for span in right) + 1
    room = max(0, width - tail)
    kept = fit(left, room)
    gap = " " * (room - sum(cell_width(span.text) for span in kept))
    return StyledLine((*kept, StyledSpan(gap), *right, StyledSpan(" ")))


def fit(spans: Sequence[StyledSpan], width: int) -> list[StyledSpan]:
    """As much of the spans as fits into `width` cells, with an ellipsis where they are cut."""
    kept: list[StyledSpan] = []
    for span in spans:
        size = cell_width(span.text)
        if size > width:
            if width > 0:
                kept.append(span._replace(text=cut(span.text, width)))
            break
        kept.append(span)
        width -= size
    return kept


# -- a paper in a list


def entry_height(width: int) -> int:
    """Lines that each paper of a list takes."""
    return 2 if width >= ONE_LINE_TITLE_MIN_CELLS else 3


def entry_lines(
    entry: Entry, width: int, glyphs: Glyphs, *, this_year: int | None = None, selected: bool = False
) -> list[StyledLine]:
    """A title of one or two lines, figures and names below it, marks at the left. `this_year`: see `figures`."""
    room = max(1, width - GUTTER_CELLS - 1)
    rows = entry_height(width) - 1
    title = title_lines(entry.title, room, rows, glyphs)
    starts = [start for start, _ in wrap(clean(entry.title), room)]
    role = "strong" if entry.unread else "read" if entry.read else "text"
    bar = glyphs.selected if selected else " "
    unread = StyledSpan(glyphs.unread if entry.unread else " ", "unread")
    star = StyledSpan(f"{glyphs.star} " if entry.starred else "  ", "star")
    texts = [
        highlighted(StyledSpan(line, role), start, entry.title_matches)
        for line, start in zip(title, starts, strict=False)
    ]
    texts += [figures(entry, room, glyphs, this_year=this_year)]
    texts += [[]] * (rows + 1 - len(texts))
    return [
        StyledLine(
            (StyledSpan(bar, "selected"), unread, star, *spans)
            if i == 0
            else (StyledSpan(bar.ljust(GUTTER_CELLS), "selected"), *spans),
            entry.id,
            flows=0 < i < len(title),
            gutter=GUTTER_CELLS,
        )
        for i, spans in enumerate(texts)
    ]


def title_lines(title: str, width: int, rows: int, glyphs: Glyphs) -> list[str]:
    """The title in at most `rows` lines."""
    lines = [line for _, line in wrap(clean(title), width)]
    if len(lines) > rows:
        lines[rows - 1 :] = [cut(f"{lines[rows - 1]}{glyphs.cut}", width, glyphs.cut)]
    return lines


def figures(entry: Entry, width: int, glyphs: Glyphs, *, this_year: int | None) -> list[StyledSpan]:
    """`▲ 100 +7  code 776  3 comments  Org · First Author +9`, the names cut first.

    With `this_year` also the day that lists it, `30 Jul`, or `30 Jul 2024` of another year; without such a day when it
    was published, `12 Mar 2022`.
    """
    parts = [(f"{glyphs.upvote}{entry.upvotes:>4}", entry.rise.upvotes)]
    if this_year and entry.day:
        year = "" if entry.day.year == this_year else f" {entry.day.year}"
        parts.append((f"{entry.day.day} {entry.day:%b}{year}", 0))
    elif this_year and entry.published:
        parts.append((f"{entry.published.day} {entry.published:%b %Y}", 0))
    if entry.has_code:
        stars = entry.github_stars or 0
        parts.append((f"code {short_number(stars)}", entry.rise.github_stars) if stars >= 100 else ("code", 0))
    if entry.comments > 1:
        parts.append((f"{entry.comments} comments", entry.rise.comments))
    spans: list[StyledSpan] = []
    for text, rose in parts:
        part = [StyledSpan(f"  {text}" if spans else text, "figure"), *rise_spans(rose)]
        if not spans or sum(cell_width(span.text) for span in (*spans, *part)) <= width:
            spans += part
    if entry.rule:
        room = width - sum(cell_width(span.text) for span in spans) - 3
        return [*spans, StyledSpan("   " + cut(f"hidden by {clean(entry.rule)}", max(0, room), glyphs.cut), "figure")]
    author = clean(entry.first_author) + (f" +{entry.authors - 1}" if entry.authors > 1 else "")
    names = [name for name in (clean(entry.organization or ""), author) if name]
    room = width - sum(cell_width(span.text) for span in spans) - 3
    if len(names) == 2 and cell_width(f"{names[0]} · {names[1]}") > room:
        left = room - cell_width(names[1]) - 3
        names = [cut(names[0], left, glyphs.cut), names[1]] if left >= 8 else names[:1]
    if names and room >= 8:
        spans.append(StyledSpan("   " + cut(f" {glyphs.dot} ".join(names), room, glyphs.cut), "figure"))
    return spans


def rise_spans(by: int) -> list[StyledSpan]:
    """What a figure gained since the user's last visit."""
    return [StyledSpan(f" +{short_number(by)}", "rise")] if by else []


def short_number(number: int) -> str:
    """`776`, `1.2k`, `12k`, `1.2M`."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if (value := number / size) >= 0.9995:  # what would round to a thousand is one of the next unit
            return f"{value:.1f}{unit}" if value < 9.95 else f"{value:.0f}{unit}"
    return str(number)


def wrapped(text: str, width: int, role: str = "read") -> Iterator[StyledLine]:
    """A message in place of a list or page."""
    for _, line in wrap(clean(text), max(1, width)):
        yield StyledLine((StyledSpan(line, role),))
