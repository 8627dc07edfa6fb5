"""The worker process: takes requests on standard input, reports events on standard output."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.address import Contact, Host
from paperreader.environment import network
from paperreader.hub.arxiv import Arxiv
from paperreader.hub.client import Hub
from paperreader.hub.errors import HubError, Unreachable
from paperreader.models import HubHit
from paperreader.refresh.events import Event, Failed, HubMatches, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.refresh.pause import pause_events, pause_left, remember_pause
from paperreader.refresh.pdf import save_pdf
from paperreader.refresh.protocol import STOP, Contacted, Finished, Request, WorkerMessage, decode, encode
from paperreader.refresh.waiting import Pauses
from paperreader.refresh.worker import INTERNAL_ERROR, MAX_MESSAGE_BYTES
from paperreader.store import Store, StoreError
from paperreader.store.migrations import VERSION
from paperreader.views import FIRST_DAY

if TYPE_CHECKING:
    from paperreader.refresh.paper_detail import PaperDetails
    from paperreader.refresh.texts import Texts

NICENESS, ARCHIVE_NICENESS = 10, 19
"""Process niceness; 10 delays a requested day by at most 0.5 s on a busy machine."""

log = logging.getLogger(__name__)


class RequestHandler:
    """Runs requests on one store, by the reader's clock. What a request needs is made when one first needs it."""

    def __init__(self, path: Path, version: int, arxiv: str) -> None:
        self._path, self._version, self._arxiv_address = path, version, arxiv
        self._clock_offset = timedelta()

    async def run(self, request: Request) -> None:
        """Run a request and report its events; if cancelled, what arrived is stored."""
        self._clock_offset = request.now - datetime.now(UTC)
        try:
            async with aclosing(self._events(request)) as events:
                async for event in events:
                    send(event)
        except StoreError as error:
            send(Failed(None, str(error)))
        except Exception:
            log.exception("a request failed")
            send(INTERNAL_ERROR)

    def _events(self, request: Request) -> AsyncGenerator[Event, None]:
        match request.what:
            case "days":
                return self._refresh.run(request.days)
            case "trending":
                return self._refresh.trending()
            case "search":
                return self._matches(lambda: self._hub.search(request.text))
            case "paper":
                return self._matches(lambda: _paper(self._hub, request.papers[0]))
            case "detail":
                return self._details.detail(request.papers[0], by_user=request.by_user)
            case "linked":
                return self._details.linked(request.papers[0])
            case "archive":
                os.nice(ARCHIVE_NICENESS)
                return self._refresh.run(archive=(FIRST_DAY, date.max))
            case "text":
                return self._texts.one(request.papers[0])
            case "texts":
                return self._texts.several(request.papers)
            case "pdf":
                return save_pdf(self._store, self._arxiv, request.papers[0], Path(request.path), now=self._now)
            case "convert":
                from paperreader.refresh.conversion import convert_again  # with parsers that only this needs

                os.nice(ARCHIVE_NICENESS)
                return convert_again(self._store)

    async def _matches(self, ask: Callable[[], Awaitable[list[HubHit]]]) -> AsyncGenerator[Event, None]:
        if left := pause_left(self._store, self._now()):
            for event in pause_events(left, self._now()):
                yield event
            return
        request = asyncio.ensure_future(ask())
        async with aclosing(Pauses(self._hub).until(request)) as pauses:
            async for pause in pauses:
                yield pause
        try:
            yield HubMatches(request.result())
        except HubError as error:
            await remember_pause(self._store, error)
            yield Offline(str(error), network_up=not isinstance(error, Unreachable))

    @cached_property
    def _store(self) -> Store:
        if self._version != VERSION:  # we would migrate the store, and the reader could no longer write to it
            raise StoreError("paperreader was updated while running: please restart it.")
        return Store(self._path, now=self._now)

    @cached_property
    def _hub(self) -> Hub:
        settings = network(os.environ)
        return Hub(settings.endpoint, token=settings.token, now=self._now, on_contact=partial(_tell, "hub"))

    @cached_property
    def _arxiv(self) -> Arxiv:
        return Arxiv(self._arxiv_address, now=self._now, on_contact=partial(_tell, "arxiv"))

    @cached_property
    def _refresh(self) -> Refresh:
        return Refresh(self._store, self._hub, now=self._now)

    @cached_property
    def _details(self) -> PaperDetails:
        from paperreader.refresh.paper_detail import PaperDetails

        return PaperDetails(self._store, self._hub, now=self._now)

    @cached_property
    def _texts(self) -> Texts:
        from paperreader.refresh.texts import Texts  # with parsers that only this needs

        return Texts(self._store, self._arxiv, self._hub, now=self._now)

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._clock_offset


async def _paper(hub: Hub, id: str) -> list[HubHit]:
    paper = await hub.paper(id)
    return [HubHit(paper, (), ())] if paper else []


def _tell(host: Host, contact: Contact) -> None:
    send(Contacted(host, contact))


def send(message: WorkerMessage) -> None:
    """Send a message to the reader; end this process if the reader is gone."""
    try:
        sys.stdout.buffer.write(encode(message))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)


class _ForwardToReader(logging.handlers.QueueHandler):
    """Sends log records to the reader, which writes them to its log."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]

    def enqueue(self, record: logging.LogRecord) -> None:
        send(record)


async def serve(handler: RequestHandler) -> None:
    """Run requests until the reader ends; a new request, or STOP, cancels the running one."""
    lines = asyncio.StreamReader(MAX_MESSAGE_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    running: asyncio.Task[None] | None = None
    while line := await lines.readline():
        if running:
            running.cancel()
            await asyncio.wait({running})
        if isinstance(request := decode(line), Request):
            running = asyncio.create_task(handler.run(request))
            running.add_done_callback(lambda _: send(Finished()))  # a callback, since a task may never begin
        elif line != STOP:  # end, since the reader would wait for an answer
            log.error("unknown request: the reader may be of another version")
            break
    os._exit(0)  # without waiting for threads that are still parsing; what was stored is safe


if __name__ == "__main__":
    logging.getLogger().addHandler(_ForwardToReader())
    logging.getLogger("paperreader").setLevel(logging.INFO)
    os.nice(NICENESS)
    asyncio.run(serve(RequestHandler(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
