"""Words -> an expression for a full-text index.

The index stems words. This module adds what it cannot do: a word that is still being typed finds what it may become
(`generati` -> `generation`, whose stem is shorter), and words are found however they are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from paperreader.query import MIN_PREFIX_LETTERS, Words
from paperreader.store.other_words import signed
from paperreader.text.fold import says_all, spellings, units

ENDINGS = (
    *("able", "ably", "ability", "abilities", "al", "ally", "alism", "ality", "alize", "alized", "ance", "ant", "ate"),
    *("ated", "ates", "ating", "ation", "ational", "ations", "ative", "ator", "ators", "ed", "ement", "ence", "ent"),
    *("ently", "er", "ers", "es", "ful", "fulness", "ibility", "ible", "ic", "ical", "ically", "icate", "icity", "ics"),
    *("ies", "ing", "ings", "ion", "ions", "ism", "ist", "ity", "ities", "ive", "ively", "iveness", "ivity", "ization"),
    *("ize", "ized", "izer", "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "ousness", "tional", "y"),
)
"""English suffixes that stemming removes."""

MAX_SCATTERED_PARTS = 32
"""So many of the words in a row are looked for one by one, where some of them are spelled otherwise than typed."""


def expression(words: Iterable[Words]) -> str:
    """An FTS5 expression for any of the words."""
    return f"({' OR '.join(way for of in words for way in _ways(of))})"


def _ways(of: Words) -> Iterator[str]:
    """Expressions for words in a row: as they stand in a text, as other spellings of it, or some so and some so."""
    yield in_row(of)
    if some := scattered(of):
        yield some


def in_row(of: Words) -> str:
    """An expression for words in a row, as they stand in a text or as other spellings of it."""
    return " OR ".join(_in_row(of, of.text.replace('"', " ")))


def _in_row(of: Words, typed: str) -> Iterator[str]:
    phrases = _phrases(typed)
    if says_all(typed):  # a letter stands for itself, not for a plainer one that is in every other paper
        phrases = [phrase for phrase in phrases if phrase == typed or len(phrase) > 1 or not phrase.isascii()]
    yield _in(of.field, (form for phrase in phrases for form in _forms(phrase, growing=of.growing)))
    if of.field:
        other = (form for phrase in phrases for form in _forms(signed(of.field, phrase), growing=of.growing))
        yield _in("other_words", other)


def scattered(of: Words) -> str:
    """All words somewhere in the text, and at least one of them spelled otherwise; empty if it is only one word."""
    typed = of.text.replace('"', " ")
    parts = [ways for part in typed.split() if (ways := _whole(part))][:MAX_SCATTERED_PARTS]
    if sum(len(ways[0]) for ways in parts) < 2:
        return ""
    everywhere: list[str] = []
    otherwise: dict[str, None] = {}
    for number, part in enumerate(parts, 1):
        growing = of.growing and number == len(parts)
        somewhere = []
        for words in part:
            plain = _each(words, growing=growing)
            other = _each([signed(of.field, word) for word in words], growing=growing)
            otherwise |= dict.fromkeys(other)
            if of.field:
                plain = [f"({_in(of.field, [one])} OR {two})" for one, two in zip(plain, other, strict=True)]
            somewhere.append(f"({' AND '.join(plain)})")
        everywhere.append(f"({' OR '.join(somewhere)})")
    return f"(({' OR '.join(otherwise)}) AND {' AND '.join(everywhere)})"


def _phrases(typed: str) -> list[str]:
    """What to look for: the words as they were typed, if the index has all of them, and their other spellings."""
    return list(dict.fromkeys((typed, *spellings(typed)) if says_all(typed) else spellings(typed)))


def _whole(part: str) -> list[list[str]]:
    """The words of a part in each spelling that takes none of them for two: half a word is too little to go by."""
    ways = [units(spelling) for spelling in _phrases(part)]
    most = max(map(len, ways[:2]))
    return [words for words in ways if 0 < len(words) <= most]


def _each(words: Sequence[str], *, growing: bool) -> list[str]:
    return [_quoted(word, growing=growing and number == len(words)) for number, word in enumerate(words, 1)]


def _in(column: str, forms: Iterable[str]) -> str:
    either = f"({' OR '.join(forms)})"
    return f"{{{column}}} : {either}" if column else either


def _quoted(words: str, *, growing: bool) -> str:
    return f'"{words}" *' if growing else f'"{words}"'


def _forms(text: str, *, growing: bool) -> Iterator[str]:
    """The words in quotes; while the last one is being typed, also as a prefix and with each suffix that it may get."""
    yield _quoted(text, growing=False)
    last = re.split(r"[\W_]", text)[-1]
    if not growing:
        return
    yield _quoted(text, growing=True)
    if re.search("ys?$", last):
        yield f'"{text}e" *'  # its stem keeps the y, which the stem of the word itself turns into an i
    for ending in ENDINGS:
        for size in range(min(len(ending) - 1, len(last) - MIN_PREFIX_LETTERS), 0, -1):
            if last.endswith(ending[:size]):
                yield f'"{text}{ending[size:]}"'
                break
