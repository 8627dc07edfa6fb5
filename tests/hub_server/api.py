"""What the hub answers: days, pages, search, from data that may change at any time."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.hub_server.comments import Comment
from tests.hub_server.items import Item, papers
from tests.hub_server.linked import Repos, with_paper

FIRST_DAY = date(2023, 5, 4)
THIN = ("id", "authors", "publishedAt", "title", "summary", "upvotes")


@dataclass
class Reply:
    """An HTTP answer before it is written."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def reply(data: object, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"), headers)


def error(status: int, message: str) -> Reply:
    return reply({"error": message}, status, **{"X-Error-Message": message, "X-Request-Id": "Root=1-0"})


class Data:
    """The days that the hub has: given as items, or recorded as `YYYY-MM-DD.json.gz` in a folder."""

    def __init__(self, days: Mapping[date, list[Any]], recorded: Path | None, newest: date | None) -> None:
        self.days: dict[date, list[Any]] = dict(days)
        self.recorded = recorded
        self.linked: dict[str, Repos] = {}
        """The repositories that name a paper, by its id."""
        self.comments: dict[str, list[Comment]] = {}
        """The discussion of a paper, by its id."""
        files = recorded.glob("*.json.gz") if recorded else ()
        self._dates = {date.fromisoformat(file.name[:10]) for file in files}
        self._newest = newest

    @property
    def newest(self) -> date:
        """The hub's feed day: it may be without papers, and later days are answered with 400."""
        return self._newest or max(self.dates(), default=FIRST_DAY)

    @newest.setter
    def newest(self, day: date | None) -> None:
        self._newest = day

    def dates(self) -> set[date]:
        return self._dates | {day for day, items in self.days.items() if items}

    def items(self, day: date) -> list[Any]:
        """A day's items, most upvotes first, as the hub lists them."""
        if day not in self.days and day in self._dates and self.recorded:
            self.days[day] = json.loads(gzip.decompress((self.recorded / f"{day}.json.gz").read_bytes()))
        return sorted(self.days.get(day, []), key=_upvotes, reverse=True)

    def grow(self, day: date, count: int) -> list[Item]:
        """Adds invented papers to a day, with the fewest upvotes of all, and hands them back."""
        have = len(self.items(day))
        more = papers(day, count, first=have + 1)
        for added in more:
            added["paper"]["upvotes"] = 0
        self.days.setdefault(day, []).extend(more)
        return more

    def vote(self, day: date, by: int = 1) -> None:
        """Raises the upvotes of all papers of a day."""
        self.items(day)
        for each in self.days.get(day, []):
            each["paper"]["upvotes"] += by

    def answer(self, path: str, query: dict[str, str], url: str) -> Reply:
        """The answer to a GET of `path` below the endpoint `url`."""
        if path == "/api/daily_papers":
            return self._daily(query, url + path)
        if path == "/api/papers/search":
            return self._search(query)
        if found := re.fullmatch(r"/api/arxiv/([^/]+)/repos", path):
            return self._repos(found[1])
        if path.startswith("/api/papers/"):
            return self._paper(path.removeprefix("/api/papers/"), query)
        return error(404, "Sorry, we can't find the page you are looking for.")

    def _daily(self, query: dict[str, str], url: str) -> Reply:
        try:
            page, limit = int(query.get("p", 0)), int(query.get("limit", 50))
            days = self._asked(query)
        except ValueError as problem:
            return error(400, f"Invalid query: {problem}")
        if page < 0 or not 1 <= limit <= 100:
            return error(400, "Invalid query: limit must be 1 to 100")
        found: Iterator[Any] = (each for day in days for each in self.items(day))
        if query.get("sort") == "trending":
            found = iter(sorted(found, key=self._trend, reverse=True))
        if submitter := query.get("submitter"):
            found = (each for each in found if each.get("submittedBy", {}).get("name") == submitter)
        wanted = _until(found, (page + 1) * limit + 1)
        items = wanted[page * limit : (page + 1) * limit]
        if len(wanted) <= (page + 1) * limit:
            return reply(items)
        return reply(items, Link=f'<{url}?{urlencode({**query, "p": page + 1})}>; rel="next"')

    def _asked(self, query: dict[str, str]) -> list[date]:
        if given := query.get("date"):
            if len(given) != 10 or (day := date.fromisoformat(given)) > self.newest:
                raise ValueError(f"date must be at most {self.newest}")
            return [day]
        dates = sorted((day for day in self.dates() if day <= self.newest), reverse=True)
        if week := query.get("week"):
            monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
            return [day for day in dates if monday <= day < monday + timedelta(days=7)]
        if month := query.get("month"):
            date.fromisoformat(f"{month}-01")
            return [day for day in dates if f"{day:%Y-%m}" == month]
        return dates[:14] if query.get("sort") == "trending" else dates

    def _search(self, query: dict[str, str]) -> Reply:
        """The papers with the most of the words, best first; a word of the title counts for three."""
        asked, limit = query.get("q", ""), query.get("limit", "20")
        words = asked.lower().split()
        if not words or len(asked) > 250:
            return error(400, "Invalid query: q must have 1 to 250 characters")
        if not limit.isdecimal() or not 1 <= int(limit) <= 120:
            return error(400, "Invalid query: limit must be 1 to 120")
        any_word = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
        scored: dict[str, tuple[int, Item]] = {}
        for each in self._everything():
            title, summary = each["title"].lower(), each["paper"]["summary"].lower()
            if score := sum(3 * (word in title) + (word in summary) for word in words):
                scored.setdefault(each["paper"]["id"], (score, each))
        best = sorted(scored.values(), key=lambda found: found[0], reverse=True)
        return reply([_found(each, any_word) for _, each in best[: int(limit)]])

    def _trend(self, each: Item) -> int:
        """Upvotes, of which a day costs ten: an order that is neither that of days nor that of upvotes."""
        at = each["paper"].get("submittedOnDailyAt")
        return _upvotes(each) - (10 * (self.newest - date.fromisoformat(at[:10])).days if at else 0)

    def _paper(self, id: str, query: dict[str, str]) -> Reply:
        for each in self._everything():
            if each["paper"]["id"] == id:
                told = {**each["paper"], **with_paper(self.linked.get(id, {}))}
                if query.get("field") == "comments":
                    told["comments"] = self.comments.get(id, [])
                return reply(told)
        return error(404, "Paper not found. For an arXiv paper to appear here, mention its arxiv.org URL.")

    def _repos(self, id: str) -> Reply:
        """All repositories; for a paper that nothing names, three empty lists."""
        return reply({"models": [], "datasets": [], "spaces": [], **self.linked.get(id, {})})

    def _everything(self) -> Iterable[Any]:
        return (each for day in sorted(self.dates(), reverse=True) for each in self.items(day))


def _found(each: Item, words: re.Pattern[str]) -> Item:
    """An item as a search shows it: less of the paper, and both texts in pieces, the words marked."""
    thin = {key: value for key, value in each["paper"].items() if key in THIN}
    titled, told = _pieces(each["title"], words), _pieces(each["paper"]["summary"], words)
    outer = {key: value for key, value in each.items() if key not in ("submittedBy", "mediaUrls")}
    return {**outer, "paper": thin, "highlightedTitle": titled, "highlightedSummary": told}


def _pieces(text: str, words: re.Pattern[str]) -> list[dict[str, str]]:
    cuts = [0, *(place for found in words.finditer(text) for place in found.span()), len(text)]
    return [
        {"type": "highlight" if n % 2 else "text", "text": text[start:end]}
        for n, (start, end) in enumerate(pairwise(cuts))
        if start < end
    ]


def _until(items: Iterable[Any], count: int) -> list[Any]:
    return [each for each, _ in zip(items, range(count), strict=False)]


def _upvotes(each: Any) -> int:
    paper = each.get("paper") if isinstance(each, dict) else None
    votes = paper.get("upvotes") if isinstance(paper, dict) else None
    return votes if isinstance(votes, int) else 0
