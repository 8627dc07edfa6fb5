"""The hub's JSON -> Papers. Nothing in it is trusted: what is missing or wrong is left out, never a crash."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paperreader.export import safe_url
from paperreader.hub.errors import NotTheHub
from paperreader.models import HubHit, Paper
from paperreader.text.readable import readable
from paperreader.text.sanitize import clean

LONGEST_TEXT: Final = 20_000
LONGEST_NAME: Final = 300
MOST_AUTHORS: Final = 5_000
MOST_KEYWORDS: Final = 100
MOST_PIECES: Final = 1_000
HIGHEST_FIGURE: Final = 1_000_000_000

_ID: Final = re.compile(r"([0-9]{4}\.[0-9]{4,5})(?:v[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The papers of an answer in its order, each once."""

    papers: list[Paper]
    skipped: int
    """Items without a valid id or title."""
    day: date | None
    """The newest day that an item was submitted on."""


def parse_items(body: bytes | str | object) -> Parsed:
    """A day's list, as it came from the network or already decoded; NotTheHub where it is no such list."""
    items = _list(body)
    papers: dict[str, Paper] = {}
    skipped = 0
    newest: date | None = None
    for item in items:
        paper = _paper(item)
        if paper is None:
            skipped += 1
            continue
        papers.setdefault(paper.id, paper)
        day = _date(item["paper"].get("submittedOnDailyAt"))
        if day and (newest is None or day > newest):
            newest = day
    if items and not papers:
        raise _strange(items)
    return Parsed(list(papers.values()), skipped, newest)


def parse_found(body: bytes | str | object) -> list[HubHit]:
    """The answer to a search, in its order and each paper once; NotTheHub where it is none."""
    found: dict[str, HubHit] = {}
    items = _list(body)
    for item in items:
        if paper := _paper(item):
            highlights = (_highlights(item.get(f"highlighted{field}")) for field in ("Title", "Summary"))
            found.setdefault(paper.id, HubHit(paper, *highlights))
    if items and not found:
        raise _strange(items)
    return list(found.values())


def _list(body: bytes | str | object) -> list[Any]:
    items = _decoded(body) if isinstance(body, (bytes, str)) else body
    if not isinstance(items, list):
        raise NotTheHub("What came is not the hub's answer (a login page?). What is stored stays as it is.")
    return items


def _strange(items: list[Any]) -> NotTheHub:
    return NotTheHub(f"None of the {len(items)} items that came is a paper. Nothing was stored.")


def _decoded(body: bytes | str) -> object:
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        # Python refuses to convert numbers of thousands of digits, which would lose the whole answer.
        return json.loads(text.lstrip("\ufeff"), parse_int=_int, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _int(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None


def _paper(item: object) -> Paper | None:
    """The paper, or None without a valid id or a title."""
    if not isinstance(item, dict) or not isinstance(paper := item.get("paper"), dict):
        return None
    id = paper.get("id")
    match = _ID.fullmatch(id.strip()) if isinstance(id, str) else None
    # The outer title still has the TeX that the inner one was stripped of.
    title_raw = _text(item.get("title")) or _text(paper.get("title"))
    title = readable(title_raw)
    if not match or not title:
        return None
    abstract_raw = _text(paper.get("summary")) or _text(item.get("summary"))
    summary_raw = _text(paper.get("ai_summary"))
    return Paper(
        id=match[1],
        title=title,
        title_raw=title_raw,
        abstract=readable(abstract_raw),
        abstract_raw=abstract_raw,
        summary=readable(summary_raw),
        summary_raw=summary_raw,
        keywords=tuple(dict.fromkeys(map(readable, _names(paper.get("ai_keywords"), MOST_KEYWORDS)))),
        authors=tuple(_names(_shown(paper.get("authors")), MOST_AUTHORS)),
        organization=(
            _called(item, "organization") or _called(paper, "organization") or _called(item, "submitterOrganization")
        ),
        submitter=_called(item, "submittedBy") or _called(paper, "submittedOnDailyBy"),
        upvotes=_figure(paper.get("upvotes")) or 0,
        comments=_figure(item.get("numComments")) or 0,
        github_repo=_url(paper.get("githubRepo")),
        github_stars=_figure(paper.get("githubStars")),
        project_page=_url(paper.get("projectPage")),
        published=_date(paper.get("publishedAt")),
    )


def _text(value: object, longest: int = LONGEST_TEXT) -> str:
    """A text on one line; "" for anything that is none. Cut before it is cleaned, since that costs time."""
    if not isinstance(value, str):
        return ""
    if len(value) <= longest:
        return clean(value)
    return f"{clean(value[:longest])} … (cut here; {len(value) - longest:,} characters more)"


def _names(values: object, most: int) -> Iterator[str]:
    for value in values[:most] if isinstance(values, list) else ():
        if name := _text(value, LONGEST_NAME):
            yield name


def _highlights(pieces: object) -> tuple[str, ...]:
    """The words that are marked in a text which came in pieces, each once, as they stand in the readable text."""
    marked = (
        piece.get("text")
        for piece in (pieces[:MOST_PIECES] if isinstance(pieces, list) else ())
        if isinstance(piece, dict) and piece.get("type") == "highlight"
    )
    words = (readable(_text(text, LONGEST_NAME)) for text in marked)
    return tuple(dict.fromkeys(filter(None, words)))


def _shown(authors: object) -> list[object]:
    """The authors' names without those that the hub hides."""
    if not isinstance(authors, list):
        return []
    known = [author for author in authors if isinstance(author, dict) and not author.get("hidden")]
    return [author.get("name") or _called(author, "user") for author in known]


def _called(holder: dict[str, Any], key: str) -> str | None:
    """What a person or an organization is called: the full name, else the account's."""
    who = holder.get(key)
    if not isinstance(who, dict):
        return None
    names = (_text(who.get(key), LONGEST_NAME) for key in ("fullname", "fullName", "name", "user"))
    return next(filter(None, names), None)


def _figure(value: object) -> int | None:
    """A count, also one that came as text or float; None for what cannot be one."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,10}\s*", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 <= value <= HIGHEST_FIGURE else None


def _url(value: object) -> str | None:
    """A link that may be opened; what it was broken into lines for is joined, as browsers do."""
    return safe_url(re.sub(r"[\t\r\n]+", "", value.strip())) if isinstance(value, str) else None


def _date(value: object) -> date | None:
    """The day as the hub writes it: the first ten characters, never converted to local time."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value[:10]):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
