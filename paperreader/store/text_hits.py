"""Where a search matches in the whole text of a paper.

The indexes say only which papers match. The blocks of one text are indexed for a moment in memory, in the same way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date

from paperreader.fulltext.blocks import Fulltext, Heading, plain
from paperreader.models import NO_TEXT_HITS, TextHit, TextHits, TextRanges
from paperreader.query import Words, parse
from paperreader.store.fts_expression import expression
from paperreader.store.highlights import BEGIN, END, found_in, merged, ranges
from paperreader.store.other_words import locate, other_words_of, spelled
from paperreader.store.packed_text import searched_text
from paperreader.store.texts import stored_text
from paperreader.text.phrase import contains_phrase
from paperreader.views import Search

MAX_HITS = 50
"""Of one text; the others are only counted."""
CONTEXT_LETTERS = 80
"""Before and behind a match, up to a whole word."""
WIDEST_HIT = 240
"""Matches in so many letters of a block are one hit."""

Block = tuple[int, str, str]
"""Its number, text and other spellings."""


def text_hits(connection: sqlite3.Connection, search: Search, id: str, today: date) -> TextHits:
    """Where a search matches in the stored text of a paper."""
    wanted = words_of(search, today)
    stored = stored_text(connection, id) if wanted else None
    return hits_in(stored.text, wanted) if stored else NO_TEXT_HITS


def words_of(search: Search, today: date) -> list[Words]:
    """What a search looks for in whole texts."""
    query = parse(search.text, today, growing=search.growing)
    return [of._replace(field="") for of in query.words if of.in_whole_text]


def hits_in(text: Fulltext, wanted: Sequence[Words]) -> TextHits:
    """Where a text has any of the words."""
    blocks = [(number, searched_text(block)) for number, block in enumerate(text.blocks)]
    found = _matches([(number, words, other_words_of(spelled(words))) for number, words in blocks if words], wanted)
    hits: list[TextHit] = []
    total = 0
    number = heading = ""
    for at, words in blocks:
        if isinstance(block := text.blocks[at], Heading):
            number, heading = block.number, plain(block.runs)
        for group in _grouped(found.get(at, ())):
            total += 1
            if len(hits) < MAX_HITS:
                shown, matches = _around(words, group)
                hits.append(TextHit(number, heading, shown, matches, at, group[0][0]))
    return TextHits(tuple(hits), total)


def _matches(blocks: Iterable[Block], wanted: Iterable[Words]) -> dict[int, TextRanges]:
    """Where each block has any of the words."""
    rows = list(blocks)
    texts = {number: words for number, words, _ in rows}
    found: dict[int, list[TextRanges]] = {}
    with closing(sqlite3.connect(":memory:")) as memory:
        for is_exact, tokenizer in ((False, "porter unicode61"), (True, "unicode61")):
            some = [of for of in wanted if of.exact is is_exact]
            if not some:
                continue
            memory.execute("DROP TABLE IF EXISTS block")
            memory.execute(f"CREATE VIRTUAL TABLE block USING fts5 (words, other_words, tokenize = '{tokenizer}')")
            memory.executemany("INSERT INTO block (rowid, words, other_words) VALUES (?, ?, ?)", rows)
            marked = ", ".join(f"highlight(block, {column}, '{BEGIN}', '{END}')" for column in (0, 1))
            sql = f"SELECT rowid, {marked} FROM block WHERE block MATCH ?"
            for of in some:
                for number, words, other in memory.execute(sql, (expression([of]),)):
                    if not of.exact or contains_phrase(texts[number], of.text, growing=of.growing):
                        located = locate(found_in(other), {"": texts[number]}).get("", ())
                        found.setdefault(number, []).append(merged(ranges(words)[1], located))
    return {number: merged(*each) for number, each in found.items()}


def _grouped(found: TextRanges) -> Iterator[TextRanges]:
    """Matches that are close together."""
    group: list[tuple[int, int]] = []
    for each in found:
        if group and each[1] - group[0][0] > WIDEST_HIT:
            yield tuple(group)
            group = []
        group.append(each)
    if group:
        yield tuple(group)


def _around(text: str, group: TextRanges) -> tuple[str, TextRanges]:
    """The text around the matches, in one line, and where these are in it."""
    line = re.sub(r"\s", " ", text)
    start, end = max(0, group[0][0] - CONTEXT_LETTERS), min(len(line), group[-1][1] + CONTEXT_LETTERS)
    if start:  # at a word, where there are blanks
        start = line.find(" ", start, group[0][0]) + 1 or start
    if end < len(line):
        end = max(line.rfind(" ", group[-1][1], end), group[-1][1]) if " " in line[group[-1][1] : end] else end
    before, behind = "…" if start else "", "…" if end < len(line) else ""
    shift = len(before) - start
    return f"{before}{line[start:end]}{behind}", tuple((first + shift, last + shift) for first, last in group)
