"""Papers as RIS, which EndNote, Mendeley and Zotero import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperreader.export.addresses import arxiv_url, pdf_url
from paperreader.export.bibtex import doi
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.export.names import Name, names_of
from paperreader.models import Paper
from paperreader.text.sanitize import clean


def write(papers: Sequence[Paper], hub: str) -> str:
    """A record for each."""
    keys = cite_keys(papers)
    return "\n\n".join("\n".join(_lines(paper, keys[paper.id])) for paper in papers)


def _lines(paper: Paper, key: str) -> Iterator[str]:
    """A line for each field: a tag, two blanks, a hyphen, and all that follows is the value."""
    yield "TY  - UNPB"
    for tag, value in _fields(paper, key):
        if value:
            yield f"{tag}  - {value}"
    yield "ER  - "


def _fields(paper: Paper, key: str) -> Iterator[tuple[str, str]]:
    yield "ID", key
    yield "TI", clean(paper.title)
    for name in names_of(paper):
        yield "AU", _author(name)
    yield "PY", str(year_of(paper))
    yield "DA", paper.published.strftime("%Y/%m/%d") if paper.published else ""
    yield "PB", "arXiv"
    yield "AN", f"arXiv:{paper.id}"
    yield "DO", doi(paper.id)
    yield "UR", arxiv_url(paper.id)
    yield "L1", pdf_url(paper.id)
    yield "AB", clean(paper.abstract)


def _author(name: Name) -> str:
    """`Family, Given, Jr.`; a group's name ends with a comma, else its last word would be taken for a family name."""
    if name.is_group:
        return f"{name.family.replace(',', '')},"
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)
