"""What is done once the network is back: each entry once, whoever does it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from paperreader.store import Store
from paperreader.store.outbox import CLAIM_LASTS
from tests.conftest import Clock
from tests.stores import child


def test_entries_stay_in_their_order_until_they_are_done(
    store: Store, opened: Callable[..., Store], clock: Clock
) -> None:
    since = clock.now
    store.outbox.add("text", "2607.00001").result()
    clock.tick(60)
    store.outbox.add("page", "https://huggingface.co/papers/2607.00001").result()
    store.outbox.add("text", "2607.00001").result()
    store.outbox.add("pdf", "2607.00001").result()
    assert store.outbox.count() == 3
    store.close()
    outbox = opened().outbox
    entries = outbox.entries()
    assert [(entry.kind, entry.argument) for entry in entries] == [
        ("text", "2607.00001"),
        ("page", "https://huggingface.co/papers/2607.00001"),
        ("pdf", "2607.00001"),
    ]
    assert entries[0].since == since
    outbox.drop(entries[1].number).result()
    assert outbox.claim(entries[0].number).result()
    outbox.finish(entries[0].number).result()
    assert not outbox.claim(entries[0].number).result(), "it is done"
    assert not outbox.claim(entries[1].number).result(), "it was dropped"
    assert [entry.kind for entry in outbox.entries()] == ["pdf"]


def test_what_could_not_be_done_stays_for_later(store: Store) -> None:
    store.outbox.add("search", "flow matching").result()
    (entry,) = store.outbox.entries()
    assert store.outbox.claim(entry.number).result()
    assert not store.outbox.claim(entry.number).result()
    store.outbox.release(entry.number).result()
    assert store.outbox.claim(entry.number).result()


CLAIM_ALL = """
with_store = Store(path, now=now)
say("ready")
sys.stdin.readline()
mine = [entry.argument for entry in with_store.outbox.entries() if with_store.outbox.claim(entry.number).result()]
say(" ".join(mine))
sys.stdin.readline()
with_store.close()
"""


def test_of_two_programs_one_does_each_entry(store: Store, path: Path) -> None:
    wanted = [f"2607.{n:05d}" for n in range(60)]
    for id in wanted:
        store.outbox.add("text", id).result()
    programs = [child(CLAIM_ALL, path, stdin=subprocess.PIPE) for _ in range(2)]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
    claimed: list[str] = []
    for program in programs:
        assert program.stdin
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        assert program.stdout
        claimed += program.stdout.readline().split()
    assert sorted(claimed) == wanted
    for program in programs:
        program.communicate("\n", timeout=60)


def test_what_a_killed_program_claimed_is_free_again(store: Store, path: Path) -> None:
    store.outbox.add("text", "2607.00001").result()
    (entry,) = store.outbox.entries()
    code = f"print(Store(path, now=now).outbox.claim({entry.number}).result(), flush=True); os.kill(os.getpid(), 9)"
    killed = child(code, path)
    said, _ = killed.communicate(timeout=60)
    assert said == "True\n"
    assert killed.returncode == -9
    assert store.outbox.claim(entry.number).result()


def test_a_claim_of_a_program_that_runs_holds_for_ten_minutes(store: Store, path: Path, clock: Clock) -> None:
    store.outbox.add("text", "2607.00001").result()
    (entry,) = store.outbox.entries()
    code = f"print(Store(path, now=now).outbox.claim({entry.number}).result(), flush=True); sys.stdin.readline()"
    other = child(
        code.replace("now=now", f"now=lambda: datetime.fromisoformat('{clock.now}')"), path, stdin=subprocess.PIPE
    )
    assert other.stdout
    assert other.stdout.readline() == "True\n"
    assert not store.outbox.claim(entry.number).result()
    clock.now += CLAIM_LASTS + timedelta(seconds=1)
    assert store.outbox.claim(entry.number).result()
    other.communicate("\n", timeout=60)
