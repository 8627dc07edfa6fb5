"""A paper -> the lines of its page, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from paperreader.export import export
from paperreader.humanize import count
from paperreader.models import NOTHING_ROSE, Paper, Rise, TextRanges
from paperreader.text.sanitize import clean
from paperreader.tui.render.rows import fit, marked, risen
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan, cut, flow, width_of

MEASURE = 80
"""No line is longer, however wide the pane."""
FEW_AUTHORS = 6


def page_lines(
    paper: Paper, width: int, glyphs: Glyphs, *, day: date | None = None, rose: Rise = NOTHING_ROSE
) -> list[StyledLine]:
    """All that is known of a paper, what one decides by first; a section without content is not there.

    `day`: the one that lists it.
    """
    width = max(1, min(width, MEASURE))
    parts = [
        _prose("title", paper.title, width, "title"),
        _names(paper, width),
        _links(paper, rose, width, glyphs),
        _section("In short (AI)", paper.summary, width),
        _section("Abstract", paper.abstract, width),
        _section("Keywords", ", ".join(paper.keywords), width),
        _section("Authors", ", ".join(paper.authors) if len(paper.authors) > 1 else "", width),
        _colophon(paper, day, width),
    ]
    lines: list[StyledLine] = []
    for part in parts:
        if lines and part:
            lines.append(StyledLine(section=part[0].section, offset=-2))
        lines += part
    return lines


FOUND_IN = {
    "title": "title",
    "organization": "organization",
    "first authors": "authors",
    "In short (AI)": "summary",
    "Abstract": "abstract",
    "Keywords": "keywords",
    "Authors": "authors",
}
"""Which text of a paper each section of its page shows, as a search names it."""


def mark_line(
    line: StyledLine, found: Mapping[str, TextRanges], here: tuple[str, tuple[int, int]] | None
) -> StyledLine:
    """A line of the page with what was found in it; `here`: section and place of the match that a person is at."""
    places = found.get(FOUND_IN.get(line.section, ""), ()) if line.offset >= 0 else ()
    if not places:
        return line
    at = here[1] if here and here[0] == line.section else None
    return line._replace(spans=tuple(marked(line.spans[0], line.offset, places, at)))


def _prose(section: str, text: str, width: int, role: str) -> list[StyledLine]:
    return [
        StyledLine((StyledSpan(line, role),), section, offset, flows=offset > 0)
        for offset, line in flow(clean(text), width)
    ]


def _section(name: str, text: str, width: int) -> list[StyledLine]:
    prose = _prose(name, text, width, "text")
    return [StyledLine((StyledSpan(name, "accent"),), name, -1), *prose] if prose else []


def _names(paper: Paper, width: int) -> list[StyledLine]:
    lines = _prose("organization", paper.organization or "", width, "text")
    few = paper.authors if len(paper.authors) <= FEW_AUTHORS else paper.authors[: FEW_AUTHORS - 1]
    more = len(paper.authors) - len(few)
    text = ", ".join(few) + (f" and {more} more" if more else "")
    return lines + _prose("first authors", text, width, "figure")


def _links(paper: Paper, rose: Rise, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """Figures and what they rose by, then code and project page, which a click opens."""
    counted = [StyledSpan(f"{glyphs.upvote} {paper.upvotes}", "figure"), *risen(rose.upvotes)]
    if paper.comments:
        counted += [StyledSpan(f"   {count(paper.comments, 'comment')}", "figure"), *risen(rose.comments)]
    lines = [StyledLine(tuple(fit(counted, width)), "figures")]
    if paper.github_repo:
        stars = "" if paper.github_stars is None else f"   {count(paper.github_stars, 'star')}"
        name = paper.github_repo.split("://", 1)[-1].removeprefix("github.com/").removesuffix("/")
        shown = cut(clean(name), width - 9 - width_of(stars), glyphs.cut)
        spans = [StyledSpan("Code     ", "figure"), StyledSpan(shown, "link", "code"), StyledSpan(stars, "figure")]
        spans += risen(rose.github_stars) if stars else []
        lines.append(StyledLine(tuple(fit(spans, width)), "code"))
    if paper.project_page:
        shown = cut(clean(paper.project_page.split("://", 1)[-1].removesuffix("/")), width - 9, glyphs.cut)
        lines.append(StyledLine((StyledSpan("Project  ", "figure"), StyledSpan(shown, "link", "project")), "project"))
    return lines


def _colophon(paper: Paper, day: date | None, width: int) -> list[StyledLine]:
    """Who submitted it, when it was published, and where it stands."""
    facts: list[tuple[str, str, str]] = []
    if paper.submitter:
        facts.append(("Submitter", clean(paper.submitter), ""))
    if paper.published:
        facts.append(("Published", f"{paper.published.day} {paper.published:%B %Y}", ""))
    if day:
        facts.append(("Daily", f"{day.day} {day:%B %Y}", ""))
    for name, link in (("Hub", "hub"), ("arXiv", "arxiv"), ("PDF", "pdf")):
        facts.append((name, (export(paper, link) or "").removeprefix("https://"), link))
    return [
        StyledLine(
            (StyledSpan(f"{name:11}", "figure"), StyledSpan(cut(value, width - 11), "link" if link else "text", link)),
            name,
        )
        for name, value, link in facts
    ]
