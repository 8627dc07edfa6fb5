"""How well `readable` does on recorded answers of the Hub: `python -m tests.readability [WORD …]`.

Prints how many titles, abstracts and AI summaries it changes, and each change with its surroundings, to be read
by eye; with words only the fields that hold one of them. Recorded answers are looked for in
$PAPERREADER_RECORDED.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from paperreader.text.readable import readable
from paperreader.text.sanitize import clean

RECORDED = Path(os.environ.get("PAPERREADER_RECORDED") or "no-recorded-days")
"""A folder of the Hub's answers, which do not come with the project."""

TRACES = re.compile(
    r"\\|\$[^$]+\$|\{http|texttt\{|\d ?times\b(?! (?:larger|more|faster|fewer|less|higher|lower|smaller|better|the))"
)
"""What a field holds where TeX or its remains are to be read (English `times` is sorted out by eye)."""


def fields() -> Iterator[tuple[str, str, str]]:
    """Each recorded title, abstract and AI summary once, cleaned: paper, field, text."""
    seen = set()
    for paper in _papers():
        for field in ("title", "summary", "ai_summary"):
            text = clean(str(paper.get(field) or ""))
            if text and (paper.get("id"), text) not in seen:
                seen.add((paper.get("id"), text))
                yield str(paper.get("id")), field, text


def _papers() -> Iterator[dict[str, object]]:
    for day in sorted((RECORDED / "daily_papers").glob("*.json.gz")):
        yield from (item["paper"] for item in json.loads(gzip.decompress(day.read_bytes())))
    if (nasty := RECORDED / "nasty.json").exists():
        yield from (entry["item"]["paper"] for entry in json.loads(nasty.read_text("utf-8")))
    for found in sorted((RECORDED / "search").glob("*.json")):
        yield from (item.get("paper", item) for item in json.loads(found.read_text("utf-8")))


def changes(before: str, after: str) -> list[str]:
    """What differs, word by word, as `…left ⟦before⟧→⟦after⟧ right…`."""
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            left, right = "".join(old[max(0, i - 6) : i]), "".join(old[j : j + 6])
            found.append(f"…{left}⟦{''.join(old[i:j])}⟧→⟦{''.join(new[k:m])}⟧{right}…")
    return found


def main(words: list[str]) -> None:
    total = changed = told = 0
    spent = 0.0
    for paper, field, text in fields():
        began = time.perf_counter()
        after = readable(text)
        spent += time.perf_counter() - began
        total += 1
        if after == text:
            continue
        changed += 1
        if not words or any(word in text for word in words):
            told += 1
            print(f"{paper} {field}")
            print(*(f"    {change}" for change in changes(text, after)), sep="\n")
    print(f"{changed} of {total} fields changed, {told} shown; {spent / max(total, 1) * 1e6:.0f} µs a field")


if __name__ == "__main__":
    main(sys.argv[1:])
