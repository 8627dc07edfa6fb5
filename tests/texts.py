"""Invented texts of whole papers."""

from __future__ import annotations

from paperreader.fulltext.blocks import Fulltext, Heading, Paragraph, Run


def a_text(*paragraphs: str, source: str = "arxiv", version: str = "v1") -> Fulltext:
    """A text with one section."""
    heading = Heading((Run("Introduction"),), 1, "1", "S1")
    return Fulltext((heading, *(Paragraph((Run(each),)) for each in paragraphs)), (), source, version)
