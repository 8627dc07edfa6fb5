"""Titles as TeX: formulas as their authors wrote them, and braces around what must keep its capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from paperreader.export.tex import tex
from paperreader.models import Paper
from paperreader.text import symbols
from paperreader.text.formula.commands import COMMANDS
from paperreader.text.formula.vocabulary import ACCENTS, SPACES
from paperreader.text.readable import readable
from paperreader.text.sanitize import clean

_FORMULA = re.compile(r"(?<![\\$])\$\$?((?:[^$\\]|\\.){1,400}?)\$\$?(?!\$)|\\\((.{1,400}?)\\\)")
_BETWEEN = re.compile(r"([\s\-‐‑–—/:;,!?()\[\]\"“”]+)")
_UNSAFE = re.compile(r"(?<!\\)[%#&~]|[^\x20-\x7e]|\\[^A-Za-z,;:!{}|%#&_$\\ ]")


def tex_title(paper: Paper) -> str:
    """The title of a paper for a field between braces.

    Words with inner capitals, and formulas, are in braces of their own: a bibliography style may change the case of all
    else, as the journal wants it.
    """
    done = ""
    word: list[tuple[str, str]] = []
    for text, written in _pieces(paper):
        if written:
            word.append((text, written))
            continue
        for number, part in enumerate(_BETWEEN.split(text)):
            if number % 2:
                done += _protected(word)
                word = []
                done += tex(part)
            elif part:
                word.append((part, tex(part)))
    return done + _protected(word)


def _protected(word: list[tuple[str, str]]) -> str:
    written = "".join(tex for _, tex in word)
    plain = "".join(character for text, _ in word for character in text if character.isalnum())
    is_named = any(map(str.isupper, plain[1:])) or (plain[:1].isupper() and any(map(str.isdigit, plain)))
    is_letter = len(plain) == 1 and plain.isupper() and plain != "A"
    if not is_named and not is_letter and "$" not in written.replace(r"\$", ""):
        return written
    # `{\…` would be one special character to BibTeX, whose case it changes
    return "{" + ("{}" if written.startswith("\\") else "") + written + "}"


def _pieces(paper: Paper) -> Iterator[tuple[str, str]]:
    """Parts of the title as they are read, each with its TeX where the author's own can be kept."""
    title, raw = clean(paper.title), clean(paper.title_raw)
    if "$" not in raw and r"\(" not in raw:
        yield title, ""
        return
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in _FORMULA.finditer(raw):
        formula = (found[1] or found[2]).strip()
        base = "x" if formula[:1] in ("^", "_") else ""  # a script is read with what it stands on
        read = readable(clean(f"{base}${formula}$")).removeprefix(base)
        if "$" in read or not _is_safe(formula):
            continue
        pieces += [(_text(raw[at : found.start()]), ""), (read, f"{{${formula}$}}")]
        at = found.end()
    pieces.append((_text(raw[at:]), ""))
    said = "".join(text for text, _ in pieces)
    if _squeezed(said) == _squeezed(title):
        yield from (piece for piece in pieces if piece[0])
    else:  # what is beside a formula changed how it was read
        yield title, ""


def _text(raw: str) -> str:
    """What is between formulas, with the spaces at its ends."""
    inner = readable(clean(raw))
    return (" " if raw[:1] == " " and inner else "") + inner + (" " if raw[-1:] == " " else "")


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_safe(formula: str) -> bool:
    """Whether TeX takes it in the middle of a title: braces in pairs, and no command but those of formulas."""
    depth = 0
    for brace in re.findall(r"[{}]", formula):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    commands = set(re.findall(r"\\([A-Za-z]+)", formula))
    return depth == 0 and not _UNSAFE.search(formula) and commands <= _known() and not formula.endswith("\\")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    names = {*symbols.SIGNS, *symbols.FUNCTIONS, *symbols.ALPHABETS, *ACCENTS, *SPACES, *COMMANDS}
    return frozenset(names | symbols.FONTS | {"left", "right", "limits"}) - {
        "href",
        "url",
        "path",
        "verb",
        "input",
        "begin",
    }
