"""From blocks to lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Table,
)
from paperreader.tui.render.fulltext.captions import figure_lines
from paperreader.tui.render.fulltext.equations import equation_lines
from paperreader.tui.render.fulltext.listings import listing_lines
from paperreader.tui.render.fulltext.paragraphs import (
    footnote_lines,
    frame_bar,
    heading_lines,
    paragraph_lines,
    reference_lines,
)
from paperreader.tui.render.fulltext.tables import OPENS, table_lines
from paperreader.tui.render.styled_text import Glyphs, StyledLine

MIN_CELLS = 8
"""Narrower panes cut the lines."""


def lay_out(block: Block, width: int, glyphs: Glyphs, *, pane_width: int, hint: str = OPENS) -> list[StyledLine]:
    """The block in lines of at most `width` cells; those of tables, code and formulas may be as wide as the pane.

    At least one line, without blank ones around it. `hint`: how to see the whole of a table that is cut.
    """
    width = max(width, MIN_CELLS)
    return _lines(block, width, glyphs, max(width, pane_width), hint) or [StyledLine()]


def lay_out_all(
    blocks: Iterable[Block], width: int, glyphs: Glyphs, *, pane_width: int, hint: str = OPENS
) -> Iterator[StyledLine]:
    """Blocks one below the other, with the blank lines between them; see `lay_out`."""
    previous: Block | None = None
    for block in blocks:
        yield from lines_before(previous, block, glyphs)
        yield from lay_out(block, width, glyphs, pane_width=pane_width, hint=hint)
        previous = block


def _lines(block: Block, width: int, glyphs: Glyphs, pane_width: int, hint: str) -> list[StyledLine]:
    match block:
        case Paragraph():
            return paragraph_lines(block, width, glyphs)
        case Heading():
            return heading_lines(block, width)
        case Equation():
            return equation_lines(block, width, glyphs, pane_width)
        case Table():
            return _in_order(table_lines(block, width, glyphs, pane_width, hint))
        case Listing():
            return _in_order(listing_lines(block, width, glyphs, pane_width))
        case Figure():
            return _in_order(figure_lines(block, width, glyphs))
        case Footnote():
            return footnote_lines(block, width)
        case Reference():
            return reference_lines(block, width)


def _in_order(lines: list[StyledLine]) -> list[StyledLine]:
    """The lines with offsets that never fall: rules and notes have none, and a cell may begin in a row above."""
    at = 0
    for index, line in enumerate(lines):
        if line.offset < at:
            lines[index] = line._replace(offset=at)
        at = max(at, line.offset)
    return lines


def lines_before(previous: Block | None, block: Block, glyphs: Glyphs) -> list[StyledLine]:
    """The blank lines between two blocks; the bar of a quote, theorem or proof goes on through them."""
    gap = gap_before(previous, block)
    if not gap or not isinstance(previous, Paragraph | Equation) or not isinstance(block, Paragraph | Equation):
        return [StyledLine()] * gap
    begins = (
        isinstance(block, Paragraph)
        and block.frame != "quote"
        and "strong" in "".join(run.style for run in block.runs[:1])
    )
    bar = frame_bar(block.frame, glyphs) if block.frame == previous.frame and not begins else []
    return [StyledLine(tuple(bar), gutter=sum(len(span.text) for span in bar))] * gap


def gap_before(previous: Block | None, block: Block) -> int:
    """Blank lines between two blocks: air above headings, none between the items of a list."""
    match previous, block:
        case None, _:
            return 0
        case Heading(), Heading():
            return 1
        case _, Paragraph(goes_on=True):
            return 0
        case _, Heading(level=level):
            return 2 if level <= 1 else 1
        case Paragraph(depth=above, marker=item), Paragraph(depth=below, marker=next_item):
            return 0 if above and below and item and next_item else 1
        case (Reference(), Reference()) | (Footnote(), Footnote()):
            return 0
        case _:
            return 1
