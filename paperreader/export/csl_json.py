"""Papers as CSL-JSON, which pandoc, Zotero and citation processors read."""

from __future__ import annotations

import json
from collections.abc import Sequence

from paperreader.export.addresses import arxiv_url
from paperreader.export.bibtex import doi
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.export.names import Name, names_of
from paperreader.models import Paper
from paperreader.text.sanitize import clean


def write(papers: Sequence[Paper], hub: str) -> str:
    """One array with an item for each."""
    keys = cite_keys(papers)
    return json.dumps([_item(paper, keys[paper.id]) for paper in papers], ensure_ascii=False, indent=2)


def _item(paper: Paper, key: str) -> dict[str, object]:
    published = paper.published
    fields: dict[str, object] = {
        "id": key,
        "type": "article",
        "title": clean(paper.title),
        "author": [_author(name) for name in names_of(paper)],
        "issued": {"date-parts": [[published.year, published.month, published.day] if published else [year_of(paper)]]},
        "publisher": "arXiv",
        "number": f"arXiv:{paper.id}",
        "DOI": doi(paper.id),
        "URL": arxiv_url(paper.id),
        "abstract": clean(paper.abstract),
    }
    return {name: value for name, value in fields.items() if value}


def _author(name: Name) -> dict[str, str]:
    """Particles stay with the family name: processors find them there, and Zotero knows no field for them."""
    if name.is_group:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}
