"""Names of people: whether two of them may be the same person's, however each is written.

`Ada Lovelace` may be `A. Lovelace`, `Lovelace, Ada`, `Ada M. Lovelace` or `Àda Lovelace`, and `Yi-Fan Wang` may be
`Yifan Wang` or `Wang Yifan`. Only people can tell whether `A. Lovelace` is Ada: what rests on an initial is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from paperreader.text.fold import UNSPACED, fold, spellings

MAX_NAME_CHARS, MAX_UNITS = 200, 12
"""What goes beyond in a name is left out: no person has so many."""

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd"))


NICKNAME = r"\(([^)]*)\)|\[([^\]]*)\]|\"([^\"]*)\"|“([^”]*)”"
"""As in `Linxi "Jim" Fan`, or a name in another script."""


class Likeness(IntEnum):
    """How much speaks for two names being one person's."""

    NONE = 0
    INITIAL = 1
    """The family name, and the first letter of the given name."""
    NAME = 2
    """Family and given name; middle names may be missing from one of them."""


class _Unit(NamedTuple):
    """A name without blanks in it: `Ada`, `M.`, `Yi-Fan`, `J.-P.`."""

    parts: tuple[str, ...]
    """Between hyphens, folded."""
    spelled: frozenset[str]
    """The ways to write all of it, without hyphens."""
    is_initials: bool

    @property
    def joined(self) -> str:
        return "".join(self.parts)


class _Reading(NamedTuple):
    """A name as it may be meant."""

    given: tuple[_Unit, ...]
    """First and middle names, and particles like `van der`, which are as optional."""
    family: frozenset[str]
    in_full: bool = False
    """It has just these given names: none may be missing from the other name."""


class _Name(NamedTuple):
    """How a name can be read."""

    usual: tuple[_Reading, ...]
    """The family name last, or first before a comma or initials; with a nickname in the place of the given name."""
    turned: tuple[_Reading, ...]
    """The family name first, as in Chinese, Korean, Hungarian and Vietnamese; too vague for initials."""

    @property
    def families(self) -> frozenset[str]:
        return frozenset[str]().union(*(reading.family for reading in (*self.usual, *self.turned)))


def likeness(name: str, other: str, *, growing: bool = False) -> Likeness:
    """Whether a name as it stands with a paper (`other`) may be that of the person who is looked for (`name`).

    A family name alone stands for everybody of that name. `growing`: the last letters are still being typed.
    """
    if name == other:
        return Likeness.NAME  # whatever it is made of
    if other.isascii() and not is_plainly_among(name, other.replace('"', " "), growing=growing):
        return Likeness.NONE  # most of the many names of a store
    wanted = _read(name, growing)
    found = _read(other)
    best = max((_alike(a, b, growing) for a in wanted.usual for b in found.usual), default=Likeness.NONE)
    if best is not Likeness.NAME:
        pairs = [(a, b) for a in wanted.usual for b in found.turned] + [
            (a, b) for a in wanted.turned for b in found.usual
        ]
        if any(a.given and _alike(a, b, growing) is Likeness.NAME for a, b in pairs):
            return Likeness.NAME
    return best


def is_plainly_among(name: str, others: str, *, growing: bool = False) -> bool:
    """Whether one of the other names, with quotes around each, may be like this one; of those in plain ASCII only."""
    small = others.lower().replace("'", "")
    for family, given in _patterns(name, growing):
        for found in family.finditer(small):
            start, end = small.rfind('"', 0, found.start()) + 1, small.find('"', found.end())
            if given.search(small, start, end if end >= 0 else len(small)):
                return True
    return False


@lru_cache(maxsize=64)
def _patterns(name: str, growing: bool) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """What a plain name like this has in each reading: the family name, and a word that the given name begins with."""
    read, begins, ends = _read(name, growing), r"(?<![^\W_])", r"(?![^\W_])"

    def whole(word: str) -> str:  # letters first: the search for them is fast
        return rf"{word}(?<![^\W_]{word})" + ("" if growing else ends)

    return [
        (
            re.compile("|".join(map(whole, sorted(reading.family))), re.ASCII),
            re.compile(begins + _beginnings(reading.given, ends), re.ASCII),
        )
        for reading in (*read.usual, *read.turned)
    ]


def _beginnings(given: Sequence[_Unit], ends: str) -> str:
    """How the first given name may be begun in a word: `Yi-Fan` as `Y.`, `YF`, `Yi`, `Yifan`."""
    if not given or given[0].is_initials:
        return given[0].parts[0] if given else ""
    whole = {*given[0].spelled, "".join(unit.joined for unit in given)}
    begun = {each[:length] for each in whole for length in range(1, len(each) + 1)}
    initials = {rf"{each[0]}[^\W_]" for each in whole}
    return f"(?:{'|'.join(sorted(begun | initials))}){ends}"


def key_words(name: str, *, growing: bool = False) -> list[str]:
    """Words of which one is in every name like this, to look for in an index: the family name, wherever it stands."""
    return sorted(_read(name, growing).families)


def places(name: str, names: Sequence[str], *, growing: bool = False) -> Iterator[tuple[int, int]]:
    """Where the names like this one stand in all of them, joined with `, `."""
    at = 0
    for each in names:
        if likeness(name, each, growing=growing):
            yield at, at + len(each)
        at += len(each) + len(", ")


def _alike(wanted: _Reading, found: _Reading, growing: bool) -> Likeness:
    if not wanted.family & found.family and not (
        growing and any(whole.startswith(begun) for begun in wanted.family for whole in found.family)
    ):
        return Likeness.NONE
    if not wanted.given:
        return Likeness.NAME
    if not found.given:
        return Likeness.NONE
    if "".join(unit.joined for unit in wanted.given) == "".join(unit.joined for unit in found.given):
        return Likeness.NAME
    if wanted.in_full or found.in_full:
        return Likeness.NONE
    first = _same(wanted.given[0], found.given[0])
    shorter, longer = sorted((wanted.given[1:], found.given[1:]), key=len)
    return first if _is_among(shorter, longer) else Likeness.NONE


def _same(one: _Unit, other: _Unit) -> Likeness:
    if one.spelled & other.spelled:
        return Likeness.NAME
    if one.is_initials or other.is_initials:
        pairs = zip(one.parts, other.parts, strict=False)
        return Likeness.INITIAL if all(a[0] == b[0] for a, b in pairs) else Likeness.NONE
    return Likeness.NONE


def _is_among(few: Sequence[_Unit], many: Sequence[_Unit]) -> bool:
    """Whether the names stand among the others, in this order."""
    rest = iter(many)
    return all(any(_same(unit, other) for other in rest) for unit in few)


@lru_cache(maxsize=4096)
def _read(name: str, growing: bool = False) -> _Name:
    """The readings of a name; none if it has no letters."""
    name = name[:MAX_NAME_CHARS]
    nicknames = ["".join(found) for found in re.findall(NICKNAME, name)]
    plain = re.sub(NICKNAME, " ", name)
    parts = [units for part in re.split("[,，]", plain) if (units := _without_suffix(_units(part)))]
    if not parts:
        parts, nicknames = [units for part in (plain, *nicknames) if (units := _units(part))][:1], []
    if not parts:
        return _Name((), ())
    if len(parts) > 1:
        family, given = parts[0], [unit for part in parts[1:] for unit in part]
        readings = _Name((_reading([*given, *family[:-1]], family[-1]),), ())
    else:
        readings = _in_order(parts[0], growing)
    [usual] = readings.usual
    called = [_Reading(tuple(units), usual.family) for each in nicknames if usual.given and (units := _units(each))]
    return readings._replace(usual=(usual, *called))


def _in_order(units: list[_Unit], growing: bool) -> _Name:
    """The readings of a name without a comma."""
    if all(re.match(UNSPACED, unit.parts[0]) for unit in units):
        return _Name((_Reading((), frozenset(("".join(unit.joined for unit in units),))),), ())
    *given, family = units
    if not given or all(unit.is_initials for unit in units):
        return _Name((_reading(given, family),), ())
    if family.is_initials and not growing:
        last = max(at for at, unit in enumerate(units) if not unit.is_initials)
        return _Name((_reading([*units[last + 1 :], *units[:last]], units[last]),), ())
    if any(unit.is_initials for unit in units):
        return _Name((_reading(given, family),), ())
    first, *rest = units
    turned = [_Reading(tuple(rest), first.spelled, in_full=True)]
    turned += [_Reading(tuple(rest[::-1]), first.spelled)] if len(rest) > 1 else []
    return _Name((_reading(given, family),), tuple(turned))


def _reading(given: Sequence[_Unit], family: _Unit) -> _Reading:
    """Of a family name with hyphens the last part counts, as `Smith-Jones` may be `Smith Jones` or `Jones`."""
    *before, last = family.parts
    middle = [_Unit((part,), frozenset((part,)), len(part) == 1) for part in before]
    return _Reading((*given, *middle), frozenset((last,)) if before else family.spelled)


def _without_suffix(units: list[_Unit]) -> list[_Unit]:
    """Without `Jr.` and the like; they alone are no part of a name."""
    while units and units[-1].joined in SUFFIXES:
        units = units[:-1]
    return units


def _units(text: str) -> list[_Unit]:
    text = re.sub(r"\.(?=[-‐‑])", "", text)  # J.-P.
    words = re.findall(r"[^\s.,，;*\"“”]+", text)[:MAX_UNITS]
    shouts = all(word.isupper() for word in words if any(map(str.isalpha, word)))
    return [unit for word in words for unit in _unit(word, shouts)]


def _unit(word: str, shouts: bool) -> Iterator[_Unit]:
    parts = tuple(filter(None, (re.sub(r"[\W_]", "", fold(part)) for part in re.split("[-‐‑–]", word))))
    if not parts:
        return
    if len(parts) == 1 and len(word) == 2 and word.isascii() and word.isupper() and not shouts:
        spelled = frozenset((parts[0],))
        yield _Unit(tuple(parts[0]), spelled, is_initials=True)  # JP Serre
        return
    ways = spellings(word) or [word.lower()]
    spelled = frozenset((*(re.sub(r"[\W_]", "", way) for way in ways), "".join(parts)))
    yield _Unit(parts, spelled, all(len(part) == 1 and not re.match(UNSPACED, part) for part in parts))
