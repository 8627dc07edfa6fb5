"""Where a search matches in the texts of a paper."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from paperreader.models import TextRanges
from paperreader.query import Words, parse
from paperreader.store.fts_expression import expression
from paperreader.store.other_words import locate
from paperreader.store.schema import INDEXED, number
from paperreader.text.person_names import places
from paperreader.views import Search

AUTHORS = "SELECT authors FROM paper WHERE rowid = ?"
BEGIN, END = "\ufdd0", "\ufdd1"
"""Put around each match; no clean text contains them."""


def highlight(column: str) -> str:
    """SQL for a column of the index with its matches marked."""
    return f"highlight(search, {INDEXED.index(column)}, '{BEGIN}', '{END}')"


TITLE = f"{highlight('title')}, CASE WHEN is_plain(paper.title) THEN '' ELSE {highlight('other_words')} END"
"""Columns of a title with its matches marked, and of the other words, if they can be in it."""


def matches(
    connection: sqlite3.Connection, search: Search, id: str, today: date, shared_words: Sequence[str] = ()
) -> dict[str, TextRanges]:
    """Where a search matches in each text of a paper, or one of these words; keywords and authors joined with `, `."""
    query = parse(search.text, today, growing=search.growing)
    words = [*(of for of in query.words if of.in_paper), *map(Words, shared_words)]
    found = _words_found(connection, words, id) if words else {}
    if in_note := [of._replace(field="") for of in query.words if of.in_note]:
        found["note"] = _found_in_note(connection, in_note, id)
    if query.authors and (stored := connection.execute(AUTHORS, (number(id),)).fetchone()):
        names = json.loads(stored[0])
        by = [place for of in query.authors for place in places(of.name, names, growing=of.growing)]
        found["authors"] = merged(found.get("authors", ()), tuple(by))
    return {name: each for name, each in found.items() if each}


def _words_found(connection: sqlite3.Connection, words: Sequence[Words], id: str) -> dict[str, TextRanges]:
    sql = f"SELECT {', '.join(map(highlight, INDEXED))} FROM search WHERE search MATCH ? AND rowid = ?"
    row = connection.execute(sql, (expression(words), number(id))).fetchone()
    if row is None:
        return {}
    marked = {name: text or "" for name, text in zip(INDEXED, row, strict=True)}
    for name in ("keywords", "authors"):
        marked[name] = ", ".join(json.loads(marked[name]))
    other = marked.pop("other_words")
    read = {name: ranges(text) for name, text in marked.items()}
    located = locate(found_in(other), {name: text for name, (text, _) in read.items()})
    return {name: merged(each, located.get(name, ())) for name, (_, each) in read.items()}


def _found_in_note(connection: sqlite3.Connection, words: Sequence[Words], id: str) -> TextRanges:
    """Where the lines of the note match as they are shown."""
    columns = ", ".join(f"highlight(note, {column}, '{BEGIN}', '{END}')" for column in (0, 1))
    sql = f"SELECT {columns} FROM note"
    row = connection.execute(f"{sql} WHERE note MATCH ? AND rowid = ?", (expression(words), number(id))).fetchone()
    if row is None:
        return ()
    text, found = ranges(row[0])
    return merged(found, locate(found_in(row[1]), {"": text}).get("", ()))


def title_matches(title: str, other: str) -> TextRanges:
    """Where a title matches, from the columns of TITLE."""
    text, found = ranges(title)
    if BEGIN not in other:
        return found
    return merged(found, locate(found_in(other), {"title": text}).get("title", ()))


def titles(connection: sqlite3.Connection, match: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The columns of TITLE for papers, by id. (`+rowid`: one pass over the matches, not one for each paper.)"""
    known = "SELECT rowid FROM paper WHERE id IN (SELECT value FROM json_each(?))"
    rowids = [rowid for (rowid,) in connection.execute(known, (json.dumps(ids),)).fetchall()]
    rows = connection.execute(
        f"SELECT paper.id, {TITLE} FROM search CROSS JOIN paper ON paper.rowid = search.rowid"
        " WHERE search MATCH ? AND search.rowid BETWEEN ? AND ?"
        " AND +search.rowid IN (SELECT value FROM json_each(?))",
        (match, min(rowids, default=0), max(rowids, default=0), json.dumps(rowids)),
    ).fetchall()
    return {id: (title, other) for id, title, other in rows}


def ranges(text: str) -> tuple[str, TextRanges]:
    """The text without the marks around its matches, and where these are."""
    if BEGIN not in text:
        return text, ()
    plain, found = "", []
    for part in text.split(BEGIN):
        inside, end, after = part.partition(END)
        if end:
            found.append((len(plain), len(plain) + len(inside)))
        plain += inside + after
    return plain, tuple(found)


def found_in(text: str) -> list[str]:
    """What is between marks."""
    return re.findall(f"{BEGIN}([^{END}]*){END}", text)


def merged(*ranges: TextRanges) -> TextRanges:
    """All ranges in their order, those that overlap as one."""
    together: list[tuple[int, int]] = []
    for start, end in sorted(each for some in ranges for each in some):
        if together and start < together[-1][1]:
            together[-1] = (together[-1][0], max(end, together[-1][1]))
        else:
            together.append((start, end))
    return tuple(together)
