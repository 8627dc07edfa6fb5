"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape  # the entities that it writes are XML's, too; xml.sax would import half of urllib

from paperreader import __version__
from paperreader.feeds.feed import Feed, FeedEntry

PUBLISHER = "Hugging Face Daily Papers"
"""The author of a feed: of an entry that names none, too."""


def write(feed: Feed, entries: Iterable[FeedEntry]) -> Iterator[str]:
    """The pieces of the document, which are to be written in UTF-8. All texts are clean, so that XML can hold them."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
    yield _element("id", feed.id)
    yield _element("title", feed.title)
    yield _element("updated", _time(feed.updated))
    yield _link("alternate", feed.url, "text/html")
    yield f"<author><name>{escape(PUBLISHER)}</name></author>\n"
    yield f'<generator version="{__version__}">paperreader</generator>\n'
    for entry in entries:
        yield "".join(_entry(entry))
    yield "</feed>\n"


def _entry(entry: FeedEntry) -> Iterator[str]:
    yield "<entry>\n"
    yield _element("id", entry.id)
    yield _element("title", entry.title)
    yield _element("published", _time(entry.day))
    yield _element("updated", _time(entry.day))
    yield _link("alternate", entry.url, "text/html")
    for link in entry.links:
        yield _link("related", link.url, link.type, link.name)
    for name in entry.authors:
        yield f"<author><name>{escape(name)}</name></author>\n"
    for word in entry.keywords:
        yield f"<category term={_quoted(word)}/>\n"
    if entry.summary:
        yield _element("summary", entry.summary)
    yield f'<content type="html">{escape(entry.content)}</content>\n'
    yield "</entry>\n"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n"


def _link(relation: str, url: str, type: str, title: str = "") -> str:
    named = f" title={_quoted(title)}" if title else ""
    return f'<link rel="{relation}" type="{type}"{named} href={_quoted(url)}/>\n'


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
