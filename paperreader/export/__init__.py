"""Papers as text for other programs: each format that writes more than a line is a module of its name.

Only this table is imported for a start; addresses and JSON are modules beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import NamedTuple

from paperreader.environment import HUB
from paperreader.export.addresses import arxiv_url, code_url, hub_url, pdf_url, project_url
from paperreader.models import Paper
from paperreader.text.sanitize import clean


class Format(NamedTuple):
    """A way to copy papers: its letter in the `Y` menu, its name, and what makes the text."""

    letter: str
    name: str
    make: Callable[[Paper, str], str | None] | str
    """Makes the line of a paper, with the address of the Hub; None if the paper lacks that. A string is the name of a
    module here, whose `write` makes a text of several papers: each paper has one."""
    also: str
    """Other words for it, with commas between: the palette finds it by them."""
    option: str = ""
    """What `paperreader export --format` calls it; empty if it is no format of a file."""


def export(paper: Paper, format: str, hub: str = HUB) -> str | None:
    """The paper in one of FORMATS; None if it lacks that (no code, no project page). `hub`: for links to the Hub."""
    return export_all([paper], format, hub)


def export_all(papers: Sequence[Paper], format: str, hub: str = HUB) -> str | None:
    """The papers as one text; None if none of them has that."""
    make = FORMATS[format].make
    if isinstance(make, str):
        text: str = import_module(f"{__name__}.{make}").write(papers, hub)
        return text
    return "\n".join(line for paper in papers if (line := make(paper, hub)) is not None) or None


def has(paper: Paper, format: str) -> bool:
    """Whether the paper has that; no text is made to tell."""
    make = FORMATS[format].make
    return isinstance(make, str) or make(paper, HUB) is not None


FORMATS: Mapping[str, Format] = {
    "title": Format(
        "t", "title and link", (lambda paper, hub: f"{clean(paper.title)} {hub_url(paper.id, hub)}"), also="yank"
    ),
    "hub": Format(
        "h",
        "Hub link",
        (lambda paper, hub: hub_url(paper.id, hub)),
        also="url, yank, share, hugging face, hf",
    ),
    "arxiv": Format("a", "arXiv link", (lambda paper, _: arxiv_url(paper.id)), also="url, yank, abs"),
    "pdf": Format("p", "PDF link", (lambda paper, _: pdf_url(paper.id)), also="url, yank"),
    "markdown": Format("m", "Markdown", "markdown", also="md, chat, issue, yank"),
    "bibtex": Format(
        "b",
        "BibTeX",
        "bibtex",
        also="bib, cite, citation, reference, latex, export, yank",
        option="bibtex",
    ),
    "biblatex": Format(
        "B",
        "BibLaTeX",
        "biblatex",
        also="bib, biber, cite, citation, reference, latex, export, yank",
        option="biblatex",
    ),
    "ris": Format(
        "r",
        "RIS",
        "ris",
        also="endnote, mendeley, zotero, cite, citation, reference, export, yank",
        option="ris",
    ),
    "csl-json": Format(
        "J",
        "CSL-JSON",
        "csl_json",
        also="pandoc, zotero, cite, citation, reference, export, yank",
        option="csl-json",
    ),
    "note": Format(
        "n",
        "Markdown note",
        "note",
        also="md, yaml, front matter, obsidian, logseq, zettel, export, yank",
        option="markdown",
    ),
    "org": Format("o", "Org", "org", also="emacs, note, export, yank", option="org"),
    "plain": Format(
        "C", "citation", "citation", also="cite, apa, reference, text, plain, export, yank", option="plain"
    ),
    "code": Format(
        "k", "code link", (lambda paper, _: code_url(paper)), also="github, git, repo, repository, url, yank"
    ),
    "project": Format(
        "w", "project page", (lambda paper, _: project_url(paper)), also="website, homepage, demo, url, yank"
    ),
    "abstract": Format("s", "abstract", (lambda paper, _: clean(paper.abstract) or None), also="summary, text, yank"),
}
"""By name, in the order of the menu."""

FILES: Mapping[str, str] = {format.option: name for name, format in FORMATS.items() if format.option}
"""The formats of files by what `paperreader export --format` calls them."""
