"""What a person types into the search bar -> a Query. Nothing that can be typed is an error.

A query is a row of clauses that must all hold; a clause is one term, or several between `OR`. What does not
parse is taken as words, and a hint says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from paperreader.dates import InvalidDate, read_days
from paperreader.text.sanitize import clean

TEXTS = {
    "title": "title",
    "author": "authors",
    "org": "organization",
    "keyword": "keywords",
    "abstract": "abstract",
}
"""Fields that hold words, and which of a paper's texts each is."""

FIGURES = ("upvotes", "comments", "stars")
FACTS = {"is": ("unread", "read", "starred", "opened"), "has": ("code", "project", "summary")}
SORTS = ("newest", "oldest", "relevance", "upvotes", "rise", "comments", "stars", "title")
FIELDS = (*TEXTS, "day", *FIGURES, *FACTS, "sort")
"""In the order of the help."""

SHORTEST = 3
"""Letters from which on a word that is being typed stands for all that begin so; before, it waits."""

LONGEST, MOST_TERMS = 2_000, 32
"""Characters and terms of a query; what is beyond them is left out, and a hint says so."""

_TOKEN = re.compile(r'(?P<no>-?)(?:(?P<field>[A-Za-z]+):)?(?P<value>"[^"]*"?|[^\s"]+|(?=\s|$))|"')
_FIGURE = re.compile(r"(?P<sign>[<>]=?|=?)(?P<figure>\d{1,9})|(?P<low>\d{0,9})\.\.(?P<high>\d{0,9})", re.A)


class Words(NamedTuple):
    """Words that stand next to each other, in one text of a paper or in any of them."""

    text: str
    field: str = ""
    """A value of TEXTS; empty for all texts."""
    exact: bool = False
    """As they are written; else by their stems."""
    growing: bool = False
    """The last word is still being typed: what begins with it is meant, too."""


class Between(NamedTuple):
    """A figure, or the day that lists the paper, within limits that belong to it; None where there is no limit."""

    what: str
    """`day` or one of FIGURES."""
    low: int | date | None
    high: int | date | None
    moves: bool = False
    """Counted back from today."""


class Fact(NamedTuple):
    """One of FACTS."""

    name: str


class Term(NamedTuple):
    of: Words | Between | Fact
    negated: bool = False

    @property
    def settled(self) -> bool:
        """It is true or false of a paper whatever a person does, and tomorrow too."""
        if isinstance(self.of, Fact):
            return self.of.name not in FACTS["is"]
        return not (isinstance(self.of, Between) and self.of.moves)


Clause = tuple[Term, ...]
"""Terms of which one must hold."""


class Query(NamedTuple):
    """What is looked for."""

    clauses: tuple[Clause, ...] = ()
    sort: str | None = None
    """One of SORTS, if the person says so."""
    hints: tuple[str, ...] = ()
    """What was not understood, and how it was taken."""

    def __bool__(self) -> bool:
        """It looks for something, if only for all in some order."""
        return bool(self.clauses) or self.sort is not None


class _Token(NamedTuple):
    text: str
    negated: bool
    field: str
    value: str
    quoted: bool

    @property
    def open(self) -> bool:
        """What is typed behind it would be part of it."""
        return not self.quoted or self.text.count('"') == 1


def parse(text: str, today: date, *, growing: bool = False) -> Query:
    """The query that the text stands for. `growing`: it is still being typed at its end.

    `a b` both, by their stems · `"a b"` exactly this · `-a` not · `a OR b` · `field:value`.
    """
    hints = [f"only the first {LONGEST:,} characters are looked for"] if len(text) > LONGEST else []
    tokens = list(_tokens(text[:LONGEST]))
    clauses: list[Clause] = []
    sort, joins = None, False
    for number, token in enumerate(tokens):
        last = growing and number == len(tokens) - 1 and token.open and text.endswith(token.text)
        if token.text == "OR" and clauses and (last or number + 1 < len(tokens)):
            joins = True
        elif token.field == "sort" and token.value.lower() in SORTS:
            sort = token.value.lower()
        elif (term := _term(token, today, hints, growing=last)) is not None:
            if sum(map(len, clauses)) == MOST_TERMS:
                hints.append(f"only the first {MOST_TERMS} words are looked for")
                break
            if isinstance(term.of, Words) and term.of.growing and len(tail := _last_word(term.of)) < SHORTEST:
                before = term.of.text.removesuffix(tail).rstrip()
                if clauses and not _has_word(before):
                    break
                term = Term(term.of._replace(text=before if _has_word(before) else term.of.text, growing=False))
            if joins:
                clauses[-1] = (*clauses[-1], term)
            else:
                clauses.append((term,))
            joins = False
    return Query(tuple(clauses), sort, tuple(dict.fromkeys(hints)))


def without_one_word(text: str) -> Iterator[tuple[str, str]]:
    """The query without one of its terms, for each of them: what is left, and what was left out."""
    tokens = [token for token in _tokens(text[:LONGEST]) if token.text != "OR"]
    if len(tokens) > 1:
        for number, token in enumerate(tokens):
            yield " ".join(other.text for other in tokens[:number] + tokens[number + 1 :]), token.text


def complete(text: str) -> str:
    """How the last word could go on: `au` -> `thor:`, `is:st` -> `arred`; empty where nothing is meant."""
    word = re.split(r"\s", text)[-1].lstrip("-")
    field, colon, value = word.partition(":")
    if not colon:
        wanted, choices = field, [f"{name}:" for name in FIELDS]
    else:
        wanted, choices = value, [*FACTS.get(field, ()), *(SORTS if field == "sort" else ())]
    fitting = [choice for choice in choices if choice.startswith(wanted.lower()) and choice != wanted]
    return fitting[0][len(wanted) :] if fitting and wanted and (colon or len(wanted) > 1) else ""


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        value = found["value"] or ""
        quoted = value.startswith('"')
        if found[0].strip('-" '):
            yield _Token(found[0], bool(found["no"]), (found["field"] or "").lower(), value.strip('"'), quoted)


def _term(token: _Token, today: date, hints: list[str], *, growing: bool) -> Term | None:
    """What a token stands for; None for what has no word in it, or is only begun."""
    of: Words | Between | Fact | None = None
    field, value = token.field, clean(token.value)
    if not field or field in TEXTS:
        of = Words(value, TEXTS.get(field, ""), token.quoted, growing and not token.negated)
    elif field == "day":
        of = _days(value.lower(), today)
    elif field in FIGURES:
        of = _figure(field, value)
    elif field in FACTS and value.lower() in FACTS[field]:
        of = Fact(value.lower())
    if of is None and growing and _is_begun(field, value):
        return None
    if of is None:
        hints.append(_hint(field, value))
        of = Words(f"{field} {value}", growing=growing)
    if isinstance(of, Words) and not _has_word(of.text):
        return None
    return Term(of, token.negated)


def _is_begun(field: str, value: str) -> bool:
    """Whether more letters can make it something that the field takes."""
    if names := FACTS.get(field, SORTS if field == "sort" else ()):
        return any(name.startswith(value.lower()) for name in names)
    return field == "day" or (field in FIGURES and not value.strip("<>=.0123456789"))


def _last_word(of: Words) -> str:
    return re.split(r"[\W_]", of.text)[-1]


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _hint(field: str, value: str) -> str:
    if field in FACTS:
        return f"{field}: takes {', '.join(FACTS[field])}; “{field}:{value}” is taken as words"
    if field == "sort":
        return f"sort: takes {', '.join(SORTS)}"
    if field == "day":
        return f"day: takes 2026-07, 2026-06..2026-07, apr, 90d; “day:{value}” is taken as words"
    if field in FIGURES:
        return f"{field}: takes >50, <=10, 20..50; “{field}:{value}” is taken as words"
    return f"there is no field {field}: it is taken as a word"


def _figure(what: str, value: str) -> Between | None:
    """`50`, `>50`, `<=10`, `20..50`, `20..`."""
    if (found := _FIGURE.fullmatch(value)) is None:
        return None
    if found["figure"] is None:
        low, high = (int(limit) if limit else None for limit in found.group("low", "high"))
        return Between(what, low, high) if value != ".." else None
    figure = int(found["figure"])
    match found["sign"]:
        case ">":
            return Between(what, figure + 1, None)
        case ">=":
            return Between(what, figure, None)
        case "<":
            return Between(what, None, figure - 1)
        case "<=":
            return Between(what, None, figure)
    return Between(what, figure, figure)


def _days(value: str, today: date) -> Between | None:
    """`2026-07`, `2026-06..2026-07`, `..2025`, `apr`, `90d`: the last so many days."""
    first, dots, last = value.partition("..")
    moves = not re.fullmatch(r"[\d-]*(-w\d+)?(\.\.[\d-]*(-w\d+)?)?", value)
    try:
        low = read_days(first, today).first if first else None
        high = read_days(last or first, today).last if last or not dots else None
    except InvalidDate:
        return None
    if re.fullmatch(r"\d+[dwmy]", value):
        high = None
    return Between("day", low, high, moves) if low or high else None
