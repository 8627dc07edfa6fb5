"""The process beside a reader: does what standard input asks for, tells on standard output what happens."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from paperreader.environment import network
from paperreader.hub.client import Hub
from paperreader.hub.errors import HubError, Unreachable
from paperreader.models import FIRST_DAY
from paperreader.refresh.events import Event, Failed, Matches, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.refresh.protocol import STOP, Finished, Request, Told, decoded, encoded
from paperreader.refresh.worker import LONGEST, MISTAKE
from paperreader.store import Store, StoreError
from paperreader.store.opening import VERSION

BEHIND_THE_SCREEN, BEHIND_ALL = 10, 19
"""How nice we are. Even on a busy machine a person waits for a day no more than half a second longer by the first."""

log = logging.getLogger(__name__)


class Serving:
    """Works on a store, by the reader's clock."""

    def __init__(self, path: Path, version: int) -> None:
        self._path, self._version = path, version
        self._ahead = timedelta()
        self._opened: tuple[Hub, Refresh] | None = None

    async def do(self, request: Request) -> None:
        """What is asked for, telling how it goes; when it is cancelled what came is stored."""
        self._ahead = request.now - datetime.now(UTC)
        try:
            async with aclosing(self._events(request)) as events:
                async for event in events:
                    tell(event)
        except StoreError as error:
            tell(Failed(None, str(error)))
        except Exception:
            log.exception("asking the hub failed")
            tell(MISTAKE)

    def _events(self, request: Request) -> AsyncGenerator[Event, None]:
        if self._opened is None:
            self._opened = self._open()
        hub, refresh = self._opened
        match request.what:
            case "days":
                return refresh.run(request.days)
            case "trending":
                return refresh.trending()
            case "search":
                return _search(hub, request.text)
            case "archive":
                os.nice(BEHIND_ALL)
                return refresh.run(archive=(FIRST_DAY, date.max))

    def _open(self) -> tuple[Hub, Refresh]:
        if self._version != VERSION:  # the reader could not write into what we would make of its store
            raise StoreError("paperreader has been updated: leave it and start it anew.")
        asked = network(os.environ)
        hub = Hub(asked.endpoint, token=asked.token, now=self._now)
        return hub, Refresh(Store(self._path, now=self._now), hub, now=self._now)

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


async def _search(hub: Hub, text: str) -> AsyncGenerator[Event, None]:
    try:
        yield Matches(await hub.search(text))
    except HubError as error:
        yield Offline(str(error), hub=not isinstance(error, Unreachable))


def tell(message: Told) -> None:
    """Tell the reader; where there is none any more, end."""
    try:
        sys.stdout.buffer.write(encoded(message))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)


class _ToTheReader(logging.handlers.QueueHandler):
    """Its log is ours."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]

    def enqueue(self, record: logging.LogRecord) -> None:
        tell(record)


async def serve(serving: Serving) -> None:
    """Do what is asked for until the reader ends; a line that asks for something else, or nothing, stops it."""
    lines = asyncio.StreamReader(LONGEST)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    doing: asyncio.Task[None] | None = None
    while line := await lines.readline():
        if doing:
            doing.cancel()
            await asyncio.wait({doing})
        if isinstance(request := decoded(line), Request):
            doing = asyncio.create_task(serving.do(request))
            doing.add_done_callback(lambda _: tell(Finished()))  # also where it was stopped before it had begun
        elif line != STOP:  # the reader would wait for an answer
            log.error("what the reader asks is not understood: it may be of another version")
            break
    os._exit(0)  # at once, whatever thread still parses: nothing that was stored is lost


if __name__ == "__main__":
    logging.getLogger().addHandler(_ToTheReader())
    logging.getLogger("paperreader").setLevel(logging.INFO)
    os.nice(BEHIND_THE_SCREEN)
    asyncio.run(serve(Serving(Path(sys.argv[1]), int(sys.argv[2]))))
