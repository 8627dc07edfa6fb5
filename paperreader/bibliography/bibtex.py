"""BibTeX and biblatex, also where a file has mistakes: the entries around them are read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, ParsingFailedBlock
from bibtexparser.model import Entry as BibtexEntry

from paperreader.bibliography.entry import Entry, Problem, separated

NO_PAPERS: Final = frozenset(("set", "xdata", "control", "ieeetranbstctl"))
"""What such entries have is for others."""
MAX_VALUE_CHARS: Final = 100_000
MAX_MACRO_CHARS: Final = 1_000
"""Of a field, and of a macro: fields may be made of many macros, and these of others again."""
PIECE = re.compile(r"\s*(?:(?P<quote>[{\"])|(?P<macro>[^\s{}\"#,=]+))")
NEXT_FIELD = re.compile(r"\s*(?P<name>[A-Za-z][\w-]*)\s*=")
ARXIV_EPRINT = frozenset(("", "arxiv"))


def entries(text: str) -> Iterator[Entry | Problem]:
    """Each entry of a file, or what is wrong with it."""
    with _quiet():
        parsed = parse_string(text, parse_stack=[])
    macros: dict[str, str] = {}
    for string in parsed.strings:
        macros[string.key.lower()] = next(_fields("", string.value, macros))[1][:MAX_MACRO_CHARS]
    for block in parsed.blocks:
        if isinstance(read := _readable(block), ParsingFailedBlock):
            yield Problem(_where(read), "it is not valid BibTeX")
        elif isinstance(read, BibtexEntry) and read.entry_type.lower() not in NO_PAPERS:
            yield _entry(read, macros)


@contextmanager
def _quiet() -> Iterator[None]:
    """The parser would print each problem."""
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _readable(block: Block) -> Block:
    """The same block where it only repeats a key or a field."""
    if isinstance(block, ParsingFailedBlock) and block.ignore_error_block is not None:
        return _readable(block.ignore_error_block)
    return block


def _where(block: Block) -> str:
    return f"line {(block.start_line or 0) + 1:,}"


def _entry(block: BibtexEntry, macros: Mapping[str, str]) -> Entry:
    found: dict[str, str] = {}
    for field in block.fields:
        for name, value in _fields(field.key, field.value, macros):
            found.setdefault(name.lower(), value)

    def get(*names: str) -> str:
        return next((found[name] for name in names if found.get(name)), "")

    ids = [get("arxivid", "arxiv")]
    if get("archiveprefix", "eprinttype").lower() in ARXIV_EPRINT:
        ids.append(get("eprint"))
    if get("volume").startswith("abs/"):  # as DBLP has it, in the journal CoRR
        ids.append(get("volume").removeprefix("abs/"))
    return Entry(
        _where(block),
        ": ".join(filter(None, (get("title"), get("subtitle")))),
        get("abstract"),
        separated(get("keywords", "keyword")),
        _names(get("author")),
        get("doi") or get("url"),
        [
            *(f"arXiv:{id.split(':')[-1].strip()}" for id in ids if id),
            *(get(name) for name in ("url", "journal", "journaltitle", "howpublished", "note", "annote")),
        ],
        has_tex=True,
    )


def _fields(name: str, value: str, macros: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The field with its text, and those behind it that no comma separates from it."""
    at = 0
    while True:
        text, at = _evaluated(value, at, macros)
        yield name, text
        if not (following := NEXT_FIELD.match(value, at)):
            return
        name, at = following["name"], following.end()


def _evaluated(value: str, at: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """The text of `{…}`, `"…"`, a number or macro, or several of them joined by `#`; and where it ends."""
    parts: list[str] = []
    room = MAX_VALUE_CHARS
    while found := PIECE.match(value, at):
        if found["quote"]:
            end = _end(value, found.end(), found["quote"])
            part = value[found.end() : end]
            at = end + 1
        else:
            part = macros.get(found["macro"].lower(), found["macro"])
            at = found.end()
        parts.append(part[:room])
        room -= len(parts[-1])
        joint = re.compile(r"\s*#").match(value, at)
        if not joint:
            break
        at = joint.end()
    return "".join(parts), at


def _end(value: str, start: int, quote: str) -> int:
    """Where the closing brace or quotation mark is."""
    depth = 0
    for found in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(value, start):
        sign = found[0]
        if depth == 0 and sign == ("}" if quote == "{" else '"'):
            return found.start()
        depth += (sign == "{") - (sign == "}")
    return len(value)


def _names(authors: str) -> list[str]:
    """The names between `and`s, but those in braces, which are one name."""
    names: list[str] = [""]
    depth = 0
    for word in re.findall(r"\S+", authors):
        if depth == 0 and word.lower() == "and":
            names.append("")
            continue
        names[-1] += f" {word}"
        depth = max(0, depth + word.count("{") - word.count("}"))
    return [name.strip() for name in names if name.strip().lower() not in ("", "others")]
