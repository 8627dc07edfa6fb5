"""A session without a screen: a real store, a clock set by hand, and a listener that takes down what changed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import date, datetime
from typing import Any

import pytest

from paperreader.clipboard import Clipboard
from paperreader.config import Config
from paperreader.environment import Network
from paperreader.models import Entry
from paperreader.reader.changes import Change
from paperreader.reader.connection import Connection
from paperreader.reader.session import Session
from paperreader.reader.status import activity, view_summary, where
from paperreader.reader.sync import Sync
from paperreader.reader.toasts import Toasts
from paperreader.store import Store
from paperreader.views import DayView, View
from tests.conftest import Clock, until
from tests.hub_server import HubServer
from tests.stored_days import CONFIG

PLAIN_TERMINAL = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "TERM": "xterm-256color"}
"""A terminal far away that takes OSC 52 and says nothing about it; no clipboard, browser or tmux of ours."""


class User:
    """A session, and what its user gets to see."""

    def __init__(self, session: Session, copied: list[str]) -> None:
        self.session, self.rows = session, session.rows
        self.copied = copied
        """What was sent to the terminal's clipboard, the newest last."""
        self.changes: list[Change] = []
        """One for each notification."""
        self.toasts: list[str] = []

    def listen(self, change: Change) -> None:
        self.changes.append(change)
        if change & Change.TOAST:
            self.toasts.append(self.session.toasts.last)

    @property
    def view(self) -> date | View | None:
        """The open view; a day as its date."""
        view = self.session.view
        return view.date if isinstance(view, DayView) else view

    @property
    def entry(self) -> Entry:
        """The paper under the cursor."""
        assert self.rows.entry is not None
        return self.rows.entry

    @property
    def at(self) -> str:
        return self.entry.id

    @property
    def ids(self) -> list[str]:
        """The papers of the list from top to bottom."""
        return [entry.id for entry in self.rows.entries]

    @property
    def selected(self) -> list[str]:
        return [entry.id for entry in self.rows.selected]

    @property
    def location(self) -> str:
        """The left half of the status line."""
        location = where(self.session, view_summary(self.session))
        return " · ".join([location.title, *location.facts])

    @property
    def activity(self) -> str:
        """Its right half."""
        return "".join(activity(self.session, show_hint=False).wordings[0])

    async def until(self, fact: Callable[[], object]) -> None:
        await until(fact)

    def marks(self) -> dict[tuple[str, str], tuple[int | None, str | None]]:
        """(paper, field) -> (value, cause), as another program reads them."""
        with closing(sqlite3.connect(f"file:{self.session.store.path}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT paper, field, value, cause FROM mark").fetchall()
        return {(paper, field): (value, cause) for paper, field, value, cause in rows}

    def read_by(self, paper: str) -> str | None:
        """How the paper came to be read; None if it is not."""
        written(self.session.store)
        value, cause = self.marks().get((paper, "read"), (None, None))
        return cause if value else None


def move(session: Session, step: int, *, after_s: float = 0, clock: Clock) -> None:
    """Look at the paper for so long, then go to another."""
    clock.tick(after_s)
    session.rows.move_by(step)


def written(store: Store) -> None:
    """Wait until what was to be written before is written: one thread writes all of it, in order."""
    store.settings.set("last", None).result()


OpenSession = Callable[..., User]
"""`open_session(store, hub=url, config=…)`: fill the store before."""


@pytest.fixture
async def open_session(clock: Clock) -> AsyncIterator[OpenSession]:
    """Opens sessions on stores that a test has filled, and closes them in the end.

    `hub` is the address of a Hub on loopback; nothing is asked of it by itself before `session.start()`.
    """
    users: list[User] = []

    def opened(
        store: Store, *, hub: str | None = None, arxiv: str | None = None, config: Config = CONFIG, **more: Any
    ) -> User:
        copied: list[str] = []
        network = Network(hub, None, False, arxiv or hub) if hub else None
        clipboard = Clipboard(PLAIN_TERMINAL, copied.append)
        session = Session(
            store,
            config,
            network=network,
            clipboard=clipboard,
            now=clock,
            elapsed_s=lambda: clock.now.timestamp(),
            **more,
        )
        user = User(session, copied)
        user.session.listen(user.listen)
        user.session.reload()
        users.append(user)
        return user

    yield opened
    for user in users:
        user.session.close()
        assert not [toast for toast in user.toasts if "see the log" in toast]


@pytest.fixture
def session(store: Store, open_session: OpenSession) -> Session:
    """One with an empty store, and without a Hub."""
    return open_session(store).session


@asynccontextmanager
async def running_sync(
    store: Store,
    hub: HubServer,
    clock: Callable[[], datetime],
    *days: date,
    every_min: float = 0,
    token: str | None = None,
    changed: Callable[[], None] = lambda: None,
    toasts: list[str] | None = None,
) -> AsyncIterator[Sync]:
    """A background refresh that runs by itself. `days` are requested, `toasts` gets all messages."""
    shown = Toasts(lambda _: toasts.append(shown.last) if toasts is not None else None)
    connection = Connection(Network(hub.url, token, False, hub.url), changed=lambda _: changed())
    sync = Sync(store, connection, every_min=every_min, now=clock, changed=lambda _: changed(), toasts=shown)
    if days:
        sync.request(*days)
    task = asyncio.create_task(sync.run())
    try:
        yield sync
    finally:
        task.cancel()
