"""The Hub's JSON to our models. Nothing in it is trusted: missing or wrong fields are left out, never a crash."""

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

MAX_TEXT_CHARS: Final = 20_000
MAX_NAME_CHARS: Final = 300
MAX_AUTHORS: Final = 5_000
MAX_KEYWORDS: Final = 100
MAX_HIGHLIGHT_PIECES: Final = 1_000
MAX_COUNT: Final = 1_000_000_000

_ID: Final = re.compile(r"([0-9]{4}\.[0-9]{4,5})(?:v[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class ParsedList:
    """The papers of an answer, in its order and without duplicates."""

    papers: list[Paper]
    skipped: int
    """Items without a valid id or title."""
    day: date | None
    """The newest day that any item was submitted on."""


def parse_items(body: bytes | str | object) -> ParsedList:
    """Parse a list of papers, raw or already decoded; NotTheHub if it is not one."""
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
        raise _no_papers(items)
    return ParsedList(list(papers.values()), skipped, newest)


def parse_hits(body: bytes | str | object) -> list[HubHit]:
    """Parse the answer to a search, in its order and without duplicates; NotTheHub if it is not one."""
    found: dict[str, HubHit] = {}
    items = _list(body)
    for item in items:
        if paper := _paper(item):
            highlights = (_highlights(item.get(f"highlighted{field}")) for field in ("Title", "Summary"))
            found.setdefault(paper.id, HubHit(paper, *highlights))
    if items and not found:
        raise _no_papers(items)
    return list(found.values())


def _list(body: bytes | str | object) -> list[Any]:
    items = _decoded(body) if isinstance(body, (bytes, str)) else body
    if not isinstance(items, list):
        raise NotTheHub("The answer is not the Hub's (a login page?). Stored papers are unchanged.")
    return items


def _no_papers(items: list[Any]) -> NotTheHub:
    return NotTheHub(f"None of the {len(items)} items received is a paper. Nothing was stored.")


def _decoded(body: bytes | str) -> object:
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        # Python refuses to convert numbers with thousands of digits, and the whole answer would be lost.
        return json.loads(text.lstrip("\ufeff"), parse_int=_int, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _int(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None


def _paper(item: object) -> Paper | None:
    """The paper; None without a valid id and a title."""
    if not isinstance(item, dict) or not isinstance(paper := item.get("paper"), dict):
        return None
    id = paper.get("id")
    match = _ID.fullmatch(id.strip()) if isinstance(id, str) else None
    # The outer title keeps its TeX; the inner one was stripped of it.
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
        keywords=tuple(dict.fromkeys(map(readable, _names(paper.get("ai_keywords"), MAX_KEYWORDS)))),
        authors=tuple(_names(_visible_authors(paper.get("authors")), MAX_AUTHORS)),
        organization=(
            _display_name(item, "organization")
            or _display_name(paper, "organization")
            or _display_name(item, "submitterOrganization")
        ),
        submitter=_display_name(item, "submittedBy") or _display_name(paper, "submittedOnDailyBy"),
        upvotes=_count(paper.get("upvotes")) or 0,
        comments=_count(item.get("numComments")) or 0,
        github_repo=_url(paper.get("githubRepo")),
        github_stars=_count(paper.get("githubStars")),
        project_page=_url(paper.get("projectPage")),
        published=_date(paper.get("publishedAt")),
    )


def _text(value: object, max_chars: int = MAX_TEXT_CHARS) -> str:
    """A text on one line; "" for any other type. Cut before it is cleaned, which would take long on a huge text."""
    if not isinstance(value, str):
        return ""
    if len(value) <= max_chars:
        return clean(value)
    return f"{clean(value[:max_chars])} … (cut here; {len(value) - max_chars:,} more characters)"


def _names(values: object, limit: int) -> Iterator[str]:
    for value in values[:limit] if isinstance(values, list) else ():
        if name := _text(value, MAX_NAME_CHARS):
            yield name


def _highlights(pieces: object) -> tuple[str, ...]:
    """The highlighted words of a text that came in pieces, without duplicates, in their readable form."""
    marked = (
        piece.get("text")
        for piece in (pieces[:MAX_HIGHLIGHT_PIECES] if isinstance(pieces, list) else ())
        if isinstance(piece, dict) and piece.get("type") == "highlight"
    )
    words = (readable(_text(text, MAX_NAME_CHARS)) for text in marked)
    return tuple(dict.fromkeys(filter(None, words)))


def _visible_authors(authors: object) -> list[object]:
    """The authors' names, without those that the Hub hides."""
    if not isinstance(authors, list):
        return []
    known = [author for author in authors if isinstance(author, dict) and not author.get("hidden")]
    return [author.get("name") or _display_name(author, "user") for author in known]


def _display_name(holder: dict[str, Any], key: str) -> str | None:
    """The full name of an author or organization, else the account name."""
    account = holder.get(key)
    if not isinstance(account, dict):
        return None
    names = (_text(account.get(key), MAX_NAME_CHARS) for key in ("fullname", "fullName", "name", "user"))
    return next(filter(None, names), None)


def _count(value: object) -> int | None:
    """A count, even if it came as text or float; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,10}\s*", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 <= value <= MAX_COUNT else None


def _url(value: object) -> str | None:
    """A link that is safe to open; line breaks and tabs in it are dropped, as browsers do."""
    return safe_url(re.sub(r"[\t\r\n]+", "", value.strip())) if isinstance(value, str) else None


def _date(value: object) -> date | None:
    """The day as the Hub writes it: the first ten characters, never converted to local time."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value[:10]):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
