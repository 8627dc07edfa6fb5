"""Displayed formulas as styled lines."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.fulltext.blocks import Equation
from paperreader.text.sanitize import printable
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.paragraphs import frame_bar
from paperreader.tui.render.fulltext.wrapping import hang, margin, wrap_spans
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

INDENT = 4
"""Of a formula that does not fit in the middle."""
NUMBER_GAP = 2


def equation_lines(equation: Equation, width: int, glyphs: Glyphs, pane_width: int) -> list[StyledLine]:
    """In the middle of the measure, its number at the right; behind the bar of a theorem, proof or quote."""
    bar = frame_bar(equation.frame, glyphs)
    if not bar:
        return _lines(equation, width, pane_width)
    cells = sum(cell_width(span.text) for span in bar)
    lines = _lines(equation, max(1, width - cells), max(1, pane_width - cells))
    return [line._replace(spans=(*bar, *line.spans), gutter=line.gutter + len(bar[0].text)) for line in lines]


def _lines(equation: Equation, width: int, pane_width: int) -> list[StyledLine]:
    """One that is wider than the pane is broken."""
    number = printable(equation.number)
    taken = cell_width(number) + NUMBER_GAP if number else 0
    lines = [printable(line.rstrip()) for line in equation.lines]
    size = _size(lines)
    if size + taken > pane_width or not size:
        lines = _broken(equation, max(1, pane_width - taken))
        size = _size(lines)
    if taken > pane_width // 2 or size + taken > pane_width or not size:
        return _as_text(equation, number, width)
    measure = width if size + taken <= width else pane_width
    left = (measure - size) // 2
    if left + size + taken > measure:
        left = min(INDENT, measure - size - taken)
    middle = (len(lines) - 1) // 2
    styled = []
    for row, line in enumerate(lines):
        spans = [*margin(left), StyledSpan(line, "math", "", equation.tex, 0)]
        if number and row == middle:
            gap = measure - left - cell_width(line) - cell_width(number)
            spans += [StyledSpan(" " * gap), StyledSpan(number, "note")]
        styled.append(StyledLine(tuple(spans), "equation", 0, False, left))
    return styled


def _broken(equation: Equation, width: int) -> list[str]:
    """The formula broken at its relations; only this needs the formula engine, which is imported late for it."""
    from paperreader.text.formula.reading import read_display

    return [printable(line.rstrip()) for line in read_display(equation.tex, width)]


def _as_text(equation: Equation, number: str, width: int) -> list[StyledLine]:
    """Its reading in one line, wrapped like prose."""
    text = printable(equation.text or " ".join(" ".join(equation.lines).split()) or equation.tex)
    spans = [StyledSpan(text, "math", "", equation.tex, 0)]
    spans += [StyledSpan("  "), StyledSpan(number, "note")] if number else []
    indent = margin(min(INDENT, width // 4))
    return hang(wrap_spans(spans, width - sum(len(span.text) for span in indent)), indent, indent, "equation")


def _size(lines: Sequence[str]) -> int:
    return max(map(cell_width, lines), default=0)
