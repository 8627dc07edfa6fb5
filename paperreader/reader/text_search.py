"""Searching in the text of a paper: in its words, in formulas as they are read, and in their TeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from time import thread_time
from typing import NamedTuple

from paperreader.fulltext.block_text import block_text, formulas_in
from paperreader.fulltext.blocks import Block, Fulltext
from paperreader.models import TextRanges
from paperreader.reader.text_place import Place
from paperreader.text.fold import fold, fold_located

MAX_MATCHES = 9_999
"""More are not counted."""
MAX_SEARCHED_CHARACTERS = 50_000
"""Of a block: more are no block of a paper, and would keep a key waiting."""
MAX_MOVE_S = 0.08
"""How long a step to the next match may search for it."""
TEX_SIGNS = re.compile(r"[\\^_{}]")
"""Without one of them nobody types TeX: `left` is then a word, not every `\\left(`."""
NOTHING = r"(?!)"
"""Matches nowhere: of a text that has no visible character, such as an accent alone, nothing is left to look for."""


class Match(NamedTuple):
    """The `number`th match, from 0, in a block."""

    block: int
    number: int


class Needle:
    """What is looked for, anywhere in words and however it may be typed."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        # between words any signs will do, at both ends every sign counts
        folded = fold(self.text)
        parts = re.split(r"(?<=[^\W_])([\W_]+)(?=[^\W_])", folded)
        self._first = parts[0].encode(errors="replace")
        """What each match begins with: all of it, if it is but one word."""
        self._is_word = len(parts) == 1 and bool(folded)
        signs = r"(?:(?!\n)[\W_])+"
        words = "".join(signs if odd % 2 else re.escape(part) for odd, part in enumerate(parts))
        self._words = re.compile(words or NOTHING)
        self._tex = _bare(self.text) if TEX_SIGNS.search(self.text) else ""

    def count(self, folded: bytes, read: Callable[[], Block]) -> int:
        """How often a block has it, given its folded text (UTF-8).

        The block is only read where TeX is looked for: that takes time.
        """
        if self._tex:
            block = read()
            if any(self._tex in _bare(tex) for _, _, tex in formulas_in(block)):
                return len(self.ranges(block))
        if self._is_word:
            return folded.count(self._first)
        return len(self._words.findall(folded.decode())) if self._first in folded else 0

    def ranges(self, block: Block) -> TextRanges:
        """Where the block's text has it. Of a formula that has it only in its TeX, all is meant."""
        if not self.text:
            return ()
        folded, starts, ends = fold_located(searched_text(block))
        found = [(starts[each.start()], ends[each.end() - 1]) for each in self._words.finditer(folded)]
        if self._tex:
            words = tuple(found)
            for start, end, tex in formulas_in(block):
                if self._tex in _bare(tex) and not any(start < after and before < end for before, after in words):
                    found.append((start, end))
        return tuple(sorted(found))


class TextSearch:
    """The search in a text: what is looked for, how often it is there, and the match that the user is at."""

    def __init__(self, text: Fulltext) -> None:
        self._blocks = text.blocks
        self._folded: list[bytes | None] = [None] * len(self._blocks)
        """As UTF-8, where the signs of formulas do not double what all the other characters take."""
        self._unprepared = 0
        """The first block that may not have been folded yet."""
        self._needle = Needle("")
        self.current: Match | None = None
        self.total = 0
        """Matches found so far."""
        self._counts: dict[int, int] = {}
        """Matches of each block that has any, as far as it has been searched."""
        self._waiting: list[int] = []
        """Blocks that are still to be searched, the next one last."""

    @property
    def text(self) -> str:
        """What is looked for; empty: nothing."""
        return self._needle.text

    def start(self, text: str, first: int) -> None:
        """Look for another text, in the blocks from `first` on, all around."""
        self._needle, self.current, self.total, self._counts = Needle(text), None, 0, {}
        order = [*range(first, len(self._blocks)), *range(min(first, len(self._blocks)))]
        self._waiting = order[::-1] if self.text else []

    @property
    def is_prepared(self) -> bool:
        """All is folded."""
        return self._unprepared == len(self._blocks)

    def prepare(self, seconds: float) -> None:
        """Fold blocks for about so long, so that no letter waits for it."""
        end = thread_time() + seconds
        while not self.is_prepared:
            self._fold(self._unprepared)
            self._unprepared += 1
            if thread_time() >= end:
                return

    def step(self, seconds: float) -> None:
        """Go on for about so long."""
        end = thread_time() + seconds
        while self._waiting:
            index = self._waiting.pop()
            if count := self._needle.count(self._fold(index), partial(self._blocks.__getitem__, index)):
                self._counts[index] = count
                self.total += count
                if self.total >= MAX_MATCHES:
                    self._waiting.clear()
            if thread_time() >= end:
                return

    @property
    def is_complete(self) -> bool:
        return not self._waiting

    @property
    def count_text(self) -> str:
        """`3 of 17`; `17+` while it is searched for more."""
        if not self.text:
            return ""
        total = self.total
        if not self.is_complete or total >= MAX_MATCHES:
            return f"{total:,}+" if total else "searching …"
        if self.current is None:
            return f"{total:,} {'match' if total == 1 else 'matches'}" if total else "not found"
        before = sum(count for block, count in self._counts.items() if block < self.current.block)
        return f"{before + self.current.number + 1:,} of {total:,}"

    def ranges(self, block: int) -> TextRanges:
        """Where the block's text has matches."""
        return self._needle.ranges(self._blocks[block]) if block in self._counts else ()

    def nearest(self, place: Place) -> Match | None:
        """The first match from here on, all around."""
        starts = [start for start, _ in self.ranges(place.block)] if place.offset > 0 else []
        if below := [number for number, start in enumerate(starts) if start >= place.offset]:
            return Match(place.block, below[0])
        first = place.block + bool(starts)
        after = min((each for each in self._counts if each >= first), default=None)
        found = min(self._counts, default=None) if after is None else after
        return None if found is None else Match(found, 0)

    def move(self, step: int, here: Place) -> Match | None:
        """Go to the next (1) or previous (-1) match, all around; without a current one, from here on."""
        self.step(MAX_MOVE_S)
        if not self._counts:
            return None
        if self.current is None:
            self.current = self.nearest(here)
            if self.current is None or step > 0:
                return self.current
        block, number = self.current.block, self.current.number + step
        if 0 <= number < self._counts[block]:
            self.current = Match(block, number)
            return self.current
        blocks = sorted(self._counts)
        block = blocks[(blocks.index(block) + step) % len(blocks)]
        self.current = Match(block, 0 if step > 0 else self._counts[block] - 1)
        return self.current

    def _fold(self, index: int) -> bytes:
        folded = self._folded[index]
        if folded is None:
            folded = self._folded[index] = fold(searched_text(self._blocks[index])).encode(errors="replace")
        return folded


def searched_text(block: Block) -> str:
    """The text of a block as far as it is searched."""
    return block_text(block)[:MAX_SEARCHED_CHARACTERS]


def _bare(tex: str) -> str:
    """TeX without what may be typed in one way or another: blanks and braces."""
    return re.sub(r"[\s{}]", "", tex).lower()
