"""A user at the reader: a real store, the real app at the size of a screen, keys pressed one after the other."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.message import Message
from textual.notifications import Notify
from textual.pilot import Pilot

from paperreader import demo
from paperreader.config import Config
from paperreader.environment import Network
from paperreader.fulltext.blocks import Fulltext
from paperreader.models import Day, Entry
from paperreader.store import Store
from paperreader.tui.app import PaperReader
from paperreader.tui.render import rows
from paperreader.views import DayView, View
from tests.hub_server.items import papers
from tests.sample_text import SAMPLE
from tests.stored_days import CONFIG, THU, fill, id_of

WIDE, NARROW, SMALL = (140, 40), (80, 24), (50, 20)
PLAIN = (130, 20)
"""The smallest with all three panes, for what size has no part in: the fewer cells, the faster."""


class User:
    """Presses keys and looks at the screen."""

    def __init__(self, app: PaperReader, pilot: Pilot[None], path: Path, toasts: list[str]) -> None:
        self.app, self.pilot, self.path = app, pilot, path
        self.toasts = toasts
        """All that were shown, the newest last."""
        self.panes = app.reader.panes
        self.session, self.rows = app.reader.session, app.reader.session.rows
        self.days, self.papers, self.page = self.panes.sidebar, self.panes.papers, self.panes.page

    async def press(self, *keys: str) -> None:
        """Keys, each after the last one was done with. (The pilot's own way takes three times as long.)"""
        for key in keys:
            focus = self.app.focused
            self._send(key)
            for _ in range(4):  # from the app to the pane, up to the screen, and down again
                await self.pilot._wait_for_screen()
            if self.app.focused is not focus:  # other panes may be there now: time to lay them out
                await self.pilot.pause(0.02)
        self.app.screen._on_timer_update()  # what a sixtieth of a second later would lay out
        await self.pilot._wait_for_screen()

    async def blind(self, *keys: str) -> None:
        """Keys in one burst, as they come over a slow line; `until` then waits for what they do."""
        for key in keys:
            self._send(key)
        await self.pilot.pause()

    def _send(self, key: str) -> None:
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, key if len(key) == 1 else None)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def click(self, x: int, y: int, *, to: tuple[int, int] | None = None) -> None:
        """Press the mouse button at a cell of the screen and let it go there, or drag to another cell first."""
        assert self.app._driver is not None
        for kind, cell in (
            (events.MouseDown, (x, y)),
            (events.MouseMove, to or (x, y)),
            (events.MouseUp, to or (x, y)),
        ):
            event = kind(
                None, *cell, 0, 0, button=1, shift=False, meta=False, ctrl=False, screen_x=cell[0], screen_y=cell[1]
            )
            event.set_sender(self.app)
            self.app._driver.send_message(event)
            await self.pilot.pause()

    async def wheel(self, x: int, y: int, notches: int) -> None:
        """Turn the mouse wheel down over a cell of the screen."""
        assert self.app._driver is not None
        for _ in range(notches):
            event = events.MouseScrollDown(
                None, x, y, 0, 1, button=0, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y
            )
            event.set_sender(self.app)
            self.app._driver.send_message(event)
            await self.pilot.pause()

    async def until(self, fact: Callable[[], object], seconds: float = 30) -> None:
        """Wait for a fact, and fail after so many seconds without it."""
        try:
            async with asyncio.timeout(seconds):
                while not fact():
                    await self.pilot.pause(0.01)
        except TimeoutError:
            pytest.fail(
                f"not so after {seconds} s; on the screen:\n{self.text()}\ntoasts: {self.toasts}", pytrace=False
            )

    async def stands_for(self, seconds: float) -> None:
        """Time passes, and nobody does anything."""
        await self.pilot.pause(seconds)

    # -- what is to be seen

    def lines(self) -> list[str]:
        """The screen's text."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        """The screen's text in one line."""
        return " ".join(" ".join(self.lines()).split())

    @property
    def status(self) -> str:
        return self.app.reader._bars.status.render_line(0).text.rstrip()

    @property
    def footer(self) -> str:
        return self.app.reader._bars.footer.render_line(0).text.rstrip()

    @property
    def said(self) -> str:
        """The words in a list without papers."""
        lines = (self.papers.line_at(y).text for y in range(self.papers.virtual_size.height))
        return " ".join(" ".join(lines).split())

    @property
    def view(self) -> date | View | None:
        """The view that is shown; a day as its date."""
        shown = self.session.view
        return shown.date if isinstance(shown, DayView) else shown

    @property
    def sidebar_view(self) -> date | View | None:
        """The view at the cursor of the sidebar; a day as its date."""
        chosen = self.days.view
        return chosen.date if isinstance(chosen, DayView) else chosen

    @property
    def entry(self) -> Entry:
        """The paper under the cursor."""
        entry = self.rows.entry
        assert entry is not None
        return entry

    @property
    def at(self) -> str:
        return self.entry.id

    @property
    def ids(self) -> list[str]:
        """The papers of the list from top to bottom."""
        return [entry.id for entry in self.rows.entries]

    @property
    def displayed(self) -> set[str]:
        """The panes that are there."""
        return {pane.id or "" for pane in (self.days, self.papers, self.page) if pane.display and pane.size.area}

    @property
    def focus(self) -> str | None:
        return self.app.focused.id if self.app.focused else None

    @property
    def left(self) -> bool:
        """The reader was left."""
        return self.app._exit

    def day_line(self, day: date) -> str:
        """What the days pane says of a day."""
        row = next(row for row in self.days.rows if isinstance(row, Day) and row.date == day)
        return " ".join(rows.day_line(row, 24, self.days.glyphs).text.split())

    # -- what is kept

    def marks(self) -> dict[tuple[str, str], tuple[int | None, str | None]]:
        """(paper, field) -> (value, cause), as another program reads them."""
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as connection:
            rows = connection.execute("SELECT paper, field, value, cause FROM mark").fetchall()
        connection.close()
        return {(paper, field): (value, cause) for paper, field, value, cause in rows}

    def read_by(self, paper: str) -> str | None:
        """How the paper came to be read; None if it is not."""
        value, cause = self.marks().get((paper, "read"), (None, None))
        return cause if value else None


@pytest.fixture(scope="session", autouse=True)
def _rare_garbage_collection() -> Iterator[None]:
    """Each test throws away a whole app: looking for garbage all the time takes a sixth of it."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal far away that takes OSC 52 and says nothing about it; no clipboard, browser or tmux of ours."""
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "TERM_PROGRAM", "NO_COLOR", "BROWSER", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")


@pytest.fixture(params=[WIDE, NARROW, SMALL], ids=["wide", "narrow", "small"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """What must hold on every screen is tried on all three."""
    size: tuple[int, int] = request.param
    return size


@pytest.fixture(params=[WIDE, SMALL], ids=["wide", "small"])
def extreme(request: pytest.FixtureRequest) -> tuple[int, int]:
    """What the sizes between have no part in is tried on the two ends."""
    size: tuple[int, int] = request.param
    return size


@pytest.fixture
def open_reader(path: Path, clock: Callable[[], datetime]) -> Callable[..., Any]:
    """`async with open_reader(store, size=…) as user:` opens the reader."""

    @asynccontextmanager
    async def opened(
        store: Store,
        *,
        size: tuple[int, int] = PLAIN,
        config: Config = CONFIG,
        hub: str | None = None,
        hint: bool = False,
        failing: bool = False,
        **more: Any,
    ) -> AsyncIterator[User]:
        if not hint:
            store.settings.set("hint", "shown").result()
        network = Network(hub, None, False, hub) if hub else None
        app = PaperReader(config=config, store=store, network=network, now=clock, **more)
        toasts: list[str] = []

        def overheard(message: Message) -> None:
            if isinstance(message, Notify):
                toasts.append(str(message.notification.message).replace("\n", " · "))

        async with app.run_test(size=size, message_hook=overheard) as pilot:
            await pilot.pause()
            yield User(app, pilot, path, toasts)
        if not failing:  # it goes on whatever fails beside it, and only says so
            assert not [toast for toast in toasts if "see the log" in toast]

    return opened


@pytest.fixture
def open_text(store: Store, open_reader: Callable[..., Any]) -> Callable[..., Any]:
    """`async with open_text(size=…) as user:` opens the reader with the sample text on its screen."""

    @asynccontextmanager
    async def opened(text: Fulltext = SAMPLE, **options: Any) -> AsyncIterator[User]:
        fill(store, {THU: papers(THU, 3)})
        store.texts.save(id_of(THU, 1), b"", text, converter=1, etag=None, modified=None).result()
        async with open_reader(store, **options) as user:
            await user.press("f")
            await user.until(lambda: "Looms weave threads" in user.text())
            yield user

    return opened


@pytest.fixture
def demo_app(tmp_path: Path) -> Iterator[PaperReader]:
    """The reader with the demo feed, not yet running."""

    def then() -> datetime:
        return datetime(2026, 7, 31, 14, 5, tzinfo=UTC)

    store = Store(tmp_path / "demo.db", now=then)
    demo.fill(store)
    yield PaperReader(config=Config(), store=store, network=None, now=then, demo=True)
    store.close()


async def at_rest(user: User) -> None:
    """The hub has been asked, and nothing is going on any more."""
    await user.until(lambda: user.session.sync.is_idle)
