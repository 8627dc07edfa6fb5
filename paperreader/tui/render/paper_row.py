"""A paper in the list as styled lines: a title, figures in columns and names; or all of it in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperreader.models import NO_RISE, Entry
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.render.figures import code_text, comments_gain_text, comments_text, gain_text, upvotes_text
from paperreader.tui.render.row_names import group_stars_text, names_text, stars_and_names_text
from paperreader.tui.render.rows import highlighted
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

GUTTER_CELLS = 4
"""Room for the marks to the left of a title."""
MAX_TITLE_LINES = 2
ALL_GAINS_MIN_CELLS = 72
"""From this width on the gains of stars and comments have columns, too."""
FULL_ROWS_MIN = 8
"""Papers that should fit into the pane: where fewer do in full, one line each is more use."""
USUAL_ROOM = 90
"""From this width on most titles take one line."""
ORGANIZATION_CELLS = 16


class Columns(NamedTuple):
    """The cells of each figure's column, without the gap before it; 0: no paper of the list has that figure."""

    upvotes_gain: int = 0
    code: int = 0
    stars_gain: int = 0
    comments: int = 0
    comments_gain: int = 0
    has_new_comments: bool = False
    signs: str = ""
    """What some paper of the list has: its text stored, tags, a note, a place that it would not have by its score."""
    group_stars: int = 0


class RowFormat(NamedTuple):
    """How the papers of a list are drawn: all of them alike, so that their figures stand in columns."""

    width: int
    glyphs: Glyphs = Glyphs()
    is_compact: bool = False
    this_year: int | None = None
    """The list spans several days, so each paper shows its own; the year where it is another than this."""
    date_cells: int = 0
    """Room for these dates."""
    columns: Columns = Columns()


def row_format(
    entries: Sequence[Entry], width: int, glyphs: Glyphs, *, is_compact: bool, this_year: int | None
) -> RowFormat:
    """The format of a list with these papers."""
    dates = 0
    if this_year is not None:
        dates = 6 if all(entry.day and entry.day.year == this_year for entry in entries) else 11
    return RowFormat(width, glyphs, is_compact, this_year, dates, _columns(entries, glyphs))


def _columns(entries: Sequence[Entry], glyphs: Glyphs) -> Columns:
    """Columns as wide as these papers need."""
    rises = {entry.rise for entry in entries if entry.rise is not NO_RISE}

    def widest(texts: Iterable[str]) -> int:
        return max(map(cell_width, texts), default=0)

    return Columns(
        widest(gain_text(rise.upvotes) for rise in rises),
        widest(code_text(stars, glyphs) for stars in {entry.github_stars for entry in entries if entry.has_code}),
        widest(gain_text(rise.github_stars) for rise in rises),
        widest(comments_text(number, glyphs) for number in {entry.comments for entry in entries}),
        widest(comments_gain_text(*both) for both in {(entry.new_comments, entry.rise.comments) for entry in entries}),
        any(entry.new_comments for entry in entries),
        (glyphs.text if any(entry.has_text for entry in entries) else "")
        + (glyphs.tag if any(entry.tags for entry in entries) else "")
        + (glyphs.note if any(entry.has_note for entry in entries) else "")
        + (glyphs.put_forward if any(entry.put_forward for entry in entries) else ""),
        widest(group_stars_text(groups, glyphs) for groups in {entry.groups for entry in entries}),
    )


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
    texts = [_highlighted_title(line, start, entry, row.glyphs) for line, start in zip(title, starts, strict=False)]
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


def _highlighted_title(text: str, start: int, entry: Entry, glyphs: Glyphs) -> list[StyledSpan]:
    """A line of the title from `start` on; the sign of a cut and blanks after it are no part of a match."""
    title = clean(entry.title)
    kept = text if title.startswith(text, start) else text.rstrip().removesuffix(glyphs.cut)
    role = _title_role(entry)
    return [*highlighted(StyledSpan(kept, role), start, entry.title_matches), StyledSpan(text[len(kept) :], role)]


def _title_role(entry: Entry) -> str:
    return "strong" if entry.unread else "read" if _is_done(entry) else "text"


def _is_done(entry: Entry) -> bool:
    """It is read, and waits for no second look."""
    return entry.read and (entry.passed is None or entry.passed.looked_at)


def _marks(entry: Entry, row: RowFormat, *, selected: bool) -> list[StyledSpan]:
    """Selected or else followed, unread, starred: a cell each."""
    followed = StyledSpan(row.glyphs.followed if entry.followed else " ", "followed")
    return [
        StyledSpan(row.glyphs.selected, "selected") if selected else followed,
        StyledSpan(row.glyphs.unread if entry.unread else " ", "unread"),
        StyledSpan(row.glyphs.star if entry.starred else " ", "star"),
    ]


# -- figures


def _figures_and_names(entry: Entry, row: RowFormat, room: int) -> list[StyledSpan]:
    """`▲  96  +12  ◆ 214  » 7  ¶#✎   Org · First Author +9`: columns as far as there is room, then names."""
    role, rise, cells = _figure_role(entry), entry.rise, row.columns
    has_all_gains = room >= ALL_GAINS_MIN_CELLS
    columns = [StyledSpan(f"{row.glyphs.upvote}{upvotes_text(entry)}", role)]
    columns += _column(f"{gain_text(rise.upvotes):>{cells.upvotes_gain}}", cells.upvotes_gain, "rise")
    columns += _column(_date(entry, row), row.date_cells, role)
    columns += _code_column(entry, row)
    columns += (
        _column(f"{gain_text(rise.github_stars):>{cells.stars_gain}}", cells.stars_gain, "rise")
        if has_all_gains
        else []
    )
    columns += _comments_column(entry, row)
    columns += _comments_gain_column(entry, row) if has_all_gains or cells.has_new_comments else []
    columns += _signs_column(entry, row)
    spans: list[StyledSpan] = []
    for column in columns:
        if (taken := cell_width(column.text)) > room:
            break
        spans.append(column)
        room -= taken
    if (room := room - 3) > 0 and (names := stars_and_names_text(entry, room, row.glyphs)):
        spans.append(StyledSpan(f"   {names}", _name_role(entry)))
    return spans


def _column(text: str, cells: int, role: str) -> list[StyledSpan]:
    """A column's cell, after a gap; nothing if the list does not need the column."""
    return [StyledSpan("  " + text + " " * (cells - cell_width(text)), role)] if cells else []


def _code_column(entry: Entry, row: RowFormat) -> list[StyledSpan]:
    text = code_text(entry.github_stars, row.glyphs) if entry.has_code else ""
    return _column(_justified(text, row.columns.code), row.columns.code, _figure_role(entry))


def _comments_column(entry: Entry, row: RowFormat) -> list[StyledSpan]:
    text = _justified(comments_text(entry.comments, row.glyphs), row.columns.comments)
    return _column(text, row.columns.comments, _figure_role(entry))


def _comments_gain_column(entry: Entry, row: RowFormat) -> list[StyledSpan]:
    cells = row.columns.comments_gain
    return _column(f"{comments_gain_text(entry.new_comments, entry.rise.comments):>{cells}}", cells, "rise")


def _signs_column(entry: Entry, row: RowFormat) -> list[StyledSpan]:
    glyphs, signs = row.glyphs, row.columns.signs
    has = {glyphs.text: entry.has_text, glyphs.tag: bool(entry.tags), glyphs.note: entry.has_note}
    has[glyphs.put_forward] = bool(entry.put_forward)
    return _column("".join(sign if has[sign] else " " for sign in signs), cell_width(signs), _figure_role(entry))


def _justified(text: str, cells: int) -> str:
    """A glyph at the left of the column, its number at the right."""
    glyph, _, number = text.partition(" ")
    return glyph + number.rjust(cells - cell_width(glyph)) if number else glyph


def _figure_role(entry: Entry) -> str:
    return "figure-read" if _is_done(entry) else "figure"


def _name_role(entry: Entry) -> str:
    return "name-read" if _is_done(entry) else "name"


def _date(entry: Entry, row: RowFormat) -> str:
    """The day that lists it, `30 Jul`, or `30 Jul 2024` of another year; without such a day when it was published."""
    if (day := entry.day) is not None:
        return f"{day.day} {day:%b}" + ("" if day.year == row.this_year else f" {day.year}")
    return f"{entry.published.day} {entry.published:%b %Y}" if entry.published else ""


# -- one line


def _compact_line(entry: Entry, row: RowFormat, *, selected: bool) -> StyledLine:
    """`●★ 163  +52  Title …   Organization   ◆ 214  » 7  ¶#✎`: columns as long as the title keeps most of the room."""
    role = _figure_role(entry)
    left = [*_marks(entry, row, selected=selected), StyledSpan(upvotes_text(entry), role)]
    room = row.width - sum(cell_width(span.text) for span in left) - 3

    def takes(cells: int, *, title: int) -> bool:
        """Take these cells away from the title, unless it would be left with less than `title`."""
        nonlocal room
        if room - cells < title:
            return False
        room -= cells
        return True

    columns = row.columns
    if columns.upvotes_gain and takes(2 + columns.upvotes_gain, title=36):
        left += _column(f"{gain_text(entry.rise.upvotes):>{columns.upvotes_gain}}", columns.upvotes_gain, "rise")
    has_date = bool(row.date_cells) and takes(2 + row.date_cells, title=24)
    has_group_stars = bool(columns.group_stars) and takes(2 + columns.group_stars, title=24)
    has_name = takes(2 + ORGANIZATION_CELLS, title=16 if entry.rule else 52)
    has_code = bool(columns.code) and takes(2 + columns.code, title=52)
    has_comments = bool(columns.comments) and takes(2 + columns.comments, title=52)
    has_new = columns.has_new_comments and has_comments and takes(2 + columns.comments_gain, title=40)
    has_signs = bool(columns.signs) and takes(2 + cell_width(columns.signs), title=24)
    right = []
    if has_group_stars:
        text = group_stars_text(entry.groups, row.glyphs)
        right += _column(text, columns.group_stars, _name_role(entry))
    if has_name:
        right += _column(names_text(entry, ORGANIZATION_CELLS, row.glyphs), ORGANIZATION_CELLS, _name_role(entry))
    right += _code_column(entry, row) if has_code else []
    right += _comments_column(entry, row) if has_comments else []
    right += _comments_gain_column(entry, row) if has_new else []
    right += _signs_column(entry, row) if has_signs else []
    right += [StyledSpan(f"  {_date(entry, row):>{row.date_cells}}", role)] if has_date else []
    left.append(StyledSpan("  "))
    title = _highlighted_title(_padded(entry.title, max(0, room), row), 0, entry, row.glyphs)
    return StyledLine((*left, *title, *right), entry.id, gutter=sum(len(span.text) for span in left))


def _padded(text: str, cells: int, row: RowFormat) -> str:
    """The text cut or filled up to so many cells."""
    shown = cut(clean(text), cells, row.glyphs.cut)
    return shown + " " * (cells - cell_width(shown))
