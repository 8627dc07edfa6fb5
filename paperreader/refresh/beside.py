"""The archive for a reader that is open, fetched in a process beside it.

Parsing is work for a processor, and a thread of the reader's would take that from the screen. The process writes
what happens to its standard output, an event a line, and ends when nobody reads that any longer.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from paperreader.environment import Network, network
from paperreader.hub import Hub
from paperreader.models import FIRST_DAY
from paperreader.refresh import Event, Refresh
from paperreader.store import Store

log = logging.getLogger(__name__)


class Beside:
    """That process."""

    def __init__(self, store: Path, hub: Network) -> None:
        self._store, self._hub = store, hub
        self._process: asyncio.subprocess.Process | None = None

    async def events(self) -> AsyncGenerator[Event, None]:
        """Start it, and hear what it tells to its end."""
        token = {"HF_TOKEN": self._hub.token} if self._hub.token else {}
        process = self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", __name__, str(self._store)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **token, "HF_ENDPOINT": self._hub.endpoint},
            start_new_session=True,  # ctrl+z is the reader's alone
        )
        assert process.stdout
        assert process.stderr
        try:
            async for line in process.stdout:
                yield pickle.loads(b64decode(line))
            if errors := await process.stderr.read():
                log.error("fetching the archive: %s", errors.decode(errors="replace"))
        finally:
            self.end()
            # Its pipes too, and without waiting: the event loop may be about to end, and would complain of them.
            process._transport.close()  # type: ignore[attr-defined]

    def end(self) -> None:
        """End it at once, which loses nothing that was stored."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()


def _now() -> datetime:
    return datetime.now(UTC)


async def _fetch(path: Path) -> None:
    asked = network(os.environ)
    hub, store = Hub(asked.endpoint, token=asked.token), Store(path, now=_now)
    try:
        async with aclosing(Refresh(store, hub, now=_now).run(archive=(FIRST_DAY, date.max))) as events:
            async for event in events:
                sys.stdout.buffer.write(b64encode(pickle.dumps(event)) + b"\n")
                sys.stdout.buffer.flush()
    finally:
        await hub.close()
        store.close()


if __name__ == "__main__":
    os.nice(19)
    with suppress(BrokenPipeError):
        asyncio.run(_fetch(Path(sys.argv[1])))
