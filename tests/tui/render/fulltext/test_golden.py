"""What is hard to lay out looks as it did: the files in `golden/` were looked at, and show any change."""

from __future__ import annotations

import pytest

from tests.tui.render.fulltext.golden import PANES, file_of, golden


@pytest.mark.parametrize("pane", PANES)
def test_hard_cases_look_as_they_did(pane: int) -> None:
    assert golden(pane) == file_of(pane).read_text("utf-8"), "python -m tests.tui.render.fulltext.golden, and git diff"
