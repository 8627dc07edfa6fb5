"""The help: all keys, and the language of searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from paperreader.text.width import wrap
from paperreader.tui.command import HelpRow
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MIN_TEXT_CELLS = 16


def help_dialog(rows: Sequence[HelpRow], note: str, colors: Colors) -> Dialog:
    """The rows by group, in their order; below them a note."""
    return Dialog("Keys", lambda width: list(_help_lines(rows, note, width)), colors, {})


def _help_lines(rows: Sequence[HelpRow], note: str, width: int) -> Iterator[StyledLine]:
    column = max(len(" ".join(row.keys)) for row in rows) + 2
    for group, commands in groupby(rows, lambda row: row.group):
        yield StyledLine((StyledSpan(group, "accent"),))
        for _, keys, help in commands:
            for start, text in wrap(help, max(MIN_TEXT_CELLS, width - column)):
                names = " " * column if start else f"{' '.join(keys):{column}}"
                yield StyledLine((StyledSpan(names, "strong"), StyledSpan(text, "text")), flows=start > 0)
        yield StyledLine()
    for _, text in wrap(note, width):
        yield StyledLine((StyledSpan(text, "figure"),))


def query_help_dialog(rows: Sequence[tuple[str, str]], colors: Colors) -> Dialog:
    """What can be searched for. `rows`: what can be typed, and what it finds."""

    def write(width: int) -> list[StyledLine]:
        lines = []
        for typed, finds in rows:
            lines.append(StyledLine((StyledSpan(typed, "strong"),)))
            texts = wrap(finds, max(MIN_TEXT_CELLS, width - 3))
            lines += [StyledLine((StyledSpan(f"   {text}", "text"),)) for _, text in texts]
        return lines

    return Dialog("What to search for", write, colors, {})
