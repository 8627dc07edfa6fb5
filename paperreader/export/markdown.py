"""Papers as Markdown for a chat or an issue: title and link, authors, abstract."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.export.addresses import hub_url
from paperreader.models import Paper
from paperreader.text.markdown import escape, escape_url
from paperreader.text.sanitize import clean

MAX_MARKDOWN_AUTHORS = 10


def write(papers: Sequence[Paper], hub: str) -> str:
    """A few paragraphs for each."""
    return "\n\n".join(_written(paper, hub) for paper in papers)


def _written(paper: Paper, hub: str) -> str:
    names = [clean(name) for name in paper.authors]
    more = len(names) - MAX_MARKDOWN_AUTHORS
    authors = ", ".join(names[:MAX_MARKDOWN_AUTHORS]) + (f" and {more} more" if more > 0 else "")
    abstract = clean(paper.abstract)
    lines = [f"[{escape(clean(paper.title))}]({escape_url(hub_url(paper.id, hub))})"]
    lines += ["", escape(authors)] if authors else []
    lines += ["", f"> {escape(abstract)}"] if abstract else []
    return "\n".join(lines)
