"""What a search has found, and where it matches in a paper.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperreader.models import NO_TEXT_HITS, Paper, TextHits, TextRanges
from paperreader.reader.messages import shortened
from paperreader.reader.paper_rows import ActionRow, Row, ask_row
from paperreader.store import Store
from paperreader.views import Search

if TYPE_CHECKING:
    from paperreader.query import Query

MAX_NAME_CHARS = 28
"""Of the paper that others are like."""


class Results(NamedTuple):
    """What a search has found so far."""

    search: Search
    rows: Sequence[Row]
    count_text: str = ""
    """`136 found, 4 unread`, `opens 2607.12345 · A Loom`."""
    progress: str = ""
    """`asking the Hub: 3 of 12`."""
    sort: str | None = None
    """What the search says to sort by."""


class Matches(NamedTuple):
    """Where a search matches a paper."""

    ranges: Mapping[str, TextRanges] = {}
    """By text (`title`, `abstract` …)."""
    hits: TextHits = NO_TEXT_HITS
    """In its whole text."""


class Highlights(NamedTuple):
    """What of a search is shown in a paper."""

    search: Search | None = None
    paper: Paper | None = None
    matches: Matches = Matches()


def word_ranges(text: str, words: Sequence[str]) -> TextRanges:
    """Where the text has one of the words."""
    if not words:
        return ()
    longest_first = sorted(words, key=len, reverse=True)
    return tuple(match.span() for match in re.finditer("|".join(map(re.escape, longest_first)), text))


def nothing_found(query: "Query", store: Store) -> ActionRow:
    """What to say in the place of results, or to offer."""
    about = query.like or query.named
    if about and not store.papers.entries_of(about):
        return ask_row(about)
    if query.is_in_whole_texts and not store.texts.count():
        return ActionRow("No text of a paper is stored yet.")
    from paperreader.query.unknown_names import unknown_names

    unknown = unknown_names(query, store.papers.tags(), store.groups.names())
    return ActionRow(unknown or "No stored paper matches everything.")


def count_text(papers: int, *, more: bool, unread: int) -> str:
    if not papers:
        return "nothing found"
    return f"{papers:,}{'+' if more else ''} found{f', {unread:,} unread' if unread else ''}"


def order_text(search: Search, query: "Query") -> str:
    """What the results are sorted by, for the status line: `, newest first`, ` by upvotes`."""
    if search.hub:
        return " found by the Hub"
    if query.papers:
        return ""
    if query.like and query.sort in (None, "relevance"):
        return ", most similar first"
    order = query.sort or ("relevance" if search.ranked else "newest")
    known = {"newest": ", newest first", "oldest": ", oldest first", "relevance": ", best first"}
    known |= {"group": " by stars in your groups", "yours": " in your order"}
    return known.get(order, f" by {order}")


def like_name(query: "Query", store: Store) -> str:
    """`Like “A Survey of Looms”`; empty for a search that is called by its text."""
    if query.clauses or not (known := store.papers.entries_of(query.like)):
        return ""
    if len(query.like) > 1:
        return f"Like {len(query.like)} papers"
    return f"Like “{shortened(known[0].title, MAX_NAME_CHARS)}”"
