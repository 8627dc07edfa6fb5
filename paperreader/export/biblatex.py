"""Papers as BibLaTeX: like BibTeX, with a whole date and biblatex's own names of the fields."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.export.addresses import arxiv_url
from paperreader.export.bibtex import doi, entry, title_and_authors
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.models import Paper


def write(papers: Sequence[Paper], hub: str) -> str:
    """An entry for each."""
    keys = cite_keys(papers)
    return "\n\n".join(
        entry(
            "online",
            keys[paper.id],
            [
                *title_and_authors(paper),
                ("date", paper.published.isoformat() if paper.published else str(year_of(paper))),
                ("eprint", paper.id),
                ("eprinttype", "arxiv"),
                ("doi", doi(paper.id)),
                ("url", arxiv_url(paper.id)),
            ],
        )
        for paper in papers
    )
