"""What it costs when nobody does anything."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep

from tests.bench.bench import Bench, Row
from tests.bench.process import cpu


def measure(bench: Bench) -> Iterator[Row]:
    """Both programs idle at the same time."""
    store, seconds = bench.own(bench.stores.many_days(30_000)), 10
    with bench.bare() as bare, bench.reader(store) as reader:
        both = (bare, reader)
        bare.until(lambda text: "bare" in text)
        reader.until(lambda text: "Abstract" in text)
        for program in both:
            program.settle(1)
        before = [(cpu(program.pid) or 0, program.written) for program in both]
        sleep(seconds)
        for program in both:
            program.settle(0)
        after = [(cpu(program.pid) or 0, program.written) for program in both]
    theirs, ours = ((late - soon) * 1e3 for (soon, _), (late, _) in zip(before, after, strict=True))
    yield Row(f"CPU in {seconds} idle seconds", ours / theirs, "× bare", 1.1, f"{ours:.0f} beside {theirs:.0f} ms")
    yield Row(f"written in {seconds} idle seconds", after[1][1] - before[1][1], "bytes", 0)
