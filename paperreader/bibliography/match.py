"""Finds the same paper in the store and among others: by arXiv id, by DOI, and by title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from paperreader.bibliography.entry import OwnPaper
from paperreader.taste.imported import ImportedPaper
from paperreader.text.fold import fold

MIN_TITLE_WORDS = 3
"""Shorter titles are those of several papers."""


def folded_title(title: str) -> str:
    """What titles are compared by: its words, without accents, punctuation and capitals."""
    return " ".join(re.findall(r"[^\W_]+", fold(title, apart=True)))


def is_telling(folded: str) -> bool:
    """Whether hardly two papers are called so."""
    return folded.count(" ") + 1 >= MIN_TITLE_WORDS


class Matcher:
    """Knows the papers of the store and those imported before; what is one paper gets one key."""

    def __init__(self, stored: Mapping[str, str], known: Iterable[ImportedPaper] = ()) -> None:
        """`stored`: titles by id."""
        self._stored = {folded: id for id, title in stored.items() if is_telling(folded := folded_title(title))}
        self._papers: dict[str, ImportedPaper] = {}
        self._keys: dict[str, str] = {}
        """By all that a paper is found by: its key."""
        for paper in known:
            self._remember(paper, (paper.key, *self._names(paper, "")))

    def matched(self, own: OwnPaper) -> ImportedPaper:
        """The paper with its key, its arXiv id if that is known, and what was known of it before."""
        paper, doi = own
        if paper.paper is None:
            paper = paper._replace(paper=self._stored.get(folded_title(paper.title)))
        names = list(self._names(paper, doi))
        known = next((known for name in names if (known := self._known(name)) and _may_be_one(paper, known)), None)
        paper = _fuller(known, paper) if known else paper._replace(key=names[0])
        self._remember(paper, names)
        return paper

    def _known(self, name: str) -> ImportedPaper | None:
        return self._papers[self._keys[name]] if name in self._keys else None

    def _remember(self, paper: ImportedPaper, names: Iterable[str]) -> None:
        self._papers[paper.key] = paper
        for name in names:
            self._keys.setdefault(name, paper.key)

    @staticmethod
    def _names(paper: ImportedPaper, doi: str) -> Iterator[str]:
        if paper.paper:
            yield f"arxiv:{paper.paper}"
        if doi:
            yield f"doi:{doi}"
        folded = folded_title(paper.title)
        if not is_telling(folded):
            folded = f"{folded} / {folded_title(''.join(paper.authors[:1]))}"
        yield f"title:{folded}"


def _may_be_one(paper: ImportedPaper, other: ImportedPaper) -> bool:
    """Two arXiv ids are two papers, even if their titles are the same."""
    return paper.paper is None or other.paper is None or paper.paper == other.paper


def _fuller(known: ImportedPaper, other: ImportedPaper) -> ImportedPaper:
    """What two entries say of one paper."""
    return known._replace(
        title=known.title or other.title,
        paper=known.paper or other.paper,
        abstract=max(known.abstract, other.abstract, key=len),
        keywords=max(known.keywords, other.keywords, key=len),
        authors=max(known.authors, other.authors, key=len),
    )
