"""Papers as BibTeX, with the fields that arXiv, BibTeX's styles, biblatex and Zotero look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from paperreader.export.addresses import arxiv_url
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.export.names import Name, names_of
from paperreader.export.tex import tex
from paperreader.export.tex_title import tex_title
from paperreader.models import Paper


def write(papers: Sequence[Paper], hub: str) -> str:
    """An entry for each."""
    keys = cite_keys(papers)
    return "\n\n".join(
        entry(
            "misc",
            keys[paper.id],
            [
                *title_and_authors(paper),
                ("year", str(year_of(paper))),
                ("eprint", paper.id),
                ("archivePrefix", "arXiv"),
                ("eprinttype", "arxiv"),  # without it biblatex and Zotero do not know whose number it is
                ("doi", doi(paper.id)),
                ("url", arxiv_url(paper.id)),
            ],
        )
        for paper in papers
    )


def entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """An entry of a bibliography; empty fields are left out."""
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    return f"@{kind}{{{key},\n{''.join(lines)}}}"


def title_and_authors(paper: Paper) -> list[tuple[str, str]]:
    return [("title", tex_title(paper)), ("author", " and ".join(map(_author, names_of(paper))))]


def doi(id: str) -> str:
    """The one that arXiv registers for each of its papers."""
    return f"10.48550/arXiv.{id}"


def _author(name: Name) -> str:
    """`Family, Jr., Given`, which leaves nothing to be guessed; a group's name in braces."""
    if name.is_group:
        return f"{{{tex(name.family, is_name=True)}}}"
    particles, _, last = name.family.rpartition(" ")
    # in small letters it would be taken for one more particle
    family = f"{tex(particles, is_name=True)} {_part(last, is_whole=last[:1].islower())}".strip()
    parts = [family, _part(name.suffix), _part(name.given)]
    if name.suffix and not name.given:
        parts = [f"{family} {_part(name.suffix)}"]
    return ", ".join(part for part in parts if part)


def _part(text: str, *, is_whole: bool = False) -> str:
    """In braces where it is to stay whole, or has what BibTeX takes for syntax."""
    is_syntax = "," in text or re.search(r"\band\b", text, re.IGNORECASE)
    written = tex(text, is_name=True)
    return f"{{{written}}}" if is_whole or is_syntax else written
