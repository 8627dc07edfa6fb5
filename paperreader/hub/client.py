"""The Hub's API as method calls: a day's papers, the newest day, trending, search."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from paperreader.hub.errors import Gone, NotThereYet, Refused, Unreachable, WrongAnswer
from paperreader.hub.paging import MAX_DAY_PAPERS, MAX_PAGES, PAGE_SIZES, limit_reached, next_page
from paperreader.hub.parse import parse_hits, parse_items, parse_paper
from paperreader.hub.parse_detail import PaperDetail, parse_detail, parse_linked
from paperreader.hub.requests import ARXIV, DAILY, PAGES, PAPERS, SEARCH, HubRequests
from paperreader.hub.values import day as day_of
from paperreader.linked import Linked
from paperreader.models import HubHit, Paper

MAX_LOOK_BACK_CALLS: Final = 10
MAX_TRENDING: Final = 100
MAX_SEARCH_BYTES: Final = 4 * 1024 * 1024
"""The results go to the reader in one message."""
MAX_TEXT_BYTES: Final = 5 * 1024 * 1024
"""The longest papers have half a megabyte of Markdown."""
MAX_QUERY_CHARS: Final = 250
"""Limit of the Hub's search."""
MAX_HITS: Final = 120
"""Limit of the Hub's search."""
TOO_LARGE: Final = "The answer is larger than any of the Hub's. Nothing was stored."


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """The Hub's answer for one day."""

    papers: list[Paper]
    skipped: int
    """Items that could not be read."""
    etag: str | None
    """Send it with the next request for this day; None for a day of several pages."""
    not_modified: bool
    """The day still matches the ETag that was sent; `papers` is empty."""
    stopped: str = ""
    """The limit at which the rest of the day was left out, such as "1,000 papers"."""
    lacking: tuple[str, ...] = ()
    """Fields that none of the papers has, though they always had them."""


class Hub(HubRequests):
    """Client of the Hub or a mirror, with no trust in the answers."""

    async def newest_day(self, *, background: bool = False, look_back: bool = True) -> date:
        """The newest day that has papers, taken from the Hub's list without a date.

        If that does not tell, `look_back` asks for the weekdays before today, one after the other.
        """
        listed, today = None, self.now().date()
        with suppress(Refused):
            reply = await self.get(DAILY, {"limit": "5"}, background=background)
            listed = (await asyncio.to_thread(parse_items, reply.body, MAX_DAY_PAPERS)).day
            if there := day_of(reply.headers.get("date")):  # the Hub's clock is right, ours may not be
                today = there
                listed = listed if listed and listed <= today + timedelta(days=1) else None
        if listed is None and look_back:
            listed = await self._newest_before(today, background)
        if listed is None:
            raise WrongAnswer("The Hub's list does not say which day it is for. Stored papers are unchanged.")
        return listed

    async def _newest_before(self, today: date, background: bool) -> date | None:
        """The newest weekday with papers."""
        days = (today - timedelta(days=back) for back in range(2 * MAX_LOOK_BACK_CALLS))
        for day in islice((day for day in days if day.weekday() < 5), MAX_LOOK_BACK_CALLS):
            with suppress(NotThereYet, Gone):
                reply = await self.get(DAILY, {"date": day.isoformat(), "limit": "5"}, background=background)
                if (await asyncio.to_thread(parse_items, reply.body, MAX_DAY_PAPERS)).papers:
                    return day
        return None

    async def day(self, day: date, etag: str | None = None, *, background: bool = False) -> DayAnswer:
        """A day's papers in the Hub's order, or `not_modified` if they still match the ETag."""
        query = {"date": day.isoformat(), "limit": "100"}
        busy_before = self.busy_s
        known = {"If-None-Match": etag} if etag else {}
        reply = await self.get(DAILY, query, known, background=background)
        if reply.status == 304:
            return DayAnswer([], 0, etag, True)
        new_etag = reply.headers.get("etag", "")
        papers: dict[str, Paper] = {}
        skipped, received, stopped = 0, 0, ""
        lacking: tuple[str, ...] = ()
        for page in range(1, MAX_PAGES + 1):
            parsed = await asyncio.to_thread(parse_items, reply.body, MAX_DAY_PAPERS)
            before = len(papers)
            lacking = parsed.lacking if page == 1 else lacking
            for paper in parsed.papers:
                papers.setdefault(paper.id, paper)
            skipped += parsed.skipped
            received += len(reply.body)
            link = next_page(reply.headers.get("link", ""))
            more = link or ({"p": str(page)} if parsed.items in PAGE_SIZES else {})
            if stopped := limit_reached(len(papers), received, page, more=bool(more) or parsed.has_more):
                break
            if not more or len(papers) == before:
                break
            if self.busy_s - busy_before > self.timings.day:
                raise Unreachable(f"{self.peer} is too slow for this day.")
            new_etag = ""
            try:
                reply = await self.get(DAILY, {**more, **query}, background=background)
            except (NotThereYet, Gone):
                if link:
                    raise
                break
        valid = re.fullmatch(r'(W/)?"[!-~]{1,200}"', new_etag) and not stopped
        kept = list(papers.values())[:MAX_DAY_PAPERS]
        return DayAnswer(kept, skipped, new_etag if valid else None, False, stopped, lacking)

    async def trending(self) -> list[Paper]:
        """The hundred trending papers of any day, in the Hub's order."""
        reply = await self.get(DAILY, {"sort": "trending", "limit": str(MAX_TRENDING)})
        return (await asyncio.to_thread(parse_items, reply.body, MAX_TRENDING)).papers

    async def search(self, query: str, limit: int = 50) -> list[HubHit]:
        """The Hub's semantic search, best match first; it also covers papers that never made a daily list.

        Papers come with fewer fields than in a day's list. A query is cut to whole words within 250 characters,
        and the Hub returns at most 120 papers.
        """
        words = " ".join(query.split())
        if len(words) > MAX_QUERY_CHARS:
            words = words[: MAX_QUERY_CHARS + 1].rpartition(" ")[0] or words[:MAX_QUERY_CHARS]
        if not words:
            return []
        limit = max(1, min(limit, MAX_HITS))
        reply = await self.get(SEARCH, {"q": words, "limit": str(limit)})
        if len(reply.body) > MAX_SEARCH_BYTES:
            raise WrongAnswer(TOO_LARGE)
        return await asyncio.to_thread(parse_hits, reply.body, limit)

    async def paper(self, id: str) -> Paper | None:
        """One paper, which may never have made a daily list; None if the Hub does not know it.

        An answer that is another paper is a WrongAnswer.
        """
        try:
            reply = await self.get(f"{PAPERS}{id}", {})
        except Refused:
            return None
        paper = await asyncio.to_thread(parse_paper, reply.body)
        if paper.id != id:
            raise WrongAnswer("The Hub answered with another paper. Nothing was stored.")
        return paper

    async def detail(self, id: str) -> PaperDetail | None:
        """What is around a paper: the discussion, and the first repositories that name it; None if it is unknown."""
        try:
            reply = await self.get(f"{PAPERS}{id}", {"field": "comments"})
        except Refused:
            return None
        return await asyncio.to_thread(parse_detail, reply.body, id)

    async def linked(self, id: str) -> Linked | None:
        """All repositories that name a paper; None if the paper is unknown."""
        try:
            reply = await self.get(f"{ARXIV}{id}/repos", {})
        except Refused:
            return None
        return await asyncio.to_thread(parse_linked, reply.body)

    async def paper_markdown(self, paper: str, *, background: bool = False) -> bytes | None:
        """The Hub's text of a paper as Markdown; None if it has none."""
        headers = {"Accept": "text/markdown, text/plain;q=0.9"}
        try:
            reply = await self.get(f"{PAGES}{paper}.md", {}, headers, background=background)
        except Refused:
            return None
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not kind.startswith("text/") or kind == "text/html" or reply.body.lstrip()[:1] == b"<":
            raise WrongAnswer(f"{self.peer} answered with a web page (a login page?) instead of a text.")
        if len(reply.body) > MAX_TEXT_BYTES:
            raise WrongAnswer(TOO_LARGE)
        return reply.body
