"""Clauses of a query -> an expression for the full-text index, and SQL conditions for the rest.

The index knows only the stems of words, so an exact phrase is checked against the text. Whole papers have indexes of
their own, where an exact phrase needs no check unless it is spelled in another way.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from paperreader.linked import LINKED_KINDS
from paperreader.query import FACTS, Between, Clause, Fact, InGroup, Papers, Person, Tagged, Term, Words
from paperreader.store.fts_expression import expression, in_row, scattered
from paperreader.store.schema import INDEXED, numbers
from paperreader.text.fold import fold, is_plain
from paperreader.text.person_names import is_plainly_among, key_words, likeness
from paperreader.text.phrase import contains_phrase
from paperreader.text.tags import ANY, NONE

FACT_SQL: Mapping[str, str] = {
    "unread": "state.unread",
    "read": "state.read",
    "starred": "state.starred IS NOT NULL",
    "followed": "state.followed",
    "tag": "state.tags IS NOT NULL",
    "note": "state.noted",
    "opened": "(EXISTS (SELECT 1 FROM mark WHERE mark.paper = paper.id AND field = 'read'"
    " AND value AND cause = 'opened') OR EXISTS (SELECT 1 FROM opened WHERE opened.paper = paper.id))",
    "code": "paper.github_repo IS NOT NULL",
    "project": "paper.project_page IS NOT NULL",
    "summary": "paper.summary <> ''",
    "text": "EXISTS (SELECT 1 FROM fulltext WHERE fulltext.paper = paper.rowid AND source IS NOT NULL)",
    **{
        kind: f"EXISTS (SELECT 1 FROM detail WHERE detail.paper = paper.rowid AND {kind}s > 0)" for kind in LINKED_KINDS
    },
}
assert {*FACT_SQL} == {*FACTS}

Values = list[str | int]


def register_functions(connection: sqlite3.Connection) -> None:
    """Give the connection the functions that statements of a search call, unless it has them.

    They cannot be replaced while the connection reads an index.
    """
    with suppress(sqlite3.OperationalError):  # no such function
        connection.execute("SELECT is_plain('')").fetchall()
        return
    connection.create_function("says", 3, _says, deterministic=True)
    connection.create_function("is_plain", 1, is_plain, deterministic=True)
    connection.create_function("is_by", 3, _is_by, deterministic=True)
    connection.create_function("is_called", 3, _is_called, deterministic=True)
    connection.create_function("text_says", 5, _text_says, deterministic=True)
    connection.create_function("has_tag", 3, _has_tag, deterministic=True)


def conditions(clauses: Iterable[Clause]) -> tuple[str, list[str], Values]:
    """The expression for MATCH (empty if there is none), conditions for the rest, and their values."""
    wanted: list[str] = []
    unwanted: list[str] = []
    where: list[str] = []
    values: Values = []
    for clause in clauses:
        words = [term.of for term in clause if isinstance(term.of, Words) and _is_indexed(term) and not term.negated]
        first = clause[0]
        if len(clause) == 1 and isinstance(first.of, Person) and first.of.role == "authors" and not first.negated:
            wanted.append(_named(first.of))
            where.append(_by(first.of, values))
        elif len(words) == len(clause) and (len(words) == 1 or not any(of.exact for of in words)):
            wanted.append(expression(words))
            if words[0].exact:
                where.append(_exactly(words[0], values))
        elif len(clause) == 1 and isinstance(first.of, Words) and _is_indexed(first) and not first.of.exact:
            unwanted.append(expression([first.of]))
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
    if isinstance(of, Words) and of.in_whole_text:
        sql = _in_whole_text(of, values)
    elif isinstance(of, Words) and of.in_note:
        sql = _in_note(of, values)
    elif isinstance(of, Words):
        sql = "paper.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)"
        values.append(expression([of]))
        if of.exact:
            sql = f"({sql} AND {_exactly(of, values)})"
    elif isinstance(of, Person) and of.role == "authors":
        values.append(_named(of))
        sql = f"(paper.rowid IN (SELECT rowid FROM search WHERE search MATCH ?) AND {_by(of, values)})"
    elif isinstance(of, Person):
        sql = "is_called(?, ?, paper.submitter)"
        values += [of.name, int(of.growing)]
    elif isinstance(of, Fact):
        sql = FACT_SQL[of.name]
    elif isinstance(of, Tagged):
        sql = _tagged(of, values)
    elif isinstance(of, InGroup):
        sql = _in_group(of, values)
    elif isinstance(of, Papers):
        sql = "paper.rowid IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(numbers(of.ids)))
    elif of.what == "day":
        sql = f"EXISTS (SELECT 1 FROM listing WHERE listing.paper = paper.rowid AND {_limits('day', of, values)})"
    else:
        sql = _limits(f"paper.{'github_stars' if of.what == 'stars' else of.what}", of, values)
    return f"NOT COALESCE({sql}, 0)" if term.negated else f"({sql})"


def _is_indexed(term: Term) -> bool:
    """Whether it stands for words that the index of papers has."""
    return isinstance(term.of, Words) and term.of.in_paper


def _limits(column: str, of: Between, values: Values) -> str:
    limits = [(sign, limit) for sign, limit in ((">=", of.low), ("<=", of.high)) if limit is not None]
    values += [limit.isoformat() if isinstance(limit, date) else limit for _, limit in limits]
    return " AND ".join(f"{column} {sign} ?" for sign, _ in limits)


# -- exact phrases


def _exactly(of: Words, values: Values) -> str:
    """A condition that a text of the paper contains the words exactly; the index knows only their stems."""
    columns = [of.field] if of.field else list(INDEXED)
    lists = {name: f"replace(paper.{name}, '\", \"', char(10))" for name in ("keywords", "authors")}
    text = " || char(10) || ".join(f"COALESCE({lists.get(name, f'paper.{name}')}, '')" for name in columns)
    values += [of.text, int(of.growing)]
    return f"says(?, ?, {text})"


def _says(phrase: str, growing: int, text: str) -> bool:
    return contains_phrase(text, phrase, growing=bool(growing))


# -- people


def _named(of: Person) -> str:
    """An expression for the papers that may have an author of this name."""
    words = key_words(of.name, growing=of.growing)
    long = [word for word in words if len(word) > 1] if of.growing else words  # a letter begins a lot
    # the name as it is, too: the index may have signs in it as other words than these
    return expression(Words(word, of.role, growing=of.growing) for word in (*(long or words), of.name))


def _by(of: Person, values: Values) -> str:
    """A condition that one of the authors may be this person."""
    values += [of.name, int(of.growing)]
    return "is_by(?, ?, paper.authors)"


def _is_by(name: str, growing: int, authors: str) -> bool:
    all_names = "\\" in authors or is_plainly_among(name, authors, growing=bool(growing))
    if not all_names and authors.isascii() and name not in authors:
        return False
    names = (author for author in json.loads(authors) if all_names or not author.isascii() or author == name)
    return any(likeness(name, author, growing=bool(growing)) for author in names)


def _is_called(name: str, growing: int, person: str | None) -> bool:
    return bool(person and likeness(name, person, growing=bool(growing)))


# -- whole papers


def _in_whole_text(of: Words, values: Values) -> str:
    """A condition that the stored text of the paper has the words."""
    words = of._replace(field="")
    if not of.exact:
        values.append(expression([words]))
        return "paper.rowid IN (SELECT rowid FROM fulltext_words WHERE fulltext_words MATCH ?)"
    exact = "SELECT rowid FROM fulltext_exact WHERE fulltext_exact MATCH ?"
    values.append(in_row(words))
    if apart := scattered(words):
        exact += (
            " UNION SELECT paper FROM fulltext_exact CROSS JOIN fulltext ON fulltext.paper = fulltext_exact.rowid"
            " WHERE fulltext_exact MATCH ? AND text_says(?, ?, blocks, fulltext.words, content)"
        )
        values += [apart, of.text, int(of.growing)]
    return f"paper.rowid IN ({exact})"


def _text_says(phrase: str, growing: int, blocks: int, words: int, content: bytes) -> bool:
    from paperreader.store.packed_text import UNREADABLE, PackedText, unpack_words

    try:
        return contains_phrase(unpack_words(PackedText(blocks, words, content)).lines, phrase, growing=bool(growing))
    except UNREADABLE:
        return False


# -- tags and notes


def _tagged(of: Tagged, values: Values) -> str:
    """A condition that the user gave the paper this tag, or one that begins so, or that is typed in the same way."""
    if of.tag in (ANY, NONE):
        return f"state.tags IS {'NOT ' if of.tag == ANY else ''}NULL"
    begun = json.dumps(of.tag, ensure_ascii=False)
    sql = "instr(tags, ?)"
    values.append(begun[:-1] if of.growing else begun)
    if not of.exact:
        sql += " OR (tags GLOB '*[^ -~]*' AND has_tag(?, ?, tags))"
        values += [fold(of.tag), int(of.growing)]
    return f"paper.rowid IN (SELECT paper FROM state WHERE tags IS NOT NULL AND ({sql}))"


def _has_tag(wanted: str, growing: int, tags: str) -> bool:
    """Whether one of the tags may be typed so: most are, and need no look at how they are spelled."""
    spelled = [fold(tag) for tag in json.loads(tags) if not tag.isascii()]
    return any(tag.startswith(wanted) if growing else tag == wanted for tag in spelled)


def _in_note(of: Words, values: Values) -> str:
    """A condition that the user's note on the paper has the words."""
    words = of._replace(field="")
    sql = "paper.rowid IN (SELECT rowid FROM note WHERE note MATCH ?"
    values.append(expression([words]))
    if of.exact:
        sql += " AND says(?, ?, note.text)"
        values += [of.text, int(of.growing)]
    return f"{sql})"


# -- groups


def _in_group(of: InGroup, values: Values) -> str:
    """A condition that members of a group, or of one that begins so, starred the paper, at any time or then."""
    if of.first is None and of.last is None:
        sql = "paper.rowid IN (SELECT group_star.paper FROM group_star WHERE true"
    else:
        sql = "paper.rowid IN (SELECT group_mark.paper FROM group_mark WHERE field = 'starred'"
        limits = [(">=", of.first, ""), ("<", of.last, "T24")]  # "T24": after all times of that day
        for sign, day, end in limits:
            if day is not None:
                sql += f" AND at {sign} ?"
                values.append(f"{day}{end}")
    if of.group != ANY:
        sql += " AND instr(grp, ?) = 1" if of.growing else " AND grp = ?"
        values.append(of.group)
    return f"{sql})"
