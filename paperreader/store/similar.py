"""The papers most like others, by the words that they share: tf-idf, with nothing but the full-text index.

The index finds the hundred best for the heaviest words (BM25); these are compared in all words. How many papers have a
word is told from how far back its newest fifty go: counting all of them would take too long.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from heapq import nlargest
from math import log, sqrt
from typing import Any, NamedTuple

from paperreader.models import TextRanges
from paperreader.query import Clause
from paperreader.store.highlights import BEGIN, END, ranges
from paperreader.store.match import conditions
from paperreader.store.schema import numbers
from paperreader.text.fold import WORD

MAX_SIMILAR = 100
MAX_HEAVY_WORDS = 16
MAX_MATCHES = 10_000
"""What the heavy words may find together: ranking takes time for each paper."""
COMMON_SHARE, TELLING_SHARE = 0.5, 0.25
"""A word that more of all papers have makes none similar, and is named only where no rarer one is shared."""
MAX_SHARED = 5
"""So many of the words that two papers share are named."""
MAX_CHARS = 10_000
"""Of a text; abstracts are shorter."""
FEW_PAPERS = 3
"""So many are no great share of any store."""
COUNTED_PAPERS = 50

COMPARED = ("title", "abstract", "summary")
"""The texts that are compared. Labels and names would find what is labelled alike, or by one group."""
TEXTS = f"SELECT rowid, {', '.join(COMPARED)} FROM paper WHERE rowid IN (SELECT value FROM json_each(?))"

NEWEST_WITH = f"""
SELECT (SELECT json_array(count(*), min(rowid)) FROM (
    SELECT rowid FROM search WHERE search MATCH value ORDER BY rowid DESC LIMIT {COUNTED_PAPERS}))
FROM json_each(?)
"""
"""For each word, how many of its newest papers were found, and the oldest of these."""

BEST = f"""
SELECT found.rowid FROM (
    SELECT rowid FROM search WHERE search MATCH ? AND rowid NOT IN (SELECT value FROM json_each(?))
    ORDER BY bm25(search), rowid DESC LIMIT {MAX_MATCHES}
) AS found LEFT JOIN state ON state.paper = found.rowid {{joined}}
WHERE state.hidden IS NOT 1 {{where}} LIMIT {MAX_SIMILAR}
"""
"""The conditions, which may be slow, are asked of one after the other until there are enough. A paper that is just
being saved has no state yet."""

Row = tuple[Any, ...]
"""Of TEXTS."""


class Similar(NamedTuple):
    """A paper that is like others."""

    paper: int
    """Its rowid."""
    words: tuple[str, ...]
    """Those that made it similar, the most telling first."""
    title_matches: TextRanges
    """Where its title has them."""


class _Word(NamedTuple):
    """A word of the papers that others are compared with, in all its forms."""

    text: str
    """Its most usual form."""
    times: int
    """How often they have it."""
    papers: float
    """How many papers have it, about."""
    share: float
    """Which part of all papers that is; 0 for a few."""
    rarity: float
    """Its inverse document frequency."""

    @property
    def weight(self) -> float:
        return sqrt(self.times) * self.rarity


def most_similar(connection: sqlite3.Connection, ids: Sequence[str], clauses: Iterable[Clause] = ()) -> list[Similar]:
    """Of the papers that match the clauses those most like these ones together, the best first.

    Takes 50 ms at 100,000 papers. Nothing is found where none of `ids` is stored.
    """
    compared = json.dumps(numbers(ids))
    texts = connection.execute(TEXTS, (compared,)).fetchall()
    words = _words(connection, texts)
    heavy = _heaviest(words.values())
    if not heavy:
        return []
    match, where, values = conditions(clauses)
    wanted = f"{{{' '.join(COMPARED)}}} : ({' OR '.join(_quoted(word.text) for word in heavy)})"
    sql = BEST.format(
        joined="CROSS JOIN paper ON paper.rowid = found.rowid" if where else "",
        where="".join(f" AND {condition}" for condition in where),
    )
    parameters = [f"({wanted}) AND ({match})" if match else wanted, compared, *values]
    best = [paper for (paper,) in connection.execute(sql, parameters).fetchall()]
    return _ranked(connection.execute(TEXTS, (json.dumps(best),)).fetchall(), words)


def _heaviest(words: Iterable[_Word]) -> list[_Word]:
    """The words to look for: those that weigh most, and that more than one paper has."""
    heavy: list[_Word] = []
    left: float = MAX_MATCHES
    for word in sorted(words, key=lambda word: -word.weight):
        if 1 < word.papers <= left:
            heavy.append(word)
            left -= word.papers
        if len(heavy) == MAX_HEAVY_WORDS:
            break
    return heavy


def _ranked(rows: Sequence[Row], words: Mapping[str, _Word]) -> list[Similar]:
    """The papers by the cosine of their words with those of the others.

    The length of its text is taken for that of a paper's vector: it ranks no worse, and needs no other words.
    """
    lengths = {row[0]: sqrt(1 + sum(map(len, row[1:]))) for row in rows}
    shares: dict[int, list[tuple[float, _Word]]] = {paper: [] for paper in lengths}
    with closing(_stemmed(rows)) as stems:
        for stem, word in words.items():
            weight = word.weight * word.rarity
            for paper, times in stems.execute("SELECT doc, count(*) FROM stem WHERE term = ? GROUP BY doc", (stem,)):
                shares[paper].append((weight * sqrt(times) / lengths[paper], word))
        scores = {paper: sum(share for share, _ in some) for paper, some in shares.items()}
        best_first = sorted(scores, key=lambda paper: (-scores[paper], -paper))
        return [_similar(stems, paper, shares[paper]) for paper in best_first]


def _similar(stems: sqlite3.Connection, paper: int, shares: Sequence[tuple[float, _Word]]) -> Similar:
    telling = [each for each in shares if each[1].share <= TELLING_SHARE]
    words = tuple(word.text for _, word in nlargest(MAX_SHARED, telling or shares))
    sql = f"SELECT highlight(word, 0, '{BEGIN}', '{END}') FROM word WHERE word MATCH ? AND rowid = ?"
    row = stems.execute(sql, (f"{{title}} : ({' OR '.join(map(_quoted, words))})", paper)).fetchone()
    return Similar(paper, words, ranges(row[0])[1] if row else ())


# -- words


def _words(connection: sqlite3.Connection, rows: Iterable[Row]) -> dict[str, _Word]:
    """The words of papers by their stems, but for those that most papers have."""
    text = "\n".join(text[:MAX_CHARS] for row in rows for text in row[1:])
    forms = Counter(form for form in re.findall(WORD, text) if _is_telling(form))
    if not forms:
        return {}
    by_stem: dict[str, list[str]] = {}
    with closing(_stemmed((number, form, "", "") for number, form in enumerate(forms))) as stems:
        usual = list(forms)
        for stem, number in stems.execute("SELECT term, doc FROM stem"):
            by_stem.setdefault(stem, []).append(usual[number])
    texts = {stem: max(some, key=lambda form: (forms[form], form.islower())) for stem, some in by_stem.items()}
    (total,) = connection.execute("SELECT count(*) FROM state").fetchone()
    papers_since = _ages(connection, total)
    asked = json.dumps([_quoted(text) for text in texts.values()])
    words = {}
    for stem, (newest,) in zip(texts, connection.execute(NEWEST_WITH, (asked,)).fetchall(), strict=True):
        found, oldest = json.loads(newest)
        papers = found if found < COUNTED_PAPERS else found * total / max(found, papers_since(oldest))
        share = papers / max(total, papers) if papers > FEW_PAPERS else 0.0
        if papers and share <= COMMON_SHARE:
            times = sum(forms[form] for form in by_stem[stem])
            words[stem] = _Word(texts[stem], times, papers, share, log((max(total, papers) + 1) / papers))
    return words


def _is_telling(form: str) -> bool:
    """No number, and no letter of a formula."""
    return (len(form) > 1 or not form.isascii()) and not form.isdigit()


def _ages(connection: sqlite3.Connection, total: int) -> Callable[[int], float]:
    """Tells how many papers there are from a rowid on, about: exactly at every power of two, evenly between them."""
    counts = [1 << power for power in range(total.bit_length())]
    sql = "SELECT paper FROM state ORDER BY paper DESC LIMIT 1 OFFSET ?"
    papers: list[int] = [connection.execute(sql, (count - 1,)).fetchone()[0] for count in counts]
    counts, papers = [*counts, total], [*papers, 0]

    def papers_since(rowid: int) -> float:
        after = bisect_left(papers, -rowid, key=lambda paper: -paper)
        if after == 0:
            return 1
        newer, older = papers[after - 1], papers[after]
        part = (newer - rowid) / (newer - older)
        return counts[after - 1] + part * (counts[after] - counts[after - 1])

    return papers_since


def _stemmed(rows: Iterable[Row]) -> sqlite3.Connection:
    """A database whose table `stem` has each word of these texts as the index has it: its `term`, and the `doc`."""
    memory = sqlite3.connect(":memory:")
    memory.execute(f"CREATE VIRTUAL TABLE word USING fts5 ({', '.join(COMPARED)}, tokenize = 'porter unicode61')")
    memory.execute("CREATE VIRTUAL TABLE stem USING fts5vocab (word, instance)")
    memory.executemany(f"INSERT INTO word (rowid, {', '.join(COMPARED)}) VALUES (?, ?, ?, ?)", rows)
    return memory


def _quoted(text: str) -> str:
    return f'"{text}"'
