"""The page of a paper as styled lines, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from paperreader.environment import HUB
from paperreader.export import export
from paperreader.humanize import count
from paperreader.linked import NOTHING_LINKED, Linked
from paperreader.models import NO_RISE, NO_TEXT_HITS, Entry, Paper, TextHits, TextRanges
from paperreader.notes import NO_NOTE, Note
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.render.rows import fit, highlighted, rise_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

if TYPE_CHECKING:
    from paperreader.group_mark import GroupMark
    from paperreader.taste.reasons import Explanation

MAX_LINE_CELLS = 80
"""The longest line, however wide the pane: longer ones read badly."""
MAX_FIRST_AUTHORS = 6
MAX_TEXT_HITS = 5
Kind = Literal["author", "organization", "keyword", "submitter"]
FOLLOWED = "followed"
DISCUSSION_LINK = "discussion"
"""What a click on the number of comments opens."""
TEXT_HIT_LINK = "text-hit-"
"""And its number: what a click on a hit in the whole text opens."""
TAG_LINK, GROUP_LINK = "tag-", "group-"
"""And the tag, or the group: what a click on it lists."""
ALL_LINKED = "all-linked"
"""What a click on `12 more` opens."""
REASON_LINK, ALL_REASONS = "reason-", "all-reasons"
"""And the feature: what a click on a reason asks about; and what a click on the others lists."""


def page_lines(
    paper: Paper,
    width: int,
    glyphs: Glyphs,
    *,
    entry: Entry | None = None,
    linked: Linked = NOTHING_LINKED,
    hub: str = HUB,
    hits: TextHits = NO_TEXT_HITS,
    now: datetime | None = None,
    note: Note = NO_NOTE,
    groups: Sequence[GroupMark] = (),
    note_hint: str = "",
    explains: bool = False,
    explanation: Explanation | None = None,
) -> list[StyledLine]:
    """Everything known about a paper, most useful for a decision first; empty sections are left out.

    `entry`: the paper as the list has it, with its day and what it has gained. `linked`: the repositories on the Hub
    that name it. `hub`: what its link begins with.
    `hits`: what a search has found in its whole text. `now`: for the age of what is known of `linked`.
    `note`: the user's; `note_hint`: what to do with what it also said. `groups`: what others did with it.
    `explains`: there is room for an `explanation`, also while that is on its way.
    """
    width = max(1, min(width, MAX_LINE_CELLS))
    tags, noted = _own(entry, note, note_hint, groups, width, glyphs)
    similar = _shared_words(entry.shared_words if entry else (), width, glyphs)
    reasons = _reasons(explanation, entry, width, glyphs) if explains else []
    parts = [
        _prose("title", paper.title, width, "title"),
        [*_names(paper, width), *_put_forward(entry, width, glyphs), *_followed(entry, width, glyphs), *tags],
        [*_links(paper, entry, width, glyphs), *similar, *reasons],
        noted,
        _linked(linked, hub, width, glyphs, now),
        _text_hits(hits, width, glyphs),
        _section("AI summary", paper.summary, width),
        _section("Abstract", paper.abstract, width),
        _section("Keywords", ", ".join(paper.keywords), width),
        _section("Authors", ", ".join(paper.authors) if len(paper.authors) > 1 else "", width),
        _colophon(paper, entry.day if entry else None, hub, width, glyphs),
    ]
    lines: list[StyledLine] = []
    for part in parts:
        if lines and part:
            lines.append(StyledLine(section=part[0].section, offset=-2))
        lines += part
    return lines


SEARCHED_TEXT_OF_SECTION = {
    "title": "title",
    "organization": "organization",
    "first authors": "authors",
    "AI summary": "summary",
    "Abstract": "abstract",
    "Keywords": "keywords",
    "Authors": "authors",
    "Note": "note",
}
"""The paper's text that each section of its page shows, by its name in a search."""


def highlight_line(
    line: StyledLine, found: Mapping[str, TextRanges], current: tuple[str, tuple[int, int]] | None
) -> StyledLine:
    """A line of the page with its matches highlighted.

    `found`: matches by text; `current`: section and range of the match the user is at.
    """
    ranges = found.get(SEARCHED_TEXT_OF_SECTION.get(line.section, ""), ()) if line.offset >= 0 else ()
    if not ranges or not line.spans:
        return line
    at = current[1] if current and current[0] == line.section else None
    return line._replace(spans=(*line.spans[:-1], *highlighted(line.spans[-1], line.offset, ranges, at)))


def name_at(paper: Paper, line: StyledLine, index: int) -> tuple[Kind, str] | None:
    """The author, organization, keyword or submitter that a character of a line is part of, and which of them it is."""
    if line.section == "Submitter":
        return ("submitter", paper.submitter) if paper.submitter and index >= len(line.spans[0].text) else None
    names: dict[str, tuple[Kind, Sequence[str]]] = {
        "organization": ("organization", [paper.organization or ""]),
        "first authors": ("author", _first_authors(paper)),
        "Authors": ("author", paper.authors),
        "Keywords": ("keyword", paper.keywords),
    }
    kind, values = names.get(line.section, ("author", ()))
    at = line.offset + index if line.offset >= 0 and index < len(line.text) else -1
    for value in values:
        if 0 <= at < len(clean(value)):
            return kind, value
        at -= len(clean(value)) + len(", ")
    return None


def _prose(section: str, text: str, width: int, role: str) -> list[StyledLine]:
    return [
        StyledLine((StyledSpan(line, role),), section, offset, flows=offset > 0)
        for offset, line in wrap(clean(text), width)
    ]


def _section(name: str, text: str, width: int) -> list[StyledLine]:
    prose = _prose(name, text, width, "text")
    return [StyledLine((StyledSpan(name, "heading"),), name, -1), *prose] if prose else []


def _names(paper: Paper, width: int) -> list[StyledLine]:
    lines = _prose("organization", paper.organization or "", width, "text")
    few = _first_authors(paper)
    more = len(paper.authors) - len(few)
    text = ", ".join(few) + (f" and {more} more" if more else "")
    return lines + _prose("first authors", text, width, "figure")


def _first_authors(paper: Paper) -> Sequence[str]:
    return paper.authors if len(paper.authors) <= MAX_FIRST_AUTHORS else paper.authors[: MAX_FIRST_AUTHORS - 1]


def _links(paper: Paper, entry: Entry | None, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """Figures and their gains, what they were when the user passed it, then code and project page as links."""
    rise, new = (entry.rise, entry.new_comments) if entry else (NO_RISE, 0)
    counted = [StyledSpan(f"{glyphs.upvote} {paper.upvotes}", "figure"), *rise_spans(rise.upvotes)]
    if paper.comments:
        gained = [StyledSpan(", ", "figure"), StyledSpan(f"{new:,} new", "rise")] if new else rise_spans(rise.comments)
        counted += [StyledSpan("   "), StyledSpan(count(paper.comments, "comment"), "link", DISCUSSION_LINK), *gained]
    lines = [StyledLine(tuple(fit(counted, width, glyphs.cut)), "figures"), *_passed(paper, entry, width)]
    if paper.github_repo:
        stars = "" if paper.github_stars is None else f"   {count(paper.github_stars, 'star')}"
        name = paper.github_repo.split("://", 1)[-1].removeprefix("github.com/").removesuffix("/")
        shown = cut(clean(name), width - 9 - cell_width(stars), glyphs.cut)
        spans = [StyledSpan("Code     ", "figure"), StyledSpan(shown, "link", "code"), StyledSpan(stars, "figure")]
        spans += rise_spans(rise.github_stars) if stars else []
        lines.append(StyledLine(tuple(fit(spans, width, glyphs.cut)), "code"))
    if paper.project_page:
        shown = cut(clean(paper.project_page.split("://", 1)[-1].removesuffix("/")), width - 9, glyphs.cut)
        lines.append(StyledLine((StyledSpan("Project  ", "figure"), StyledSpan(shown, "link", "project")), "project"))
    return lines


def _passed(paper: Paper, entry: Entry | None, width: int) -> list[StyledLine]:
    if entry is None or entry.passed is None:
        return []
    from paperreader.tui.render.passed import passed_lines  # most starts show none

    return passed_lines(entry.passed, paper.upvotes, width)


def _followed(entry: Entry | None, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """`◈ followed: Ada Lovelace, weaving`: why the paper has that sign in the list."""
    if entry is None or not entry.followed:
        return []
    return _signed(glyphs.followed, "followed", f"followed: {', '.join(entry.followed)}", FOLLOWED, width)


def _put_forward(entry: Entry | None, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """`⇧ Put forward by votes, not by your order`: why the paper stands where it does in the list."""
    if entry is None or not entry.put_forward:
        return []
    text = f"Put forward by {entry.put_forward}, not by your order"
    return _signed(glyphs.put_forward, "figure", text, "put forward", width)


def _signed(sign: str, role: str, text: str, section: str, width: int) -> list[StyledLine]:
    """A text behind the sign that stands for it in the list."""
    before = f"{sign} "
    return [
        StyledLine((StyledSpan(" " * len(before) if start else before, role), StyledSpan(line, "text")), section, start)
        for start, line in wrap(clean(text), max(1, width - cell_width(before)))
    ]


def _own(
    entry: Entry | None, note: Note, hint: str, groups: Sequence[GroupMark], width: int, glyphs: Glyphs
) -> tuple[list[StyledLine], list[StyledLine]]:
    """The lines of the user's tags with what members of their groups did, and those of the note."""
    if not (note or groups or (entry and entry.tags)):
        return [], []
    from paperreader.tui.render.groups import group_lines
    from paperreader.tui.render.notes import note_lines, tag_lines  # most starts show none of them

    tags = tag_lines(entry.tags if entry else (), TAG_LINK, width, glyphs)
    tags += group_lines(groups, GROUP_LINK, width, glyphs)
    return tags, note_lines(note, hint, width, glyphs)


def _linked(linked: Linked, hub: str, width: int, glyphs: Glyphs, now: datetime | None) -> list[StyledLine]:
    if not linked.total:
        return []
    from paperreader.tui.render.linked import linked_lines  # most starts show none

    return linked_lines(linked, ALL_LINKED, hub, width, glyphs, now)


def _shared_words(words: Sequence[str], width: int, glyphs: Glyphs) -> list[StyledLine]:
    """`Similar  rotary, embedding`: the words that made the paper similar to another."""
    if not words:
        return []
    spans = (StyledSpan("Similar  ", "figure"), StyledSpan(clean(", ".join(words)), "text"))
    return [StyledLine(tuple(fit(spans, width, glyphs.cut)), "similar")]


def _reasons(explanation: Explanation | None, entry: Entry | None, width: int, glyphs: Glyphs) -> list[StyledLine]:
    from paperreader.tui.render.reasons import reason_lines, reason_room  # most starts show none

    if explanation is None:
        return reason_room(width)
    return reason_lines(explanation, entry, REASON_LINK, ALL_REASONS, width, glyphs)


def _text_hits(hits: TextHits, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """The first places where a search matches in the whole text, below the section of each."""
    name = "In the text"
    if not hits.hits:
        return []
    summary = (StyledSpan(name, "heading"), StyledSpan(f"   {count(hits.total, 'place')}", "figure"))
    lines = [StyledLine(tuple(fit(summary, width, glyphs.cut)), name, -1)]
    section, start = "", 0
    for number, hit in enumerate(hits.hits[:MAX_TEXT_HITS]):
        link = f"{TEXT_HIT_LINK}{number}"
        words = clean(hit.words)
        if hit.section != section:
            section = hit.section
            heading = StyledSpan(cut(clean(section), width, glyphs.cut), "figure", link)
            is_hit = words == clean(hit.heading)
            shift = len(clean(section)) - len(words)
            matches = tuple((begin + shift, end + shift) for begin, end in hit.matches) if is_hit else ()
            lines.append(StyledLine(tuple(highlighted(heading, 0, matches)), name, start))
            if is_hit:
                continue
        for offset, line in wrap(words, width):
            spans = highlighted(StyledSpan(line, "text", link), offset, hit.matches)
            lines.append(StyledLine(tuple(spans), name, start + offset, flows=offset > 0))
        start += len(words) + 1
    return lines


def _colophon(paper: Paper, day: date | None, hub: str, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """Who submitted it, when it was published and listed, and where to find it."""
    facts: list[tuple[str, str, str]] = []
    if paper.submitter:
        facts.append(("Submitter", clean(paper.submitter), ""))
    if paper.published:
        facts.append(("Published", f"{paper.published.day} {paper.published:%B %Y}", ""))
    if day:
        facts.append(("Listed", f"{day.day} {day:%B %Y}", ""))
    for name, link in (("Hub", "hub"), ("arXiv", "arxiv"), ("PDF", "pdf")):
        facts.append((name, (export(paper, link, hub) or "").removeprefix("https://"), link))
    return [
        StyledLine(
            (
                StyledSpan(f"{name:11}", "figure"),
                StyledSpan(cut(value, width - 11, glyphs.cut), "link" if link else "text", link),
            ),
            name,
        )
        for name, value, link in facts
    ]
