"""Keeps the marks of the user's machines in step, by the folders of the settings, while the reader runs.

One process looks now and then whether files have changed, another one reads and writes them: a folder that does not
answer holds up nothing here, and is not asked a second time meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from contextlib import suppress
from datetime import datetime
from math import inf
from time import monotonic
from typing import Final

from paperreader.config import Config
from paperreader.machines.look_child import CHANGED, UNCHANGED, Answer
from paperreader.machines.problems import takes_long
from paperreader.machines.sync_settings import task_of, with_stored_folder
from paperreader.machines.task import Outcome, Task
from paperreader.reader.changes import Change, Changed
from paperreader.reader.folder_looks import FolderLooks, patiently
from paperreader.reader.folder_notices import FolderNotices
from paperreader.reader.folder_process import FolderProcess, start_and_leave
from paperreader.reader.toasts import Toasts
from paperreader.reader.write_times import WriteTimes
from paperreader.store import Store, StoreError
from paperreader.text.sanitize import clean, escape_bytes

EXCHANGE = "paperreader.machines.exchange_child"
LOOK_EVERY_S: Final = 60.0
LOOK_AGAIN_S: Final = 10.0
"""Where something is wrong with a folder."""
FETCH_EVERY_S: Final = 300.0
"""Git, or the user's own command, is asked that often whether anything came."""
EXCHANGE_S = 60.0
"""An exchange that takes longer is told of."""
SUSPEND_WAIT_S: Final = 0.2
"""For a store that is busy; what is not written then is written once the program goes on."""
NEWS_LAST_S: Final = 20.0
"""How long the status line says what arrived."""
NAP_S: Final = 5.0
"""Look at the clock that often: a timer alone would sleep on after the lid was closed for a night."""
MAX_TOASTS: Final = 10
"""A session has no more about problems, whatever they are."""

log = logging.getLogger(__name__)


class MachineSync:
    """Reads what other machines wrote at the start, every minute and when asked; writes after changes."""

    def __init__(
        self,
        store: Store,
        config: Config,
        *,
        is_offline: bool,
        now: Callable[[], datetime],
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`is_offline`: the folders are there nevertheless, but no program is run that would use the network."""
        self._store, self._now, self._changed, self._toasts = store, now, changed, toasts
        self._config, self._is_offline = config, is_offline
        self._task = self._wanted_task()
        self._looks = FolderLooks(store)
        self._woken = asyncio.Event()
        self._look_asked = self._fetch_asked = self._is_exchanging = False
        self._look_at = self._fetch_at = -inf
        self._looked, self._write = now(), WriteTimes()
        self._news: tuple[Sequence[str], float] = (), -inf
        self._exchange_problem = ""
        self._away: set[str] = set()
        self._shown: set[str] = set()
        self._notices = FolderNotices(store, toasts)
        self._notices.load(self._task)
        self.problem = ""
        """Why marks are not exchanged; empty if they are."""
        self.looked: datetime | None = None
        """When the folders answered last."""

    @property
    def news(self) -> Sequence[str]:
        """What arrived lately, from long to short: `2 marks from laptop`; nothing after a while."""
        wordings, until = self._news
        return wordings if monotonic() < until else ()

    def _wanted_task(self) -> Task:
        """What is to be exchanged where: the user may have chosen otherwise meanwhile."""
        return task_of(with_stored_folder(self._config, self._store), is_offline=self._is_offline)

    # -- what others tell it

    def follow(self, change: Change) -> None:
        """Marks, or saved searches, may have changed; not by a refresh, nor by what other machines wrote."""
        if change & Change.MARKS or (change & Change.CATALOG and not change & Change.SYNC):
            self._write.changed()
            self._woken.set()

    def look(self, *, fetch: bool) -> None:
        """Look at once whether anything came; `fetch`: by git or the user's own command, too."""
        self._look_asked, self._fetch_asked = True, self._fetch_asked or fetch
        self._write.hurry()
        self._woken.set()

    def close(self) -> None:
        """What is not written yet is written by a process that outlives us, once the store has the last mark."""
        if self._write.pending or self._is_exchanging:
            self._store.machines.flush().add_done_callback(self._write_and_leave)

    def suspend(self) -> None:
        """The user stops the program, and may go on at another machine."""
        if self._write.pending:
            wait([written := self._store.machines.flush()], timeout=SUSPEND_WAIT_S)
            if written.done():
                self._write_and_leave(written)

    def _write_and_leave(self, _: Future[None]) -> None:
        task = self._notices.allowed_part(self._task)._replace(pulls=False)
        if task.folders:
            with suppress(OSError):  # the next start writes it
                start_and_leave(EXCHANGE, self._arguments, task._asdict())

    # -- the loop

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._guarded(self._show_notices))
                while True:
                    await self._guarded(self._step)
                    await self._rest()
        finally:
            self._looks.end()

    async def _guarded(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except StoreError as error:
            self._write.fail(LOOK_EVERY_S)
            self._show_problems([str(error)])
        except Exception:
            log.exception("marks were not exchanged")
            self._write.fail(LOOK_EVERY_S)
            self._show_problems(["Internal error while marks were exchanged; see the log."])

    async def _show_notices(self) -> None:
        await self._notices.show(self._task)
        self._woken.set()

    async def _rest(self) -> None:
        """Until there is something to do."""
        while not self._look_asked and not self._is_look_due and monotonic() < self._write_at:
            self._woken.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(min(NAP_S, max(0.0, min(self._look_at, self._write_at) - monotonic()))):
                    await self._woken.wait()

    @property
    def _is_look_due(self) -> bool:
        """By whichever clock it is first: one is set now and then, the other stops while the lid is closed."""
        elapsed_s = (self._now() - self._looked).total_seconds()
        return monotonic() >= self._look_at or not 0 <= elapsed_s < LOOK_EVERY_S

    @property
    def _write_at(self) -> float:
        return self._write.due if self._notices.allows(self._task) else inf

    async def _step(self) -> None:
        """Look, and exchange what there is to be."""
        fetches = self._fetch_asked or monotonic() >= self._fetch_at
        self._look_asked = self._fetch_asked = False
        self._look_at, self._looked = monotonic() + LOOK_EVERY_S, self._now()
        self._task = self._wanted_task()
        self._notices.load(self._task)
        states = await self._look()
        if fetches and self._task.before and states.get(self._task.folder) not in (CHANGED, UNCHANGED):
            states = await self._look_again_after_command()
        troubles = [state for state in states.values() if state not in (CHANGED, UNCHANGED)]
        well = [folder for folder, state in states.items() if state in (CHANGED, UNCHANGED)]
        if is_back := not self._away.isdisjoint(well):
            self._write.hurry()
        self._away = states.keys() - well
        if troubles:
            self._look_at = monotonic() + LOOK_AGAIN_S
        writes = monotonic() >= self._write_at
        task = self._task.only_in(well)
        if (fetches := fetches and task.fetches) or writes:
            self._fetch_at = monotonic() + FETCH_EVERY_S
        else:
            task = task.without_transfer()
        if task.folders and (fetches or writes or is_back or CHANGED in states.values()):
            keeps_up = self._notices.allows(task)
            await self._exchange(task._replace(pushes=writes, keeps_up=keeps_up), troubles)
        elif writes:
            self._write.fail(LOOK_EVERY_S)
        if not troubles:
            self.looked = self._looked
        self._show_problems(
            [*(each for each in troubles if each not in self._exchange_problem), self._exchange_problem]
        )

    async def _look_again_after_command(self) -> Answer:
        """The folder is away, and the user's own command may mount it."""
        self._fetch_at = monotonic() + FETCH_EVERY_S
        await self._exchange(self._task._replace(groups=(), pushes=False), ())
        return await self._look()

    async def _look(self) -> Answer:
        """What is so in each folder."""
        return await self._looks.look(self._task, self._now(), self._show_problems)

    async def _exchange(self, task: Task, troubles: Sequence[str]) -> None:
        """Let a process do it; `troubles`: what is wrong with other folders."""
        is_done, self._is_exchanging = False, True
        if task.pushes:
            self._write.begin()
        try:
            process = await FolderProcess.start(EXCHANGE, *self._arguments)
            try:
                words = [*troubles, takes_long(EXCHANGE_S)]
                answer = await patiently(process.ask_last(task._asdict()), EXCHANGE_S, self._show_problems, words)
            finally:
                process.leave()
            if answer is not None:  # else another process does it
                outcome = Outcome.from_json(answer)
                is_done = not (outcome.problem or troubles)
                self._show_outcome(outcome)
        finally:
            self._is_exchanging = False
            if task.pushes and is_done:
                self._write.succeed()
            elif task.pushes:
                self._write.fail(FETCH_EVERY_S if task.has_transfer else LOOK_EVERY_S)

    # -- what the user is told

    def _show_outcome(self, outcome: Outcome) -> None:
        """What came of an exchange."""
        self._exchange_problem = outcome.problem
        if outcome.arrived:
            self._news = outcome.wordings, monotonic() + NEWS_LAST_S
            asyncio.get_running_loop().call_later(NEWS_LAST_S + 0.1, self._changed, Change.STATUS)
        if outcome.arrived or outcome.groups or outcome.written:
            self._changed(Change.SYNC)

    def _show_problems(self, troubles: Iterable[str]) -> None:
        """What is wrong: once in a toast, and from then on in the status line until it is over."""
        problems = [clean(escape_bytes(each)) for each in dict.fromkeys(filter(None, troubles))]
        if (problem := "; ".join(problems)) == self.problem:
            return
        self.problem = problem
        new = [each for each in problems if each not in self._shown]
        if new and len(self._shown) < MAX_TOASTS:
            self._shown.update(new)
            self._toasts.show(f"Marks are not exchanged: {'; '.join(new)}", stays=True)
        self._changed(Change.STATUS)

    @property
    def _arguments(self) -> tuple[str, str]:
        return str(self._store.path), self._now().isoformat()
