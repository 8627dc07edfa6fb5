"""Reading a whole paper: opening it, moving through it, searching in it, and its memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from paperreader.fulltext.blocks import Fulltext
from paperreader.store import Store
from paperreader.views import DayView
from tests.bench.bench import WIDE, Bench, Row, median, p95
from tests.bench.process import peak_memory
from tests.bench.stores import NEWEST
from tests.bench.terminal import Program
from tests.long_text import long_text

USUAL_PAPER = "150 kB"
LONG_PAPER = "412 kB with 620 display formulas"
LETTERS = "satin gauze"


def measure(bench: Bench) -> Iterator[Row]:
    """With a usual and a very long paper."""
    store = bench.own(bench.stores.many_days(30_000), "text")
    texts = {
        USUAL_PAPER: long_text(12, 18, equations=3),
        LONG_PAPER: long_text(31, 20, words=82, equations=20),
    }
    _save(store, list(texts.values()))
    for number, (name, goal) in enumerate([(USUAL_PAPER, 50), (LONG_PAPER, 80)]):
        yield from _opening(bench, store, number, name, goal)
    with bench.reader(store, size=WIDE) as program:
        _open(program, 1)
        right_after = [program.press("j").settled for _ in bench.rounds(30, 20)]
        program.settle(2)
        program.press("G")
        ours = peak_memory(program.pid) or 0.0
        program.press("g")
        moved = [program.press("jk"[turn // 33 % 2]).settled for turn in bench.rounds(297, 66)]
        paged = [program.press(" ").settled for _ in bench.rounds(100, 30)]
        ends = [program.press("Gg"[turn % 2]).settled for turn in bench.rounds(40, 12)]
        jumps = [program.press("}").settled for _ in bench.rounds(30, 20)]
        back = [program.press("\x0f").settled for _ in range(1)]
        found = list(_searching(program))
        read = peak_memory(program.pid) or 0.0
    with bench.bare() as program:
        program.until(lambda text: "bare" in text)
        program.settle(0.5)
        bare = peak_memory(program.pid) or 1.0
    yield Row("j in a long text, median", median(moved), "ms", 8, f"p95 {p95(moved):.1f}")
    yield Row("j while the rest is laid out, p95", p95(right_after), "ms", 18, f"median {median(right_after):.1f}")
    yield Row("Space in a long text, median", median(paged), "ms", 15, f"p95 {p95(paged):.1f}")
    yield Row("G and g in a long text, p95", p95(ends), "ms", 60, f"median {median(ends):.1f}")
    yield Row("a jump in a long text, p95", p95([*jumps, *back]), "ms", 60, f"median {median(jumps):.1f}")
    yield Row("a letter of a search in a long text, p95", p95(found), "ms", 60, f"median {median(found):.1f}")
    note = f"{ours:.0f} beside {bare:.0f} MB, {read:.0f} once it is read and searched"
    yield Row("memory at its peak, long text", ours / bare, "× bare", 1.35, note)


def _save(path: Path, texts: list[Fulltext]) -> None:
    """For the first papers of the newest day; the cursor stands on the first."""
    store = Store(path, now=lambda: datetime(2026, 7, 31, 18, tzinfo=UTC))
    for entry, text in zip(store.papers.entries(DayView(NEWEST)), texts, strict=False):
        store.texts.save(entry.id, b"<html>", text, converter=10**6, etag=None, modified=None).result()
    store.settings.set("place", None).result()
    store.close(timeout=60)


def _opening(bench: Bench, store: Path, number: int, name: str, goal: float) -> Iterator[Row]:
    first, again = [], []
    for _ in bench.rounds(9, 4):
        with bench.reader(store, size=WIDE) as program:
            first.append(_open(program, number))
            program.press("f", lambda text: "Abstract" in text)
            program.settle(0.5)
            again.append(program.press("f", _shows_text).settled)
    yield Row(f"f to the first screenful, {name}", median(first), "ms", goal, f"again {median(again):.1f}")


def _open(program: Program, number: int) -> float:
    program.until(lambda text: "Abstract" in text)
    program.settle(3)  # what a text needs is imported meanwhile
    for _ in range(number):
        program.press("j")
    program.settle(0.5)
    return program.press("f", _shows_text).settled


def _shows_text(text: str) -> bool:
    return "§ 1 " in text and text.count("αₖ² ≤ λ") > 1


def _searching(program: Program) -> Iterator[float]:
    for _ in range(3):
        program.press("G")
        program.press("g")
        program.press("/", lambda text: "stay here" in text)
        program.settle(0.2)
        for letter in LETTERS:
            yield program.press(letter, quiet=0.1).settled
        program.press("\x1b", lambda text: "stay here" not in text)
        program.settle(0.2)
