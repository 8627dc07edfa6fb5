"""Prints papers on standard output: a line each for users, JSON for programs."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence

from paperreader.models import Entry, Paper
from paperreader.text.sanitize import clean
from paperreader.text.width import cut


def print_json(papers: Iterable[tuple[Entry, Paper]]) -> None:
    """Print a JSON array in UTF-8, one paper per line."""
    import json

    from paperreader.environment import endpoint
    from paperreader.export import to_json

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    before, hub = "[", endpoint(os.environ)
    for entry, paper in papers:
        print(before, json.dumps(to_json(entry, paper, hub), ensure_ascii=False), sep="\n", end="")
        before = ","
    print("[]" if before == "[" else "\n]")


def print_lines(entries: Sequence[Entry]) -> None:
    """Print day, marks, upvotes and title; the title is cut to the terminal's width, but not in a pipe."""
    columns = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 0
    figures = max((len(str(entry.upvotes)) for entry in entries), default=0)
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    dot, star = ("o", "*") if plain else ("●", "★")
    for entry in entries:
        marks = (dot if entry.unread else " ") + (star if entry.starred else " ")
        before = f"{entry.day or entry.published or ''!s:<10}  {marks}  {entry.upvotes:>{figures}}  "
        title = clean(entry.title)
        print(before + (cut(title, columns - len(before), "..." if plain else "…") if columns else title))
