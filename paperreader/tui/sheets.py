"""What stands on the sheets: all keys, the ways to copy, a text to take by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.screen import Screen

from paperreader.export import FORMATS, export
from paperreader.models import Paper
from paperreader.tui.colors import Palette
from paperreader.tui.keys import GROUPS, key_names
from paperreader.tui.sheet import Sheet
from paperreader.tui.typeset import Line, Span, flow


def help_sheet(screen: Screen[Any], palette: Palette) -> Sheet:
    """Every key that does something on the screen now."""
    return Sheet("Keys", list(_help_lines(screen)), palette, {})


def _help_lines(screen: Screen[Any]) -> Iterator[Line]:
    bindings = list(key_names(screen))
    width = max(len(" ".join(keys)) for _, keys in bindings) + 2
    room = max(16, screen.size.width - width - 8)
    for number, group in enumerate(GROUPS):
        if number:
            yield Line()
        yield Line((Span(group.description, "accent"),))
        for active, keys in bindings:
            if active.binding.group is group:
                for start, text in flow(active.tooltip, room):
                    names = " " * width if start else f"{' '.join(keys):{width}}"
                    yield Line((Span(names, "strong"), Span(text, "text")), flows=start > 0)
    yield Line()
    for _, text in flow("[keys] in the config remaps them by their ids; the README lists those.", room + width):
        yield Line((Span(text, "figure"),))


def copy_sheet(paper: Paper, palette: Palette) -> Sheet:
    """The copy formats by letter; those that the paper lacks stand back."""
    lines, answers = [], {}
    for name, format in FORMATS.items():
        has = export(paper, name) is not None
        lines.append(
            Line((Span(f"{format.letter}  ", "accent-strong"), Span(format.title, "text" if has else "faint")))
        )
        answers[format.letter] = name
    return Sheet("Copy", lines, palette, answers)


def by_hand_sheet(title: str, text: str, palette: Palette, width: int) -> Sheet:
    """A text that no clipboard took, to be selected with the mouse or the terminal's own means."""
    lines = [
        Line((Span(line, "text"),), flows=start > 0)
        for part in text.splitlines()
        for start, line in list(flow(part, width)) or [(0, "")]
    ]
    return Sheet(title, lines, palette, {})
