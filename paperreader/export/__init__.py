"""Papers as text for other programs: each format that writes more than a line is a module of its name.

Only the table of formats is imported for a start, so the names of the others are looked up when they are needed.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from paperreader.environment import HUB
from paperreader.export.addresses import arxiv_url, code_url, hub_url, pdf_url, project_url, repo_url
from paperreader.models import Paper
from paperreader.text.sanitize import clean

if TYPE_CHECKING:
    from paperreader.export.paper_json import hit_to_json, to_json
    from paperreader.export.pdf_names import pdf_name

__all__ = [
    "FORMATS",
    "Format",
    "arxiv_url",
    "export",
    "export_all",
    "has",
    "hit_to_json",
    "hub_url",
    "pdf_name",
    "pdf_url",
    "repo_url",
    "to_json",
]


def export(paper: Paper, format: str, hub: str = HUB) -> str | None:
    """The paper in one of FORMATS; None if it lacks that (no code, no project page). `hub`: for links to the Hub."""
    return FORMATS[format].make([paper], hub)


def export_all(papers: Sequence[Paper], format: str, hub: str = HUB) -> str | None:
    """The papers as one text; None if none of them has what the format is of."""
    return FORMATS[format].make(papers, hub)


def has(paper: Paper, format: str) -> bool:
    """Whether the paper has what the format is of; no text is made to tell."""
    return FORMATS[format].is_of_all or export(paper, format) is not None


class Format(NamedTuple):
    """A way to copy papers: its letter in the `Y` menu, its name, and what makes the text of papers and Hub."""

    letter: str
    name: str
    make: Callable[[Sequence[Paper], str], str | None]
    also: str
    """Other words for it, with commas between: the palette finds it by them."""
    is_of_all: bool = False
    """Every paper has it."""


def _lines(line: Callable[[Paper, str], str | None]) -> Callable[[Sequence[Paper], str], str | None]:
    """A line for each paper that has it."""

    def make(papers: Sequence[Paper], hub: str) -> str | None:
        return "\n".join(text for paper in papers if (text := line(paper, hub)) is not None) or None

    return make


def _document(module: str) -> Callable[[Sequence[Paper], str], str | None]:
    """What the `write` of a module makes, which is imported when it is first wanted."""

    def make(papers: Sequence[Paper], hub: str) -> str | None:
        text: str = import_module(f"{__name__}.{module}").write(papers, hub)
        return text

    return make


FORMATS: Mapping[str, Format] = {
    "title": Format(
        "t", "title and link", _lines(lambda paper, hub: f"{clean(paper.title)} {hub_url(paper.id, hub)}"), also="yank"
    ),
    "hub": Format(
        "h",
        "Hub link",
        _lines(lambda paper, hub: hub_url(paper.id, hub)),
        also="url, yank, share, hugging face, hf",
    ),
    "arxiv": Format("a", "arXiv link", _lines(lambda paper, _: arxiv_url(paper.id)), also="url, yank, abs"),
    "pdf": Format("p", "PDF link", _lines(lambda paper, _: pdf_url(paper.id)), also="url, yank"),
    "markdown": Format("m", "Markdown", _document("markdown"), also="md, export, note, yank", is_of_all=True),
    "bibtex": Format(
        "b",
        "BibTeX",
        _document("bibtex"),
        also="bib, cite, citation, reference, latex, zotero, export, yank",
        is_of_all=True,
    ),
    "code": Format(
        "k", "code link", _lines(lambda paper, _: code_url(paper)), also="github, git, repo, repository, url, yank"
    ),
    "project": Format(
        "w", "project page", _lines(lambda paper, _: project_url(paper)), also="website, homepage, demo, url, yank"
    ),
    "abstract": Format(
        "s", "abstract", _lines(lambda paper, _: clean(paper.abstract) or None), also="summary, text, yank"
    ),
}
"""By name, in the order of the menu."""

_LATER = {"to_json": "paper_json", "hit_to_json": "paper_json", "pdf_name": "pdf_names"}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
