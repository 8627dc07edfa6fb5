"""Feeds and their entries, as every format has them: plain, frozen data, of clean text."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from paperreader.environment import HUB
from paperreader.export import export
from paperreader.export.addresses import arxiv_url, hub_url, pdf_url
from paperreader.feeds.content import content
from paperreader.models import Paper
from paperreader.text.beginning import beginning
from paperreader.text.sanitize import clean

MAX_SUMMARY_CHARS = 400
"""Of an abstract, where the Hub has no summary."""


class Link(NamedTuple):
    """A page or file that belongs to an entry."""

    name: str
    url: str
    type: str = "text/html"


class Feed(NamedTuple):
    """What a feed says of itself."""

    id: str
    """An address at the Hub itself, whatever mirror is used: it stays the same for ever, wherever the feed is."""
    title: str
    url: str
    """The page that shows about the same on the Hub, or on the mirror."""
    updated: date
    """The newest day of its entries."""


class FeedEntry(NamedTuple):
    """A paper in a feed."""

    id: str
    """As that of a feed."""
    url: str
    title: str
    day: date
    """When it was published, and updated: its first day in the daily papers, which no vote changes."""
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    links: tuple[Link, ...]
    """The PDF and arXiv; code and project page where they are known."""
    summary: str
    content: str
    """HTML."""


def entry_of(paper: Paper, day: date, hub: str = HUB) -> FeedEntry:
    """The entry of a paper. `hub`: the address of the Hub or a mirror, for the links."""
    links = [Link("PDF", pdf_url(paper.id), "application/pdf"), Link("arXiv", arxiv_url(paper.id))]
    links += [Link(name, url) for name in ("Code", "Project page") if (url := export(paper, _FORMATS[name], hub))]
    page = hub_url(paper.id, hub)
    return FeedEntry(
        id=hub_url(paper.id),
        url=page,
        title=clean(paper.title) or paper.id,
        day=day,
        authors=_each_once(paper.authors),
        keywords=_each_once(paper.keywords),
        links=tuple(links),
        summary=clean(paper.summary) or beginning(clean(paper.abstract), MAX_SUMMARY_CHARS),
        content=content(paper, [("Page on the Hub", page), *((link.name, link.url) for link in links)]),
    )


_FORMATS = {"Code": "code", "Project page": "project"}
"""The formats of `export` that make the links."""


def _each_once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean, texts))))


def day_of(id: str, first_listed: date | None, published: date | None) -> date:
    """The day of an entry: the first that lists the paper; of one that no day lists, its day, or month, on arXiv."""
    if day := first_listed or published:
        return day
    year, month = int(id[:2]), int(id[2:4])
    return date(2000 + year, min(max(month, 1), 12), 1)
