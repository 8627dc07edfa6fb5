"""Client of the hub's HTTP API."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from paperreader.hub.diagnosis import peer
from paperreader.hub.errors import Gone, HubFailed, NotTheHub, NotThereYet, RateLimited, Unreachable
from paperreader.hub.parse import parse_found, parse_items
from paperreader.hub.rate_limit import LONGEST, Bucket, asked_for
from paperreader.hub.transport import Reply, Timings, Transport
from paperreader.models import HubHit, Paper
from paperreader.text.sanitize import clean

LONGEST_WAIT: Final = 60.0
TRIES: Final = 3
MOST_PAGES: Final = 50
LONGEST_QUESTION: Final = 250
MOST_FOUND: Final = 120
DAILY, SEARCH = "daily_papers", "papers/search"
SPARE: Final = 40
"""Calls that patience leaves to what a person waits for; the last 20 of them would come slowly."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hub says of a day."""

    papers: list[Paper]
    skipped: int
    """Items that could not be read."""
    etag: str | None
    """To ask with next time; None for a day of several pages."""
    not_modified: bool


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Hub:
    """A client of one hub, or mirror of it: one request at a time, a few tries, no trust in what comes.

    What is asked `patient` is nothing that a person waits for: it leaves some calls to others, and waits as long as
    the hub wants. `on_wait` is called with the seconds before a pause that the hub asks for. `notice` is something
    that the person should be told and that is no failure; who tells it sets it to None.
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
        self.notice: str | None = None
        self._now = now
        self._sleep = sleep
        self._timings = timings or Timings()
        self._buckets = {DAILY: Bucket(), SEARCH: Bucket()}
        """A search has one of its own."""
        self._one_at_a_time = asyncio.Lock()
        # An exception about a header that cannot be sent would have the token in its text.
        fit = token and re.fullmatch(r"[!-~]{1,1000}", token)
        address = f"{endpoint.strip().rstrip('/')}/api"
        self._wire = Transport(address, token if fit else None, self._timings)
        if token and not fit:
            self.notice = "What is set as the token for the hub cannot be one; going on without it."

    @property
    def limit(self) -> tuple[int, float] | None:
        """Calls that are left for so many seconds, where the hub has told."""
        return self._buckets[DAILY].told(self._now())

    async def newest_day(self, *, patient: bool = False) -> date:
        """The newest day that has papers, as the hub's list without a date tells."""
        reply = await self._get(DAILY, {"limit": "5"}, patient=patient)
        parsed = await asyncio.to_thread(parse_items, reply.body)
        if parsed.day is None:
            raise NotTheHub("The hub's list does not tell which day it is of. What is stored stays as it is.")
        return parsed.day

    async def day(self, day: date, etag: str | None = None, *, patient: bool = False) -> Answer:
        """A day's papers in the hub's order; where an ETag is given, perhaps only that nothing changed."""
        asked = {"date": day.isoformat(), "limit": "100"}
        reply = await self._get(DAILY, asked, etag, patient=patient)
        if reply.status == 304:
            return Answer([], 0, etag, True)
        new_etag = reply.headers.get("etag", "")
        papers: dict[str, Paper] = {}
        skipped = 0
        for _ in range(MOST_PAGES):
            parsed = await asyncio.to_thread(parse_items, reply.body)
            known = len(papers)
            for paper in parsed.papers:
                papers.setdefault(paper.id, paper)
            skipped += parsed.skipped
            more = _next_page(reply.headers.get("link", ""))
            if not more or len(papers) == known:
                break
            new_etag = ""
            reply = await self._get(DAILY, {**more, **asked}, patient=patient)
        fit = re.fullmatch(r'(W/)?"[!-~]{1,200}"', new_etag)
        return Answer(list(papers.values()), skipped, new_etag if fit else None, False)

    async def trending(self) -> list[Paper]:
        """The hundred papers that are talked of now, of whatever day, in the hub's order."""
        reply = await self._get(DAILY, {"sort": "trending", "limit": "100"})
        return (await asyncio.to_thread(parse_items, reply.body)).papers

    async def search(self, query: str, limit: int = 50) -> list[HubHit]:
        """What the hub finds for some words, best first: it looks for their meaning, too, in papers of no day.

        It tells less of a paper here than in a day's list. A query of more than 250 characters loses its last
        words, and at most 120 papers come.
        """
        words = " ".join(query.split())
        if len(words) > LONGEST_QUESTION:
            words = words[: LONGEST_QUESTION + 1].rpartition(" ")[0] or words[:LONGEST_QUESTION]
        if not words:
            return []
        asked = {"q": words, "limit": str(max(1, min(limit, MOST_FOUND)))}
        reply = await self._get(SEARCH, asked)
        return await asyncio.to_thread(parse_found, reply.body)

    async def rest(self, seconds: float) -> None:
        """Leaves the hub alone for so long."""
        await self._wait(seconds, seconds)

    async def close(self) -> None:
        """Closes the connection."""
        await self._wire.close()

    async def _get(
        self, path: str, query: Mapping[str, str], etag: str | None = None, *, patient: bool = False
    ) -> Reply:
        """The 200 to a query, or the 304 where an ETag was given."""
        reply = await self._insist(path, query, etag, patient)
        if reply is None:
            raise Unreachable(f"The connection to {peer(self._wire.address)} broke off {TRIES} times.")
        if reply.status == 400 and "date" in query:
            raise NotThereYet(f"The hub has nothing for {query['date']} yet.")
        if reply.status == 200 or (reply.status == 304 and etag):
            return reply
        said = clean(reply.headers.get("x-error-message", "")[:200])
        answer = f"{reply.status}{': ' if said else ''}{said}"
        if reply.status == 404 and "date" in query:
            raise Gone(f"The hub does not have {query['date']} any more ({answer}). What is stored of it stays.")
        raise HubFailed(f"The hub answered with an error ({answer}).")

    async def _insist(self, path: str, query: Mapping[str, str], etag: str | None, patient: bool) -> Reply | None:
        """Tries until an answer is final or the tries are used up; None for a lost connection."""
        bucket, longest = self._buckets[path], LONGEST + 1 if patient else LONGEST_WAIT
        for tried in range(1, TRIES + 1):
            await self._wait(bucket.pause(self._now(), spare=SPARE if patient else 0), longest)
            async with self._one_at_a_time:  # and who waits keeps nobody else from asking
                reply = await self._wire.get(path, query, etag)
            backoff = self._timings.backoff * tried * random.uniform(0.75, 1.25)
            if reply:
                bucket.note(reply.headers, self._now())
            if reply and reply.status == 429:
                seconds = asked_for(reply.headers, self._now())
                seconds = 5 * backoff if seconds is None else seconds
                await self._wait(seconds, longest if tried < TRIES else 0)
            elif reply and reply.status in (401, 403) and self._wire.token:
                self._wire.token = None
                self.notice = "The hub did not accept the token; going on without it."
            elif reply and reply.status != 408 and reply.status < 500:
                break
            elif tried < TRIES:
                await self._sleep(backoff)
        return reply

    async def _wait(self, seconds: float, longest: float) -> None:
        if seconds > longest:
            raise RateLimited(self._now() + timedelta(seconds=seconds), seconds)
        if seconds > 0:
            if self.on_wait:
                self.on_wait(seconds)
            await self._sleep(seconds)


def _next_page(link: str) -> dict[str, str]:
    """The query of a Link header's next page; where else it points is not trusted, nor right on mirrors."""
    found = re.search(r'<([^<>]*)>\s*;\s*rel="?next\b', link)
    try:
        return dict(parse_qsl(urlsplit(found[1]).query)) if found else {}
    except ValueError:
        return {}
