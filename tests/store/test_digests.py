"""What was sent in digests."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.store import Store, StoreError, digests
from paperreader.views import DayView
from tests.conftest import FRIDAY, THURSDAY, Clock
from tests.stores import a_paper

PAGE = 4096
IDS = ["2607.00001", "2607.00002", "2607.00003"]


def test_what_was_sent_is_known_by_the_name_of_the_digest(store: Store, clock: Clock) -> None:
    assert store.digests.last("a") is None
    store.digests.record("a", IDS[:2], THURSDAY).result()
    clock.tick(days=1)
    store.digests.record("a", [IDS[1], "not/0001234"], FRIDAY).result()
    store.digests.record("b", [], FRIDAY).result()
    last = store.digests.last("a")
    assert last == (THURSDAY, datetime(2026, 8, 1, 12, tzinfo=UTC))
    assert store.digests.sent("a", IDS) == {*IDS[:2]}
    assert store.digests.sent("b", IDS) == store.digests.sent("c", IDS) == set()
    assert store.digests.last("b") == (FRIDAY, clock.now)


def test_what_was_sent_outlives_a_damaged_store(opened: Callable[..., Store], path: Path) -> None:
    store = opened()
    papers = [a_paper(n, abstract="We show. " * 150) for n in range(300)]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    store.digests.record("a", IDS, FRIDAY).result()
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    noise = random.Random(7)
    spoiled = [at for at in range(0, len(data), PAGE) if b"We show. We show." in data[at : at + PAGE]][:40]
    for at in spoiled:
        data[at : at + PAGE] = noise.randbytes(PAGE)
    path.write_bytes(data)
    store = opened()
    with pytest.raises(StoreError):
        list(store.papers.with_entries(DayView(FRIDAY)))
    store.close()
    again = opened()
    assert again.repaired
    assert again.digests.last("a") is not None
    assert again.digests.sent("a", IDS) == {*IDS}


def _hold(path: Path, held: object, end: object) -> None:
    with digests.digest_lock(path):
        held.set()  # type: ignore[attr-defined]
        end.wait()  # type: ignore[attr-defined]


def test_only_one_digest_is_made_at_a_time(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "LOCK_WAIT_S", 0.2)
    spawn = multiprocessing.get_context("spawn")
    held, end = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(path, held, end))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(StoreError, match="Another digest is being written"), digests.digest_lock(path):
            pass
    finally:
        other.kill()
        other.join()
    with digests.digest_lock(path):
        pass
