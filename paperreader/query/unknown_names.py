"""Tags and groups that a search asks for and that nobody has given yet: it finds nothing, whatever else it says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from paperreader.query.conditions import InGroup, Query, Tagged
from paperreader.text.fold import fold
from paperreader.text.tags import ANY, NONE

MAX_NAMED: Final = 5
"""Groups; of more the first are named."""


def unknown_names(query: Query, tags: Collection[str], groups: Collection[str]) -> str:
    """One sentence about the first of them; empty if all are known. `tags`, `groups`: those that there are."""
    return next(_unknown(query, tags, groups), "")


def _unknown(query: Query, tags: Collection[str], groups: Collection[str]) -> Iterator[str]:
    for clause in query.clauses:
        if len(clause) > 1 or clause[0].negated:  # there is another way to match
            continue
        of = clause[0].of
        if isinstance(of, Tagged) and of.tag not in (ANY, NONE) and not _is_known(of.tag, tags, growing=of.growing):
            yield f"You gave no paper the tag “{of.tag}”."
        elif isinstance(of, InGroup) and not groups:
            yield "No group is known here: paperreader help machines says how to join one."
        elif isinstance(of, InGroup) and of.group != ANY and not _is_known(of.group, groups, growing=of.growing):
            *others, last = sorted(groups)[:MAX_NAMED]
            named = f"{', '.join(others)} and {last}" if others else last
            yield f"No group “{of.group}” is known here, only {named}."


def _is_known(name: str, names: Collection[str], *, growing: bool) -> bool:
    asked = fold(name)
    return any(fold(each).startswith(asked) if growing else fold(each) == asked for each in names)
