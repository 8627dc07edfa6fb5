"""Whether a list may be long."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.bench import USUAL, Bench, Row, median


def measure(bench: Bench) -> Iterator[Row]:
    """`j` in a list of 100,000 papers beside one of 1,000, in turn."""
    long, short = (bench.own(bench.stores.one_day(papers)) for papers in (100_000, 1_000))
    times: tuple[list[float], list[float]] = [], []
    with bench.reader(long, size=USUAL) as first, bench.reader(short, size=USUAL) as second:
        for program in (first, second):
            program.until(lambda text: "Abstract" in text)
            program.settle(0.5)
        for _ in bench.rounds(200, 40):
            for program, found in zip((first, second), times, strict=True):
                found.append(program.press("j").settled)
    slow, fast = map(median, times)
    yield Row("j, 100,000 rows beside 1,000", slow / fast, "×", 1.2, f"{slow:.1f} beside {fast:.1f} ms")
