"""Reads a bibliography in any of the formats, whatever its encoding and whatever is wrong with it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from paperreader.bibliography.entry import Entry, Problem

MAX_BYTES: Final = 100_000_000
MAX_ENTRIES: Final = 50_000
"""What comes after them is left out."""
MAX_DIGITS: Final = 20
"""Of a number; Python refuses to convert thousands of them."""
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
RIS_START = re.compile(r"^\s{0,3}TY {0,2}-", re.MULTILINE)
BIBTEX_START = re.compile(r"@[A-Za-z]+\s*[{(]")


class Bibliography(NamedTuple):
    """What was read of a file."""

    entries: list[Entry]
    problems: list[Problem]


class NotABibliography(Exception):
    """Nothing of the file can be read; str() says why, in a few words."""


def read(data: bytes) -> Bibliography:
    """The entries of a file; raises NotABibliography."""
    if len(data) > MAX_BYTES:
        raise NotABibliography(f"it has more than {MAX_BYTES // 1_000_000} MB")
    return collected(_entries(_decoded(data)))


def collected(found: Iterator[Entry | Problem]) -> Bibliography:
    """Entries and problems apart, as many as are read."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for each in islice(found, MAX_ENTRIES):
        if isinstance(each, Entry):
            entries.append(each)
        else:
            problems.append(each)
    if rest := next(found, None):
        problems.append(Problem(rest.where, f"what follows is left out: {MAX_ENTRIES:,} entries are the most"))
    return Bibliography(entries, problems)


def _entries(text: str) -> Iterator[Entry | Problem]:
    """By what the text looks like: names of files say less."""
    if text.lstrip()[:1] in ("{", "["):
        from paperreader.bibliography import json_items

        return json_items.entries(_json(text))
    if RIS_START.search(text):
        from paperreader.bibliography import ris

        return ris.entries(text)
    if BIBTEX_START.search(text):
        from paperreader.bibliography import bibtex

        starts = list(islice(BIBTEX_START.finditer(text), MAX_ENTRIES + 2))
        return bibtex.entries(text[: starts[-1].start()] if len(starts) > MAX_ENTRIES + 1 else text)
    raise NotABibliography("it is neither BibTeX nor RIS nor JSON")


def _json(text: str) -> object:
    try:
        return json.loads(text, parse_int=_int)
    except RecursionError:
        raise NotABibliography("its JSON is nested too deep") from None
    except json.JSONDecodeError as error:
        raise NotABibliography(f"line {error.lineno:,} is not valid JSON ({error.msg})") from None


def _int(digits: str) -> int:
    return int(digits) if len(digits) < MAX_DIGITS else 0


def _decoded(data: bytes) -> str:
    """As text with plain line ends: in UTF-8, or where a line is not, as old programs for Windows wrote it."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            data, text = data[len(mark) :], ""
            if encoding != "utf-8":
                text = data.decode(encoding, "replace")
                return _plain_line_ends(text)
    try:
        return _plain_line_ends(data.decode())
    except UnicodeDecodeError:
        return _plain_line_ends("\n".join(map(_decoded_line, data.split(b"\n"))))


def _decoded_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
