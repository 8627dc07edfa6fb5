"""The line above a comment: whatever is cut, who wrote it and when can be read."""

from __future__ import annotations

import pytest

from paperreader.discussion.comment import Comment
from paperreader.reader.comment_folds import Fold
from paperreader.text.width import cell_width
from paperreader.tui.render.discussion import ShownComment, comment_lines
from paperreader.tui.render.styled_text import Glyphs, StyledLine


def head(width: int, depth: int = 0, roles: tuple[str, ...] = (), name: str = "Ada Lovelace-Byron") -> StyledLine:
    comment = Comment("a", author=name, roles=roles)
    return comment_lines(
        ShownComment(comment, depth, "Bo Lindqvist", 0, "3 days ago", Fold.WHOLE, False), width, Glyphs()
    )[0]


@pytest.mark.parametrize("width", [24, 30, 44, 52, 80])
@pytest.mark.parametrize("depth", [0, 1, 5, 40])
@pytest.mark.parametrize("roles", [(), ("author",), ("author", "submitter", "HF")])
def test_the_age_is_there_at_any_width_and_depth(width: int, depth: int, roles: tuple[str, ...]) -> None:
    line = head(width, depth, roles)
    assert cell_width(line.text) <= width
    assert "3 days ago" in line.text
    assert "Ada" in line.text


def test_roles_and_whom_it_replies_to_are_there_where_there_is_room() -> None:
    assert head(80, 40, ("author",)).text.endswith("Ada Lovelace-Byron  author  3 days ago · to Bo Lindqvist")
    assert head(36, 0, ("author",)).text == "  Ada Lovelace-…  author  3 days ago"


def test_what_marks_a_role_marks_no_blanks() -> None:
    assert [span.text for span in head(80, 0, ("author",)).spans if span.role == "citation"] == ["author"]
