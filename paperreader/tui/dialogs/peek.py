"""What a reference leads to, in a small dialog beside it: the place in the text is not left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Self

from textual import events
from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip

from paperreader.fulltext.blocks import Block, Equation
from paperreader.fulltext.preview import Preview
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.dialog import FRAME_CELLS, KEYS_START, Dialog
from paperreader.tui.dialogs.screen_below import ScreenBelow
from paperreader.tui.key_names import character_of
from paperreader.tui.render.fulltext import lay_out, lines_before
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from paperreader.tui.render.theme import Colors
from paperreader.tui.render.visible_links import VisibleLink

MEASURE_CELLS = 76
"""Prose is no wider."""
MIN_HEIGHT = 5
"""Rows of the smallest dialog, with its frame."""


class Peek(Dialog):
    """Answers what the user wants to do with it, as `actions` calls it."""

    def __init__(
        self,
        shown: Preview,
        actions: Sequence[tuple[KeyHint, str]],
        answered: Callable[[str], None],
        link: VisibleLink,
        pane: Region,
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        """`actions`: keys and answers, the most important first. `link`: where it was referred to, in cells of the
        screen, as `pane` is: the region of the text.
        """
        letters = {character: answer for hint, answer in actions if (character := character_of(hint.key))}
        enter = next((answer for hint, answer in actions if hint.key == "enter"), None)
        title = cut(clean(shown.title), MEASURE_CELLS // 2)
        super().__init__(title, colors, letters, enter=enter, answered=answered)
        self._blocks = shown.blocks
        self._hints = [hint for hint, _ in actions]
        self._link, self._pane = link, pane
        self._glyphs = glyphs
        self._below = ScreenBelow(self)

    def write(self, width: int) -> Sequence[StyledLine]:
        return preview_lines(self._blocks, width, self._glyphs)

    def fit_frame(self, frame: Container) -> None:
        screen = self.app.size
        room = min(self._pane.width, screen.width) if self._pane.width > MEASURE_CELLS // 2 else screen.width
        lines = self.write(room - FRAME_CELLS)
        content = max([cell_width(self._title), *(cell_width(line.text) for line in lines)]) + FRAME_CELLS
        width = min(max(content, self.show_keys(frame, self._hints, room)), room)
        mentions = [[cells.y for cells in mention] for mention in self._link.mentions]
        y, height = place(len(lines) + 2, mentions, screen.height)
        x = max(0, min(self._link.mentions[0][0].x - KEYS_START, min(self._pane.right, screen.width) - width))
        frame.styles.width, frame.styles.height, frame.styles.offset = width, height, (x, y)

    # -- what is around it

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Also called when the screen below changes."""
        self._below.forget()
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The screen below, with what was referred to standing out."""
        rows = self._below.rows(Region(0, 0, *self.size))
        style = self._colors.style("match-here")
        for mention in self._link.mentions:
            for x, y, width in mention:
                if 0 <= y < len(rows):
                    row = rows[y]
                    parts = (row.crop(0, x), row.crop(x, x + width).apply_style(style), row.crop(x + width))
                    rows[y] = Strip.join(parts)
        return [strip.crop(crop.x, crop.right) for strip in rows[crop.y : crop.bottom]]

    def on_resize(self, event: events.Resize) -> None:
        """Everything around it stands elsewhere then."""
        if event.size != self._opened_at and self.app.screen is self:
            self.dismiss(None)

    def on_mount(self) -> None:
        self._opened_at = self.app.size


def preview_lines(blocks: Sequence[Block], width: int, glyphs: Glyphs) -> list[StyledLine]:
    """Blocks of a text at a width in cells."""
    lines: list[StyledLine] = []
    previous: Block | None = None
    for block in blocks:
        measure = min(width, MEASURE_CELLS)
        if len(blocks) == 1 and isinstance(block, Equation):  # not in the middle of a wide line
            measure = min(measure, max(map(cell_width, block.lines), default=0) + cell_width(block.number) + 4)
        lines += lines_before(previous, block, glyphs)
        lines += lay_out(block, max(1, measure), glyphs, pane_width=max(1, width))
        previous = block
    return lines


def place(height: int, mentions: Sequence[Collection[int]], rows: int) -> tuple[int, int]:
    """The first row and the height of a dialog that would like so many rows, on a screen of `rows`.

    It covers none of the mentions (the rows of each), else at least not the first, for which it is made lower; just
    below that one if it can be.
    """
    first = mentions[0]
    top, bottom = min(first), max(first) + 1

    def free(height: int, covered: Collection[int]) -> list[int]:
        return [y for y in range(rows - height + 1) if not any(y <= row < y + height for row in covered)]

    def distance(y: int, height: int) -> int:
        return y - bottom if y >= bottom else top - (y + height) + 1

    every = [row for mention in mentions for row in mention]
    wishes = [(height, every), *((lower, first) for lower in range(height, MIN_HEIGHT - 1, -1))]
    for wanted, covered in wishes:
        if places := free(wanted, covered):
            return min(places, key=lambda y: distance(y, wanted)), wanted
    return max(0, rows - height), min(height, rows)
