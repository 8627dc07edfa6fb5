"""Tags for papers: those that there are, as they are typed, and new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from paperreader.humanize import count
from paperreader.text.fold import fold
from paperreader.text.sanitize import clean
from paperreader.text.tags import InvalidTag, is_between, read_tags, split
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.render.rows import spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors


class TagChoice(NamedTuple):
    """Tags that were typed, and one of the list; empty where what was typed is all, if anything was."""

    typed: tuple[str, ...]
    tag: str

    @property
    def tags(self) -> list[str]:
        return [*self.typed, *([self.tag] if self.tag else [])]


class TagList(ChooserList[TagChoice]):
    """Tags, and what choosing one does: it is put on the papers, or removed if all of them have it."""

    def __init__(self, known: Mapping[str, int], tagged: Sequence[Sequence[str]]) -> None:
        """`known`: how many papers have each. `tagged`: the tags of each paper that is to be tagged."""
        super().__init__()
        self._known, self._tagged = known, tagged

    def draw_entry(self, entry: TagChoice) -> StyledLine:
        if not entry.tag:
            text = clean(", ".join(entry.typed)) or "leave the tags as they are"
            return StyledLine((StyledSpan("   "), StyledSpan(text, "text" if entry.typed else "figure")))
        have = sum(entry.tag in tags for tags in self._tagged)
        sign, does = " ", "on it" if len(self._tagged) == 1 else f"on {have:,} of {len(self._tagged):,}"
        if have == len(self._tagged):
            sign, does = self.glyphs.read, "remove"
        papers = self._known.get(entry.tag)
        about = count(papers, "paper") if papers else "" if have else "new tag"
        left = [StyledSpan(f" {sign} ", "followed"), StyledSpan(clean(entry.tag), "text")]
        left += [StyledSpan(f"   {does}", "figure")] if have else []
        return spread(left, [StyledSpan(about, "figure")], self.line_width, self.glyphs.cut)


class TagChooser(Chooser[TagChoice]):
    """Dismissed with the tags to put on the papers or to remove, or None."""

    def __init__(
        self,
        label: str,
        known: Mapping[str, int],
        tagged: Sequence[Sequence[str]],
        colors: Colors,
        glyphs: Glyphs,
        *,
        answered: Callable[[TagChoice | None], None] | None = None,
    ) -> None:
        super().__init__(label, "one tag, or several", TagList(known, tagged), colors, glyphs, answered=answered)
        self._own = dict.fromkeys(sorted({tag for tags in tagged for tag in tags}))
        self._others = [tag for tag in known if tag not in self._own]
        on_all = [all(tag in tags for tags in tagged) for tag in self._own]
        self._first = len(self._own) if self._others else on_all.index(False) if False in on_all else None
        """The row of a tag that Enter puts on papers; None where all papers have all."""

    def find(self, text: str) -> tuple[Sequence[TagChoice | str], int | None]:
        try:
            read_tags(text)
        except InvalidTag as why:
            return [str(why)], None
        typed = list(dict.fromkeys(split(text)))
        begun = typed.pop() if typed and not is_between(text[-1]) else ""
        matching = self._matching(begun) if begun else [*self._own, *self._others]
        rows = [TagChoice(tuple(typed), tag) for tag in matching if tag not in typed]
        if typed and not begun:
            return [TagChoice(tuple(typed), ""), *rows], 0
        if not rows and not begun:
            return ["No tags yet: type one"], None
        if not begun and self._first is None:  # Enter alone removes none
            return [TagChoice((), ""), *rows], 0
        return rows, None if begun else self._first

    def _matching(self, begun: str) -> Iterator[str]:
        """The tag that is typed; those that begin so, or a part of which does, other tags first; at last a new one."""
        folded = fold(begun)
        found = [tag for tag in (*self._others, *self._own) if _has_part(folded, fold(tag))]
        yield from (tag for tag in found if tag == begun)
        yield from (tag for tag in found if tag != begun)
        if begun not in found:
            yield begun


def _has_part(begun: str, tag: str) -> bool:
    return tag.startswith(begun) or any(part.startswith(begun) for part in re.split(r"[-_./:]", tag))
