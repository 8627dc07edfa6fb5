"""How papers write what a search looks for: names, keywords. Plain, frozen data."""

from __future__ import annotations

from typing import NamedTuple


class Variant(NamedTuple):
    """How papers write what a search looks for: a name, a keyword."""

    text: str
    papers: int
    """How many have it."""
    is_initial: bool = False
    """It is the name that is looked for only as far as an initial tells."""


class Variants(NamedTuple):
    """How papers write what a search looks for."""

    papers: int
    """That it finds, with those that rules hide."""
    by_initial: int
    """Of these, papers that have it only as far as an initial tells."""
    hidden: int
    """Of these, papers that a rule hides now."""
    found: tuple[Variant, ...] = ()
    """The most usual first; at last what rests on an initial."""
