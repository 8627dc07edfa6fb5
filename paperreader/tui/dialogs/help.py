"""The help: all keys, the language of searches, and the topics of the reference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block
from paperreader.help_topics import TABLE_HINT
from paperreader.text.width import wrap
from paperreader.tui.command import HelpRow
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.render.fulltext import lay_out_all
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MIN_TEXT_CELLS = 16


class HelpDialog(Dialog):
    """Commands with their keys by group, in their order; below them a note."""

    def __init__(self, rows: Sequence[HelpRow], note: str, colors: Colors) -> None:
        super().__init__("Keys", colors, {})
        self._rows, self._note = rows, note

    def write(self, width: int) -> list[StyledLine]:
        lines = []
        column = max(len(" ".join(row.keys)) for row in self._rows) + 2
        for group, rows in groupby(self._rows, attrgetter("group")):
            lines.append(StyledLine((StyledSpan(group, "heading"),)))
            for _, keys, help in rows:
                for start, text in wrap(help, max(MIN_TEXT_CELLS, width - column)):
                    names = " " * column if start else f"{' '.join(keys):{column}}"
                    lines.append(StyledLine((StyledSpan(names, "strong"), StyledSpan(text, "text")), flows=start > 0))
            lines.append(StyledLine())
        return [*lines, *(StyledLine((StyledSpan(text, "figure"),)) for _, text in wrap(self._note, width))]


class QueryHelpDialog(Dialog):
    """What can be searched for."""

    def __init__(self, rows: Sequence[tuple[str, str]], colors: Colors) -> None:
        """`rows`: what can be typed, and what it finds."""
        super().__init__("What to search for", colors, {})
        self._rows = rows

    def write(self, width: int) -> list[StyledLine]:
        lines = []
        for typed, finds in self._rows:
            lines.append(StyledLine((StyledSpan(typed, "strong"),)))
            texts = wrap(finds, max(MIN_TEXT_CELLS, width - 3))
            lines += [StyledLine((StyledSpan(f"   {text}", "text"),)) for _, text in texts]
        return lines


class TopicDialog(Dialog):
    """A topic of the reference."""

    def __init__(self, blocks: Sequence[Block], colors: Colors, glyphs: Glyphs) -> None:
        """`blocks`: the first is its title."""
        title, *self._blocks = blocks
        super().__init__(block_text(title), colors, {})
        self._glyphs = glyphs

    def write(self, width: int) -> list[StyledLine]:
        return [*lay_out_all(self._blocks, width, self._glyphs, pane_width=width, hint=TABLE_HINT)]
