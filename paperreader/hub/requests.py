"""Requests to the Hub: a few attempts each, at the pace of its rate limits, with a token as long as it is accepted."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from paperreader.address import Contact
from paperreader.hub.errors import Gone, HubFailed, NotThereYet, RateLimited, Refused, Unreachable
from paperreader.hub.rate_limit import MAX_PAUSE_S, CallBudget, retry_after
from paperreader.hub.transport import Reply, Timings, Transport, trouble
from paperreader.text.sanitize import clean

MAX_WAIT_S: Final = 60.0
"""The longest pause that an interactive request sits out instead of failing."""
MAX_ATTEMPTS: Final = 3
RESERVED_CALLS: Final = 40
"""Calls per rate-limit window that background requests leave for interactive ones, which slow down below 20."""
DAILY, SEARCH = "api/daily_papers", "api/papers/search"
PAPERS, PAGES, ARXIV = "api/papers/", "papers/", "api/arxiv/"
"""What paths begin with."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HubRequests:
    """One request at a time. Those with `background=True` leave some calls for interactive ones and wait as long as the
    Hub asks.

    `on_wait` is called with the length in seconds of each pause before it begins, `on_retry` with that of one before
    another attempt, and what the last one came to; `on_contact` with what came of reaching the Hub. `notices` are
    messages for the user that are no errors; whoever shows them clears the list.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        token: str | None = None,
        on_wait: Callable[[float], None] | None = None,
        on_contact: Callable[[Contact], None] | None = None,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timings: Timings | None = None,
    ) -> None:
        self.on_wait = on_wait
        self.on_retry: Callable[[float, str], None] | None = None
        self.notices: list[str] = []
        self.token_problem: str | None = None
        self.now = now
        self._sleep = sleep
        self.timings = timings or Timings()
        api = CallBudget()
        self._budgets = {DAILY: api, SEARCH: CallBudget(), PAPERS: api, PAGES: CallBudget(), ARXIV: api}
        """The Hub limits searches and pages separately."""
        self._one_at_a_time = asyncio.Lock()
        # httpx would put a malformed token into the text of its exception.
        valid = token and re.fullmatch(r"[!-~]{1,1000}", token)
        address = endpoint.strip().rstrip("/")
        self._transport = Transport(address, self.timings, token=token if valid else None, on_contact=on_contact)
        if self._transport.proxy.skipped:
            directly = "" if self._transport.proxy.proxy else ", connecting directly"
            self.notices.append(f"{self._transport.proxy.skipped}{directly}.")
        if token and not valid:
            self._do_without_token("The configured Hub token is malformed; continuing without it.")

    @property
    def peer(self) -> str:
        """Who we talk to: the proxy, or the host."""
        return self._transport.peer

    @property
    def busy_s(self) -> float:
        """How long requests have taken so far, pauses left out."""
        return self._transport.busy_s

    @property
    def calls_left(self) -> tuple[int, float] | None:
        """(calls left, seconds until reset); None before the first answer with a RateLimit header."""
        return self._budgets[DAILY].remaining(self.now())

    async def wait(self, seconds: float) -> None:
        """Send nothing for so long, and report it to `on_wait`."""
        await self._wait(seconds, seconds)

    async def close(self) -> None:
        """Close the connection."""
        await self._transport.close()

    async def get(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str] = {}, *, background: bool = False
    ) -> Reply:
        """The 200 answer to a query, or a 304 if an ETag was sent; HubError for anything else."""
        reply = await self._get_with_retries(path, query, headers, background)
        if reply is None:
            self._transport.report_lost()
            raise Unreachable(f"The connection to {self.peer} was lost {MAX_ATTEMPTS} times.")
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
            await self._wait(budget.delay(self.now(), reserved=RESERVED_CALLS if background else 0), max_wait)
            async with self._one_at_a_time:  # not around the wait, which would hold up other requests
                reply = await self._transport.get(path, query, headers)
            backoff = self.timings.backoff * attempt * random.uniform(0.75, 1.25)
            if reply:
                budget.update(reply.headers, self.now())
            if reply and reply.status == 429:
                seconds = retry_after(reply.headers, self.now())
                seconds = 5 * backoff if seconds is None else seconds
                await self._wait(seconds, max_wait if attempt < MAX_ATTEMPTS else 0)
            elif reply and reply.status in (401, 403) and self._transport.token:
                self._do_without_token("The Hub rejected the token; continuing without it.")
            elif reply and reply.status != 408 and reply.status < 500:
                break
            elif attempt < MAX_ATTEMPTS:
                if self.on_retry:
                    self.on_retry(backoff, trouble(reply, self.peer, "The Hub"))
                await self._sleep(backoff)
        return reply

    def _do_without_token(self, problem: str) -> None:
        self._transport.token = None
        self.token_problem = problem
        self.notices.append(problem)

    async def _wait(self, seconds: float, max_wait: float) -> None:
        if seconds > max_wait:
            raise RateLimited(self.now() + timedelta(seconds=seconds), seconds)
        if seconds > 0:
            if self.on_wait:
                self.on_wait(seconds)
            await self._sleep(seconds)
