"""A paper as a note in Markdown with YAML front matter, as Obsidian and other programs for notes keep them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from paperreader.export.addresses import arxiv_url, code_url, hub_url, pdf_url, project_url
from paperreader.export.bibtex import doi
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.models import Paper
from paperreader.text.markdown import escape, escape_inside
from paperreader.text.sanitize import clean


def write(papers: Sequence[Paper], hub: str) -> str:
    """A note for each, with its own front matter."""
    keys = cite_keys(papers)
    return "\n\n".join("\n".join(_lines(paper, keys[paper.id], hub)) for paper in papers)


def _lines(paper: Paper, key: str, hub: str) -> Iterator[str]:
    authors, abstract = [clean(name) for name in paper.authors], clean(paper.abstract)
    yield "---"
    yield f"title: {_scalar(clean(paper.title))}"
    if authors:
        yield "authors:"
        yield from (f"  - {_scalar(name)}" for name in authors)
    yield f"year: {year_of(paper)}"
    if paper.published:
        yield f"published: {paper.published.isoformat()}"
    yield f"citekey: {_scalar(key)}"
    yield f"arxiv: {_scalar(paper.id)}"
    yield f"doi: {_scalar(doi(paper.id))}"
    links = {"url": arxiv_url(paper.id), "pdf": pdf_url(paper.id), "hub": hub_url(paper.id, hub)}
    for name, link in {**links, "code": code_url(paper), "project": project_url(paper)}.items():
        if link:
            yield f"{name}: {_scalar(link)}"
    yield from ("---", "", f"# {_heading(clean(paper.title))}")
    if authors:
        yield from ("", _inert(escape(", ".join(authors))))
    if abstract:
        yield from ("", "## Abstract", "", _inert(escape(abstract)))


def _scalar(text: str) -> str:
    """A string of YAML: as JSON writes it, so that nothing in it is syntax, and no number or date is read from it."""
    return json.dumps(text, ensure_ascii=False)


def _heading(title: str) -> str:
    """Markdown drops `#` at the end of a heading."""
    return re.sub(r"(?:^|(?<=\s))(?=#+$)", r"\\", _inert(escape_inside(title)))


def _inert(markdown: str) -> str:
    """Without what Obsidian reads beyond Markdown: tags, comments, highlights, block ids."""
    return re.sub(r"(?<!\S)#(?=[^\s#])|%(?=%)|(?<=%)%|=(?==)|(?<==)=|(?<=\s)\^(?=[\w-]+$)", r"\\\g<0>", markdown)
