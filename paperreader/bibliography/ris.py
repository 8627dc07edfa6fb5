"""RIS, as EndNote, Mendeley, Zotero and publishers write it: a line for each field, behind a tag of two characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from paperreader.bibliography.entry import Entry, Problem, separated

LINE = re.compile(r"\s{0,3}(?P<tag>[A-Z][A-Z0-9]) {0,2}-(?: (?P<value>.*)|\s*$)")
"""With one blank or none before the hyphen, as some write it by hand."""

MAX_VALUE_CHARS: Final = 100_000
"""Of a field; what goes on after them is left out."""

Fields = Mapping[str, Sequence[str]]


def entries(text: str) -> Iterator[Entry | Problem]:
    """Each record of a file; one that has no end ends where the next begins."""
    fields: dict[str, list[str]] = {}
    start = 0
    last = [""]
    for number, line in enumerate(text.split("\n"), 1):
        found = LINE.match(line)
        if not found:
            if fields and line.strip() and len(last[-1]) < MAX_VALUE_CHARS:
                last[-1] += f" {line.strip()}"  # the value goes on
            continue
        tag, value = found["tag"], (found["value"] or "").strip()
        if tag in ("TY", "ER") and fields:
            yield _entry(fields, start)
            fields = {}
        if tag != "ER":
            start = start if fields else number
            last = fields.setdefault(tag, [])
            last.append(value)
    if fields:
        yield _entry(fields, start)


def _entry(fields: Fields, start: int) -> Entry:
    def all_of(*tags: str) -> list[str]:
        return [value for tag in tags for value in fields.get(tag, ())]

    def first(*tags: str) -> str:
        return next(filter(None, all_of(*tags)), "")

    return Entry(
        f"line {start:,}",
        first("TI", "T1", "CT", "BT"),
        first("AB", "N2"),
        [word for words in all_of("KW") for word in separated(words)],
        all_of("AU", "A1"),
        first("DO"),
        all_of("AN", "UR", "L1", "L2", "M1", "JO", "JF", "T2", "C1", "N1"),
    )
