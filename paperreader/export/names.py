"""Names of authors, taken apart for citations: family name, given names, suffix; and who is no person at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperreader.models import Paper
from paperreader.text.sanitize import clean
from paperreader.text.symbols import words

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
PARTICLES = words(
    "van von vom der den de del della dello di da das do dos du des la le las los ten ter te zu zur zum af av al el bin"
    " ibn 't"
)
"""Before a family name and part of it, in small letters: `Laurens van der Maaten`."""
CAPITAL_PARTICLES = frozenset(("De", "Del", "Della", "Dos", "Von", "El"))
"""Part of a family name in capitals, too; `Van`, `Le`, `Di` and `Da` are as often given names."""
GROUP_WORDS = words(
    "team group lab labs laboratory laboratories consortium collaboration contributors contributor community "
    "foundation institute institution university research initiative alliance committee society organization "
    "organisation department center centre academy project inc ltd llc gmbh corp corporation company"
)
SMALL_WORDS = frozenset(("of", "for", "and", "the", "&", "at", "in", "on"))
"""No person has these in the name."""


class Name(NamedTuple):
    """The name of an author: all of it is the family name if it is a group's, or one word."""

    family: str
    """With its particles."""
    given: str = ""
    suffix: str = ""
    """`Jr.`, `III`."""
    is_group: bool = False
    """A team, a company, a consortium: its name is never taken apart or abbreviated."""


def names_of(paper: Paper) -> list[Name]:
    """The authors of a paper, without those whose names have nothing that can be read."""
    group = clean(paper.organization or "")
    return [read_name(text, group) for name in paper.authors if (text := clean(name))]


def read_name(name: str, organization: str = "") -> Name:
    """A clean name, read as `Given Family`, `Family, Given` or a group's. `organization`: that of the paper."""
    if name == organization or _is_group(name):
        return Name(name, is_group=True)
    before, *after = re.split(r"\s*,\s*", name)
    after = [part for part in after if part]
    suffix = next((part for part in after if _is_suffix(part)), "")
    given = " ".join(part for part in after if part != suffix)
    if before and given:
        return Name(before, given, suffix)
    parts = before.split() or name.split()
    while not suffix and len(parts) > 1 and _is_suffix(parts[-1]):
        suffix = parts.pop()
    start = max(len(parts) - 1, 0)
    while start > 1 and (parts[start - 1] in PARTICLES or _is_capital_particle(parts, start - 1)):
        start -= 1
    if start > 2 and parts[start - 1] in ("y", "e"):  # Agüera y Arcas
        start -= 2
    return Name(" ".join(parts[start:]), " ".join(parts[:start]), suffix)


def _is_suffix(word: str) -> bool:
    return word.rstrip(".").lower() in SUFFIXES


def _is_capital_particle(parts: list[str], at: int) -> bool:
    """Of `Van` only where `der` or the like follows."""
    return parts[at] in CAPITAL_PARTICLES or (
        parts[at] in ("Van", "De") and parts[at + 1].lower() in ("der", "den", "de", "la", "las", "los")
    )


def _is_group(name: str) -> bool:
    """Whether it is certain: a person's name taken for a group's is less harm than a team with initials."""
    parts = name.split()
    if len(parts) == 1 and re.search(r"(?<!^Mc)(?<!^Mac)(?<=[a-z])[A-Z]|[A-Z]{3}|\bAI\b", name):
        return True
    if not any(map(str.isalnum, name)) or _group_words(parts) or any(word in SMALL_WORDS for word in parts):
        return True
    return "AI" in parts or bool(re.search(r"\d", name))


def _group_words(parts: list[str]) -> set[str]:
    small = {word.rpartition("-")[2].strip(".,()").lower() for word in parts}
    joined = {"team" for word in parts if re.fullmatch(r"\w+Team", word)}
    return (small & GROUP_WORDS) | joined
