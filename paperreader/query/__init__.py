"""The search language: what the user types -> a Query. Nothing that can be typed is an error.

A query is a list of clauses that must all hold; a clause is one term, or several joined by `OR`. What cannot be
parsed is searched for as words, and a hint says so.

A text that names papers, by their ids or by links, asks for just these.

A field is one row of `fields.FIELDS`, and its SQL in the store.
"""

from paperreader.query.conditions import (
    NOTE,
    WHOLE_TEXT,
    Between,
    Clause,
    Condition,
    Fact,
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
from paperreader.query.fields import FACTS, FIELDS, SORTS
from paperreader.query.parse import MIN_PREFIX_LETTERS, complete, parse, without_one_word

__all__ = [
    "FACTS",
    "FIELDS",
    "MIN_PREFIX_LETTERS",
    "NOTE",
    "SORTS",
    "WHOLE_TEXT",
    "Between",
    "Clause",
    "Condition",
    "Fact",
    "InGroup",
    "Like",
    "Papers",
    "Person",
    "Query",
    "Sort",
    "Tagged",
    "Term",
    "Words",
    "complete",
    "parse",
    "without_one_word",
]
