"""The commands that stand in prompts and scripts, beside Python itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

from tests.bench.bench import Bench, Row, median


def measure(bench: Bench) -> Iterator[Row]:
    """Each in turn with `python -c pass`."""
    store = str(bench.own(bench.stores.many_days(30_000)))
    program = str(bench.program)
    commands = {
        "list --json": [program, "--db", store, "list", "--json"],
        "status": [program, "--db", store, "status"],
        "--version": [program, "--version"],
        "--help": [program, "--help"],
    }
    python = [sys.executable, "-c", "pass"]
    times: dict[str, list[float]] = {name: [] for name in ("python", *commands)}
    for turn in bench.rounds(31, 11):
        for name, argv in (("python", python), *commands.items()):
            begun = perf_counter()
            subprocess.run(argv, env=bench.env, stdout=subprocess.DEVNULL, check=True)
            if turn:
                times[name].append((perf_counter() - begun) * 1e3)
    least = median(times.pop("python"))
    for name, found in times.items():
        took = median(found)
        yield Row(f"paperreader {name}", took / least, "× python -c pass", 6, f"{took:.0f} beside {least:.0f} ms")
