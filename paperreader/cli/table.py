"""Prints papers for users: a line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from paperreader.cli.records import TextHitsOf
from paperreader.humanize import count
from paperreader.models import Entry, TextHits
from paperreader.text.sanitize import clean
from paperreader.text.width import cut, wrap

MAX_HITS = 5
"""Of a paper, for users."""


def print_lines(entries: Sequence[Entry], text_hits: TextHitsOf | None = None) -> None:
    """Print day, marks, upvotes and title; the title is cut to the terminal's width, but not in a pipe.

    Below each paper: the words that made it similar to another, and where a search matches in its whole text.
    """
    columns = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 0
    figures = max((len(str(entry.upvotes)) for entry in entries), default=0)
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    dot, star, followed, forward = ("o", "*", "@", "!") if plain else ("●", "★", "◈", "⇧")
    has_forward = any(entry.put_forward for entry in entries)
    for entry in entries:
        marks = (
            (dot if entry.unread else " ") + (star if entry.starred else " ") + (followed if entry.followed else " ")
        )
        if has_forward:
            marks += forward if entry.put_forward else " "
        before = f"{entry.day or entry.published or ''!s:<10}  {marks} {entry.upvotes:>{figures}}  "
        title = clean(entry.title)
        print(before + (cut(title, columns - len(before), "..." if plain else "…") if columns else title))
        if entry.shared_words:
            print(f"    similar: {clean(', '.join(entry.shared_words))}")
        if text_hits is not None:
            _print_hits(text_hits(entry.id), columns)


def _print_hits(found: TextHits, columns: int) -> None:
    """A line each, wrapped to the terminal's width."""
    for hit in found.hits[:MAX_HITS]:
        text = clean(f"{hit.section}: {hit.words}" if hit.section else hit.words)
        lines = [line for _, line in wrap(text, columns - 4)] if columns > 8 else [text]
        print(*(f"    {line}" for line in lines), sep="\n")
    if found.total > MAX_HITS:
        print(f"    and {count(found.total - MAX_HITS, 'more place')}")
