"""Why a paper stands where it does in the user's own order, as styled lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperreader.models import Entry
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

if TYPE_CHECKING:
    from paperreader.taste.reasons import Explanation, ReadReason

NAME = "For you"
START = f"{NAME:9}"
LINES, MIN_CELLS_FOR_TWO = 2, 60
"""Where there is less room, they have a line more."""
MAX_REASONS, MAX_REASON_CELLS = 12, 34
GAP = "  "


def reason_room(width: int) -> list[StyledLine]:
    """The lines of reasons that are not known yet: what is below stays where it is when they come."""
    texts = [START, *[""] * (_lines(width) - 1)]
    return [StyledLine((StyledSpan(text, "figure"),), NAME, number) for number, text in enumerate(texts)]


def reason_lines(
    explanation: Explanation, entry: Entry | None, link: str, all_link: str, width: int, glyphs: Glyphs
) -> list[StyledLine]:
    """`For you  +1.83: + agents 0.42 …`: the score, the weightiest reasons, and what the others come to, which add up.

    `link`: what that of each reason begins with, before its first feature; `all_link`: what is behind the others.
    """
    from paperreader.taste.reasons import as_read  # not where there is only room

    score, reasons = as_read(explanation)
    room, lines = width - len(START), _lines(width)
    start = [StyledSpan(figure(score, glyphs), "strong"), StyledSpan(f"{_about(entry)}:", "figure")]
    telling = [each for each in reasons if each.figure][:MAX_REASONS]
    drawn = [reason_spans(each, link, room, glyphs) for each in telling]
    rows: list[list[StyledSpan]] = []
    for number in range(len(telling), -1, -1):
        more, rest = len(reasons) - number, score - sum(each.figure for each in telling[:number])
        words = f"and {more:,} more" if number else f"{more:,} reasons" if more > 1 else "1 reason"
        others = [StyledSpan(f"{words} {figure(rest, glyphs)}", "link", all_link)]
        rows = _packed([start, *drawn[:number], *([others] if more else [])], room)
        if len(rows) <= lines:
            break
    rows = [*rows[:lines], *([[]] * (lines - len(rows)))]
    starts = (StyledSpan(START if row == 0 else " " * len(START), "figure") for row in range(lines))
    return [
        StyledLine(tuple(fit([before, *spans], width, glyphs.cut)), NAME, number)
        for number, (before, spans) in enumerate(zip(starts, rows, strict=True))
    ]


def _lines(width: int) -> int:
    return LINES if width >= MIN_CELLS_FOR_TWO else LINES + 1


def _about(entry: Entry | None) -> str:
    """Of a paper that the order has learned from: all that it has speaks for it."""
    own = [(entry.starred, "starred"), (entry.tags, "tagged"), (entry.has_note, "noted")] if entry else []
    return next((f" (you {did} it)" for is_so, did in own if is_so), "")


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
