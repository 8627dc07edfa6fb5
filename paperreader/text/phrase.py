"""Whether a text has words in a row just as they were typed, whatever they may be typed for."""

from __future__ import annotations

import re
from functools import lru_cache

from paperreader.text.fold import LETTERS, WORD, fold, is_plain, spellings

TYPED_FOR = {long: short for short, *others in LETTERS.values() for long in others if len(long) > len(short)}
"""`oe` may be typed for a letter that is folded to `o`."""


def contains_phrase(text: str, phrase: str, *, growing: bool = False) -> bool:
    """Whether a line of the text has these words in a row, with no private character between them.

    `growing`: the last may go on.
    """
    pattern = _pattern(phrase, growing)
    if pattern.search(text.lower()):
        return True
    return not is_plain(text) and any(pattern.search(fold(text, apart=apart)) for apart in (False, True))


@lru_cache(maxsize=32)
def _pattern(phrase: str, growing: bool) -> re.Pattern[str]:
    ways = (_way(re.findall(WORD, spelling)) for spelling in spellings(phrase) or [phrase.lower()])
    end = "" if growing else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)}){end}")


def _way(words: list[str]) -> str:
    typed_for = "|".join(TYPED_FOR)
    words = [re.sub(typed_for, lambda found: f"(?:{found[0]}|{TYPED_FOR[found[0]]})", word) for word in words]
    return r"(?:(?![\n\ue000-\uf8ff])[\W_])*".join(words)
