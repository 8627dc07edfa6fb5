"""Newsboat, a feed reader in C++, with as many articles; where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape

from tests.bench.bench import USUAL, Bench, Row, median, p95
from tests.bench.stores import papers, vocabulary


def measure(bench: Bench) -> Iterator[Row]:
    """Its start, and moving in its list of articles."""
    if not (program := shutil.which("newsboat")):
        return
    for count in (1_000,) if bench.quick else (1_000, 30_000, 100_000):
        argv = [program, *_feed(bench, program, count)]
        found = [_once(bench, argv, count) for _ in bench.rounds(5, 3)]
        keys = [key for _, moved in found for key in moved]
        yield Row(f"newsboat ready, {count:,} articles", median([ready for ready, _ in found]), "ms")
        yield Row(f"newsboat j, {count:,} articles", median(keys), "ms", note=f"p95 {p95(keys):.1f}")


def _once(bench: Bench, argv: list[str], count: int) -> tuple[float, list[float]]:
    """When it showed the feed, and how long its `j` takes."""
    with bench.run(argv, size=USUAL) as running:
        ready = running.until(lambda text: f"/{count})" in text)
        running.settle(0.3)
        running.press("\r", lambda text: "Articles in feed" in text)
        running.settle(0.3)
        keys = [running.press("j").settled for _ in range(20)]
        for key in "qq":
            running.press(key)
    return ready, keys


def _feed(bench: Bench, program: str, count: int) -> list[str]:
    """Arguments that open a feed of so many articles, fetched before."""
    folder = bench.stores.folder / f"newsboat-{count}"
    arguments = ["-c", str(folder / "cache.db"), "-C", str(folder / "config"), "-u"]
    urls = folder / "urls"
    if not urls.exists():
        print(f"building {folder} …", flush=True)
        folder.mkdir(exist_ok=True)
        (folder / "config").write_text("")
        feed = folder / "feed.xml"
        feed.write_text(_rss(count))
        part = folder / "urls.part"
        part.write_text(f"file://{feed}\n")
        fetching = [program, *arguments, str(part), "-x", "reload"]
        subprocess.run(fetching, env=bench.env, check=True, stdout=subprocess.DEVNULL)
        part.rename(urls)
    return [*arguments, str(urls)]


def _rss(count: int) -> str:
    items = (
        f"<item><title>{escape(paper.title)}</title><link>https://example.org/{paper.id}</link>"
        f"<guid>{paper.id}</guid><description>{escape(paper.abstract)}</description></item>"
        for paper in islice(papers(vocabulary(None)), count)
    )
    return f'<rss version="2.0"><channel><title>papers</title>{"".join(items)}</channel></rss>'
