"""What in some lines of a text points elsewhere, formulas too, and the cells where they stand.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paperreader.text.width import cell_width
from paperreader.tui.render.styled_text import StyledLine, StyledSpan


class Cells(NamedTuple):
    """Cells of one row."""

    x: int
    y: int
    width: int


class VisibleLink(NamedTuple):
    """Something that points elsewhere; all that points to the same is one."""

    target: str
    """`#` and the id of a block, or an address; of a formula its TeX; on a page also the name of a copy format."""
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
    return _found(lines, lambda span: span.link if is_target(span.link) else "")


def page_links(lines: Sequence[StyledLine]) -> list[VisibleLink]:
    """The links in these lines of a page, whatever they open."""
    return _found(lines, lambda span: span.link)


def visible_formulas(lines: Sequence[StyledLine]) -> list[VisibleLink]:
    """The formulas in these lines, displayed ones first."""
    found = _found(lines, lambda span: span.tex)
    displayed = {span.tex for line in lines if line.section == "equation" for span in line.spans}
    return sorted(found, key=lambda formula: formula.target not in displayed)


def _found(lines: Sequence[StyledLine], target_of: Callable[[StyledSpan], str]) -> list[VisibleLink]:
    found: dict[str, tuple[str, list[list[Cells]]]] = {}
    last = ""
    """The target of the text just before, which the next span may continue."""
    for y, line in enumerate(lines):
        x = used = 0
        last = last if line.flows or line.section == "equation" else ""
        for span in line.spans:
            width, target = cell_width(span.text), target_of(span)
            if target and span.text.strip():
                text, mentions = found.setdefault(target, ("", []))
                if target != last:
                    mentions.append([])
                if len(mentions) == 1:
                    is_wrapped = mentions[0] and mentions[0][-1].y != y
                    text += f" {span.text}" if is_wrapped else span.text
                blanks = len(span.text) - len(span.text.lstrip(" "))
                mentions[-1].append(Cells(x + blanks, y, width - blanks))
                found[target] = text, mentions
                last = target
            elif span.text.strip() and used >= line.gutter and line.section != "equation":
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
