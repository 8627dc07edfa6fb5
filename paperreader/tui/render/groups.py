"""What the members of the user's groups starred and tagged, on the page of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from paperreader.group_mark import GroupMark
from paperreader.mark_fields import STARRED, TAG
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

SECTION = "groups"
MAX_NAMES = 6
MAX_TAGS = 8
"""Of each group."""


def group_lines(
    marks: Sequence[GroupMark], counts: Sequence[tuple[str, int]], link: str, width: int, glyphs: Glyphs
) -> list[StyledLine]:
    """`★ Anna, Ben in vision-lab` and `# vision-lab/to-discuss  Cho`.

    `marks`: by group, field and member. `counts`: how many starred it in each group. `link`: what links to lists of
    groups begin with.
    """
    lines: list[StyledLine] = []
    start, members = 0, dict(counts)
    for group, all_of_group in groupby(marks, lambda mark: mark.group):
        for sign, before, names, after in _facts(group, list(all_of_group), members.get(group, 0), glyphs):
            target = f"{link}{group}" if after.endswith(group) else ""
            text = clean(f"{before}{names}{after}")
            for offset, line in wrap(text, max(1, width - 2)):
                is_last = bool(target) and offset + len(line) >= len(text) and line.endswith(f" {group}")
                head = line[: -len(group)] if is_last else line
                spans = [StyledSpan(" " * 2 if offset else f"{sign} ", "figure"), StyledSpan(head, "text")]
                spans += [StyledSpan(group, "link", target)] if is_last else []
                lines.append(StyledLine(tuple(spans), SECTION, start + offset, flows=offset > 0))
            start += len(text) + 1
    return lines


def _facts(group: str, marks: Sequence[GroupMark], starred: int, glyphs: Glyphs) -> Iterator[tuple[str, str, str, str]]:
    """A sign, and the text before names, the names, and the text after them."""
    by_field = [
        (field, [mark.member for mark in of_field]) for field, of_field in groupby(marks, lambda each: each.field)
    ]
    tags = [(field, members) for field, members in by_field if field != STARRED]
    for field, members in by_field:
        if field == STARRED:
            yield glyphs.star, "", names_text(members, max(starred, len(members))), f" in {group}"
    for field, members in tags[:MAX_TAGS]:
        yield glyphs.tag, f"{field.removeprefix(TAG)}  ", names_text(members, len(members)), ""
    if len(tags) > MAX_TAGS:
        yield glyphs.tag, f"and {len(tags) - MAX_TAGS:,} more tags of {group}", "", ""


def names_text(members: Sequence[str], total: int) -> str:
    """`Anna, Ben`, or `Anna, Ben, Cho, Dov, Eda and 12 more`."""
    shown = [clean(name) for name in (members if total <= MAX_NAMES else members[: MAX_NAMES - 1])]
    return ", ".join(shown) + (f" and {total - len(shown):,} more" if total > len(shown) else "")
