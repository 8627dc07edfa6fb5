"""Markdown as the text of a paper."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Heading, Paragraph
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.markdown import parse_markdown


def test_sections_and_prose() -> None:
    text = parse_markdown("# A paper\n\n## Abstract\n\nWhat it is.\n\n## 1 Introduction\n\nTo begin with.\n")
    assert text.blocks == (Heading(text.blocks[0].runs, 1, "1", "S1"), Paragraph(text.blocks[1].runs))


@pytest.mark.parametrize("text", ["", "<!DOCTYPE html><html></html>", "Title: x\n\nMarkdown Content:\n\n"])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(NoText):
        parse_markdown(text)
