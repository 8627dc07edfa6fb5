"""The contents of a paper: its headings, and what else is found by its name, such as `table 3`.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Runs,
    Table,
    plain,
)
from paperreader.text.fold import fold, fold_located

MAX_SEARCHED_CHARS = 300
"""Of a title, which may be a caption of many lines."""
CAPTION = re.compile(
    r"(\w+\.?\s*(?:[A-Z]{1,2}\.?)?\d+[a-z]?(?:\.\d+[a-z]?)*(?!\w)|\w+ [IVXLC]+(?=\s*[:.|：]))[\s:.|：。]*(.*)",
    re.DOTALL,
)
"""`Table 3: Variations`, `Fig. 2. Loss`, `Algorithm A.1 Sorting`, `Table III: Sizes`: a name with its number."""


class ContentsEntry(NamedTuple):
    """A line of the contents."""

    at: int
    """The index of its block in the text."""
    name: str
    """`3.2`, `Table 3`; empty where it has neither number nor name."""
    title: str
    level: int
    """1: a section, 2: a subsection …; 0: no heading."""
    is_formula: bool = False
    """Its title is a formula, which is found in the text but not here."""


def contents(text: Fulltext) -> list[ContentsEntry]:
    """Everything that can be gone to by its name, in the order of the text."""
    return [entry for index, block in enumerate(text.blocks) if (entry := _entry(index, block)) is not None]


class ContentsIndex:
    """The contents of a text, to be searched with each letter."""

    def __init__(self, entries: Sequence[ContentsEntry]) -> None:
        self._entries = entries

    @cached_property
    def _folded(self) -> list[tuple[ContentsEntry, str, str]]:
        """Each with its name and its title, folded when the first letter is typed."""
        return [
            (entry, fold(entry.name), "" if entry.is_formula else fold(entry.title[:MAX_SEARCHED_CHARS]))
            for entry in self._entries
        ]

    def find(self, text: str) -> list[ContentsEntry]:
        """What has all words of the text: headings first, then what is called so; without a text all headings.

        A word begins a word of the title or the number; only where nothing begins so, it may stand in the middle.
        """
        words = fold(text).split()
        if not words:
            return [entry for entry in self._entries if entry.level]
        starts = [re.compile(rf"(?<!\w){re.escape(word)}") for word in words]
        found = [
            (not entry.level, not entry.level and not all(start.search(name) for start in starts), entry)
            for entry, name, title in self._folded
            if all(start.search(title) or _is_name(entry, name, start) for start in starts)
        ]
        if found:
            return [entry for _, _, entry in sorted(found, key=itemgetter(0, 1))]
        return [entry for entry, name, title in self._folded if all(word in f"{name} {title}" for word in words)]


def _is_name(entry: ContentsEntry, name: str, start: re.Pattern[str]) -> bool:
    """Whether a word begins the number of a section, or any word of another name."""
    return bool(start.match(name) if entry.level else start.search(name))


def matched_ranges(title: str, text: str) -> list[tuple[int, int]]:
    """Where a title has the words of a text, as (start, end); at the beginning of a word if it has them there."""
    folded, starts, ends = fold_located(title)
    ranges = []
    for word in map(re.escape, fold(text).split()):
        if at := re.search(rf"(?<!\w){word}", folded) or re.search(word, folded):
            ranges.append((starts[at.start()], ends[at.end() - 1]))
    return sorted(ranges)


def split_caption(caption: Runs) -> tuple[str, str]:
    """The name in a caption (`Table 3`), and what follows it; the name is empty if there is none."""
    whole = " ".join(plain(caption).split())
    found = CAPTION.match(whole)
    return (found[1], found[2]) if found else ("", whole)


def _entry(index: int, block: Block) -> ContentsEntry | None:
    match block:
        case Heading():
            return ContentsEntry(index, block.number, " ".join(plain(block.runs).split()), max(1, block.level))
        case Table() | Figure() | Listing() if block.caption:
            return ContentsEntry(index, *split_caption(block.caption), 0)
        case Equation() if block.number:
            return ContentsEntry(index, f"Equation {block.number}", block.text, 0, True)
        case Paragraph() if block.frame == "theorem" and block.runs[:1] and "strong" in block.runs[0].style:
            rest = " ".join(plain(block.runs[1:]).split())
            return ContentsEntry(index, block.runs[0].text.strip().rstrip(".:"), rest, 0)
    return None
