"""Searching the store: a query as SQL over the full-text index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from paperreader.models import Entry, Rise
from paperreader.query import Clause, Query, parse
from paperreader.store.entry_rows import ENTRY, NEWEST_LISTING, cast, entry
from paperreader.store.fts_expression import expression
from paperreader.store.highlights import TITLE, title_matches, titles
from paperreader.store.match import conditions, register_functions
from paperreader.store.schema import number
from paperreader.store.similar import most_similar
from paperreader.store.visits import SEEN, rise, with_rise
from paperreader.views import Search

WEIGHTS = (8.0, 1.5, 1.5, 4.0, 4.0, 2.0, 1.0)
"""How much a match counts in ranking, by column of the index."""

MAX_RANKED = 10_000
"""Only so many matches, the newest, are ranked: ranking takes time for each, and a very common word says little."""

RANKED = f"""(
    SELECT rowid, bm25(search, {", ".join(map(str, WEIGHTS))}) AS score FROM search WHERE search MATCH ?
    ORDER BY rowid DESC LIMIT {MAX_RANKED}
) AS found CROSS JOIN paper ON paper.rowid = found.rowid"""

RANKED_BY_TEXT = f"""(
    SELECT rowid, bm25(fulltext_words) AS score FROM fulltext_words WHERE fulltext_words MATCH ?
    ORDER BY rowid DESC LIMIT {MAX_RANKED}
) AS found CROSS JOIN paper ON paper.rowid = found.rowid"""

RANKED_BY_LIKENESS = """(
    SELECT value AS rowid, key AS score FROM json_each(?)
) AS found CROSS JOIN paper ON paper.rowid = found.rowid"""

MATCHED = "search CROSS JOIN paper ON paper.rowid = search.rowid"

JOINS: Mapping[str, str] = {"rise": f"LEFT {SEEN}", "yours": "LEFT JOIN own_score ON own_score.paper = paper.rowid"}
"""What an order has to know of papers."""
ORDERS: Mapping[str, str] = {
    "newest": "paper.rowid DESC",
    "oldest": "paper.rowid",
    "rise": ", ".join(f"COALESCE(max(0, paper.{each} - seen.{each}), 0) DESC" for each in Rise._fields)
    + ", paper.rowid DESC",
    "upvotes": "paper.upvotes DESC, paper.rowid DESC",
    "comments": "paper.comments DESC, paper.rowid DESC",
    "stars": "paper.github_stars DESC, paper.rowid DESC",  # unknown ones last
    "group": "(SELECT sum(members) FROM group_star WHERE group_star.paper = paper.rowid) DESC, paper.rowid DESC",
    "yours": f"own_order(own_score.score, {cast('INTEGER', 'paper.upvotes')}) DESC, paper.rowid DESC",
    "title": "paper.title COLLATE NOCASE, paper.rowid DESC",
    "relevance": "found.score, paper.rowid DESC",
}


def find(connection: sqlite3.Connection, search: Search, today: date, since: str) -> list[Entry]:
    """The papers that a search finds, newest first unless the text sorts them or they are to be ranked.

    Papers that the text names come in its order, also those that a rule hides.
    Those like a paper are the best hundred, best first. `since`: the last visit; entries show what they gained since.
    """
    register_functions(connection)
    query = parse(search.text, today, growing=search.growing)
    if query.sort == "yours":
        from paperreader.store.learned import register_own_order  # few searches need it

        register_own_order(connection)
    entries = _similar(connection, query, search, since) if query.like else _matching(connection, query, search, since)
    return with_rise(entries, rise(connection, [each.id for each in entries], since))


def _similar(connection: sqlite3.Connection, query: Query, search: Search, since: str) -> list[Entry]:
    similar = {each.paper: each for each in most_similar(connection, query.like, query.clauses)}
    order = query.sort or "relevance"
    values = [since] if order == "rise" else []
    joined = f"JOIN state ON state.paper = paper.rowid {NEWEST_LISTING} {JOINS.get(order, '')}"
    sql = f"{ENTRY} FROM {RANKED_BY_LIKENESS} {joined} ORDER BY {ORDERS[order]} LIMIT ?"
    rows = connection.execute(sql, [json.dumps(list(similar)), *values, search.limit]).fetchall()
    found = [(entry(row), similar[rowid]) for row in rows if (rowid := number(row[0])) is not None]
    return [each._replace(shared_words=of.words, title_matches=of.title_matches) for each, of in found]


def _matching(connection: sqlite3.Connection, query: Query, search: Search, since: str) -> list[Entry]:
    match, where, values = conditions(query.clauses)
    order = query.sort or ("relevance" if search.ranked else "newest")
    in_texts = [of._replace(field="") for of in query.words if of.in_whole_text]
    if order == "relevance" and not match and not in_texts:
        order = "newest"
    head, key = ENTRY, ORDERS[order]
    streams = bool(match) and order in ("newest", "oldest")
    if streams:  # the index has its rows in this order, and need not sort
        head += f", {TITLE}"
        key = key.replace("paper.rowid", "search.rowid")
    source = _source(match, where) if order != "relevance" else RANKED if match else RANKED_BY_TEXT
    where += [] if query.papers else ["NOT state.hidden"]
    joined = f"JOIN state ON state.paper = paper.rowid {NEWEST_LISTING} {JOINS.get(order, '')}"
    parameters = [*([match] if match else []), *values, search.limit]
    if source is RANKED_BY_TEXT:
        parameters.insert(0, expression(in_texts))
    if order == "rise":
        parameters.insert(0, since)
    sql = f"{head} FROM {source} {joined} WHERE {' AND '.join(where)} ORDER BY {key} LIMIT ?"
    rows = connection.execute(sql, parameters).fetchall()
    if match and not streams:
        marked = titles(connection, match, [row[0] for row in rows])
        rows = [(*row, *marked.get(row[0], (row[2], ""))) for row in rows]
    entries = [entry(row[:-2], title_matches(*row[-2:])) if match else entry(row) for row in rows]
    if query.papers:
        place = {id: number for number, id in enumerate(query.papers)}
        entries.sort(key=lambda each: place.get(each.id, len(place)))
    return entries


def count(connection: sqlite3.Connection, search: Search, today: date) -> int:
    """How many papers a search finds, counted up to its limit."""
    register_functions(connection)
    query = parse(search.text, today, growing=search.growing)
    if query.like:
        return min(len(most_similar(connection, query.like, query.clauses)), search.limit)
    match, where, values = conditions(query.clauses)
    source = _source(match, where)
    where += [] if query.papers else ["NOT state.hidden"]
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
    parameters = [*([match] if match else []), *values]
    if among is not None:
        # before the conditions that look into texts, and without papers that the index need not go through
        rowids = list(among)
        limits = "search.rowid BETWEEN ? AND ? AND +" if match else ""
        where.insert(0, f"{limits}paper.rowid IN (SELECT value FROM json_each(?))")
        first = [min(rowids, default=0), max(rowids, default=0)] if match else []
        parameters[bool(match) : bool(match)] = [*first, json.dumps(rowids)]
    source = _source(match, where)
    sql = f"SELECT paper.rowid FROM {source} WHERE {' AND '.join(where) or 'true'}"
    return [rowid for (rowid,) in connection.execute(sql, parameters).fetchall()]


def _source(match: str, where: list[str]) -> str:
    """What to select from: the index where words are searched, which adds a condition, else the papers."""
    if not match:
        return "paper"
    where.insert(0, "search MATCH ?")
    return MATCHED
