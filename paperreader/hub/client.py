"""The Hub's API as method calls: a day's papers, the newest day, trending, search."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final

from paperreader.hub.errors import Gone, HubFailed, NotThereYet, RateLimited, Refused, Unreachable, WrongAnswer
from paperreader.hub.paging import MAX_DAY_PAPERS, MAX_PAGES, PAGE_SIZES, limit_reached, next_page
from paperreader.hub.parse import parse_hits, parse_items, parse_paper
from paperreader.hub.parse_detail import PaperDetail, parse_detail, parse_linked
from paperreader.hub.rate_limit import MAX_PAUSE_S, CallBudget, retry_after
from paperreader.hub.transport import Reply, Timings, Transport, trouble
from paperreader.hub.values import day as day_of
from paperreader.linked import Linked
from paperreader.models import HubHit, Paper
from paperreader.text.sanitize import clean

MAX_WAIT_S: Final = 60.0
"""The longest pause that an interactive request sits out instead of failing."""
MAX_ATTEMPTS: Final = 3
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
DAILY, SEARCH = "api/daily_papers", "api/papers/search"
PAPERS, PAGES, ARXIV = "api/papers/", "papers/", "api/arxiv/"
RESERVED_CALLS: Final = 40
"""Calls per rate-limit window that background requests leave for interactive ones, which slow down below 20."""


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


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Hub:
    """Client of the Hub or a mirror: one request at a time, a few attempts each, and no trust in the answers.

    Requests with `background=True` leave some calls for interactive ones and wait as long as the Hub asks.
    `on_wait` is called with the length in seconds of each pause before it begins, `on_retry` with that of one before
    another attempt, and what the last one came to. `notices` are messages for the user that are no errors; whoever
    shows them clears the list.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        token: str | None = None,
        on_wait: Callable[[float], None] | None = None,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timings: Timings | None = None,
    ) -> None:
        self.on_wait = on_wait
        self.on_retry: Callable[[float, str], None] | None = None
        self.notices: list[str] = []
        self.token_problem: str | None = None
        self._now = now
        self._sleep = sleep
        self._timings = timings or Timings()
        api = CallBudget()
        self._budgets = {DAILY: api, SEARCH: CallBudget(), PAPERS: api, PAGES: CallBudget(), ARXIV: api}
        """The Hub limits searches and pages separately."""
        self._one_at_a_time = asyncio.Lock()
        # httpx would put a malformed token into the text of its exception.
        valid = token and re.fullmatch(r"[!-~]{1,1000}", token)
        self._transport = Transport(endpoint.strip().rstrip("/"), self._timings, token=token if valid else None)
        if self._transport.proxy.skipped:
            directly = "" if self._transport.proxy.proxy else ", connecting directly"
            self.notices.append(f"{self._transport.proxy.skipped}{directly}.")
        if token and not valid:
            self._do_without_token("The configured Hub token is malformed; continuing without it.")

    @property
    def calls_left(self) -> tuple[int, float] | None:
        """(calls left, seconds until reset); None before the first answer with a RateLimit header."""
        return self._budgets[DAILY].remaining(self._now())

    async def newest_day(self, *, background: bool = False, look_back: bool = True) -> date:
        """The newest day that has papers, taken from the Hub's list without a date.

        If that does not tell, `look_back` asks for the weekdays before today, one after the other.
        """
        listed, today = None, self._now().date()
        with suppress(Refused):
            reply = await self._get(DAILY, {"limit": "5"}, background=background)
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
                reply = await self._get(DAILY, {"date": day.isoformat(), "limit": "5"}, background=background)
                if (await asyncio.to_thread(parse_items, reply.body, MAX_DAY_PAPERS)).papers:
                    return day
        return None

    async def day(self, day: date, etag: str | None = None, *, background: bool = False) -> DayAnswer:
        """A day's papers in the Hub's order, or `not_modified` if they still match the ETag."""
        query = {"date": day.isoformat(), "limit": "100"}
        busy_before = self._transport.busy_s
        known = {"If-None-Match": etag} if etag else {}
        reply = await self._get(DAILY, query, known, background=background)
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
            if self._transport.busy_s - busy_before > self._timings.day:
                raise Unreachable(f"{self._transport.peer} is too slow for this day.")
            new_etag = ""
            try:
                reply = await self._get(DAILY, {**more, **query}, background=background)
            except (NotThereYet, Gone):
                if link:
                    raise
                break
        valid = re.fullmatch(r'(W/)?"[!-~]{1,200}"', new_etag) and not stopped
        kept = list(papers.values())[:MAX_DAY_PAPERS]
        return DayAnswer(kept, skipped, new_etag if valid else None, False, stopped, lacking)

    async def trending(self) -> list[Paper]:
        """The hundred trending papers of any day, in the Hub's order."""
        reply = await self._get(DAILY, {"sort": "trending", "limit": str(MAX_TRENDING)})
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
        reply = await self._get(SEARCH, {"q": words, "limit": str(limit)})
        if len(reply.body) > MAX_SEARCH_BYTES:
            raise WrongAnswer(TOO_LARGE)
        return await asyncio.to_thread(parse_hits, reply.body, limit)

    async def paper(self, id: str) -> Paper | None:
        """One paper, which may never have made a daily list; None if the Hub does not know it.

        An answer that is another paper is a WrongAnswer.
        """
        try:
            reply = await self._get(f"{PAPERS}{id}", {})
        except Refused:
            return None
        paper = await asyncio.to_thread(parse_paper, reply.body)
        if paper.id != id:
            raise WrongAnswer("The Hub answered with another paper. Nothing was stored.")
        return paper

    async def detail(self, id: str) -> PaperDetail | None:
        """What is around a paper: the discussion, and the first repositories that name it; None if it is unknown."""
        try:
            reply = await self._get(f"{PAPERS}{id}", {"field": "comments"})
        except Refused:
            return None
        return await asyncio.to_thread(parse_detail, reply.body, id)

    async def linked(self, id: str) -> Linked | None:
        """All repositories that name a paper; None if the paper is unknown."""
        try:
            reply = await self._get(f"{ARXIV}{id}/repos", {})
        except Refused:
            return None
        return await asyncio.to_thread(parse_linked, reply.body)

    async def paper_markdown(self, paper: str, *, background: bool = False) -> bytes | None:
        """The Hub's text of a paper as Markdown; None if it has none."""
        headers = {"Accept": "text/markdown, text/plain;q=0.9"}
        try:
            reply = await self._get(f"{PAGES}{paper}.md", {}, headers, background=background)
        except Refused:
            return None
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not kind.startswith("text/") or kind == "text/html" or reply.body.lstrip()[:1] == b"<":
            raise WrongAnswer(f"{self._transport.peer} answered with a web page (a login page?) instead of a text.")
        if len(reply.body) > MAX_TEXT_BYTES:
            raise WrongAnswer(TOO_LARGE)
        return reply.body

    async def wait(self, seconds: float) -> None:
        """Send nothing for so long, and report it to `on_wait`."""
        await self._wait(seconds, seconds)

    async def close(self) -> None:
        """Close the connection."""
        await self._transport.close()

    async def _get(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str] = {}, *, background: bool = False
    ) -> Reply:
        """The 200 answer to a query, or a 304 if an ETag was sent; HubError for anything else."""
        reply = await self._get_with_retries(path, query, headers, background)
        if reply is None:
            raise Unreachable(f"The connection to {self._transport.peer} was lost {MAX_ATTEMPTS} times.")
        if reply.status == 400 and "date" in query:
            raise NotThereYet("The Hub has nothing for this day yet.")
        if reply.status == 200 or (reply.status == 304 and "If-None-Match" in headers):
            return reply
        reason = clean(reply.headers.get("x-error-message", "")[:200])
        answer = f"{reply.status}{': ' if reason else ''}{reason}"
        if reply.status == 404 and "date" in query:
            raise Gone(f"The Hub no longer has this day ({answer}). Its stored papers are kept.")
        raise (Refused if reply.status in (400, 404) else HubFailed)(f"The Hub returned an error ({answer}).")

    async def _get_with_retries(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str], background: bool
    ) -> Reply | None:
        """The first final answer, else the last one; None for a lost connection."""
        budget = next(budget for start, budget in self._budgets.items() if path.startswith(start))
        max_wait = MAX_PAUSE_S + 1 if background else MAX_WAIT_S
        for attempt in range(1, MAX_ATTEMPTS + 1):
            await self._wait(budget.delay(self._now(), reserved=RESERVED_CALLS if background else 0), max_wait)
            async with self._one_at_a_time:  # not around the wait, which would hold up other requests
                reply = await self._transport.get(path, query, headers)
            backoff = self._timings.backoff * attempt * random.uniform(0.75, 1.25)
            if reply:
                budget.update(reply.headers, self._now())
            if reply and reply.status == 429:
                seconds = retry_after(reply.headers, self._now())
                seconds = 5 * backoff if seconds is None else seconds
                await self._wait(seconds, max_wait if attempt < MAX_ATTEMPTS else 0)
            elif reply and reply.status in (401, 403) and self._transport.token:
                self._do_without_token("The Hub rejected the token; continuing without it.")
            elif reply and reply.status != 408 and reply.status < 500:
                break
            elif attempt < MAX_ATTEMPTS:
                if self.on_retry:
                    self.on_retry(backoff, trouble(reply, self._transport.peer, "The Hub"))
                await self._sleep(backoff)
        return reply

    def _do_without_token(self, problem: str) -> None:
        self._transport.token = None
        self.token_problem = problem
        self.notices.append(problem)

    async def _wait(self, seconds: float, max_wait: float) -> None:
        if seconds > max_wait:
            raise RateLimited(self._now() + timedelta(seconds=seconds), seconds)
        if seconds > 0:
            if self.on_wait:
                self.on_wait(seconds)
            await self._sleep(seconds)
