"""Whether keys wait while papers come in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.bench.bench import USUAL, Bench, Row, on_page, p95
from tests.bench.hub import hub
from tests.bench.process import peak_memory
from tests.bench.stores import NEWEST, weekdays
from tests.hub_server.items import papers

COMING = weekdays(NEWEST + timedelta(days=1), NEWEST + timedelta(days=14))
EACH = 100


def measure(bench: Bench) -> Iterator[Row]:
    """`j`, again and again, while ten days of a hundred papers are fetched for the first time."""
    coming = {day: papers(day, EACH) for day in COMING}
    times: list[float] = []
    memory = 0.0
    for turn in bench.rounds(5, 2):
        store = bench.own(bench.stores.many_days(30_000), f"refresh-{turn}")
        titles = bench.titles(store)
        with hub(coming) as address, bench.reader(store, size=USUAL, hub=address) as program:
            program.until(on_page(titles[0]))
            at, step = 0, 1
            while "is here" not in program.screen.text and len(times) < 2000:
                step = 1 if at == 0 else -1 if at == len(titles) - 1 else step
                at += step
                times.append(program.press("j" if step > 0 else "k", on_page(titles[at])).settled)
            memory = max(memory, peak_memory(program.pid) or 0)
    yield Row("keys while 10 days of 100 papers come in, p95", p95(times), "ms", 25, f"{len(times)} keys")
    yield Row("memory after that", memory, "MB")
