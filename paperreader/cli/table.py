"""Papers of the store on standard output: lines for people, JSON for programs."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from paperreader.models import Entry, Paper
from paperreader.text.sanitize import clean


def print_json(papers: Iterable[tuple[Entry, Paper]]) -> None:
    """A JSON array in UTF-8, a line for each paper."""
    import json

    from paperreader.export import to_json

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    before = "["
    for entry, paper in papers:
        print(before, json.dumps(to_json(entry, paper), ensure_ascii=False), sep="\n", end="")
        before = ","
    print("[]" if before == "[" else "\n]")


def print_lines(entries: Sequence[Entry]) -> None:
    """Day, marks, upvotes, title: cut where the terminal ends, whole in a pipe."""
    columns = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 0
    figures = max((len(str(entry.upvotes)) for entry in entries), default=0)
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    dot, star = ("o", "*") if plain else ("●", "★")
    for entry in entries:
        marks = (dot if entry.unread else " ") + (star if entry.starred else " ")
        before = f"{entry.day or entry.published or ''!s:<10}  {marks}  {entry.upvotes:>{figures}}  "
        title = clean(entry.title)
        print(before + (_cut(title, columns - len(before), "..." if plain else "…") if columns else title))


def _cut(text: str, cells: int, end: str) -> str:
    """The text, cut so that it takes at most so many cells of a terminal."""
    width, fits = 0, 0
    for place, character in enumerate(text):
        if unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > cells:
            return text[:fits].rstrip() + end if cells > len(end) else ""
        if width <= cells - len(end):
            fits = place + 1
    return text
