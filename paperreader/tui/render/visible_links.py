"""What in some lines of a text points elsewhere, and the cells where it stands.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.text.width import cell_width
from paperreader.tui.render.styled_text import StyledLine


class Cells(NamedTuple):
    """Cells of one row."""

    x: int
    y: int
    width: int


class VisibleLink(NamedTuple):
    """Something that points elsewhere; all that points to the same is one."""

    target: str
    """`#` and the id of a block, or an address."""
    text: str
    """As it reads where it stands first."""
    mentions: tuple[tuple[Cells, ...], ...]
    """Where it stands; in several rows if it is wrapped."""

    def moved(self, x: int, y: int) -> "VisibleLink":
        """The same, counted from elsewhere."""
        mentions = tuple(tuple(Cells(a + x, b + y, width) for a, b, width in mention) for mention in self.mentions)
        return self._replace(mentions=mentions)

    @property
    def rows(self) -> list[int]:
        """All rows that it stands in."""
        return sorted({cells.y for mention in self.mentions for cells in mention})


def is_target(link: str) -> bool:
    """Whether the link of a span points elsewhere; else it names a copy format."""
    return link.startswith(("#", "http://", "https://"))


def visible_links(lines: Sequence[StyledLine]) -> list[VisibleLink]:
    """The links in these lines, in the order of reading; cells are counted from the first line and its start."""
    found: dict[str, tuple[str, list[list[Cells]]]] = {}
    last = ""
    """The target of the text just before, which the next span may continue."""
    for y, line in enumerate(lines):
        x = used = 0
        last = last if line.flows else ""
        for span in line.spans:
            width = cell_width(span.text)
            if is_target(span.link) and span.text.strip():
                text, mentions = found.setdefault(span.link, ("", []))
                if span.link != last:
                    mentions.append([])
                if len(mentions) == 1:
                    is_wrapped = mentions[0] and mentions[0][-1].y != y
                    text += f" {span.text}" if is_wrapped else span.text
                mentions[-1].append(Cells(x, y, width))
                found[span.link] = text, mentions
                last = span.link
            elif span.text and used >= line.gutter:
                last = ""
            x += width
            used += len(span.text)
    return [VisibleLink(target, text, tuple(map(tuple, mentions))) for target, (text, mentions) in found.items()]


def link_at(lines: Sequence[StyledLine], x: int, y: int) -> VisibleLink | None:
    """The link at a cell, with that mention alone."""
    for link in visible_links(lines):
        for mention in link.mentions:
            if any(cells.y == y and cells.x <= x < cells.x + cells.width for cells in mention):
                return link._replace(mentions=(mention,))
    return None
