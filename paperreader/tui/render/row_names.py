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
    """`Org · First Author +9`, the author shortened or left out before the organization is cut; or the hiding rule.

    Before it, `★ 2 in vision-lab`: that is why somebody may want to read it.
    """
    if entry.groups and not entry.rule:
        starred = group_text(entry.groups, glyphs)
        left = room - cell_width(starred) - 3
        names = names_text(entry._replace(groups=()), left, glyphs) if left >= MIN_NAME_CELLS else ""
        return f"{starred} {glyphs.dot} {names}" if names else cut(starred, room, glyphs.cut)
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


def group_text(groups: Sequence[tuple[str, int]], glyphs: Glyphs) -> str:
    """`★ 2 in vision-lab, 1 in reading-club`."""
    return f"{glyphs.star} " + ", ".join(f"{members:,} in {clean(group)}" for group, members in groups)
