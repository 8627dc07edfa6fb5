"""Text selected with the mouse: how it is highlighted, and what copying it yields."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.widget import Widget

from paperreader.tui.render.styled_text import StyledLine

EQUATION = "equation"
"""The section of the lines of a displayed formula."""


def selected_text(selection: Selection, height: int, line_at: Callable[[int], StyledLine]) -> str:
    """The selected text as it was before wrapping: wrapped lines joined, gutters left out, formulas as TeX.

    TeX stands between dollars, but for a formula that is selected alone. `height`: the number of lines that `line_at`
    knows.
    """
    first = selection.start.y if selection.start else 0
    last = min(selection.end.y if selection.end else height, height - 1)
    text = formula = ""  # the TeX of the formula that the text ends with
    before = StyledLine()
    for y in range(first, last + 1):
        if (span := selection.get_span(y)) is None:
            continue
        line = line_at(y)
        pieces = _pieces(line, *span)
        is_inside = line.flows or line.section == EQUATION
        formula = formula if is_inside else ""
        goes_on = bool(formula) and (pieces[0][1] == formula if pieces else line.section == EQUATION)
        if text and not goes_on:
            text = text.rstrip(" ") + _joint(before, line)
        before = line
        for piece, tex in pieces:
            if not tex:
                text += piece
            elif tex != formula:
                text += _between_dollars(tex, line)
            formula = tex
    text = text.rstrip(" ")
    alone = " ".join(formula.split())
    return alone if alone and text in (f"${alone}$", f"$${alone}$$") else text


def _joint(above: StyledLine, line: StyledLine) -> str:
    """What was between two lines: nothing where a word was broken, or ended with a hyphen of its own."""
    if not line.flows:
        return "\n"
    ends = (span.start + len(span.text) for span in reversed(above.spans) if span.start >= 0)
    return "" if next(ends, above.offset + len(above.text) - above.gutter) == line.offset else " "


def _pieces(line: StyledLine, start: int, end: int) -> list[tuple[str, str]]:
    """What is selected of a line, span by span, with the TeX of formulas; of a displayed one without its number.

    `start`, `end`: characters of the line; -1: its end.
    """
    pieces, at = [], 0
    for span in line.spans:
        piece = span.text[max(0, max(start, line.gutter) - at) : None if end == -1 else max(0, end - at)]
        if piece and (span.tex or line.section != EQUATION):
            pieces.append((piece, span.tex))
        at += len(span.text)
    return pieces


def _between_dollars(tex: str, line: StyledLine) -> str:
    dollars = "$$" if line.section == EQUATION else "$"
    return f"{dollars}{' '.join(tex.split())}{dollars}"


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
