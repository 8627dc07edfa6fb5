"""What a key costs, from its press to the last byte that it brings about."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.bench import USUAL, WIDE, Bench, Row, median, p95
from tests.bench.terminal import Program


def measure(bench: Bench) -> Iterator[Row]:
    """Moving, marking and turning over the days."""
    store = bench.own(bench.stores.many_days(30_000), "keys")
    with bench.reader(store, size=USUAL) as program:
        _ready(program)
        moved = [program.press("jk"[turn // 33 % 2]) for turn in bench.rounds(297, 33)]  # to the end and back
    times = [pressed.settled for pressed in moved]
    yield Row("j to list and page settled, median", median(times), "ms", 8)
    yield Row("j to list and page settled, p95", p95(times), "ms", 20)
    yield Row("j, written to a 120×40 terminal", median([pressed.written for pressed in moved]), "bytes", 4000)
    with bench.reader(store, size=WIDE) as program:
        _ready(program)
        marked = [program.press("u").settled for _ in bench.rounds(100, 30)]
        turned = [program.press("]").settled for _ in bench.rounds(100, 30)]
    yield Row("u to row, day and status painted", median(marked), "ms", 12, f"p95 {p95(marked):.1f}")
    yield Row("] to the next day's list and page", median(turned), "ms", 25, f"p95 {p95(turned):.1f}")


def _ready(program: Program) -> None:
    program.until(lambda text: "Abstract" in text)
    program.settle(0.3)
