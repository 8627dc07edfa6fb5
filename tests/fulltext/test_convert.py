"""The converter for each source."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.fulltext.convert import convert
from paperreader.fulltext.errors import NoText

PAGE = Path(__file__).parents[1] / "papers" / "tides.html"


def test_the_source_decides_how_an_answer_is_read() -> None:
    html = convert("arxiv", PAGE.read_bytes(), address="https://arxiv.org/html/2607.00001")
    markdown = convert("hub", b"Title: T\n\nMarkdown Content:\n## 1 Introduction\n\nSome text.\n", address="")
    assert (html.source, markdown.source) == ("arxiv", "hub")
    assert html.blocks
    assert markdown.blocks


def test_an_answer_of_another_kind_is_refused() -> None:
    with pytest.raises(NoText):
        convert("arxiv", b"# Markdown", address="https://arxiv.org/html/2607.00001")
