"""The user's own papers, from their bibliographies."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from paperreader.models import Paper
from paperreader.taste.vector import Vector, vector


class ImportedPaper(NamedTuple):
    """A paper as a bibliography has it. All texts are cleaned."""

    key: str
    """What tells it from others: `arxiv:2607.12345`, `doi:10.1000/182`, `title:attention is all you need`."""
    title: str
    paper: str | None = None
    """Its arXiv id without version; None if it has none, as far as is known."""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    at: datetime | None = None
    """When it was imported; None: now."""

    def vector(self) -> Vector:
        """Its features."""
        texts = Paper("", self.title, self.title, self.abstract, self.abstract)
        return vector(texts._replace(keywords=self.keywords, authors=self.authors))
