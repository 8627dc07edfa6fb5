"""The cells of a table, measured, and wrapped to the width that they get."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from paperreader.fulltext.table_grid import Grid, Place
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext.column_widths import Need
from paperreader.tui.render.fulltext.number_columns import Numbers, numbers_in
from paperreader.tui.render.fulltext.wrapping import spans_of, wrap_spans
from paperreader.tui.render.styled_text import StyledSpan

HANGING_CELLS = 2
Spans = tuple[StyledSpan, ...]


class MeasuredCell(NamedTuple):
    """A cell with its text, and what it needs."""

    place: Place
    spans: list[StyledSpan]
    need: Need
    numbers: Numbers | None
    """Of its column, if that holds numbers."""
    is_plain: bool
    """Its text has no blanks around it."""

    def wrapped(self, width: int) -> list[tuple[int, Spans]]:
        """Its lines at this width, each with its indent."""
        if self.is_plain and self.need.natural <= width:
            line = tuple(self.spans)
            return [(self._indent(line, width, 1), line)]
        lines = wrap_spans(self.spans, max(1, width))
        return [(self._indent(line, width, len(lines)), line) for line in lines]

    @property
    def is_ragged(self) -> bool:
        """Whether all its lines begin at the left."""
        return self.numbers is None and self.place.cell.align == "left"

    def hanging(self, lines: list[tuple[int, Spans]], width: int) -> list[tuple[int, Spans]]:
        """Its lines, no more of them, with those below the first indented alike, as far as there is room."""
        room = width - HANGING_CELLS
        if room >= self.need.longest_word and len(narrower := self.wrapped(room)) == len(lines):
            lines = narrower
        longest = max(sum(cell_width(span.text) for span in line) for _, line in lines[1:])
        indent = max(0, min(HANGING_CELLS, width - longest))
        return [(indent if row else 0, line) for row, (_, line) in enumerate(lines)]

    def _indent(self, line: Spans, width: int, lines: int) -> int:
        text = "".join(span.text for span in line)
        room, align = width - cell_width(text), self.place.cell.align
        if self.numbers is None:
            return {"left": 0, "center": room // 2, "right": room}[align]
        space = width - self.numbers.width
        if space < 0 or lines > 1:
            return room
        before = space // 2 if align == "center" else space
        return min(room, before + self.numbers.indent(text))


def measured(grid: Grid) -> list[MeasuredCell]:
    """The cells of a grid; headers are bold, and stand over numbers as these do."""
    spans = [_spans(place, place.row < grid.header_rows) for place in grid.places]
    texts = ["".join(span.text for span in each) for each in spans]
    below: dict[int, list[str]] = defaultdict(list)
    for place, text in zip(grid.places, texts, strict=True):
        if place.columns == 1 and place.row >= grid.header_rows:
            below[place.column].append(text.strip())
    numbers = {column: numbers_in(texts) for column, texts in below.items()}
    cells = []
    for place, text, each in zip(grid.places, texts, spans, strict=True):
        aligned = numbers.get(place.column) if place.columns == 1 else None
        words = text.split()
        natural = max(cell_width(text.strip()), aligned.width if aligned else 0)
        need = Need(place.row, place.column, place.columns, natural, max(map(cell_width, words), default=0))
        is_plain = bool(words) and not text[0].isspace() and not text[-1].isspace()
        cells.append(MeasuredCell(place, each, need, aligned, is_plain))
    return cells


def _spans(place: Place, is_header: bool) -> list[StyledSpan]:
    spans = spans_of(place.cell.runs, "text", place.start)
    return [span if span.link else span._replace(role="strong") for span in spans] if is_header else spans
