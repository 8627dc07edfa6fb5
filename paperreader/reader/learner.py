"""Learns the user's own order again, in a child process, soon after there is anything new to learn from.

What they did on purpose counts within seconds; what they read or passed over, and papers that another program brings,
can wait for some minutes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, Final, Protocol

from paperreader import children
from paperreader.reader.changes import Change
from paperreader.store import Store, StoreError

if TYPE_CHECKING:
    from paperreader.reader.archive import Archive
    from paperreader.reader.store_guard import StoreGuard
    from paperreader.reader.sync import Sync
    from paperreader.store.taste_news import News
    from paperreader.taste.learned import Learned

MARK_DELAY_S: Final = 5.0
"""From a mark until it is learned: a few of them in a row are learned at once."""
OTHER_PROGRAM_DELAY_S: Final = 20.0
"""After another program wrote something: a reader, too, learns from it by itself."""
USUAL_INTERVAL_S: Final = 180.0
"""Between two times where nothing is urgent."""
FIRST_RETRY_S: Final = 30.0
"""After a failure; each further one doubles it, up to half an hour."""
MAX_DOUBLINGS: Final = 6
MAX_ERROR_CHARS: Final = 2_000

log = logging.getLogger(__name__)


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    now: Callable[[], datetime]
    sync: Sync
    archive: Archive
    reading_store: StoreGuard


class Learner:
    """Decides when, and starts the child."""

    def __init__(self, session: Parts, known: Learned | None, show: Callable[[Learned | None], object]) -> None:
        """`known`: what was learned so far. `show` is told what is from now on, here or by another program, and again
        once all papers are scored."""
        self._session, self._store, self._show = session, session.store, show
        self._shown = known
        self._woken = asyncio.Event()
        self._look_at = inf
        """When to look for something new, by the clock of the event loop."""
        self._ended_at = -inf
        """When it was last learned."""
        self._failures = 0
        self._tried: News | None = None
        """What was new before the child ran last."""

    def follow(self, change: Change) -> None:
        """Something was written: look soon whether there is anything to learn from it."""
        if not change & (Change.MARKS | Change.SYNC | Change.CATALOG):
            return
        delay_s = MARK_DELAY_S if change & (Change.MARKS | Change.SYNC) else OTHER_PROGRAM_DELAY_S
        self._look_at = min(self._look_at, _time() + delay_s)
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled: learn whenever there is something to learn from. Not where nothing can be stored."""
        if self._store.read_only:
            return
        self._ended_at = _time()
        while True:
            try:
                news = await asyncio.wrap_future(self._store.taste.news())
            except StoreError as error:
                log.warning("nothing is learned now: %s", error)
                self._failed()
                await self._rest(self._retry_at())
                continue
            self._tell(news)
            if (at := self._due_at(news)) > _time():
                await self._rest(at)
            else:
                await self._learn(news)

    def _tell(self, news: News) -> None:
        is_scored = self._tried is not None and self._tried.papers and not news.papers
        if is_scored or news.learned != self._shown:
            self._shown = news.learned
            self._show(news.learned)

    def _due_at(self, news: News) -> float:
        """When to learn; the past stands for now."""
        if not news.is_any:
            self._failures, self._tried = 0, None
            return inf
        if news == self._tried:  # it changed nothing
            self._failed()
        self._tried = None
        if self._failures:
            return self._retry_at()
        papers_came = news.papers and not self._session.sync.activity and not self._session.archive.wanted
        return -inf if news.deliberate or papers_came else self._ended_at + USUAL_INTERVAL_S

    def _failed(self) -> None:
        self._failures, self._tried, self._ended_at = min(self._failures + 1, MAX_DOUBLINGS), None, _time()

    def _retry_at(self) -> float:
        return self._ended_at + FIRST_RETRY_S * 2.0 ** (self._failures - 1)

    async def _rest(self, until: float) -> None:
        """Wait until then, or until something has been written and some time has passed."""
        while (left_s := min(until, self._look_at) - _time()) > 0:
            self._woken.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(left_s if left_s < inf else None):
                    await self._woken.wait()
        self._look_at = inf

    async def _learn(self, news: News) -> None:
        """Run the child to its end; it is killed with the session."""
        self._tried = news
        try:
            errors = await self._run_child()
        except OSError as error:
            errors = str(error)
        self._ended_at = _time()
        if errors:
            log.error("learning failed: %s", errors[-MAX_ERROR_CHARS:])
            self._failed()

    async def _run_child(self) -> str:
        """What it complained about; empty: all went well. Raises OSError."""
        command = children.own("paperreader.learning.child", str(self._store.path), self._session.now().isoformat())
        child = _Child()
        try:
            return await asyncio.to_thread(child.run, command)
        finally:
            child.end()


class _Child:
    """A process that is run in a thread, and ended from another one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._has_ended = False

    def run(self, command: Sequence[str]) -> str:
        """Run it to its end. Raises OSError."""
        with self._lock:
            if self._has_ended:
                return ""
            self._process = process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,  # closes when this process ends, however that happens: the child ends then
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=children.environment(os.environ),
                start_new_session=True,  # Ctrl+C and Ctrl+Z are for the reader alone
            )
        with process:
            assert process.stderr
            errors = process.stderr.read().decode(errors="replace").strip()
            code = process.wait()
        return (errors or f"it ended with {code}") if code else ""

    def end(self) -> None:
        """Kill it, if it runs."""
        with self._lock:
            self._has_ended = True
            if self._process is not None:
                self._process.kill()


def _time() -> float:
    return asyncio.get_running_loop().time()
