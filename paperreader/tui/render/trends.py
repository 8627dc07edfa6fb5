"""Words of titles that rose or fell, a line each: figures of a thousand papers, and a bar for each month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.humanize import count
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.trends.half_years import HALF_YEAR, YEAR
from paperreader.trends.trend import Trend
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine, StyledSpan

BARS, ASCII_BARS = "▁▂▃▄▅▆▇█", "_.-:=+*#"
ARROW, ASCII_ARROW = "→", "->"
MAX_NAME_CELLS = 30
FIGURE_CELLS = 3
"""Of a thousand papers."""


class Columns(NamedTuple):
    """What of the lines there is room for."""

    name: int
    """Cells."""
    all_months: bool
    """The months between the half-years, too."""
    papers: int
    """Cells; 0: they are left out."""


def columns(trends: Sequence[Trend], width: int, glyphs: Glyphs) -> Columns:
    """What goes into so many cells: before a name is cut, first papers are left out, then months."""
    name = min(max((cell_width(clean(trend.name)) for trend in trends), default=0), MAX_NAME_CELLS)
    papers = max((len(_papers(trend)) for trend in trends), default=0)
    room = width - len("   ") - 2 * FIGURE_CELLS - len(f" {_arrow(glyphs)} ") - len("  ") - 1
    for all_months, cells in ((True, papers), (True, 0), (False, 0)):
        months = 2 * HALF_YEAR + (YEAR - HALF_YEAR if all_months else 1)
        left = room - months - (cells + 2 if cells else 0)
        if name <= left:
            return Columns(name, all_months, cells)
    return Columns(max(1, left), False, 0)


def trend_line(trend: Trend, columns: Columns, width: int, glyphs: Glyphs) -> StyledLine:
    """`agents  61 → 166  ▂▁▂▂▃▂▅▅▆▄▅▆▆▇▆█▇▇  444 papers`: what rose has the colour of what rises."""
    name = cut(clean(trend.name), columns.name, glyphs.cut)
    gap = " " * (columns.name - cell_width(name))
    before, now = (f"{rate:>{FIGURE_CELLS}.0f}" for rate in (trend.rate_before, trend.rate_now))
    changed = "rise" if trend.rises else "text"
    bars = sparkline(trend.rates, glyphs)
    between = bars[HALF_YEAR:YEAR] if columns.all_months else " "
    spans = [
        StyledSpan(f" {name}{gap}  ", "strong"),
        StyledSpan(f"{before} {_arrow(glyphs)} ", "figure"),
        StyledSpan(now, changed),
        StyledSpan(f"  {bars[:HALF_YEAR]}{between}", "figure"),
        StyledSpan(bars[YEAR:], changed),
    ]
    if columns.papers:
        spans.append(StyledSpan(f"  {_papers(trend):>{columns.papers}}", "figure"))
    return StyledLine(tuple(fit(spans, width, glyphs.cut)))


def sparkline(rates: Sequence[float | None], glyphs: Glyphs) -> str:
    """A bar for each, the highest for the greatest; a blank where nothing is known."""
    bars = ASCII_BARS if glyphs == ASCII else BARS
    greatest = max((rate for rate in rates if rate), default=1.0)
    return "".join(" " if rate is None else bars[round(rate / greatest * (len(bars) - 1))] for rate in rates)


def _papers(trend: Trend) -> str:
    return count(trend.now, "paper")


def _arrow(glyphs: Glyphs) -> str:
    return ASCII_ARROW if glyphs == ASCII else ARROW
