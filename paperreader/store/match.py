"""Clauses of a query -> an expression for the full-text index, and SQL conditions for the rest.

The index stems words. This module adds what it cannot do: a word that is still being typed finds what it may become
(`generati` -> `generation`, whose stem is shorter), words are found however they are spelled, and an exact phrase is
checked against the text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from paperreader.query import FACTS, MIN_PREFIX_LETTERS, Between, Clause, Fact, Term, Words
from paperreader.store.other_words import signed
from paperreader.store.schema import INDEXED
from paperreader.text.fold import is_plain, says_all, spellings, units
from paperreader.text.phrase import contains_phrase

ENDINGS = (
    *("able", "ably", "ability", "abilities", "al", "ally", "alism", "ality", "alize", "alized", "ance", "ant", "ate"),
    *("ated", "ates", "ating", "ation", "ational", "ations", "ative", "ator", "ators", "ed", "ement", "ence", "ent"),
    *("ently", "er", "ers", "es", "ful", "fulness", "ibility", "ible", "ic", "ical", "ically", "icate", "icity", "ics"),
    *("ies", "ing", "ings", "ion", "ions", "ism", "ist", "ity", "ities", "ive", "ively", "iveness", "ivity", "ization"),
    *("ize", "ized", "izer", "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "ousness", "tional", "y"),
)
"""English suffixes that stemming removes."""

MAX_SCATTERED_PARTS = 32
"""So many of the words in a row are looked for one by one, where some of them are spelled otherwise than typed."""

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

Values = list[str | int]


def register_functions(connection: sqlite3.Connection) -> None:
    """Give the connection the functions that statements of a search call."""
    connection.create_function("says", 3, _says, deterministic=True)
    connection.create_function("is_plain", 1, is_plain, deterministic=True)


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
            wanted.append(expression(words))
            if words[0].exact:
                where.append(_exactly(words[0], values))
        elif len(clause) == 1 and isinstance(first.of, Words) and not first.of.exact:
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
    if isinstance(of, Words):
        sql = "paper.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)"
        values.append(expression([of]))
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


def expression(words: Iterable[Words]) -> str:
    """An FTS5 expression for any of the words."""
    return f"({' OR '.join(way for of in words for way in _ways(of))})"


def _ways(of: Words) -> Iterator[str]:
    """Expressions for words in a row: as they stand in a text, as other spellings of it, or some so and some so."""
    typed = of.text.replace('"', " ")
    phrases = _phrases(typed)
    if says_all(typed):  # a letter stands for itself, not for a plainer one that is in every other paper
        phrases = [phrase for phrase in phrases if phrase == typed or len(phrase) > 1 or not phrase.isascii()]
    yield _in(of.field, (form for phrase in phrases for form in _forms(phrase, growing=of.growing)))
    if of.field:
        other = (form for phrase in phrases for form in _forms(signed(of.field, phrase), growing=of.growing))
        yield _in("other_words", other)
    if scattered := _scattered(of, typed):
        yield scattered


def _scattered(of: Words, typed: str) -> str:
    """All words somewhere in the text, and at least one of them spelled otherwise; empty if it is only one word."""
    parts = [ways for part in typed.split() if (ways := _whole(part))][:MAX_SCATTERED_PARTS]
    if sum(len(ways[0]) for ways in parts) < 2:
        return ""
    everywhere: list[str] = []
    otherwise: dict[str, None] = {}
    for number, part in enumerate(parts, 1):
        growing = of.growing and number == len(parts)
        somewhere = []
        for words in part:
            plain = _each(words, growing=growing)
            other = _each([signed(of.field, word) for word in words], growing=growing)
            otherwise |= dict.fromkeys(other)
            if of.field:
                plain = [f"({_in(of.field, [one])} OR {two})" for one, two in zip(plain, other, strict=True)]
            somewhere.append(f"({' AND '.join(plain)})")
        everywhere.append(f"({' OR '.join(somewhere)})")
    return f"(({' OR '.join(otherwise)}) AND {' AND '.join(everywhere)})"


def _phrases(typed: str) -> list[str]:
    """What to look for: the words as they were typed, if the index has all of them, and their other spellings."""
    return list(dict.fromkeys((typed, *spellings(typed)) if says_all(typed) else spellings(typed)))


def _whole(part: str) -> list[list[str]]:
    """The words of a part in each spelling that takes none of them for two: half a word is too little to go by."""
    ways = [units(spelling) for spelling in _phrases(part)]
    most = max(map(len, ways[:2]))
    return [words for words in ways if 0 < len(words) <= most]


def _each(words: Sequence[str], *, growing: bool) -> list[str]:
    return [_quoted(word, growing=growing and number == len(words)) for number, word in enumerate(words, 1)]


def _in(column: str, forms: Iterable[str]) -> str:
    either = f"({' OR '.join(forms)})"
    return f"{{{column}}} : {either}" if column else either


def _quoted(words: str, *, growing: bool) -> str:
    return f'"{words}" *' if growing else f'"{words}"'


def _forms(text: str, *, growing: bool) -> Iterator[str]:
    """The words in quotes; while the last one is being typed, also as a prefix and with each suffix that it may get."""
    yield _quoted(text, growing=False)
    last = re.split(r"[\W_]", text)[-1]
    if not growing:
        return
    yield _quoted(text, growing=True)
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
    values += [of.text, int(of.growing)]
    return f"says(?, ?, {text})"


def _says(phrase: str, growing: int, text: str) -> bool:
    return contains_phrase(text, phrase, growing=bool(growing))
