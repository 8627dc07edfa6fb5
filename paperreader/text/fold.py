"""Folding: what is read in one way and typed in another becomes the same words.

`x²` is typed x2 or x^2, `Møller` Moller or Moeller, `α` alpha, and a part of a Chinese title without blanks. Texts and
what is searched for in them go through here alike. Words are split as SQLite's unicode61 tokenizer splits them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, product
from typing import NamedTuple

GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
NAMES: Mapping[str, tuple[str, ...]] = {
    **{chr(ord("α") + number): (name,) for number, name in enumerate(GREEK)},
    **{"μ": ("mu", "u"), "∆": ("delta",), "∇": ("nabla",), "∂": ("partial",), "∑": ("sum", "sigma")},
    **{"∏": ("product", "pi"), "∞": ("infinity", "inf"), "√": ("sqrt",), "×": ("x",)},
}
"""Signs that are typed by name, first by the one that means nothing else. Greek letters only alone or in twos: more of
them are a word."""

LETTERS: Mapping[str, tuple[str, ...]] = {
    **{"ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue"), "å": ("a", "aa"), "ø": ("o", "oe"), "œ": ("oe",)},
    **{"æ": ("ae",), "ð": ("d", "dh", "th"), "þ": ("th",), "đ": ("d", "dj"), "ŋ": ("n", "ng"), "ə": ("e", "a")},
    **{"ı": ("i",), "ȷ": ("j",), "ĸ": ("k",), "ℓ": ("l", "ell")},
}
"""How letters are typed, first without marks. Those that Unicode takes apart or names `O WITH …` need no row."""

MAX_GREEK_LETTERS = 2
MAX_PART, MAX_KEPT_PART = 1_000, 100
"""Characters without a blank between them: up to which they are folded as one, and up to which that is remembered."""
MAX_LETTERS = 3
"""Different letters of a text that are typed in several ways, up to which each combination is a spelling."""

JOINT = "\ufdd2"
"""Where words may be typed as one: `x_2`, `R²AI`, `αGAN`, `O'Brien`, `i.i.d.`. No clean text contains it."""

JOINTS = re.compile(
    r"[\^_'’.](?:"
    r"(?<=[^\W_][\^_])[\^_]*[({]?(?=[^\W_]|[-−])"
    r"|(?<=['’])(?=[^\W\d_]{3}|[œæþ][^\W\d_]|[^\W\d_][œæþ])(?:(?<=(?<![^\W_])[^\W\d_].)|(?<=(?<![^\W_])[^\W\d_]{2}.))"
    r"|(?<=[A-Za-z]\.)(?<![^\W_]..)(?=[A-Za-z](?![^\W_]))(?!(?<=[Ee].)[Gg]|(?<=[Ii].)[Ee])"
    r")"
)
"""Before scripts; after the first letters of a name; between the letters of an abbreviation, but not of `e.g.`."""

NAMED_LATIN = re.compile("[ħłŧƀ-ʯᴀ-ᶿḀ-ỿⱠ-Ɀ꜠-ꟿꬰ-ꭨ𝼀-𝼪]")
"""Where Latin letters stand whose names tell which letter they are made of; looking names up loads a large table."""

HYPHENS = "-\u2010\u2011\u2012\u2013"
"""Between a sign with a name and a word, `τ-bench`, they may be left out."""

APOSTROPHES = "ʹʻʼʽʾʿˈ"
"""Letters by category, but typed as an apostrophe or not at all."""

UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
"""Letters of scripts that have no blanks between words, or glue endings on: each is a word of its own."""

WORD = r"[^\W_]+"
NOT_PLAIN = re.compile(r"[^\x00-\x7f‐-‧]")


class Word(NamedTuple):
    """A folded word, and where it stands in the text."""

    text: str
    start: int
    end: int


class _Sign(NamedTuple):
    """What can be typed for a letter, or for a part of one: `ﬁ` has two."""

    choices: tuple[str, ...]
    start: int
    end: int


def is_plain(text: str) -> bool:
    """Whether there is only one way to type it."""
    return (text.isascii() or NOT_PLAIN.search(text) is None) and JOINTS.search(text) is None


def fold(text: str, *, apart: bool = False) -> str:
    """The text in its plainest spelling, with its blanks and punctuation. Idempotent.

    `apart`: what may be typed as one word or as two is left as two.
    """
    if is_plain(text):
        return text.lower()
    joint = " " if apart else ""
    parts = re.split(r"(\s+)", text)
    return "".join((_remembered_fold if len(part) <= MAX_KEPT_PART else _fold)(part, joint) for part in parts)


def fold_located(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and for each of its characters where the one that it stands for begins and ends in the text."""
    if is_plain(text):
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    folded, starts, ends = "", list[int](), list[int]()
    for part in re.finditer(r"\s+|\S+", text):
        if is_plain(part[0]):
            folded += part[0].lower()
            starts += range(*part.span())
            ends += range(part.start() + 1, part.end() + 1)
            continue
        signs = _signs(part[0])
        spelled, origins = _spelled(signs, {}, "")
        folded += spelled
        starts += [part.start() + signs[origin].start for origin in origins]
        ends += [part.start() + signs[origin].end for origin in origins]
    return folded, starts, ends


def spellings(text: str) -> list[str]:
    """What to look for where a text that is not plain was typed: a sign stands for its first name only."""
    if is_plain(text):
        return []
    return list(dict.fromkeys(" ".join(word.text for word in words) for words in _ways(text, all_names=False)))


def has_word(text: str) -> bool:
    """Whether there is anything to look for: a letter, a digit, or a sign that more than a letter is typed for."""
    return any(map(str.isalnum, text)) or sum(map(str.isalnum, fold(text))) > 1


def says_all(text: str) -> bool:
    """Whether the tokenizer takes everything for a part of a word that would be typed as one: not so in `∞` and `№`."""
    return is_plain(text) or all(char.isalnum() or not any(map(str.isalnum, fold(char))) for char in text)


def other_spellings(text: str) -> Iterator[tuple[Word, ...]]:
    """For each part of a text between blanks, the ways to type it that the tokenizer does not know by itself."""
    if not is_plain(text):
        for part in re.finditer(rf"\S{{1,{MAX_PART}}}", text):
            ways = _remembered_ways if len(part[0]) <= MAX_KEPT_PART else _other_ways
            for words in ways(part[0]):
                yield tuple(Word(word.text, word.start + part.start(), word.end + part.start()) for word in words)


def units(spelling: str) -> list[str]:
    """The words of a spelling; letters of scripts without blanks stay together, apart from others."""
    return re.findall(rf"{UNSPACED}(?:\s?{UNSPACED})*|(?:(?!{UNSPACED})[^\W_])+", spelling)


def _fold(part: str, joint: str) -> str:
    return part.lower() if is_plain(part) else _spelled(_signs(part), {}, joint)[0]


_remembered_fold = lru_cache(maxsize=4096)(_fold)


def _other_ways(part: str) -> tuple[tuple[Word, ...], ...]:
    if is_plain(part):
        return ()
    indexed = None
    if all(char <= "ſ" or "‐" <= char <= "…" for char in part):  # the tokenizer takes off marks like these
        bare = "".join(unicodedata.normalize("NFD", char)[0] for char in part.lower())
        indexed = tuple(re.findall(WORD, bare))
    found = {tuple(word.text for word in words): words for words in _ways(part, all_names=True)}
    return tuple(words for texts, words in found.items() if texts and texts != indexed)


_remembered_ways = lru_cache(maxsize=2048)(_other_ways)


def _ways(text: str, *, all_names: bool) -> Iterator[tuple[Word, ...]]:
    """The words of the text in every spelling, the plainest first."""
    signs = _signs(text)
    fixed = () if all_names else tuple(NAMES.values())
    several = list(dict.fromkeys(each.choices for each in signs if len(each.choices) > 1 and each.choices not in fixed))
    if len(several) <= MAX_LETTERS:
        ways = list(product(*several))
    else:
        ways = [tuple(choices[0] for choices in several), tuple(choices[-1] for choices in several)]
    for way, joint in product(ways, ("", " ")):
        spelled, origins = _spelled(signs, dict(zip(several, way, strict=True)), joint)
        yield tuple(
            Word(found[0], signs[origins[found.start()]].start, signs[origins[found.end() - 1]].end)
            for found in re.finditer(WORD, spelled)
        )


def _spelled(signs: Sequence[_Sign], chosen: Mapping[tuple[str, ...], str], joint: str) -> tuple[str, list[int]]:
    """The text of the signs, and for each of its characters the number of its sign."""
    chars: list[str] = []
    origins: list[int] = []
    for number, sign in enumerate(signs):
        for char in chosen.get(sign.choices, sign.choices[0]).replace(JOINT, joint):
            if chars and char.isalnum() and chars[-1].isalnum() and re.search(UNSPACED, chars[-1] + char):
                chars.append(" ")
                origins.append(number)
            chars.append(char)
            origins.append(number)
    return "".join(chars), origins


def _signs(text: str) -> list[_Sign]:
    letters = [letter for letter in _letters(text) for _ in _plain(text[slice(*letter)])]
    plain = "".join(_plain(text[start:end]) for start, end in _letters(text))
    scripts = [unicodedata.decomposition(text[start]).startswith(("<super>", "<sub>")) for start, _ in letters]
    joints = {at for found in JOINTS.finditer(plain) for at in range(*found.span())}
    joints |= {at for at, char in enumerate(plain) if char in APOSTROPHES}
    named = _named(plain)
    joints |= {at for at in range(1, len(plain) - 1) if _joins_a_name(plain, at, named)}
    signs: list[_Sign] = []
    for at, (start, end) in enumerate(letters):
        if at and (scripts[at] != scripts[at - 1] or at in named or at - 1 in named):
            signs.append(_Sign((JOINT,), start, start))
        choices = (JOINT,) if at in joints else named.get(at) or LETTERS.get(plain[at]) or (plain[at],)
        signs.append(_Sign(choices, start, end))
    return signs


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Where each letter with its marks begins and ends; a Korean syllable is one, however it is written."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _belongs_to_the_last(text[at]):
            yield start, at
            start = at


def _belongs_to_the_last(char: str) -> bool:
    if char.isascii():
        return False
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or "\u1160" <= char <= "\u11ff" or char in "ﾞﾟ"


def _named(plain: str) -> dict[int, tuple[str, ...]]:
    """What is typed for the signs that have names, by their place."""
    found: dict[int, tuple[str, ...]] = {}
    for is_greek, group in groupby(enumerate(plain), lambda each: "α" <= each[1] <= "ω"):
        run = [(at, NAMES[sign]) for at, sign in group if sign in NAMES]
        if not is_greek or len(run) <= MAX_GREEK_LETTERS:
            found |= run
    return found


def _joins_a_name(plain: str, at: int, named: Container[int]) -> bool:
    """Whether there is a hyphen between a sign with a name and a word."""
    if plain[at] not in HYPHENS:
        return False
    return (at - 1 in named and plain[at + 1].isalpha()) or (at + 1 in named and plain[at - 1].isalpha())


@lru_cache(maxsize=1024)
def _plain(letter: str) -> str:
    """A letter in lower case, in its usual form and without marks, unless it can be typed in several ways with them."""
    if letter.isascii():
        return letter.lower()
    text, before = letter, ""
    while text != before and text not in LETTERS:
        before = text
        text = unicodedata.normalize("NFC", text.casefold())
        if text not in LETTERS:
            apart = unicodedata.normalize("NFKD", text)
            text = unicodedata.normalize("NFC", "".join(map(_bare, apart)))
    return f" {text}" if unicodedata.decomposition(letter[0]).startswith("<fraction>") else text


def _bare(char: str) -> str:
    """Nothing for a mark; those of Indic scripts and kana stay, as they make other letters."""
    if unicodedata.combining(char) not in (0, 7, 8, 9) or unicodedata.category(char) == "Cf":
        return ""
    name = unicodedata.name(char, "") if NAMED_LATIN.match(char) else ""
    found = re.match(r"LATIN SMALL LETTER ([A-Z]{1,2}) WITH ", name)
    return found[1].lower() if found else char
