"""How papers write the names and keywords that a query looks for: shown before it is made a follow."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date

from paperreader.query import Condition, Person, Words, parse
from paperreader.store.search import matching
from paperreader.text.person_names import Likeness, likeness
from paperreader.text.phrase import contains_phrase
from paperreader.variants import Variant, Variants

LISTS = ("authors", "keywords")
"""Columns with JSON lists."""
COLUMNS = (*LISTS, "organization", "submitter")

FOUND = f"""
SELECT {", ".join(f"paper.{column}" for column in COLUMNS)}, state.hidden
FROM json_each(?) AS found JOIN paper ON paper.rowid = found.value JOIN state ON state.paper = paper.rowid
"""


def variants(connection: sqlite3.Connection, text: str, today: date) -> Variants:
    """How the papers that the query finds, those that rules hide too, write what it looks for."""
    clauses = [clause for clause in parse(text, today).clauses if all(term.settled for term in clause)]
    wanted = [term.of for clause in clauses for term in clause if not term.negated]
    papers = matching(connection, clauses) if clauses else []
    counts: Counter[tuple[str, bool]] = Counter()
    by_initial = hidden = 0
    for *texts, is_hidden in connection.execute(FOUND, (json.dumps(papers),)).fetchall():
        here = {each for of in wanted for each in _written(of, dict(zip(COLUMNS, texts, strict=True)))}
        counts.update(here)
        by_initial += bool(here) and all(is_initial for _, is_initial in here)
        hidden += is_hidden
    found = (Variant(name, count, is_initial) for (name, is_initial), count in counts.most_common())
    ordered = sorted(found, key=lambda each: (each.is_initial, -each.papers, each.text))
    return Variants(len(papers), by_initial, hidden, tuple(ordered))


def _written(of: Condition, paper: dict[str, str | None]) -> Iterator[tuple[str, bool]]:
    """What of the paper matches, and whether it does so only by an initial."""
    column = of.role if isinstance(of, Person) else of.field if isinstance(of, Words) else ""
    stored = paper.get(column)
    for value in (json.loads(stored) if column in LISTS else [stored]) if stored else []:
        if isinstance(of, Person) and (alike := likeness(of.name, value)):
            yield value, alike is Likeness.INITIAL
        elif isinstance(of, Words) and contains_phrase(value, of.text):
            yield value, False
