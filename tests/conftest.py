"""What tests of every part need: a hub on loopback, a clock that is set by hand, the recorded days."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.hub import HubServer


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


@pytest.fixture(scope="session")
def recorded() -> Path:
    """The folder of recorded days, `YYYY-MM-DD.json.gz`."""
    default = Path(__file__).parents[2] / "shared" / "recorded"
    folder = Path(os.environ.get("PAPERREADER_RECORDED", default)) / "daily_papers"
    if not folder.is_dir():
        pytest.skip(f"no recorded days at {folder}; PAPERREADER_RECORDED names another folder")
    return folder
