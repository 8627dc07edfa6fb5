"""The letters that are put on what can be chosen: as few for each as there can be, none the beginning of another's."""

from __future__ import annotations

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In this order: where the hands rest first, on most keyboards."""


def hint_labels(count: int) -> list[str]:
    """One label for each, of one letter while there are letters, the first ones as short as possible.

    At most 676: there are no labels of three letters, which nobody would type.
    """
    size = len(LETTERS)
    prefixes = min(size, -(-max(0, count - size) // (size - 1)))
    """So many letters only begin labels of two."""
    singles = list(LETTERS[: size - prefixes])
    doubles = [first + second for first in LETTERS[size - prefixes :] for second in LETTERS]
    return (singles + doubles)[:count]
