"""What readers show of an entry, as HTML: who wrote it, the summary, the abstract, and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from paperreader.models import Paper
from paperreader.text.sanitize import clean

MAX_NAMES = 20
"""Of authors, in the text; all of them are in the entry's own field."""


def content(paper: Paper, links: Iterable[tuple[str, str]]) -> str:
    """The text of an entry. `links`: names and addresses, for its end."""
    return "\n".join(f"<p>{part}</p>" for part in _paragraphs(paper, links))


def _paragraphs(paper: Paper, links: Iterable[tuple[str, str]]) -> Iterator[str]:
    if by := ". ".join(filter(None, (_names(paper.authors), clean(paper.organization or "")))):
        yield escape(by)
    if summary := clean(paper.summary):
        yield f"<strong>Summary (AI).</strong> {escape(summary)}"
    if abstract := clean(paper.abstract):
        yield f"<strong>Abstract.</strong> {escape(abstract)}"
    if keywords := ", ".join(filter(None, map(clean, paper.keywords))):
        yield f"<em>{escape(keywords)}</em>"
    yield " · ".join(f'<a href="{escape(url)}">{escape(name)}</a>' for name, url in links)


def _names(authors: Sequence[str]) -> str:
    names = list(filter(None, map(clean, authors)))
    more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f" and {more} more" if more > 0 else "")
