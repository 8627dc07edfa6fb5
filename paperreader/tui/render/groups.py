"""What the members of the user's groups starred and tagged, on the page of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from paperreader.group_mark import GroupMark
from paperreader.mark_fields import STARRED, TAG
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

SECTION, SIGN_CELLS = "groups", 2
MAX_NAMES = 6
MAX_TAGS = 8
"""Of each group."""


def group_lines(marks: Sequence[GroupMark], link: str, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """`★ Anna, Ben in vision-lab` and `# vision-lab/to-discuss by Cho`.

    `marks`: by group, field and member. `link`: what links to lists of groups begin with.
    """
    lines: list[StyledLine] = []
    start = 0
    for group, marks_of_group in groupby(marks, lambda mark: mark.group):
        for sign, said in _said(group, list(marks_of_group), glyphs):
            text = clean(said)
            for offset, line in wrap(text, max(1, width - SIGN_CELLS)):
                names_group = sign == glyphs.star and offset + len(line) == len(text) and line.endswith(group)
                before = line.removesuffix(group) if names_group else line
                spans = [StyledSpan(("" if offset else sign).ljust(SIGN_CELLS), "figure"), StyledSpan(before, "text")]
                spans += [StyledSpan(group, "link", f"{link}{group}")] if names_group else []
                lines.append(StyledLine(tuple(spans), SECTION, start + offset, flows=offset > 0))
            start += len(text) + 1
    return lines


def _said(group: str, marks: Sequence[GroupMark], glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    """What a group says of the paper, each behind a sign: who starred it, and who gave it which tag."""
    by_field = {
        field: members_text([mark.member for mark in of]) for field, of in groupby(marks, lambda mark: mark.field)
    }
    if names := by_field.pop(STARRED, ""):
        yield glyphs.star, f"{names} in {group}"
    for field in list(by_field)[:MAX_TAGS]:
        yield glyphs.tag, f"{field.removeprefix(TAG)} by {by_field[field]}"
    if len(by_field) > MAX_TAGS:
        yield glyphs.tag, f"and {len(by_field) - MAX_TAGS:,} more tags of {group}"


def members_text(members: Sequence[str]) -> str:
    """`Anna, Ben`, or `Anna, Ben, Cho, Dov, Eda and 12 more`."""
    shown = members if len(members) <= MAX_NAMES else members[: MAX_NAMES - 1]
    return ", ".join(shown) + (f" and {len(members) - len(shown):,} more" if len(members) > len(shown) else "")
