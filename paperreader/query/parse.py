"""Text -> Query, and what the search bar makes of a text that is being typed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import takewhile
from types import MappingProxyType
from typing import NamedTuple

from paperreader.query.conditions import (
    Clause,
    Condition,
    InGroup,
    Like,
    Papers,
    Person,
    Query,
    Sort,
    Tagged,
    Term,
    Words,
)
from paperreader.query.fields import FIELDS
from paperreader.text.fold import fold, has_word
from paperreader.text.paper_ids import named_papers
from paperreader.text.sanitize import clean

MIN_PREFIX_LETTERS = 3
"""From so many letters on, a word that is being typed also matches as a prefix; a shorter one is not searched yet,
unless nothing longer is likely to come of it: `α`, `x2`, `图`."""

MAX_QUERY_CHARS, MAX_TERMS = 2_000, 32
"""What goes beyond is left out, and a hint says so."""

LIKE_AND = "like: cannot be a side of OR: both must hold"

_TOKEN = re.compile(r'(?P<no>-?)(?:(?P<field>[A-Za-z]+):)?(?P<value>"[^"]*"?|[^\s"]+|(?=\s|$))|"')

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""As an input method for Chinese or Japanese types names of fields, colons and quotes."""


class _Token(NamedTuple):
    text: str
    negated: bool
    field: str
    value: str
    quoted: bool

    @property
    def open(self) -> bool:
        """Whether the next letter would still be part of it."""
        return not self.quoted or self.text.count('"') == 1


def parse(text: str, today: date, *, growing: bool = False) -> Query:
    """The query that the text stands for. `growing`: the user is still typing at its end.

    `a b` both, by their stems · `abc*` what begins so · `"a b"` exactly this · `-a` not · `a OR b`
    · `field:value` (see `fields`) · `2607.12345`: this paper, if it has the other words
    · a link to a paper: just this one.
    """
    return _parse(_composed(text), today, growing)


@lru_cache(maxsize=64)
def _parse(text: str, today: date, growing: bool) -> Query:
    """Cached, as with each letter typed the bar, the screen and the store all need the same query."""
    if ids := named_papers(text):
        return Query(((Term(Papers(ids)),),))
    hints = [f"only the first {MAX_QUERY_CHARS:,} characters are searched"] if len(text) > MAX_QUERY_CHARS else []
    tokens = list(_tokens(text[:MAX_QUERY_CHARS]))
    clauses: list[Clause] = []
    like: list[str] = []
    sort, joins, is_behind_like = None, False, False
    for number, token in enumerate(tokens):
        last = growing and number == len(tokens) - 1 and token.open and text.endswith(token.text)
        if token.text == "OR" and clauses and not is_behind_like and (last or number + 1 < len(tokens)):
            joins = True
            continue
        if token.text == "OR" and is_behind_like:
            hints.append(LIKE_AND)
            continue
        of = _read(token, today, hints, growing=last)
        if isinstance(of, Sort):
            sort = of.name
            continue
        if of is None:
            continue
        if sum(map(len, clauses)) + len(like) == MAX_TERMS:
            hints.append(f"only the first {MAX_TERMS} words are searched")
            break
        if isinstance(of, Like):
            if token.negated:
                hints.append(f"“{token.text}” is left out: like: cannot be negated")
            else:
                like.append(of.paper)
                hints += [LIKE_AND] if joins else []
                joins, is_behind_like = False, True
            continue
        if isinstance(of, Words) and of.growing and len(tail := _last_word(of)) < MIN_PREFIX_LETTERS:
            before = of.text.removesuffix(tail).rstrip()
            of = of._replace(growing=False)
            if not _is_whole(tail):
                if clauses and not has_word(before):
                    break
                of = of._replace(text=before if has_word(before) else of.text)
        term = Term(of, token.negated)
        if joins:
            clauses[-1] = (*clauses[-1], term)
        else:
            clauses.append((term,))
        joins = is_behind_like = False
    return Query(_one_list(clauses), sort, tuple(dict.fromkeys(hints)), tuple(dict.fromkeys(like)))


def _one_list(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Ids beside other words are a list, of which the words find some: no paper is two."""
    lists = [clause for clause in clauses if len(clause) == 1 and isinstance(clause[0].of, Papers)]
    lists = [clause for clause in lists if not clause[0].negated]
    ids = [id for (term,) in lists if isinstance(term.of, Papers) for id in term.of.ids]
    rest = tuple(clause for clause in clauses if clause not in lists)
    return (*rest, (Term(Papers(tuple(dict.fromkeys(ids)))),)) if ids else rest


def without_one_word(text: str) -> Iterator[tuple[str, str]]:
    """For each term of the query: the query without it, and the term."""
    text = _composed(text)
    tokens = [token for token in _tokens(text[:MAX_QUERY_CHARS]) if token.text != "OR"]
    if len(tokens) > 1:
        for number, token in enumerate(tokens):
            yield " ".join(other.text for other in tokens[:number] + tokens[number + 1 :]), token.text


def complete(text: str, known: Mapping[str, Iterable[str]] = MappingProxyType({})) -> str:
    """What completes the last word: `au` -> `thor:`, `is:st` -> `arred`; empty if nothing does.

    `known`: values of fields that take others, too, such as the user's tags.
    """
    word = re.split(r"\s", text)[-1].lstrip("-")
    field, colon, value = word.partition(":")
    if not colon:
        typed, choices = field, tuple(f"{name}:" for name in FIELDS)
    else:
        typed, choices = value, (*FIELDS[field].values, *known.get(field, ())) if field in FIELDS else ()
    if not typed or (not colon and len(typed) == 1):
        return ""
    return next((each[len(typed) :] for each in choices if each.startswith(typed.lower()) and each != typed), "")


def _composed(text: str) -> str:
    """Letters in one piece with their marks, and signs of the language in their usual form."""
    return unicodedata.normalize("NFC", text).translate(_FULL_WIDTH)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        value = found["value"] or ""
        quoted = value.startswith('"')
        if found[0].strip('-" '):
            yield _Token(found[0], bool(found["no"]), (found["field"] or "").lower(), value.strip('"'), quoted)


def _read(token: _Token, today: date, hints: list[str], *, growing: bool) -> Condition | Sort | Like | None:
    """What a token stands for; None if it has no word in it, or its value is not typed to the end yet."""
    field, value = FIELDS.get(token.field), clean(token.value)
    if field is None and not token.field:
        named = () if token.quoted else named_papers(value)
        of: Condition | Sort | Like | None = Papers(named) if named else Words(value)
    else:
        of = field.read(value, today) if field else None
    if of is None and field and growing and field.is_begun(value):
        return None
    if of is None:
        hints.append(_hint(token.field, value))
        of = Words(f"{token.field} {value}", growing=growing)
    elif isinstance(of, Words):
        starred, of = of.text.endswith("*"), of._replace(text=of.text.rstrip("*"))
        begins = starred and len(_last_word(of)) >= MIN_PREFIX_LETTERS
        of = of._replace(exact=token.quoted, growing=begins or (growing and not token.negated))
    elif isinstance(of, Person):
        starred, of = of.name.endswith("*"), of._replace(name=of.name.rstrip("*"))
        of = of._replace(growing=starred or (growing and not token.negated))
        if growing and len(fold(of.name)) < MIN_PREFIX_LETTERS and fold(of.name).isascii():
            return None
    elif isinstance(of, Tagged):
        begins = value.endswith("*") or (growing and not token.negated)
        of = of._replace(exact=token.quoted, growing=begins and not token.quoted)
    elif isinstance(of, InGroup):
        is_typed = growing and not token.negated and "@" not in value
        of = of._replace(growing=(is_typed or value.partition("@")[0].endswith("*")) and not token.quoted)
    typed = of.text if isinstance(of, Words) else of.name if isinstance(of, Person) else "a"
    return of if has_word(typed) else None


def _hint(name: str, value: str) -> str:
    if field := FIELDS.get(name):
        return f"{name}: takes {field.takes}; searching for “{name}:{value}” as words"
    return f"“{name}:” is not a search field; searching for it as a word"


def _last_word(of: Words) -> str:
    """The last of the words, with signs that stand for letters, like `№`."""
    letters = takewhile(lambda char: "\u0300" <= char <= "\u036f" or has_word(char), reversed(of.text))
    return "".join(letters)[::-1]


def _is_whole(word: str) -> bool:
    """Whether a word of so few letters is likely to be all of it."""
    folded = fold(word)
    is_name = any(map(str.isdigit, folded)) and any(map(str.isalpha, folded))
    return is_name or len(folded) >= MIN_PREFIX_LETTERS or not folded.isascii()
