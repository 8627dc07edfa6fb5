"""What tests of every part need: a hub on loopback, a clock that is set by hand, a store, the program in a process."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from paperreader.hub.client import Hub
from paperreader.hub.parse import parse_items
from paperreader.hub.transport import Timings
from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.refresh import Event
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import ROOT, a_paper
from tests.terminal import Terminal

FRIDAY = date(2026, 7, 31)
"""The day of `clock`, and the newest of `hub`."""
THURSDAY, WEDNESDAY = date(2026, 7, 30), date(2026, 7, 29)
NEWEST = date(2025, 7, 31)
"""A Thursday that is over everywhere, whatever the machine's clock says."""
WEEK = [date(2026, 7, day) for day in (31, 30, 29, 28, 27, 24, 23)]
"""The last seven working days."""
TOKEN = "hf_" + "secret" * 5
QUICK = Timings(connect=0.4, read=0.4, total=0.8, backoff=0.01)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="everything that can go wrong, more often (ten minutes)")


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("short", deadline=None, max_examples=60)
    settings.register_profile("long", deadline=None, max_examples=2000)
    settings.load_profile("long" if config.getoption("--long") else "short")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the long form of a test is wanted."""
    return bool(request.config.getoption("--long"))


class Clock:
    """Tells the time that it was set to; `sleep` passes it without waiting."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float = 0, *, days: float = 0) -> None:
        self.now += timedelta(days=days, seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.tick(seconds)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, token or endpoint of the machine's gets into a test."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith(("HF_", "HUGGING_FACE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def clock() -> Clock:
    """Friday 2026-07-31, noon UTC."""
    return Clock(datetime(2026, 7, 31, 12, tzinfo=UTC))


@pytest.fixture
def hub_server() -> Iterator[HubServer]:
    """A running hub without papers: fill `hub_server.days`."""
    with HubServer() as server:
        yield server


def working_days(newest: date, count: int) -> list[date]:
    back = (newest - timedelta(days=n) for n in range(count * 2))
    return [day for day in back if day.weekday() < 5][:count]


@pytest.fixture
async def hub(hub_server: HubServer, clock: Clock) -> AsyncIterator[Hub]:
    """A hub with papers on each of the last twelve working days."""
    hub_server.days |= {day: papers(day, 3) for day in working_days(FRIDAY, 12)}
    client = Hub(hub_server.url, now=clock, sleep=clock.sleep, timings=QUICK)
    yield client
    await client.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "paperreader.db"


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Callable[..., Store]]:
    """Opens stores on one file and closes them in the end."""
    stores: list[Store] = []

    def open_store(**options: bool) -> Store:
        stores.append(Store(path, now=clock, **options))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    """An empty one."""
    return opened()


async def until(fact: Callable[[], object], seconds: float = 30) -> None:
    """Wait for a fact, and fail after so many seconds without it."""
    async with asyncio.timeout(seconds):
        while not fact():
            await asyncio.sleep(0.01)


def iso(*days: date) -> list[str]:
    return [day.isoformat() for day in days]


@pytest.fixture
def one_read(store: Store) -> Store:
    """Twenty papers of a day, the first one read."""
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(20)], complete=True).result()
    store.marks.set(READ, True, ["2607.00000"], Cause.BY_HAND).result()
    return store


@pytest.fixture
def refresh(store: Store, hub: Hub, clock: Clock) -> Refresh:
    return Refresh(store, hub, now=clock)


async def told(refresh: Refresh, *days: date, force: bool = False) -> list[Event]:
    """All that a refresh tells."""
    return [event async for event in refresh.run(list(days) or None, force=force)]


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def env(tmp_path: Path, hub_server: HubServer) -> dict[str, str]:
    """A home of its own, and the hub on loopback."""
    return {
        "HOME": str(tmp_path),
        "HF_ENDPOINT": hub_server.url,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def config_file(env: dict[str, str], hub_server: HubServer) -> Path:
    """The settings in that home: the server on loopback is arXiv, too."""
    file = Path(env["HOME"], ".config/paperreader/config.toml")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'arxiv = "{hub_server.url}"\n')
    return file


@pytest.fixture
def run(env: dict[str, str], tmp_path: Path) -> Run:
    """Runs it to its end. Nothing may ever print a traceback, or what a terminal would obey."""

    def run(*args: str, **extra: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "paperreader", *args],
            env={**env, **extra},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert "Traceback" not in done.stderr, done.stderr
        for line in [*done.stdout.split("\n"), *done.stderr.split("\n")]:
            assert line.replace("\t", " ").isprintable(), line
        return done

    return run


def store_of(env: Mapping[str, str]) -> Path:
    return Path(env["HOME"], ".local/share/paperreader/paperreader.db")


@pytest.fixture(scope="session")
def recorded() -> Path:
    """A folder of days as the Hub answered them, `YYYY-MM-DD.json.gz`; none come with the project."""
    folder = os.environ.get("PAPERREADER_RECORDED")
    if not folder:
        pytest.skip("set PAPERREADER_RECORDED to a folder whose daily_papers/ has days recorded from the Hub")
    return Path(folder) / "daily_papers"


@pytest.fixture
def terminal(tmp_path: Path, hub_server: HubServer) -> Iterator[Terminal]:
    """A shell whose environment names the hub on loopback, with five papers and three."""
    assert shutil.which("tmux"), "the tests need tmux"
    hub_server.days = {THURSDAY: papers(THURSDAY, 5), FRIDAY: papers(FRIDAY, 3)}
    env = {"HF_ENDPOINT": hub_server.url, "XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal(tmp_path, env)
    yield terminal
    terminal.tmux("kill-server")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The settings that a test writes."""
    return tmp_path / "config.toml"


@pytest.fixture
def fetched(env: dict[str, str], hub_server: HubServer) -> HubServer:
    """24 papers of the newest day, which wait to be read, and 5 of the day before, which do not."""
    before = NEWEST - timedelta(days=1)
    hub_server.days = {NEWEST: papers(NEWEST, 24), before: papers(before, 5)}
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    for setting in ("newest", "since"):
        store.settings.set(setting, NEWEST.isoformat()).result()
    for day, items in hub_server.days.items():
        store.ingest.save_day(day, parse_items(items).papers, complete=day < NEWEST).result()
    store.close()
    return hub_server
