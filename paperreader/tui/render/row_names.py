"""The names in a row of a list: who wrote the paper, and whose stars it has."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.models import Entry
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.render.styled_text import Glyphs

MIN_NAME_CELLS = 8
"""Names that would get less are left out."""


def names_text(entry: Entry, room: int, glyphs: Glyphs) -> str:
    """`Org · First Author +9`, the author shortened or left out before the organization is cut; or the hiding rule."""
    if entry.rule:
        return cut(f"hidden by {clean(entry.rule)}", room, glyphs.cut)
    organization, author = clean(entry.organization or ""), clean(entry.first_author)
    more = f" +{entry.authors - 1}" if entry.authors > 1 else ""
    before = f"{organization} {glyphs.dot} " if organization else ""
    for name in (author, _with_initials(author)):
        if name and cell_width(text := f"{before}{name}{more}") <= room:
            return text
    return cut(organization or _with_initials(author) + more, room, glyphs.cut)


def _with_initials(name: str) -> str:
    """`J. van Wetherlow`; as it is where it has a comma, one word, or letters without capitals."""
    if "," in name:
        return name
    *given, family = name.split() or [""]
    return " ".join([*(f"{word[0]}." if word[0].isupper() else word for word in given), family])


def stars_and_names_text(entry: Entry, room: int, glyphs: Glyphs) -> str:
    """`★ 2 in vision-lab · Org · First Author +9`: whose stars it has, that is why somebody may want to read it."""
    if not entry.groups or entry.rule:
        return names_text(entry, room, glyphs) if room >= MIN_NAME_CELLS else ""
    starred = group_text(entry.groups, glyphs)
    if cell_width(starred) > room:
        starred = cut(group_stars_text(entry.groups, glyphs), room, glyphs.cut)
    left = room - cell_width(starred) - 3
    names = names_text(entry, left, glyphs) if left >= MIN_NAME_CELLS else ""
    return f"{starred} {glyphs.dot} {names}" if names else starred


def group_text(groups: Sequence[tuple[str, int]], glyphs: Glyphs) -> str:
    """`★ 2 in vision-lab, 1 in reading-club`."""
    return f"{glyphs.star} " + ", ".join(f"{members:,} in {clean(group)}" for group, members in groups)


def group_stars_text(groups: Sequence[tuple[str, int]], glyphs: Glyphs) -> str:
    """`★3`: of all groups together, where there is no room for their names; nothing without groups."""
    return f"{glyphs.star}{sum(members for _, members in groups):,}" if groups else ""
