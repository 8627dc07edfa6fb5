"""The words of a title, and up to three of them in a row: `agent`, `world model`, `chain of thought`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from paperreader.text.english import STOP_WORDS, stem

MAX_WORDS = 3
MAX_CHARS = 500
"""Of a title; longer ones are none."""
WORD = re.compile(r"([^\W_]{1,50})(-?)(?:(?<=-)(?=([^\W\d_]{1,50})(?![^\W_])))?")
"""As the search has them: `on-policy` is two words. The hyphen belongs to the one before it, and so does what it is
joined to, unless that is a number as in `GPT-4`."""


def runs(title: str) -> set[str]:
    """Its words in their stems, and those in a row with blanks between.

    A run begins and ends with a word that says something; only before a hyphen, as in `on-policy`, any may begin it.
    None ends within a compound, unless with a name: `fine-tuning` is nothing fine, but `LLM-driven` is about an LLM.
    """
    words = WORD.findall(title[:MAX_CHARS])
    stems, telling = [_stem(word) for word, *_ in words], [_is_telling(word) for word, *_ in words]
    found = set()
    for last, (word, _, joined) in enumerate(words):
        if telling[last] and (not _is_telling(joined) or not word[1:].islower()):
            found.add(stems[last])
            for first in range(max(0, last - MAX_WORDS + 1), last):
                if telling[first] or words[first][1]:
                    found.add(" ".join(stems[first : last + 1]))
    return found


def as_written(title: str, wanted: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """The wanted runs that a title has, as they are written where they first stand. `wanted`: by their first word."""
    words = list(WORD.finditer(title[:MAX_CHARS]))
    stems = [_stem(word[1]) for word in words]
    found: dict[str, str] = {}
    for first, word in enumerate(stems):
        for run in wanted.get(word, ()):
            size = run.count(" ") + 1
            if run not in found and " ".join(stems[first : first + size]) == run:
                found[run] = title[words[first].start(1) : words[first + size - 1].end(1)]
    return found


def words_of(text: str) -> str:
    """Its words with blanks between, whatever stands there."""
    return " ".join(word for word, *_ in WORD.findall(text))


def contains(long: str, short: str) -> bool:
    """Whether a run has another as a part, or is the same."""
    return f" {short} " in f" {long} "


@lru_cache(maxsize=8_192)
def _stem(word: str) -> str:
    return stem(word.lower())


@lru_cache(maxsize=8_192)
def _is_telling(word: str) -> bool:
    """No number, letter or word that every text has."""
    return (len(word) > 1 or word > "\x7f") and not word.isdigit() and word.lower() not in STOP_WORDS
