"""Text selected with the mouse: how it is highlighted, and what copying it yields."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.widget import Widget

from paperreader.tui.render.styled_text import StyledLine


def selected_text(selection: Selection, height: int, line_at: Callable[[int], StyledLine]) -> str:
    """The selected text as it was before wrapping: wrapped lines joined, gutters left out.

    `height`: the number of lines that `line_at` knows.
    """
    first = selection.start.y if selection.start else 0
    last = min(selection.end.y if selection.end else height, height - 1)
    text = ""
    for y in range(first, last + 1):
        if (span := selection.get_span(y)) is None:
            continue
        line = line_at(y)
        start, end = span
        part = line.text[max(start, line.gutter) : None if end == -1 else end].rstrip()
        text += part if not text else (" " if line.flows else "\n") + part
    return text


def clear_text_selection(pane: Widget) -> None:
    """Drop the text selected in a pane, after the text has changed."""
    selections = pane.screen.selections
    if pane in selections:
        pane.screen.selections = {widget: span for widget, span in selections.items() if widget is not pane}


def highlight_selection(segments: list[Segment], start: int, end: int, plain: Style, highlight: Style) -> list[Segment]:
    """The segments with `highlight` on top from character `start` to `end` (-1: the last).

    `plain` is the style of segments that have none.
    """
    result, at = [], 0
    for part, style, _ in segments:
        a, b = max(0, start - at), len(part) if end == -1 else max(0, end - at)
        if part[:a]:
            result.append(Segment(part[:a], style))
        if part[a:b]:
            result.append(Segment(part[a:b], (style or plain) + highlight))
        if part[max(a, b) :]:
            result.append(Segment(part[max(a, b) :], style))
        at += len(part)
    return result
