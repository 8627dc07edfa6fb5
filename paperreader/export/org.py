"""Papers as Org: a headline with properties for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperreader.export.addresses import arxiv_url, code_url, hub_url, pdf_url, project_url
from paperreader.export.bibtex import doi
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.models import Paper
from paperreader.text.sanitize import clean

APART = "\u200b"
"""A zero width space, Org's own means to part what would be markup."""
_OPENS = re.compile(r"(?:(?<=[\s\-–—('\"{])|^)(?=[*/_=~+]\S)")
"""Emphasis, in front of its marker."""
_MARKS = re.compile(
    r"(?<=[\\^_$])(?=[^\s])|(?<=\[)(?=[\[\]fc%\d])|(?<=\])(?=\[)|(?<=<)(?=\S)|(?<=@)(?=@)|(?<=\{)(?=\{)|(?<=-)(?=-)"
    r"|(?<=\.)(?=\.)"
)
"""Entities, scripts, formulas, links, footnotes, time stamps and targets, inside of their signs."""
_LINE_START = re.compile(r"^(?=[*#|:]|[-+](?:\s|$)|[0-9A-Za-z]+[.)](?:\s|$))")
_KEYWORD = re.compile(r"^(?=(?:TODO|DONE|COMMENT)(?:\s|$))")
"""With which a headline would be a task or a comment."""
_TAGS = re.compile(r"(?=:\S*$)|(?<=\[)(?=[#\d/%])")
"""With which a headline would have tags, a priority, or a count."""
_COMMAND = re.compile(r"\b(?:file|shell|elisp|help|info|id|news)(?=:)")
"""Links that Emacs would carry out; those to the web stay links."""


def write(papers: Sequence[Paper], hub: str) -> str:
    """A headline for each."""
    keys = cite_keys(papers)
    return "\n\n".join("\n".join(_lines(paper, keys[paper.id], hub)) for paper in papers)


def _lines(paper: Paper, key: str, hub: str) -> Iterator[str]:
    authors, abstract = ", ".join(clean(name) for name in paper.authors), clean(paper.abstract)
    title = _KEYWORD.sub(APART, clean(paper.title))
    yield f"* {_TAGS.sub(APART, _plain(title))}"
    yield ":PROPERTIES:"
    properties = {
        "CUSTOM_ID": key,
        "AUTHOR": authors,
        "DATE": paper.published.isoformat() if paper.published else str(year_of(paper)),
        "ARXIV": paper.id,
        "DOI": doi(paper.id),
        "URL": arxiv_url(paper.id),
    }
    for name, value in properties.items():
        if value:
            yield f":{name}: {value}"
    yield ":END:"
    if authors:
        yield _plain(authors)
    links = {"arXiv": arxiv_url(paper.id), "PDF": pdf_url(paper.id), "Hub": hub_url(paper.id, hub)}
    links |= {name: link for name, link in (("code", code_url(paper)), ("project", project_url(paper))) if link}
    yield from ("", " · ".join(f"[[{_in_link(link)}][{name}]]" for name, link in links.items()))
    if abstract:
        yield from ("", "#+begin_quote", _plain(abstract), "#+end_quote")


def _plain(text: str) -> str:
    """A line of text, with nothing in it that Org takes for markup."""
    apart = _LINE_START.sub(APART, _COMMAND.sub(rf"\g<0>{APART}", text))
    return _MARKS.sub(APART, _OPENS.sub(APART, apart))


def _in_link(link: str) -> str:
    return link.replace("[", "%5B").replace("]", "%5D")
