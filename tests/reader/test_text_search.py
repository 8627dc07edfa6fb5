"""The search in the text of a paper."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Fulltext, Paragraph, Run
from paperreader.reader.text_place import Place
from paperreader.reader.text_search import TextSearch

TEXT = Fulltext((Paragraph((Run("Threads are woven, "), Run("α + β", "math", tex=r"\alpha+\beta"))),))


@pytest.mark.parametrize("text", ["\u0301", "\u200b", "\u02bc", "\u2061"])
def test_what_has_no_visible_character_is_found_nowhere(text: str) -> None:
    search = TextSearch(TEXT)
    search.start(text, 0)
    search.step(1)
    assert search.is_complete
    assert search.total == 0
    assert search.ranges(0) == ()
    assert search.move(1, Place()) is None
    assert search.count_text == "not found"
