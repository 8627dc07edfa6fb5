"""From the command to the papers, and back to the shell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tests.bench.bench import Bench, Row, median, on_page
from tests.bench.process import peak_memory
from tests.bench.terminal import Program


class Life(NamedTuple):
    """One start of a program, and its end."""

    first: float
    ready: float
    taken: float
    """When the program itself has painted."""
    memory: float
    leaving: float


def measure(bench: Bench) -> Iterator[Row]:
    """Ours with a usual and a huge store, beside the bare app."""
    picture = bench.folder / ".local/state/paperreader/picture"
    sizes = (30_000,) if bench.quick else (30_000, 300_000)
    stores = {size: bench.own(bench.stores.many_days(size)) for size in sizes}
    titles = {size: bench.titles(store)[0] for size, store in stores.items()}
    lives = defaultdict[int, list[Life]](list)
    for turn in bench.rounds(16, 6):
        lived = {}
        with bench.bare() as program:
            lived[0] = _live(program, "bare")
        for size, store in stores.items():
            picture.unlink(missing_ok=True)
            for each in (-size, size):  # the second one shows at once what the first one left to be shown
                with bench.reader(store) as program:
                    lived[each] = _live(program, titles[size], "Fri 31", "Abstract", "? keys")
        if turn:  # in the first one files are still cold
            for size, life in lived.items():
                lives[size].append(life)
    for size in sizes:

        def beside(name: str, goal: float, unit: str = "ms", lived: list[Life] = lives[size], size: int = size) -> Row:
            what = name.split()[0]
            pairs = [(getattr(ours, what), getattr(bare, what)) for ours, bare in zip(lived, lives[0], strict=True)]
            # of each round by itself: a machine may be twice as fast in one as in the next
            figure = median([ours / bare for ours, bare in pairs])
            ours, bare = map(median, zip(*pairs, strict=True))
            return Row(f"{name}, {size:,} papers", figure, "× bare", goal, f"{ours:.0f} beside {bare:.0f} {unit}")

        yield beside("ready", 1.15 if size == 30_000 else 1.2)
        yield beside("ready without a picture", 1.15 if size == 30_000 else 1.2, lived=lives[-size])
        yield beside("taken over by the reader", 1.15 if size == 30_000 else 1.2)
        yield beside("first content", 0.2)
        if size == 30_000:
            yield beside("memory at its peak", 1.25, "MB")
            yield beside("leaving", 0.2)


def _live(program: Program, title: str, *words: str) -> Life:
    first = program.until(lambda text: text.strip())
    shown = on_page(title) if words else lambda text: title in text
    ready = program.until(lambda text: shown(text) and all(word in text for word in words))
    taken = program.until(lambda _: b"\x1b[?2026l" in program.output)
    program.settle(1.2)  # a driver may have its reasons to stay for a while after a report of the terminal
    memory = peak_memory(program.pid) or 0.0
    return Life(first, ready, taken, memory, program.leave("q"))
