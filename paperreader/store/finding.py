"""Query -> SQL over the full-text index.

The index stems words. Two things it cannot do are done here: a word that is still being typed finds what it may
become (`generati` -> `generation`, whose stem is shorter than it), and an exact phrase is looked at once more.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from paperreader.models import Entry, Rise, Search, TextRanges, with_rise
from paperreader.query import FACTS, SHORTEST, Between, Clause, Fact, Term, Words, parse
from paperreader.store.reading import ENTRY, NEWEST_LISTING, entry
from paperreader.store.schema import INDEXED, number
from paperreader.store.visits import SEEN, risen

WEIGHTS = (8.0, 1.5, 1.5, 4.0, 4.0, 2.0, 1.0)
"""What a match in each column of the index counts for when papers are ranked."""

RANKED = 10_000
"""Only the newest matches are ranked: the time for that grows with their number; a very common word tells little."""

BEGIN, END = "\ufdd0", "\ufdd1"
"""Put around what was found; no clean text has them."""

ENDINGS = (
    *("able", "ably", "ability", "abilities", "al", "ally", "alism", "ality", "alize", "alized", "ance", "ant", "ate"),
    *("ated", "ates", "ating", "ation", "ational", "ations", "ative", "ator", "ators", "ed", "ement", "ence", "ent"),
    *("ently", "er", "ers", "es", "ful", "fulness", "ibility", "ible", "ic", "ical", "ically", "icate", "icity", "ics"),
    *("ies", "ing", "ings", "ion", "ions", "ism", "ist", "ity", "ities", "ive", "ively", "iveness", "ivity", "ization"),
    *("ize", "ized", "izer", "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "ousness", "tional", "y"),
)
"""What English words end in and stemming takes away."""

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
assert {*FACT_SQL} == {name for names in FACTS.values() for name in names}

ORDERS: Mapping[str | None, str] = {
    None: "paper.rowid DESC",
    "newest": "paper.rowid DESC",
    "oldest": "paper.rowid",
    "rise": ", ".join(f"COALESCE(max(0, paper.{each} - seen.{each}), 0) DESC" for each in Rise._fields)
    + ", paper.rowid DESC",
    "upvotes": "paper.upvotes DESC, paper.rowid DESC",
    "comments": "paper.comments DESC, paper.rowid DESC",
    "stars": "paper.github_stars DESC NULLS LAST, paper.rowid DESC",
    "title": "paper.title COLLATE NOCASE, paper.rowid DESC",
    "relevance": "found.score, paper.rowid DESC",
}

Values = list[str | int]


def teach(connection: sqlite3.Connection) -> None:
    """Give the connection the function that these statements call."""
    connection.create_function("says", 2, _says, deterministic=True)


def find(connection: sqlite3.Connection, search: Search, today: date, since: str) -> list[Entry]:
    """The papers that a search finds, newest first unless it says otherwise or they are to be ranked.

    `since`: the last look, from which on it is told what rose.
    """
    teach(connection)
    query = parse(search.text, today, growing=search.growing)
    match, where, values = conditions(query.clauses)
    order = query.sort or ("relevance" if search.ranked else None)
    if order == "relevance" and not match:
        order = None
    source, head = "paper", ENTRY
    if match and order == "relevance":
        weights = ", ".join(map(str, WEIGHTS))
        source = (
            f"(SELECT rowid, bm25(search, {weights}) AS score FROM search WHERE search MATCH ?"
            f" ORDER BY rowid DESC LIMIT {RANKED}) AS found CROSS JOIN paper ON paper.rowid = found.rowid"
        )
    elif match:
        source = "search CROSS JOIN paper ON paper.rowid = search.rowid"
        where.insert(0, "search MATCH ?")
        if order in (None, "newest", "oldest"):
            head += f", highlight(search, 0, '{BEGIN}', '{END}')"
    where.append("NOT state.hidden")
    joined = f"JOIN state ON state.paper = paper.rowid {NEWEST_LISTING}"
    parameters = [*([match] if match else []), *values, search.limit]
    if order == "rise":
        joined += f" LEFT {SEEN}"
        parameters.insert(0, since)
    sql = f"{head} FROM {source} {joined} WHERE {' AND '.join(where)}"
    key = ORDERS[order]
    if match and order in (None, "newest", "oldest"):
        key = key.replace("paper.rowid", "search.rowid")  # the index has its rows in this order, and need not sort
    rows = connection.execute(f"{sql} ORDER BY {key} LIMIT ?", parameters).fetchall()
    if match and order not in (None, "newest", "oldest"):
        titles = _titles(connection, match, [row[0] for row in rows])
        rows = [(*row, titles.get(row[0], row[2])) for row in rows]
    entries = [entry(row[:-1], spans(row[-1])[1]) if match else entry(row) for row in rows]
    return with_rise(entries, risen(connection, [each.id for each in entries], since))


def count(connection: sqlite3.Connection, search: Search, today: date) -> int:
    """How many papers a search finds, counted up to its limit."""
    teach(connection)
    match, where, values = conditions(parse(search.text, today, growing=search.growing).clauses)
    source = "paper"
    if match:
        source = "search CROSS JOIN paper ON paper.rowid = search.rowid"
        where.insert(0, "search MATCH ?")
    where.append("NOT state.hidden")
    sql = f"SELECT 1 FROM {source} JOIN state ON state.paper = paper.rowid WHERE {' AND '.join(where)}"
    parameters = [*([match] if match else []), *values, search.limit]
    found: int = connection.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", parameters).fetchone()[0]
    return found


def matching(
    connection: sqlite3.Connection, clauses: Sequence[Clause], among: Iterable[int] | None = None
) -> list[int]:
    """The papers, of these or of all, for which clauses hold that are settled."""
    teach(connection)
    match, where, values = conditions(clauses)
    source = "paper"
    if match:
        source = "search CROSS JOIN paper ON paper.rowid = search.rowid"
        where.insert(0, "search MATCH ?")
    parameters = [*([match] if match else []), *values]
    if among is not None:
        where.append(f"{'+' if match else ''}paper.rowid IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(list(among)))
    sql = f"SELECT paper.rowid FROM {source} WHERE {' AND '.join(where) or 'true'}"
    return [rowid for (rowid,) in connection.execute(sql, parameters).fetchall()]


def found_in(connection: sqlite3.Connection, search: Search, id: str, today: date) -> dict[str, TextRanges]:
    """What a search finds in each text of a paper; lists are joined with a comma and a blank."""
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
    return {name: found for name, text in marked.items() if text and (found := spans(text)[1])}


def spans(marked: str) -> tuple[str, TextRanges]:
    """A text without the marks around what was found in it, and where that is."""
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
    """The titles of papers with what was found in them. (By `+rowid`: one pass over the matches, not one a paper.)"""
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


def conditions(clauses: Iterable[Clause]) -> tuple[str, list[str], Values]:
    """The one expression that the index is asked with, conditions for the rest, and their values."""
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
    """A condition on `paper` and `state`; its values are added."""
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
    """An expression of FTS5 for any of the words."""
    forms = []
    for of in words:
        either = " OR ".join(_forms(of))
        forms.append(f"{{{of.field}}} : ({either})" if of.field else f"({either})")
    return f"({' OR '.join(forms)})" if len(forms) > 1 else forms[0]


def _forms(of: Words) -> Iterator[str]:
    """The words in quotes; if the last one is still growing, also as a beginning, and with what it may end in."""
    text = of.text.replace('"', " ")
    yield f'"{text}"'
    last = re.split(r"[\W_]", text)[-1]
    if not of.growing:
        return
    yield f'"{text}" *'
    if re.search("ys?$", last):
        yield f'"{text}e" *'  # its stem keeps the y, which that of the word itself turns into an i
    for ending in ENDINGS:
        for size in range(min(len(ending) - 1, len(last) - SHORTEST), 0, -1):
            if last.endswith(ending[:size]):
                yield f'"{text}{ending[size:]}"'
                break


# -- exact phrases


def _exactly(of: Words, values: Values) -> str:
    """A condition that a text of the paper says the words just so; the index knows their stems alone."""
    columns = [of.field] if of.field else list(INDEXED)
    lists = {name: f"replace(paper.{name}, '\", \"', char(10))" for name in ("keywords", "authors")}
    text = " || char(10) || ".join(f"COALESCE({lists.get(name, f'paper.{name}')}, '')" for name in columns)
    values.append(("" if of.growing else "$") + of.text)
    return f"says(?, {text})"


def _says(wanted: str, text: str) -> bool:
    """Whether the text has these words next to each other; without `$` in front the last may go on."""
    return _pattern(wanted).search(_folded(text)) is not None


@lru_cache(maxsize=32)
def _pattern(wanted: str) -> re.Pattern[str]:
    words = re.findall(r"[^\W_]+", _folded(wanted))
    end = r"(?![^\W_])" if wanted.startswith("$") else ""
    return re.compile(r"(?<![^\W_])" + r"(?:(?!\n)[\W_])+".join(map(re.escape, words)) + end)


def _folded(text: str) -> str:
    """As the index sees it: small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
