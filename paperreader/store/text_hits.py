"""Where a search matches in the whole text of a paper.

The indexes say only which papers match. The blocks of one text are indexed for a moment in memory, in the same way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from time import perf_counter

from paperreader.fulltext.blocks import Fulltext, plain
from paperreader.fulltext.lazy_blocks import headings
from paperreader.models import NO_TEXT_HITS, TextHit, TextHits, TextRanges
from paperreader.query import Words, parse
from paperreader.store.fts_expression import expression
from paperreader.store.highlights import BEGIN, END, found_in, merged, ranges
from paperreader.store.other_words import locate, other_words_of, spelled
from paperreader.store.packed_text import searched_text
from paperreader.store.texts import stored_spellings, stored_text
from paperreader.text.phrase import contains_phrase
from paperreader.views import Search

MAX_HITS = 50
"""Of one text; the others are only counted."""
CONTEXT_LETTERS = 80
"""Before and behind a match, up to a whole word."""
MAX_SPELLING_S = 0.3
"""So long other spellings are looked for: blocks behind that are searched only as they are read."""
WIDEST_HIT = 240
"""Matches in so many letters of a block are one hit."""

WHOLE = -1
"""All blocks in one row."""

Row = tuple[int, str, str]
"""A block's number, text and other words."""


def text_hits(connection: sqlite3.Connection, search: Search, id: str, today: date) -> TextHits:
    """Where a search matches in the stored text of a paper."""
    wanted = words_of(search, today)
    stored = stored_text(connection, id) if wanted else None
    return hits_in(stored.text, stored_spellings(connection, id), wanted) if stored else NO_TEXT_HITS


def words_of(search: Search, today: date) -> list[Words]:
    """What a search looks for in whole texts."""
    query = parse(search.text, today, growing=search.growing)
    return [of._replace(field="") for of in query.words if of.in_whole_text]


def hits_in(text: Fulltext, spellings: Sequence[str], wanted: Sequence[Words]) -> TextHits:
    """Where a text has any of the words. `spellings`: all other spellings in it, which take long to find."""
    blocks = [(number, searched_text(block)) for number, block in enumerate(text.blocks)]
    found = _matches({number: words for number, words in blocks if words}, spellings, wanted)
    hits: list[TextHit] = []
    total = 0
    number = heading = ""
    known = dict(headings(text.blocks))
    for at, words in blocks:
        if at in known:
            number, heading = known[at].number, plain(known[at].runs)
        for group in _grouped(found.get(at, ())):
            total += 1
            if len(hits) < MAX_HITS:
                shown, matches = _around(words, group)
                hits.append(TextHit(number, heading, shown, matches, at, group[0][0]))
    return TextHits(tuple(hits), total)


def _matches(blocks: Mapping[int, str], spellings: Sequence[str], wanted: Iterable[Words]) -> dict[int, TextRanges]:
    """Where each block has any of the words."""
    found: dict[int, list[TextRanges]] = {}
    for of in wanted:
        with closing(sqlite3.connect(":memory:")) as memory:
            tokenizer = "unicode61" if of.exact else "porter unicode61"
            memory.execute(f"CREATE VIRTUAL TABLE block USING fts5 (words, other_words, tokenize = '{tokenizer}')")
            _insert(memory, [(WHOLE, "\n".join(blocks.values()), other_words_of(spellings))])
            whole = _marked(memory, of)
            if not whole:
                continue
            deadline = perf_counter() + MAX_SPELLING_S if BEGIN in whole[0][2] else 0.0
            memory.execute("DELETE FROM block")
            _insert(memory, ((at, words, _other_words(words, deadline)) for at, words in blocks.items()))
            for at, words, other in _marked(memory, of):
                if not of.exact or contains_phrase(blocks[at], of.text, growing=of.growing):
                    located = locate(found_in(other), {"": blocks[at]}).get("", ()) if BEGIN in other else ()
                    found.setdefault(at, []).append(merged(ranges(words)[1], located))
    return {number: merged(*each) for number, each in found.items()}


def _other_words(words: str, deadline: float) -> str:
    return other_words_of(spelled(words)) if perf_counter() < deadline else ""


def _insert(memory: sqlite3.Connection, rows: Iterable[Row]) -> None:
    memory.executemany("INSERT INTO block (rowid, words, other_words) VALUES (?, ?, ?)", rows)


def _marked(memory: sqlite3.Connection, of: Words) -> list[Row]:
    """The rows that have the words, with these marked."""
    marked = ", ".join(f"highlight(block, {column}, '{BEGIN}', '{END}')" for column in (0, 1))
    sql = f"SELECT rowid, {marked} FROM block WHERE block MATCH ?"
    return memory.execute(sql, (expression([of]),)).fetchall()


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
