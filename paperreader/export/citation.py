"""Papers as plain citations in the style of the APA, for a mail or a slide."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.export.bibtex import doi
from paperreader.export.cite_keys import year_of
from paperreader.export.names import Name, names_of
from paperreader.models import Paper
from paperreader.text.sanitize import clean

MAX_AUTHORS = 20
"""Of more, the first 19 and the last are named."""


def write(papers: Sequence[Paper], hub: str) -> str:
    """A line for each."""
    return "\n".join(map(_cited, papers))


def _cited(paper: Paper) -> str:
    title = clean(paper.title)
    year = f"({year_of(paper)})."
    authors = _listed([_author(name) for name in names_of(paper)])
    sentence = title if title[-1:] in (".", "?", "!", "") else f"{title}."
    parts = [authors, year, sentence] if authors else [sentence, year]
    return " ".join([*filter(None, parts), f"arXiv:{paper.id}.", f"https://doi.org/{doi(paper.id)}"])


def _author(name: Name) -> str:
    """`van der Maaten, L. J.-P., Jr.`"""
    return ", ".join(part for part in (name.family, _initials(name.given), name.suffix) if part)


def _initials(given: str) -> str:
    """`L. J.-P.`: without nicknames; scripts that know no capitals know no initials either."""
    words = re.sub(r"[\"“(][^\"”)]*[\"”)]", "", given).replace(".-", "-").replace(".", " ").split()
    return " ".join("-".join(_initial(part) for part in re.split("[-‐‑]", word) if part) for word in words)


def _initial(name: str) -> str:
    return f"{name[0].upper()}." if name[0].upper() != name[0].lower() else name


def _listed(names: list[str]) -> str:
    if len(names) > MAX_AUTHORS:
        return f"{', '.join(names[: MAX_AUTHORS - 1])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)
