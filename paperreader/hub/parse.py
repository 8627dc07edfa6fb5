"""The Hub's JSON to our models. Nothing in it is trusted: missing or wrong fields are left out, never a crash."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paperreader.hub.deep_json import decoded
from paperreader.hub.errors import WrongAnswer
from paperreader.hub.item import Item, plain
from paperreader.hub.values import (
    MAX_NAME_CHARS,
    author_names,
    count,
    count_or_length,
    day,
    name,
    text,
    url,
    words,
)
from paperreader.models import HubHit, Paper
from paperreader.text.readable import readable

MAX_HIGHLIGHT_PIECES: Final = 1_000
MAX_SAMPLE: Final = 5
"""How many members of a list are looked at, to see whether it is one of papers."""
MAX_WRAPPERS: Final = 3
"""How many objects may be around a list."""
NOT_THE_HUB: Final = "The answer is not the Hub's (a login page?). Stored papers are unchanged."
LISTS: Final = ("papers", "dailypapers", "items", "data", "results", "hits", "entries", "list")
"""What a list in an object may be called."""
ABSTRACT: Final = (text, "summary", "abstract")
AUTHORS: Final = (author_names, "authors", "authornames")
UPVOTES: Final = (count, "upvotes", "upvotecount", "numupvotes", "votes", "likes")
"""How a field is read, and its names: as they are today, and as they could be."""


@dataclass(frozen=True, slots=True)
class ParsedList:
    """The papers of an answer, in its order and without duplicates."""

    papers: list[Paper]
    skipped: int
    """Items without a valid id or title."""
    day: date | None
    """The newest day that any item was submitted on."""
    has_more: bool = False
    """There are more papers than were wanted."""
    items: int = 0
    """How many there were, whatever they are."""
    lacking: tuple[str, ...] = ()
    """Fields that none of the papers has, though papers always had them."""


def parse_items(body: bytes | str | object, at_most: int = sys.maxsize) -> ParsedList:
    """Parse a list of papers, raw or already decoded; WrongAnswer if it is not one."""
    items = _list(body)
    papers: dict[str, Paper] = {}
    skipped = 0
    newest: date | None = None
    has_more = len(items) > 2 * at_most
    lacking = {"abstracts", "authors", "upvotes"}
    for given in items[: 2 * at_most]:
        item = Item(given)
        paper = _paper(item)
        if paper is None:
            skipped += 1
            continue
        if len(papers) == at_most and paper.id not in papers:
            has_more = True
            break
        papers.setdefault(paper.id, paper)
        if (listed := _listed_on(item)) and (newest is None or listed > newest):
            newest = listed
        lacking -= _always_there(item)
    if items and not papers:
        raise _no_papers(items)
    return ParsedList(
        list(papers.values()), skipped, newest, has_more, len(items), tuple(sorted(lacking)) if papers else ()
    )


def parse_hits(body: bytes | str | object, at_most: int = sys.maxsize) -> list[HubHit]:
    """Parse the answer to a search, in its order and without duplicates; WrongAnswer if it is not one."""
    found: dict[str, HubHit] = {}
    items = _list(body)
    for given in items[: 2 * at_most]:
        item = Item(given)
        if (paper := _paper(item)) and len(found) < at_most:
            title, abstract = (item.find(_highlights, f"highlighted{field}") for field in ("title", "summary"))
            found.setdefault(paper.id, HubHit(paper, title or (), abstract or ()))
    if items and not found:
        raise _no_papers(items)
    return list(found.values())


def parse_paper(body: bytes | str) -> Paper:
    """Parse the answer to a question for one paper; WrongAnswer if it is none."""
    if (paper := _paper(Item(decoded(body)))) is None:
        raise WrongAnswer(NOT_THE_HUB)
    return paper


def _list(body: bytes | str | object) -> list[Any]:
    """The list in an answer, which may be in an object; WrongAnswer if there is none."""
    value = decoded(body) if isinstance(body, (bytes, str)) else body
    for _ in range(MAX_WRAPPERS):
        if not isinstance(value, dict):
            break
        members = {plain(name): each for name, each in value.items()}
        named = (members[name] for name in LISTS if isinstance(members.get(name), (list, dict)))
        value = next(named, _papers_among(value))
    if not isinstance(value, list):
        raise WrongAnswer(NOT_THE_HUB)
    return value


def _papers_among(members: dict[str, Any]) -> list[Any] | None:
    """A list of papers under another name, or the members themselves if they are papers."""
    lists = (each for each in members.values() if isinstance(each, list))
    candidates = [*lists, [each for each in members.values() if isinstance(each, dict)]]
    return next((each for each in candidates if any(_paper(Item(item)) for item in each[:MAX_SAMPLE])), None)


def _no_papers(items: list[Any]) -> WrongAnswer:
    return WrongAnswer(f"None of the {len(items)} items received is a paper. Nothing was stored.")


def _paper(item: Item) -> Paper | None:
    """The paper; None without a valid id and a title."""
    id = item.id
    # The outer title keeps its TeX; the inner one was stripped of it.
    title_raw = item.find_outside(text, "title") or next(iter(item.like("title", text)), "")
    title = readable(title_raw)
    if not id or not title:
        return None
    abstract_raw = item.find(*ABSTRACT) or ""
    summary_raw = item.find(text, "aisummary") or ""
    return Paper(
        id=id,
        title=title,
        title_raw=title_raw,
        abstract=readable(abstract_raw),
        abstract_raw=abstract_raw,
        summary=readable(summary_raw),
        summary_raw=summary_raw,
        keywords=tuple(dict.fromkeys(map(readable, item.find(words, "aikeywords", "keywords") or ()))),
        authors=item.find(*AUTHORS) or (),
        organization=item.find_outside(name, "organization", "submitterorganization"),
        submitter=item.find_outside(name, "submittedby", "submittedondailyby"),
        upvotes=item.find(*UPVOTES) or 0,
        comments=item.find(count_or_length, "numcomments", "commentcount", "commentscount", "comments") or 0,
        github_repo=item.find(url, "githubrepo", "githuburl", "github"),
        github_stars=item.find(count, "githubstars", "stars"),
        project_page=item.find(url, "projectpage", "projecturl"),
        # What is around the paper has a date of this name, too, which is hours off.
        published=item.find_inside(day, "publishedat", "published"),
    )


def _always_there(item: Item) -> set[str]:
    """Which of the fields that papers always have are there, whatever their value."""
    there = {"abstracts": item.find(*ABSTRACT), "authors": item.find(*AUTHORS), "upvotes": item.find(*UPVOTES)}
    return {field for field, value in there.items() if value is not None}


def _listed_on(item: Item) -> date | None:
    """The day that lists it, as far as the item tells."""
    return item.find(day, "submittedondailyat") or max(item.like("daily", day), default=None)


def _highlights(pieces: object) -> tuple[str, ...]:
    """The highlighted words of a text that came in pieces, without duplicates, in their readable form."""
    marked = (
        piece.get("text")
        for piece in (pieces[:MAX_HIGHLIGHT_PIECES] if isinstance(pieces, list) else ())
        if isinstance(piece, dict) and piece.get("type") == "highlight"
    )
    words = (readable(text(piece, MAX_NAME_CHARS) or "") for piece in marked)
    return tuple(dict.fromkeys(filter(None, words)))
