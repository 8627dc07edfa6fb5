"""What every format says of a paper. All of it is clean text; each format escapes it in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from paperreader.digest.digest import DigestPaper
from paperreader.export import export
from paperreader.export.addresses import arxiv_url, hub_url, pdf_url
from paperreader.humanize import count, short_number
from paperreader.text.beginning import beginning
from paperreader.text.sanitize import clean

MAX_NAMES = 5
"""Of authors."""
MAX_SUMMARY_CHARS = 480
JOINT = " · "


class Link(NamedTuple):
    """Where to go on."""

    name: str
    url: str


def title(of: DigestPaper) -> str:
    """The title; of a paper without one, its id."""
    return clean(of.paper.title) or of.paper.id


def by_line(of: DigestPaper) -> str:
    """`Ada Brook, Bo Chen and 12 more · North Quay Institute`."""
    names = list(filter(None, map(clean, of.paper.authors)))
    more = len(names) - MAX_NAMES
    if more == 1:  # its name is as short
        more = 0
    shown = names[:MAX_NAMES] if more > 0 else names
    by = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
    return JOINT.join(filter(None, (by, clean(of.paper.organization or ""))))


def figures(of: DigestPaper) -> str:
    """`199 upvotes · 12 comments · 1.2k GitHub stars`."""
    return JOINT.join(_figures(of))


def _figures(of: DigestPaper) -> Iterator[str]:
    yield count(of.paper.upvotes, "upvote")
    if of.paper.comments:
        yield count(of.paper.comments, "comment")
    if of.paper.github_stars:
        yield f"{short_number(of.paper.github_stars)} GitHub star{'s' * (of.paper.github_stars != 1)}"


def followed(of: DigestPaper) -> str:
    """The follows that find it: `agents, Ada Brook`; empty if none does."""
    return ", ".join(filter(None, map(clean, of.entry.followed)))


def summary(of: DigestPaper) -> str:
    """The Hub's short summary, else the beginning of the abstract."""
    return clean(of.paper.summary) or beginning(clean(of.paper.abstract), MAX_SUMMARY_CHARS)


def page(of: DigestPaper, hub: str) -> str:
    """The address of its page on the Hub."""
    return hub_url(of.paper.id, hub)


def links(of: DigestPaper, hub: str) -> list[Link]:
    """PDF and arXiv; code and project page where they are known."""
    known = [Link("PDF", pdf_url(of.paper.id)), Link("arXiv", arxiv_url(of.paper.id))]
    more = (("Code", "code"), ("Project", "project"))
    return known + [Link(name, url) for name, format in more if (url := export(of.paper, format, hub))]
