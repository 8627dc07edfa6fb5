"""How fast the archive comes, and whether keys wait for it meanwhile."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from time import perf_counter

from paperreader.models import Paper
from tests.bench.bench import USUAL, Bench, Row, on_page, p95
from tests.bench.hub import hub
from tests.bench.stores import NEWEST, papers, vocabulary, weekdays
from tests.hub_server.items import Item, item

EACH = 25
"""Papers of a day, as many as the hub's usually have."""
GOAL = 500
"""Papers a second."""


def measure(bench: Bench) -> Iterator[Row]:
    """From a hub that answers at once: what `fetch` reads, makes readable and indexes, and `j` while it does."""
    made = papers(vocabulary(bench.stores.recorded))
    days = weekdays(NEWEST.replace(year=2026 if bench.quick else 2025, month=1, day=1), NEWEST)
    coming = {day: [_as_item(next(made), day) for _ in range(EACH)] for day in days}
    with hub(coming) as address:
        fetch = [str(bench.program), "--db", str(bench.folder / "archive.db"), "fetch", "--since", str(days[0])]
        env = bench.env | {"HF_ENDPOINT": address}
        with subprocess.Popen(fetch, env=env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            lines = iter(process.stdout)
            first, begun = next(lines), perf_counter()
            came = sum("papers, " in line for line in lines)
            seconds = perf_counter() - begun
        assert first.startswith(str(NEWEST)), first
        rate = came * EACH / seconds
        yield Row("a paper of the archive, read and indexed", 1e3 / rate, "ms", 1e3 / GOAL, f"{rate:,.0f} a second")
        yield from _keys(bench, address)


def _keys(bench: Bench, address: str) -> Iterator[Row]:
    store = bench.own(bench.stores.one_day(100), "archive")
    titles = bench.titles(store)
    times: list[float] = []
    with bench.reader(store, size=USUAL, hub=address) as program:
        program.until(on_page(titles[0]))
        program.settle(1)
        program.write(b"\x10")
        program.until(lambda text: "Search for commands" in text)
        program.write(b"whole archive")
        program.until(lambda text: "Fetch the whole archive" in text)
        program.write(b"\r")
        program.until(lambda text: re.search(r"archive \d", text))
        for at in bench.rounds(90, 60):
            times.append(program.press("j", on_page(titles[at + 1])).settled)
        while_it_came = "archive " in program.screen.text
    yield Row("j while the archive comes, p95", p95(times), "ms", 25, "" if while_it_came else "it was there before")


def _as_item(paper: Paper, day: date) -> Item:
    """As the Hub would answer it."""
    return item(
        paper.id,
        paper.title,
        day=day,
        abstract=paper.abstract,
        upvotes=paper.upvotes,
        comments=paper.comments,
        authors=paper.authors,
        summary=paper.summary,
        keywords=paper.keywords,
        repo=paper.github_repo,
        stars=paper.github_stars,
    )
