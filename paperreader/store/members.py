"""Which papers each saved search finds, kept in the table `member`, so that counts and hiding cost nothing.

It is filled when a search is saved and for papers that are new or changed. It holds what the settled clauses of the
query find (see `query.Term.settled`); the others depend on marks or on today, and are evaluated when they are asked:
of papers like another among the hundred that are most like it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from paperreader.query import Clause, parse
from paperreader.store.match import conditions, register_functions
from paperreader.store.search import matching
from paperreader.store.similar import most_similar

UNREAD = """
SELECT count(*) FROM state {member} JOIN paper ON paper.rowid = state.paper
WHERE state.unread AND {where}
"""
MEMBER = "CROSS JOIN member ON member.paper = state.paper AND member.saved = ?"


def can_hide(text: str, today: date) -> bool:
    """Whether a rule can have this query: nothing in it depends on marks or on today."""
    settled, rest, like = _split(text, today)
    return bool(settled) and not rest and not like


def count_unread(connection: sqlite3.Connection, saved: int, text: str, today: date) -> int:
    """How many unread papers a saved search finds."""
    register_functions(connection)
    settled, rest, like = _split(text, today)
    match, where, values = conditions(rest)
    if match:
        where.append("paper.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(match)
    has_members = bool(settled or like)
    sql = UNREAD.format(member=MEMBER if has_members else "", where=" AND ".join(where) or "true")
    count: int = connection.execute(sql, [*([saved] if has_members else []), *values]).fetchone()[0]
    return count


def fill(connection: sqlite3.Connection, saved: int, text: str, today: date) -> list[int]:
    """Enter what a new search finds; the papers, by rowid."""
    settled, _, like = _split(text, today)
    papers = _most_similar(connection, like, settled) if like else matching(connection, settled) if settled else []
    _insert(connection, saved, papers)
    return papers


def update(connection: sqlite3.Connection, papers: Iterable[int]) -> None:
    """These papers (by rowid) are new or have changed: search them again."""
    rows = connection.execute("SELECT saved, query FROM saved").fetchall()
    if not rows:
        return
    changed = list(papers)
    connection.executemany("DELETE FROM member WHERE paper = ?", ((paper,) for paper in changed))
    for saved, text in rows:
        settled, _, like = _split(text, date.max)
        if like:  # which papers are most similar depends on all of them
            connection.execute("DELETE FROM member WHERE saved = ?", (saved,))
            _insert(connection, saved, _most_similar(connection, like, settled))
        elif settled:
            _insert(connection, saved, matching(connection, settled, changed))


def _insert(connection: sqlite3.Connection, saved: int, papers: Iterable[int]) -> None:
    connection.executemany("INSERT INTO member (saved, paper) VALUES (?, ?)", ((saved, paper) for paper in papers))


def _most_similar(connection: sqlite3.Connection, like: Sequence[str], settled: Iterable[Clause]) -> list[int]:
    register_functions(connection)
    return [each.paper for each in most_similar(connection, like, settled)]


def _split(text: str, today: date) -> tuple[list[Clause], list[Clause], Sequence[str]]:
    """The query's settled clauses, the others, and the papers that its results are like."""
    query = parse(text, today)
    settled = [clause for clause in query.clauses if all(term.settled for term in clause)]
    return settled, [clause for clause in query.clauses if clause not in settled], query.like
