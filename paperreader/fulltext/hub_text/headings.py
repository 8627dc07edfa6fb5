"""Headings: their numbers and levels, and those that the reader shows elsewhere: title and abstract."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Figure, Heading, Paragraph, Run, Runs, RunStyle, plain
from paperreader.fulltext.commonmark.line import merged
from paperreader.fulltext.hub_text.table_of_contents import without_contents
from paperreader.fulltext.hub_text.theorems import with_names

_NUMBER = re.compile(
    r"(?P<word>(?:Appendix|Supplement|Section|Chapter|Part)\s+)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){1,4}|[IVX]{1,5}(?:[.-][A-Z0-9]{1,2}){0,3}|[A-Z]\d?(?:\.\d{1,2}){0,4})"
    r"[.:)]?(?:\s+(?=\S)|$)"
)
_ABSTRACT = re.compile(r"\W*abstract\W*", re.IGNORECASE)
_FIRST = re.compile(r"\W*(?:[1I]\W+)?(?:introduction|contents)\W*", re.IGNORECASE)
_IN_HEADING: dict[RunStyle, RunStyle] = {"strong": "", "strong emphasis": "emphasis"}
"""All of a heading is strong."""
MAX_HEADING_CHARS = 250
"""A longer one is a paragraph that a converter took for a heading."""
MAX_ABSTRACT_CHARS = 2500
"""arXiv allows 1,920; what is longer is not only the abstract."""


def read_headings(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks with numbers and levels in their headings, without title, abstract and table of contents."""
    return without_contents(_numbered(with_names(_without_abstract(_without_front(blocks, title)))))


def _without_front(blocks: Sequence[Block], title: str) -> list[Block]:
    """What stands before abstract or introduction is no section: the title is dropped, names become paragraphs."""
    end = next((at for at, block in enumerate(blocks) if _begins_text(block)), 0)
    found: list[Block] = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Heading):
            if not (at < end and isinstance(block, Figure) and not block.caption):  # a logo
                found.append(block)
        elif _same(plain(block.runs), title) or (at < end and not title and not _has_heading(blocks[:at])):
            continue
        else:
            found.append(Paragraph(block.runs, block.id) if at < end else block)
    return found


def _begins_text(block: Block) -> bool:
    if not isinstance(block, Heading):
        return False
    text = plain(block.runs)
    return bool(_ABSTRACT.fullmatch(text) or _FIRST.fullmatch(text) or re.match(r"(?:1|I|1\.)\s", text))


def _has_heading(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, Heading) for block in blocks)


def _same(text: str, title: str) -> bool:
    return bool(title) and re.sub(r"\W", "", text).casefold() == re.sub(r"\W", "", title).casefold()


def _without_abstract(blocks: Sequence[Block]) -> list[Block]:
    start = next((at for at, block in enumerate(blocks) if _is_abstract(block)), None)
    if start is None:
        return list(blocks)
    end = next((at for at in range(start + 1, len(blocks)) if isinstance(blocks[at], Heading)), len(blocks))
    section = blocks[start + 1 : end]
    prose = [block for block in section if isinstance(block, Paragraph) and not _is_caption(block)]
    if sum(len(plain(block.runs)) for block in prose) > MAX_ABSTRACT_CHARS or end == len(blocks):
        del prose[1:]  # an introduction without a heading follows
    kept = [block for block in section if not any(block is dropped for dropped in prose)]
    return [*blocks[:start], *kept, *blocks[end:]]


def _is_abstract(block: Block) -> bool:
    return isinstance(block, Heading) and bool(_ABSTRACT.fullmatch(plain(block.runs)))


def _is_caption(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(re.match(r"(?:Fig(?:ure|\.)|Table) ?\d", plain(block.runs)))


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    first_words = {plain(block.runs).split(" ")[0].rstrip(".:") for block in blocks if isinstance(block, Heading)}
    base = _base_level(blocks, first_words)
    level = 0
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and len(plain(block.runs)) > MAX_HEADING_CHARS:
            found.append(Paragraph(block.runs, block.id))
        elif isinstance(block, Heading):
            runs = merged(run._replace(style=_IN_HEADING.get(run.style, run.style)) for run in block.runs)
            number, length = _number(plain(runs), first_words)
            wanted = number.count(".") + number.count("-") + 1 if number else block.level - base + 1
            level = max(1, min(wanted, level + 1))
            runs = _cut(runs, length)
            if runs or number:
                found.append(Heading(runs, level, number, block.id))
        else:
            found.append(block)
    return found


def _base_level(blocks: Sequence[Block], first_words: set[str]) -> int:
    """The level of Markdown that sections have."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    sections = Counter(block.level for block in headings if _is_section(plain(block.runs), first_words))
    if sections:
        return sections.most_common(1)[0][0]
    return min((block.level for block in headings), default=1)


def _is_section(text: str, first_words: set[str]) -> bool:
    number, _ = _number(text, first_words)
    return bool(number) and "." not in number and "-" not in number


def _number(text: str, first_words: set[str]) -> tuple[str, int]:
    """The number of a heading, and how long it is with what is around it."""
    found = _NUMBER.match(text)
    if found is None:
        return "", 0
    number = found["number"]
    if (
        number[0].isalpha()
        and "." not in number
        and "-" not in number
        and not found["word"]
        and not _is_counted(number, first_words)
    ):
        return "", 0
    if number.isdigit() and int(number) > 40:
        return "", 0
    return number, found.end()


def _is_counted(letters: str, first_words: set[str]) -> bool:
    """Whether `A` or `I` at the start of a heading is a number, not a word: others count on."""
    if letters in ("I", "V", "X") or (len(letters) > 1 and letters.isalpha()):
        return "II" in first_words
    if letters[-1].isdigit():
        return {"A1", "A2"} <= first_words
    return f"{letters}.1" in first_words or len(first_words & frozenset("ABCDEFGH")) > 1


def _cut(runs: Runs, length: int) -> Runs:
    """The runs without their first characters."""
    kept: list[Run] = []
    for run in runs:
        if length >= len(run.text):
            length -= len(run.text)
        else:
            kept.append(run._replace(text=run.text[length:]) if length else run)
            length = 0
    return merged(kept)
