"""arXiv: a paper as HTML, and its PDF saved to a file."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from paperreader.address import CRAWL_DELAY_S, Contact
from paperreader.hub.download import Download
from paperreader.hub.errors import HubFailed, RateLimited, Unreachable, WrongAnswer
from paperreader.hub.rate_limit import MAX_PAUSE_S, retry_after
from paperreader.hub.transport import Reply, Timings, Transport, trouble

MAX_ATTEMPTS: Final = 3
MAX_WAIT_S: Final = 10.0
"""The longest pause that a request sits out while the user waits for it."""
DEFAULT_PAUSE_S: Final = 300.0
"""After a refusal that names no time: it is for those who ask too often."""
MAX_HTML_BYTES: Final = 5 * 1024 * 1024
"""Decompressed. Long papers have 1 MB."""
ARXIV_DOMAIN: Final = "arxiv.org"
ABOUT: Final = "reads papers for one person in a terminal; prefetches one in 15 s"
VALIDATOR_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Page:
    """arXiv's answer for a paper as HTML. It may be a page that says that there is no HTML."""

    body: bytes
    """Empty if it is not modified."""
    etag: str | None
    modified: str | None
    """Its Last-Modified header. Send both with the next request for this paper."""
    not_modified: bool = False


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Arxiv:
    """Client of arXiv or a mirror: one request at a time, and no trust in the answers.

    Requests with `background=True` sit out the pauses that arXiv asks for; others fail with RateLimited. `on_wait` is
    called with the length in seconds of each pause before it begins, `on_retry` with that of one before another
    attempt, and what the last one came to; `on_contact` with what came of reaching arXiv.
    """

    def __init__(
        self,
        address: str,
        *,
        on_wait: Callable[[float], None] | None = None,
        on_contact: Callable[[Contact], None] | None = None,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timings: Timings | None = None,
    ) -> None:
        self.on_wait = on_wait
        self.on_retry: Callable[[float, str], None] | None = None
        self._now = now
        self._sleep = sleep
        self._timings = timings or Timings()
        self._one_at_a_time = asyncio.Lock()
        address = address.strip().rstrip("/")
        self._transport = Transport(
            address,
            self._timings,
            accept="text/html, application/pdf",
            about=ABOUT,
            domain=_domain(address),
            on_contact=on_contact,
        )

    @property
    def peer(self) -> str:
        """Who we talk to: the proxy, or the host."""
        return self._transport.peer

    async def html(
        self, paper: str, *, etag: str | None = None, modified: str | None = None, background: bool = False
    ) -> Page | None:
        """The newest version of a paper as HTML; None if there is none.

        With the `etag` or `modified` of an earlier answer, it comes without a body if it is still the same.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in known.items() if value}

        async def get() -> Reply | None:
            return await self._transport.get(f"html/{paper}", None, headers, max_bytes=MAX_HTML_BYTES)

        reply = await self._answer(get, background=background)
        if reply is None:
            return None
        if reply.status == 304:
            return Page(b"", etag, modified, not_modified=True)
        if "html" not in _kind(reply.headers):
            raise WrongAnswer(f"{self.peer} answered with something other than a web page. Nothing was stored.")
        return Page(reply.body, _validator(reply.headers, "etag"), _validator(reply.headers, "last-modified"))

    async def pdf(self, paper: str, to: Path, *, on_progress: Callable[[int, int | None], None] | None = None) -> bool:
        """Save the PDF of a paper to a new file; False if there is none. `on_progress`: bytes so far, and of how many.

        Raises NotSaved if the file exists or cannot be written.
        """
        with Download(to, on_progress) as download:

            async def get() -> Reply | None:
                return await self._transport.save(f"pdf/{paper}", download.receive)

            reply = await self._answer(get, background=False)
            if reply:
                download.finish()
        return reply is not None

    async def ask(self) -> None:
        """Only see whether arXiv answers, with the smallest thing that it has. HubError if it does not."""

        async def get() -> Reply | None:
            return await self._transport.get("robots.txt")

        await self._answer(get, background=False)

    async def close(self) -> None:
        """Close the connection."""
        await self._transport.close()

    async def _answer(self, get: Callable[[], Awaitable[Reply | None]], *, background: bool) -> Reply | None:
        """The 200 or 304 answer; None if arXiv does not have it. HubError for anything else."""
        for attempt in range(1, MAX_ATTEMPTS + 1):
            async with self._one_at_a_time:
                reply = await get()
            if reply and reply.status in (200, 304):
                return reply
            if reply and reply.status in (404, 410):
                return None
            if reply and (pause := self._pause(reply)) is not None:
                if attempt == MAX_ATTEMPTS or pause > (MAX_PAUSE_S if background else MAX_WAIT_S):
                    raise RateLimited(self._now() + timedelta(seconds=pause), pause, host="arXiv")
                if self.on_wait:
                    self.on_wait(pause)
                await self._sleep(pause)
            elif reply and reply.status != 408 and reply.status < 500:
                break
            elif attempt < MAX_ATTEMPTS:
                backoff = self._timings.backoff * attempt * random.uniform(0.75, 1.25)
                seconds = CRAWL_DELAY_S if background else backoff
                if self.on_retry:
                    self.on_retry(seconds, trouble(reply, self.peer, "arXiv"))
                await self._sleep(seconds)
        if reply is None:
            self._transport.report_lost()
            raise Unreachable(f"The connection to {self.peer} was lost {MAX_ATTEMPTS} times.")
        raise HubFailed(f"arXiv returned an error ({reply.status}).")

    def _pause(self, reply: Reply) -> float | None:
        """The seconds that an answer asks us to wait; None if it is none of that kind."""
        if reply.status not in (403, 429, 503):
            return None
        seconds = retry_after(reply.headers, self._now())
        return DEFAULT_PAUSE_S if seconds is None and reply.status != 503 else seconds


def _domain(address: str) -> str:
    """The domain whose hosts may answer for the address."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ARXIV_DOMAIN if host.endswith(f".{ARXIV_DOMAIN}") else host


def _kind(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _validator(headers: Mapping[str, str], name: str) -> str | None:
    """A header that is sent back with the next request, if it can be."""
    value = headers.get(name, "").strip()
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= VALIDATOR_CHARS else None
