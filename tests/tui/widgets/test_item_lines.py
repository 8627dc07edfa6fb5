"""Items of different heights in one column, each drawn once."""

from __future__ import annotations

from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.widgets.item_lines import ItemLines


def test_each_line_belongs_to_an_item_and_is_drawn_once() -> None:
    drawn: list[int] = []

    def draw(index: int) -> list[StyledLine]:
        drawn.append(index)
        return [StyledLine((StyledSpan(f"{index}.{line}"),)) for line in range(index + 1)]

    lines = ItemLines(draw)
    assert (lines.count, lines.height, lines.line_at(0).text) == (0, 0, "")
    lines.set_heights([1, 2, 3])
    assert (lines.count, lines.height) == (3, 6)
    assert [lines.item_at(y) for y in range(7)] == [0, 1, 1, 2, 2, 2, 2]
    assert [lines.start_of(index) for index in range(4)] == [0, 1, 3, 6]
    assert [lines.line_at(y).text for y in range(-1, 7)] == ["", "0.0", "1.0", "1.1", "2.0", "2.1", "2.2", ""]
    assert drawn == [0, 1, 2]
    lines.drop(1)
    assert lines.line_at(2) is lines.line_at(2)
    assert drawn == [0, 1, 2, 1]
    lines.set_heights([4])
    assert [lines.line_at(y).text for y in range(4)] == ["0.0", "", "", ""], (
        "the item draws fewer lines than its height"
    )
