"""Models -> lines with roles: what a day and a paper in a list look like; the page of a paper is in `sections`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperreader.models import Collection, Day, Entry, SavedSearch, TextRanges
from paperreader.text.sanitize import clean
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan, cut, flow, width_of

ROOMY = 110
"""From this width on a title in the list has one line instead of two: 19 of 20 fit."""
GUTTER = 4


# -- the days


def day_line(day: Day, width: int, glyphs: Glyphs) -> StyledLine:
    """`Thu 30 …   12 · 21`: the day, whether it grows, what is unread of how many."""
    label = f" {day.date:%a} {day.date.day:>2}"
    if day.papers is None:
        return spread([StyledSpan(label, "faint")], [StyledSpan(glyphs.absent, "faint")], width)
    grows = "" if day.complete else f" {glyphs.growing}"
    if not day.papers:
        return spread([StyledSpan(label + grows, "faint")], [StyledSpan("none", "faint")], width)
    if day.unread:
        count = f"{day.unread}" if day.unread == day.papers else f"{day.unread} {glyphs.dot} {day.papers}"
        return spread([StyledSpan(label + grows, "strong")], [StyledSpan(count, "accent-strong")], width)
    done = day.counts or day.read == day.papers
    count = f"{glyphs.read} {day.papers}" if done else f"{day.papers}"
    return spread([StyledSpan(label + grows, "read")], [StyledSpan(count, "figure")], width)


def collection_line(collection: Collection, count: int | None, width: int) -> StyledLine:
    """`Unread   148`; None: its papers are not counted."""
    wanted = collection is Collection.UNREAD and count
    role = "strong" if count else "text" if count is None else "read"
    right = [StyledSpan(f"{count:,}", "accent-strong" if wanted else "figure")] if count else []
    return spread([StyledSpan(f" {collection.label}", role)], right, width)


def saved_line(search: SavedSearch, width: int) -> StyledLine:
    """`flow matching   4`: a saved search and what is unread of it."""
    right = [StyledSpan(f"{search.count:,}", "accent")] if search.count else []
    return spread([StyledSpan(f" {clean(search.name)}", "strong" if search.count else "read")], right, width)


def group_line(name: str, unread: int, folded: bool, width: int, glyphs: Glyphs) -> StyledLine:
    """`June 2026  ▸ 64`, `2024  ▸ 7`: what is unread in a folded month or year, and nothing else."""
    right = []
    if folded:
        right = [StyledSpan(glyphs.folded, "figure"), *([StyledSpan(f" {unread:,}", "accent")] if unread else [])]
    return spread([StyledSpan(f" {name}", "figure")], right, width)


def marked(span: StyledSpan, start: int, found: TextRanges, here: tuple[int, int] | None = None) -> list[StyledSpan]:
    """A span of a text, from its character `start` on, with what was found in the text; `here`: where a person is."""
    parts: list[StyledSpan] = []
    at, end = start, start + len(span.text)
    for place in found:
        a, b = max(place[0], at), min(place[1], end)
        if a < b:
            parts += [span._replace(text=span.text[at - start : a - start])] if at < a else []
            role = "match-here" if place == here else "match"
            parts.append(span._replace(text=span.text[a - start : b - start], role=role))
            at = b
    return [*parts, span._replace(text=span.text[at - start :])] if at < end else parts


def spread(left: Sequence[StyledSpan], right: Sequence[StyledSpan], width: int) -> StyledLine:
    """Spans at both ends of a line, a blank before its end; what does not fit goes from the left."""
    tail = sum(width_of(span.text) for span in right) + 1
    room = max(0, width - tail)
    kept = fit(left, room)
    gap = " " * (room - sum(width_of(span.text) for span in kept))
    return StyledLine((*kept, StyledSpan(gap), *right, StyledSpan(" ")))


def fit(spans: Sequence[StyledSpan], width: int) -> list[StyledSpan]:
    """As much of the spans as `width` cells hold, with an ellipsis where they are cut."""
    kept: list[StyledSpan] = []
    for span in spans:
        size = width_of(span.text)
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
    return 2 if width >= ROOMY else 3


def entry_lines(
    entry: Entry, width: int, glyphs: Glyphs, *, this_year: int | None = None, selected: bool = False
) -> list[StyledLine]:
    """A title of one or two lines, figures and names below it, the marks at the left. `this_year`: see `figures`."""
    room = max(1, width - GUTTER - 1)
    rows = entry_height(width) - 1
    title = title_lines(entry.title, room, rows, glyphs)
    starts = [start for start, _ in flow(clean(entry.title), room)]
    role = "strong" if entry.unread else "read" if entry.read else "text"
    bar = glyphs.selected if selected else " "
    unread = StyledSpan(bar + (glyphs.unread if entry.unread else " "), "accent")
    star = StyledSpan(f"{glyphs.star} " if entry.starred else "  ", "star")
    texts = [marked(StyledSpan(line, role), start, entry.found) for line, start in zip(title, starts, strict=False)]
    texts += [figures(entry, room, glyphs, this_year=this_year)]
    texts += [[]] * (rows + 1 - len(texts))
    return [
        StyledLine(
            (unread, star, *spans) if i == 0 else (StyledSpan(bar.ljust(GUTTER), "accent"), *spans),
            entry.id,
            flows=0 < i < len(title),
            gutter=GUTTER,
        )
        for i, spans in enumerate(texts)
    ]


def title_lines(title: str, width: int, rows: int, glyphs: Glyphs) -> list[str]:
    """The title in at most `rows` lines."""
    lines = [line for _, line in flow(clean(title), width)]
    if len(lines) > rows:
        lines[rows - 1 :] = [cut(f"{lines[rows - 1]}{glyphs.cut}", width, glyphs.cut)]
    return lines


def figures(entry: Entry, width: int, glyphs: Glyphs, *, this_year: int | None) -> list[StyledSpan]:
    """`▲ 100 +7  code 776  3 comments  Org · First Author +9`, the names cut first.

    `this_year`: also its day, `30 Jul`, of another year `30 Jul 2024`; where no day lists it when it was published,
    `12 Mar 2022`.
    """
    parts = [(f"{glyphs.upvote}{entry.upvotes:>4}", entry.rose.upvotes)]
    if this_year and entry.day:
        year = "" if entry.day.year == this_year else f" {entry.day.year}"
        parts.append((f"{entry.day.day} {entry.day:%b}{year}", 0))
    elif this_year and entry.published:
        parts.append((f"{entry.published.day} {entry.published:%b %Y}", 0))
    if entry.has_code:
        stars = entry.github_stars or 0
        parts.append((f"code {short(stars)}", entry.rose.github_stars) if stars >= 100 else ("code", 0))
    if entry.comments > 1:
        parts.append((f"{entry.comments} comments", entry.rose.comments))
    spans: list[StyledSpan] = []
    for text, rose in parts:
        part = [StyledSpan(f"  {text}" if spans else text, "figure"), *risen(rose)]
        if not spans or sum(width_of(span.text) for span in (*spans, *part)) <= width:
            spans += part
    if entry.rule:
        room = width - sum(width_of(span.text) for span in spans) - 3
        return [*spans, StyledSpan("   " + cut(f"hidden by {clean(entry.rule)}", max(0, room), glyphs.cut), "figure")]
    author = clean(entry.first_author) + (f" +{entry.authors - 1}" if entry.authors > 1 else "")
    names = [name for name in (clean(entry.organization or ""), author) if name]
    room = width - sum(width_of(span.text) for span in spans) - 3
    if len(names) == 2 and width_of(f"{names[0]} · {names[1]}") > room:
        left = room - width_of(names[1]) - 3
        names = [cut(names[0], left, glyphs.cut), names[1]] if left >= 8 else names[:1]
    if names and room >= 8:
        spans.append(StyledSpan("   " + cut(f" {glyphs.dot} ".join(names), room, glyphs.cut), "figure"))
    return spans


def risen(by: int) -> list[StyledSpan]:
    """What a figure rose by since the person last looked."""
    return [StyledSpan(f" +{short(by)}", "rose")] if by else []


def short(number: int) -> str:
    """`776`, `1.2k`, `12k`, `1.2M`."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if (value := number / size) >= 0.9995:  # what is rounded to a thousand is one of the next unit
            return f"{value:.1f}{unit}" if value < 9.95 else f"{value:.0f}{unit}"
    return str(number)


def wrapped(text: str, width: int, role: str = "read") -> Iterator[StyledLine]:
    """A message in the place of a list or a page."""
    for _, line in flow(clean(text), max(1, width)):
        yield StyledLine((StyledSpan(line, role),))
