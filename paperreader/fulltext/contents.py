"""The contents of a paper: its headings, and what else is found by its name, such as `table 3`.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
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


def contents(text: Fulltext) -> list[ContentsEntry]:
    """Everything that can be gone to by its name, in the order of the text."""
    return [entry for index, block in enumerate(text.blocks) if (entry := _entry(index, block)) is not None]


def find(entries: Sequence[ContentsEntry], text: str) -> list[ContentsEntry]:
    """What has all words of the text: headings first, then what is called so; without a text all headings.

    A word begins a word of the title or the number; only where nothing begins so, it may stand in the middle.
    """
    words = _fold(text)[0].split()
    if not words:
        return [entry for entry in entries if entry.level]
    pattern = [rf"(?<!\w){re.escape(word)}" for word in words]
    found = [entry for entry in entries if all(_matches(entry, *each) for each in zip(words, pattern, strict=True))]
    if not found:
        found = [entry for entry in entries if all(word in _fold(f"{entry.name} {entry.title}")[0] for word in words)]
    names = {entry.at: _fold(entry.name)[0] for entry in found}
    called_so = {at for at, name in names.items() if all(re.search(begins, name) for begins in pattern)}
    return sorted(found, key=lambda entry: (not entry.level, not entry.level and entry.at not in called_so))


def matched_ranges(title: str, text: str) -> list[tuple[int, int]]:
    """Where a title has the words of a text, as (start, end); at their beginning of a word if they are at one."""
    folded, origins = _fold(title)
    ranges = []
    for word in _fold(text)[0].split():
        at = re.search(rf"(?<!\w){re.escape(word)}", folded) or re.search(re.escape(word), folded)
        if at:
            ranges.append((origins[at.start()], origins[at.end() - 1] + 1))
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
            return ContentsEntry(index, f"Equation {block.number}", block.text, 0)
        case Paragraph() if block.frame == "theorem" and block.runs[:1] and "strong" in block.runs[0].style:
            rest = " ".join(plain(block.runs[1:]).split())
            return ContentsEntry(index, block.runs[0].text.strip().rstrip(".:"), rest, 0)
    return None


def _matches(entry: ContentsEntry, word: str, begins: str) -> bool:
    """Whether the word begins the number of a section, or any word of the title or another name."""
    name = _fold(entry.name)[0]
    in_name = name.startswith(word) if entry.level else re.search(begins, name)
    return bool(in_name or re.search(begins, _fold(entry.title)[0]))


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters without accents, and the index in the text that each of them comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pairs = list(_folded(text))
    return "".join(letter for letter, _ in pairs), [index for _, index in pairs]


def _folded(text: str) -> Iterator[tuple[str, int]]:
    for index, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(letter):
                yield letter, index
