"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from paperreader.feeds.feed import Feed, FeedEntry

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed, entries: Iterable[FeedEntry]) -> Iterator[str]:
    """The pieces of the document, which are to be written in UTF-8: a line for each entry."""
    about = {"version": VERSION, "title": feed.title, "home_page_url": feed.url, "language": "en"}
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "items": ['
    before = "\n"
    for entry in entries:
        yield before + json.dumps(_item(entry), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _item(entry: FeedEntry) -> dict[str, Any]:
    """Without the fields that are empty, as the format asks."""
    day = f"{entry.day.isoformat()}T00:00:00Z"
    pdf, arxiv = entry.links[:2]
    item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": arxiv.url,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": day,
        "date_modified": day,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.keywords),
        "attachments": [{"url": pdf.url, "mime_type": pdf.type, "title": pdf.name}],
    }
    return {name: value for name, value in item.items() if value}
