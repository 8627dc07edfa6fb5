"""Why a paper stands where it does in the user's own order, as styled lines."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.taste.reasons import Explanation, ReadReason, as_read
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

MAX_REASONS, MAX_REASON_CELLS = 12, 34
GAP = "  "


def reason_lines(
    explanation: Explanation, about: str, link: str, all_link: str, name: str, lines: int, width: int, glyphs: Glyphs
) -> list[StyledLine]:
    """The score, the weightiest reasons, and what the others come to: just so many lines, which add up.

    `about`: said behind the score. `link`: what that of each reason begins with, before its first feature; `all_link`:
    what is behind the others. `name`: before the first line, in as many cells as there are before the others.
    """
    score, reasons = as_read(explanation)
    room = width - len(name)
    start = [StyledSpan(figure(score, glyphs), "strong"), StyledSpan(f"{about}:", "figure")]
    telling = [each for each in reasons if each.figure][:MAX_REASONS]
    rows: list[list[StyledSpan]] = []
    for number in range(len(telling), -1, -1):
        shown = [reason_spans(each, link, room, glyphs) for each in telling[:number]]
        more, rest = len(reasons) - number, score - sum(each.figure for each in telling[:number])
        words = f"and {more:,} more" if number else f"{more:,} reasons" if more > 1 else "1 reason"
        others = [StyledSpan(f"{words} {figure(rest, glyphs)}", "link", all_link)]
        rows = _packed([start, *shown, *([others] if more else [])], room)
        if len(rows) <= lines:
            break
    rows = [*rows[:lines], *([[]] * (lines - len(rows)))]
    names = (StyledSpan(name if row == 0 else " " * len(name), "figure") for row in range(lines))
    return [
        StyledLine(tuple(fit([before, *spans], width, glyphs.cut)), name.strip(), number)
        for number, (before, spans) in enumerate(zip(names, rows, strict=True))
    ]


def reason_spans(reason: ReadReason, link: str, room: int, glyphs: Glyphs) -> list[StyledSpan]:
    """`+ agents 0.42`."""
    target = f"{link}{reason.features[0]}"
    amount = f" {abs(reason.figure) / 100:.2f}"
    text = cut(clean(reason.text), max(1, min(MAX_REASON_CELLS, room - 2 - len(amount))), glyphs.cut)
    role = "rise" if reason.figure > 0 else "figure"
    sign = sign_of(reason.figure, glyphs)
    return [StyledSpan(f"{sign} {text}", role, target), StyledSpan(amount, "figure", target)]


def figure(hundredths: int, glyphs: Glyphs) -> str:
    """`+0.42`, `−0.10`, `0.00`."""
    return f"{sign_of(hundredths, glyphs)}{abs(hundredths) / 100:.2f}"


def sign_of(figure: float, glyphs: Glyphs) -> str:
    """Of what it says for a paper, or against it."""
    return "+" if figure > 0 else glyphs.minus if figure < 0 else ""


def _packed(parts: Sequence[Sequence[StyledSpan]], room: int) -> list[list[StyledSpan]]:
    """The parts in lines of so many cells, with a gap between them."""
    rows, left = [list[StyledSpan]()], room
    for part in parts:
        cells = sum(cell_width(span.text) for span in part)
        if rows[-1] and cells + len(GAP) > left:
            rows.append([])
            left = room
        gap = [StyledSpan(GAP)] if rows[-1] else []
        rows[-1] += [*gap, *part]
        left -= cells + len(gap) * len(GAP)
    return rows
