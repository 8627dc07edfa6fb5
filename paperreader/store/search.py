"""Query -> SQL over the full-text index.

The index stems words. This module adds two things that it cannot do: a word that is still being typed finds what it
may become (`generati` -> `generation`, whose stem is shorter), and an exact phrase is checked against the text.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from paperreader.models import Entry, Rise, TextRanges, with_rise
from paperreader.query import FACTS, MIN_PREFIX_LETTERS, Between, Clause, Fact, Term, Words, parse
from paperreader.store.entry_rows import ENTRY, NEWEST_LISTING, entry
from paperreader.store.schema import INDEXED, number
from paperreader.store.visits import SEEN, rise
from paperreader.views import Search

WEIGHTS = (8.0, 1.5, 1.5, 4.0, 4.0, 2.0, 1.0)
"""How much a match counts in ranking, by column of the index."""

MAX_RANKED = 10_000
"""Only so many matches, the newest, are ranked: ranking takes time for each, and a very common word says little."""

RANKED = f"""(
    SELECT rowid, bm25(search, {", ".join(map(str, WEIGHTS))}) AS score FROM search WHERE search MATCH ?
    ORDER BY rowid DESC LIMIT {MAX_RANKED}
) AS found CROSS JOIN paper ON paper.rowid = found.rowid"""

BEGIN, END = "\ufdd0", "\ufdd1"
"""Put around each match; no clean text contains them."""

ENDINGS = (
    *("able", "ably", "ability", "abilities", "al", "ally", "alism", "ality", "alize", "alized", "ance", "ant", "ate"),
    *("ated", "ates", "ating", "ation", "ational", "ations", "ative", "ator", "ators", "ed", "ement", "ence", "ent"),
    *("ently", "er", "ers", "es", "ful", "fulness", "ibility", "ible", "ic", "ical", "ically", "icate", "icity", "ics"),
    *("ies", "ing", "ings", "ion", "ions", "ism", "ist", "ity", "ities", "ive", "ively", "iveness", "ivity", "ization"),
    *("ize", "ized", "izer", "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "ousness", "tional", "y"),
)
"""English suffixes that stemming removes."""

FACT_SQL: Mapping[str, str] = {
    "unread": "state.unread",
    "read": "state.read",
    "starred": "state.starred IS NOT NULL",
    "opened": "EXISTS (SELECT 1 FROM mark WHERE mark.paper = paper.id AND field = 'read'"
    " AND value AND cause = 'opened')",
    "code": "paper.github_repo IS NOT NULL",
    "project": "paper.project_page IS NOT NULL",
    "summary": "paper.summary <> ''",
}
assert {*FACT_SQL} == {*FACTS}

MATCHED = "search CROSS JOIN paper ON paper.rowid = search.rowid"

ORDERS: Mapping[str, str] = {
    "newest": "paper.rowid DESC",
    "oldest": "paper.rowid",
    "rise": ", ".join(f"COALESCE(max(0, paper.{each} - seen.{each}), 0) DESC" for each in Rise._fields)
    + ", paper.rowid DESC",
    "upvotes": "paper.upvotes DESC, paper.rowid DESC",
    "comments": "paper.comments DESC, paper.rowid DESC",
    "stars": "paper.github_stars DESC, paper.rowid DESC",  # unknown ones last
    "title": "paper.title COLLATE NOCASE, paper.rowid DESC",
    "relevance": "found.score, paper.rowid DESC",
}

Values = list[str | int]


def register_functions(connection: sqlite3.Connection) -> None:
    """Give the connection the function that these statements call."""
    connection.create_function("says", 2, _says, deterministic=True)


def find(connection: sqlite3.Connection, search: Search, today: date, since: str) -> list[Entry]:
    """The papers that a search finds, newest first unless the text sorts them or they are to be ranked.

    `since`: the last visit; entries show what they gained from then on.
    """
    register_functions(connection)
    query = parse(search.text, today, growing=search.growing)
    match, where, values = conditions(query.clauses)
    order = query.sort or ("relevance" if search.ranked else "newest")
    if order == "relevance" and not match:
        order = "newest"
    head, key = ENTRY, ORDERS[order]
    streams = bool(match) and order in ("newest", "oldest")
    if streams:  # the index has its rows in this order, and need not sort
        head += f", highlight(search, 0, '{BEGIN}', '{END}')"
        key = key.replace("paper.rowid", "search.rowid")
    source = RANKED if order == "relevance" else _source(match, where)
    where.append("NOT state.hidden")
    joined = f"JOIN state ON state.paper = paper.rowid {NEWEST_LISTING}"
    parameters = [*([match] if match else []), *values, search.limit]
    if order == "rise":
        joined += f" LEFT {SEEN}"
        parameters.insert(0, since)
    sql = f"{head} FROM {source} {joined} WHERE {' AND '.join(where)} ORDER BY {key} LIMIT ?"
    rows = connection.execute(sql, parameters).fetchall()
    if match and not streams:
        titles = _titles(connection, match, [row[0] for row in rows])
        rows = [(*row, titles.get(row[0], row[2])) for row in rows]
    entries = [entry(row[:-1], ranges(row[-1])[1]) if match else entry(row) for row in rows]
    return with_rise(entries, rise(connection, [each.id for each in entries], since))


def count(connection: sqlite3.Connection, search: Search, today: date) -> int:
    """How many papers a search finds, counted up to its limit."""
    register_functions(connection)
    match, where, values = conditions(parse(search.text, today, growing=search.growing).clauses)
    source = _source(match, where)
    where.append("NOT state.hidden")
    sql = f"SELECT 1 FROM {source} JOIN state ON state.paper = paper.rowid WHERE {' AND '.join(where)}"
    parameters = [*([match] if match else []), *values, search.limit]
    found: int = connection.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", parameters).fetchone()[0]
    return found


def matching(
    connection: sqlite3.Connection, clauses: Sequence[Clause], among: Iterable[int] | None = None
) -> list[int]:
    """The papers (rowids), of these or of all, that match the clauses, which must be settled."""
    register_functions(connection)
    match, where, values = conditions(clauses)
    source = _source(match, where)
    parameters = [*([match] if match else []), *values]
    if among is not None:
        where.append(f"{'+' if match else ''}paper.rowid IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(list(among)))
    sql = f"SELECT paper.rowid FROM {source} WHERE {' AND '.join(where) or 'true'}"
    return [rowid for (rowid,) in connection.execute(sql, parameters).fetchall()]


def matches(connection: sqlite3.Connection, search: Search, id: str, today: date) -> dict[str, TextRanges]:
    """Where a search matches in each text of a paper; keywords and authors are joined with `, `."""
    clauses = parse(search.text, today, growing=search.growing).clauses
    words = [term.of for clause in clauses for term in clause if isinstance(term.of, Words) and not term.negated]
    if not words:
        return {}
    columns = ", ".join(f"highlight(search, {number}, '{BEGIN}', '{END}')" for number in range(len(INDEXED) - 1))
    sql = f"SELECT {columns} FROM search WHERE search MATCH ? AND rowid = ?"
    texts = connection.execute(sql, (_either(words), number(id))).fetchone()
    if texts is None:
        return {}
    marked = dict(zip(INDEXED, texts, strict=False))
    for name in ("keywords", "authors"):
        marked[name] = ", ".join(json.loads(marked[name]))
    return {name: found for name, text in marked.items() if text and (found := ranges(text)[1])}


def ranges(marked: str) -> tuple[str, TextRanges]:
    """The text without the marks around its matches, and where these are."""
    if BEGIN not in marked:
        return marked, ()
    text, found = "", []
    for part in marked.split(BEGIN):
        inside, end, after = part.partition(END)
        if end:
            found.append((len(text), len(text) + len(inside)))
        text += inside + after
    return text, tuple(found)


def _titles(connection: sqlite3.Connection, match: str, ids: Sequence[str]) -> dict[str, str]:
    """The titles of papers with their matches marked. (`+rowid`: one pass over the matches, not one for each paper.)"""
    known = "SELECT rowid FROM paper WHERE id IN (SELECT value FROM json_each(?))"
    rowids = [rowid for (rowid,) in connection.execute(known, (json.dumps(ids),)).fetchall()]
    return dict(
        connection.execute(
            f"SELECT paper.id, highlight(search, 0, '{BEGIN}', '{END}') FROM search CROSS JOIN paper"
            " ON paper.rowid = search.rowid WHERE search MATCH ? AND search.rowid BETWEEN ? AND ?"
            " AND +search.rowid IN (SELECT value FROM json_each(?))",
            (match, min(rowids, default=0), max(rowids, default=0), json.dumps(rowids)),
        ).fetchall()
    )


# -- conditions


def _source(match: str, where: list[str]) -> str:
    """What to select from: the index where words are searched, which adds a condition, else the papers."""
    if not match:
        return "paper"
    where.insert(0, "search MATCH ?")
    return MATCHED


def conditions(clauses: Iterable[Clause]) -> tuple[str, list[str], Values]:
    """The expression for MATCH (empty if there is none), conditions for the rest, and their values."""
    wanted: list[str] = []
    unwanted: list[str] = []
    where: list[str] = []
    values: Values = []
    for clause in clauses:
        words = [term.of for term in clause if isinstance(term.of, Words) and not term.negated]
        first = clause[0]
        if len(words) == len(clause) and (len(words) == 1 or not any(of.exact for of in words)):
            wanted.append(_either(words))
            if words[0].exact:
                where.append(_exactly(words[0], values))
        elif len(clause) == 1 and isinstance(first.of, Words) and not first.of.exact:
            unwanted.append(_either([first.of]))
        else:
            where.append("(" + " OR ".join(_condition(term, values) for term in clause) + ")")
    if wanted:
        match = " AND ".join(wanted)
        return (f"({match}) NOT ({' OR '.join(unwanted)})" if unwanted else match), where, values
    for words_left_out in unwanted:
        where.append("paper.rowid NOT IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(words_left_out)
    return "", where, values


def _condition(term: Term, values: Values) -> str:
    """A condition on `paper` and `state`; adds its values."""
    of = term.of
    if isinstance(of, Words):
        sql = "paper.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)"
        values.append(_either([of]))
        if of.exact:
            sql = f"({sql} AND {_exactly(of, values)})"
    elif isinstance(of, Fact):
        sql = FACT_SQL[of.name]
    elif of.what == "day":
        sql = f"EXISTS (SELECT 1 FROM listing WHERE listing.paper = paper.rowid AND {_limits('day', of, values)})"
    else:
        sql = _limits(f"paper.{'github_stars' if of.what == 'stars' else of.what}", of, values)
    return f"NOT COALESCE({sql}, 0)" if term.negated else f"({sql})"


def _limits(column: str, of: Between, values: Values) -> str:
    limits = [(sign, limit) for sign, limit in ((">=", of.low), ("<=", of.high)) if limit is not None]
    values += [limit.isoformat() if isinstance(limit, date) else limit for _, limit in limits]
    return " AND ".join(f"{column} {sign} ?" for sign, _ in limits)


def _either(words: Iterable[Words]) -> str:
    """An FTS5 expression for any of the words."""
    forms = []
    for of in words:
        either = " OR ".join(_forms(of))
        forms.append(f"{{{of.field}}} : ({either})" if of.field else f"({either})")
    return f"({' OR '.join(forms)})" if len(forms) > 1 else forms[0]


def _forms(of: Words) -> Iterator[str]:
    """The words in quotes; while the last one is being typed, also as a prefix and with each suffix that it may get."""
    text = of.text.replace('"', " ")
    yield f'"{text}"'
    last = re.split(r"[\W_]", text)[-1]
    if not of.growing:
        return
    yield f'"{text}" *'
    if re.search("ys?$", last):
        yield f'"{text}e" *'  # its stem keeps the y, which the stem of the word itself turns into an i
    for ending in ENDINGS:
        for size in range(min(len(ending) - 1, len(last) - MIN_PREFIX_LETTERS), 0, -1):
            if last.endswith(ending[:size]):
                yield f'"{text}{ending[size:]}"'
                break


# -- exact phrases


def _exactly(of: Words, values: Values) -> str:
    """A condition that a text of the paper contains the words exactly; the index knows only their stems."""
    columns = [of.field] if of.field else list(INDEXED)
    lists = {name: f"replace(paper.{name}, '\", \"', char(10))" for name in ("keywords", "authors")}
    text = " || char(10) || ".join(f"COALESCE({lists.get(name, f'paper.{name}')}, '')" for name in columns)
    values.append(("" if of.growing else "$") + of.text)
    return f"says(?, {text})"


def _says(wanted: str, text: str) -> bool:
    """Whether the text contains these words in a row; `$` in front means that the last one is complete."""
    return _pattern(wanted).search(_folded(text)) is not None


@lru_cache(maxsize=32)
def _pattern(wanted: str) -> re.Pattern[str]:
    words = re.findall(r"[^\W_]+", _folded(wanted))
    end = r"(?![^\W_])" if wanted.startswith("$") else ""
    return re.compile(r"(?<![^\W_])" + r"(?:(?!\n)[\W_])+".join(map(re.escape, words)) + end)


def _folded(text: str) -> str:
    """As the index sees it: lower case without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
