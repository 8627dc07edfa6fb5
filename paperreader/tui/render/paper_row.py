"""A paper in the list as styled lines: a title, figures in columns and names; or all of it in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.humanize import short_number
from paperreader.models import NO_RISE, Entry
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.render.rows import highlighted
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

GUTTER_CELLS = 4
"""Room for the marks to the left of a title."""
MAX_TITLE_LINES = 2
MIN_NAME_CELLS = 8
"""Names that would get less are left out."""
ALL_GAINS_MIN_CELLS = 72
"""From this width on the gains of stars and comments have columns, too."""
FULL_ROWS_MIN = 8
"""Papers that should fit into the pane: where fewer do in full, one line each is more use."""
USUAL_ROOM = 90
"""From this width on most titles take one line."""
ORGANIZATION_CELLS = 16


class RowFormat(NamedTuple):
    """How the papers of a list are drawn: all of them alike, so that their figures stand in columns."""

    width: int
    glyphs: Glyphs = Glyphs()
    is_compact: bool = False
    this_year: int | None = None
    """The list spans several days, so each paper shows its own; the year where it is another than this."""
    date_cells: int = 0
    """Room for these dates."""
    has_gains: bool = True
    """Papers have gained something since the user's last visit."""


def row_format(
    entries: Sequence[Entry], width: int, glyphs: Glyphs, *, is_compact: bool, this_year: int | None
) -> RowFormat:
    """The format of a list with these papers."""
    dates = 0
    if this_year is not None:
        dates = 6 if all(entry.day and entry.day.year == this_year for entry in entries) else 11
    has_gains = any(entry.rise is not NO_RISE for entry in entries)
    return RowFormat(width, glyphs, is_compact, this_year, dates, has_gains)


def fits_only_compact(width: int, height: int) -> bool:
    """Whether a pane of this size is too small for full rows."""
    usual_height = 3 if width >= USUAL_ROOM else 4
    return (height + 1) // usual_height < FULL_ROWS_MIN


def entry_height(entry: Entry, row: RowFormat) -> int:
    """Lines that the paper takes, without a blank one below it."""
    return 1 if row.is_compact else 2 if cell_width(entry.title) <= _title_room(row) else 1 + MAX_TITLE_LINES


def entry_lines(entry: Entry, row: RowFormat, *, selected: bool = False) -> list[StyledLine]:
    """As many lines as `entry_height` says."""
    if row.is_compact:
        return [_compact_line(entry, row, selected=selected)]
    room = _title_room(row)
    title = title_lines(entry.title, room, row.glyphs)
    starts = [start for start, _ in wrap(clean(entry.title), room)] or [0]
    texts = [
        highlighted(StyledSpan(line, _title_role(entry)), start, entry.title_matches)
        for line, start in zip(title, starts, strict=False)
    ]
    texts.append(_figures_and_names(entry, row, room))
    indent = StyledSpan((row.glyphs.selected if selected else " ").ljust(GUTTER_CELLS), "selected")
    return [
        StyledLine(
            (*_marks(entry, row, selected=selected), StyledSpan(" "), *spans) if i == 0 else (indent, *spans),
            entry.id,
            flows=0 < i < len(title),
            gutter=GUTTER_CELLS,
        )
        for i, spans in enumerate(texts)
    ]


def title_lines(title: str, width: int, glyphs: Glyphs) -> list[str]:
    """The title in at most `MAX_TITLE_LINES` lines."""
    lines = [line for _, line in wrap(clean(title), width)] or [""]
    if len(lines) > MAX_TITLE_LINES:
        last = MAX_TITLE_LINES - 1
        lines[last:] = [cut(f"{lines[last]}{glyphs.cut}", width, glyphs.cut)]
    return lines


def _title_room(row: RowFormat) -> int:
    return max(1, row.width - GUTTER_CELLS - 1)


def _title_role(entry: Entry) -> str:
    return "strong" if entry.unread else "read" if entry.read else "text"


def _marks(entry: Entry, row: RowFormat, *, selected: bool) -> list[StyledSpan]:
    """Selected, unread, starred: a cell each."""
    return [
        StyledSpan(row.glyphs.selected if selected else " ", "selected"),
        StyledSpan(row.glyphs.unread if entry.unread else " ", "unread"),
        StyledSpan(row.glyphs.star if entry.starred else " ", "star"),
    ]


# -- figures


def _figures_and_names(entry: Entry, row: RowFormat, room: int) -> list[StyledSpan]:
    """`▲  96  +12  ◆ 214  »  7   Org · First Author +9`: columns as far as there is room, then names."""
    role, rise = _figure_role(entry), entry.rise
    has_all_gains = row.has_gains and room >= ALL_GAINS_MIN_CELLS
    upvotes = StyledSpan(f"{row.glyphs.upvote}{_upvotes(entry)}", role)
    columns = [upvotes, *([_gain(rise.upvotes)] if row.has_gains else [])]
    if row.date_cells:
        columns.append(StyledSpan(f"  {_date(entry, row):<{row.date_cells}}", role))
    columns.append(StyledSpan(f"  {_code(entry, row)}", role))
    columns += [_gain(rise.github_stars)] if has_all_gains else []
    columns.append(StyledSpan(f"  {_comments(entry, row)}", role))
    columns += [_gain(rise.comments)] if has_all_gains else []
    spans: list[StyledSpan] = []
    for column in columns:
        if (cells := cell_width(column.text)) > room:
            break
        spans.append(column)
        room -= cells
    if (room := room - 3) >= MIN_NAME_CELLS and (names := _names(entry, row, room)):
        spans.append(StyledSpan(f"   {names}", _name_role(entry)))
    return spans


def _figure_role(entry: Entry) -> str:
    return "figure-read" if entry.read else "figure"


def _name_role(entry: Entry) -> str:
    return "name-read" if entry.read else "name"


def _upvotes(entry: Entry) -> str:
    return f"{entry.upvotes if entry.upvotes < 10_000 else short_number(entry.upvotes):>4}"


def _gain(by: int) -> StyledSpan:
    """What a figure gained since the user's last visit, in five cells."""
    number = str(by) if by < 1_000 else f"{min(by / 1_000, 99):.0f}k"
    return StyledSpan(f" {f'+{number}' if by > 0 else '':>4}", "rise")


def _code(entry: Entry, row: RowFormat) -> str:
    """That there is code, and its stars where they are many, in five cells."""
    stars = entry.github_stars or 0
    return f"{row.glyphs.code}{short_number(stars) if stars >= 100 else '':>4}" if entry.has_code else " " * 5


def _comments(entry: Entry, row: RowFormat) -> str:
    """More than the one comment that most papers have, in four cells."""
    number = str(entry.comments) if entry.comments < 1_000 else "999"
    return f"{row.glyphs.comments}{number:>3}" if entry.comments > 1 else " " * 4


def _date(entry: Entry, row: RowFormat) -> str:
    """The day that lists it, `30 Jul`, or `30 Jul 2024` of another year; without such a day when it was published."""
    if (day := entry.day) is not None:
        return f"{day.day} {day:%b}" + ("" if day.year == row.this_year else f" {day.year}")
    return f"{entry.published.day} {entry.published:%b %Y}" if entry.published else ""


def _names(entry: Entry, row: RowFormat, room: int) -> str:
    """`Org · First Author +9`, the organization cut first; or the rule that hides the paper."""
    if entry.rule:
        return cut(f"hidden by {clean(entry.rule)}", room, row.glyphs.cut)
    names = [name for name in (clean(entry.organization or ""), _first_author(entry)) if name]
    dot = f" {row.glyphs.dot} "
    if len(names) == 2 and cell_width(dot.join(names)) > room:
        left = room - cell_width(names[1]) - len(dot)
        names = [cut(names[0], left, row.glyphs.cut), names[1]] if left >= MIN_NAME_CELLS else names[:1]
    return cut(dot.join(names), room, row.glyphs.cut)


def _first_author(entry: Entry) -> str:
    return clean(entry.first_author) + (f" +{entry.authors - 1}" if entry.authors > 1 else "")


# -- one line


def _compact_line(entry: Entry, row: RowFormat, *, selected: bool) -> StyledLine:
    """`●★ 163  +52  Title …   Organization   ◆ 214  »  7`: columns as long as the title keeps most of the room."""
    role = _figure_role(entry)
    left = [*_marks(entry, row, selected=selected), StyledSpan(_upvotes(entry), role)]
    room = row.width - sum(cell_width(span.text) for span in left) - 3

    def takes(cells: int, *, title: int) -> bool:
        """Take these cells away from the title, unless it would be left with less than `title`."""
        nonlocal room
        if room - cells < title:
            return False
        room -= cells
        return True

    left += [_gain(entry.rise.upvotes)] if row.has_gains and takes(5, title=36) else []
    has_date = bool(row.date_cells) and takes(2 + row.date_cells, title=24)
    has_name = takes(2 + ORGANIZATION_CELLS, title=16 if entry.rule else 52)
    has_code = takes(7, title=52)
    has_comments = takes(6, title=52)
    right = []
    if has_name:
        name = f"hidden by {clean(entry.rule)}" if entry.rule else clean(entry.organization or "")
        right.append(
            StyledSpan(f"  {_padded(name or _first_author(entry), ORGANIZATION_CELLS, row)}", _name_role(entry))
        )
    right += [StyledSpan(f"  {_code(entry, row)}", role)] if has_code else []
    right += [StyledSpan(f"  {_comments(entry, row)}", role)] if has_comments else []
    right += [StyledSpan(f"  {_date(entry, row):>{row.date_cells}}", role)] if has_date else []
    left.append(StyledSpan("  "))
    title = highlighted(StyledSpan(_padded(entry.title, max(0, room), row), _title_role(entry)), 0, entry.title_matches)
    return StyledLine((*left, *title, *right), entry.id, gutter=sum(len(span.text) for span in left))


def _padded(text: str, cells: int, row: RowFormat) -> str:
    """The text cut or filled up to so many cells."""
    shown = cut(clean(text), cells, row.glyphs.cut)
    return shown + " " * (cells - cell_width(shown))
