"""What readers show of an entry, as HTML: organization, summary, abstract, and links. Authors have their own field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from paperreader.models import Paper
from paperreader.text.sanitize import clean


def content(paper: Paper, links: Iterable[tuple[str, str]]) -> str:
    """The text of an entry. `links`: names and addresses, for its end."""
    return "\n".join(f"<p>{part}</p>" for part in _paragraphs(paper, links))


def _paragraphs(paper: Paper, links: Iterable[tuple[str, str]]) -> Iterator[str]:
    if organization := clean(paper.organization or ""):
        yield escape(organization)
    if summary := clean(paper.summary):
        yield f"<strong>Summary (AI).</strong> {escape(summary)}"
    if abstract := clean(paper.abstract):
        yield f"<strong>Abstract.</strong> {escape(abstract)}"
    if keywords := ", ".join(filter(None, map(clean, paper.keywords))):
        yield f"<em>{escape(keywords)}</em>"
    yield " · ".join(f'<a href="{escape(url)}">{escape(name)}</a>' for name, url in links)
