"""`python -m tests.bench`: every figure beside its goal.

It drives the installed program through a pseudo-terminal, in turn with the least that a Textual app can be; what
counts are ratios, since every machine is another. Built stores are kept for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import sys
import tempfile
from importlib import import_module
from itertools import chain
from pathlib import Path

from tests.bench import measures
from tests.bench.bench import USUAL_START, Bench, Row
from tests.bench.stores import Stores


def main() -> None:
    names = [module.name for module in pkgutil.iter_modules(measures.__path__)]
    parser = argparse.ArgumentParser("tests.bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="under two minutes: fewer rounds, no store of 300,000")
    parser.add_argument("--only", metavar="NAME", action="append", choices=names, help=f"one of {', '.join(names)}")
    parser.add_argument("--recorded", metavar="DIR", type=Path, help="recorded days of the hub, for their words")
    parser.add_argument("--json", metavar="FILE", type=Path, help="the figures for programs")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every start would compile the program anew
    sys.setswitchinterval(0.0005)  # the thread that looks at the clock must not wait for the one that draws
    stores = Stores(Path(tempfile.gettempdir(), "paperreader-bench"), args.recorded)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="paperreader-bench-") as folder:
        bench = Bench(stores, Path(folder), quick=args.quick)
        measured = (import_module(f"tests.bench.measures.{name}").measure(bench) for name in args.only or names)
        pace = bench.pace()
        for row in chain([pace], chain.from_iterable(measured)):
            if row.unit == "ms" and row.goal is not None:
                there = f"{row.figure * USUAL_START / pace.figure:.1f} where the bare app needs {USUAL_START}"
                row = row._replace(note="  ".join(filter(None, (there, row.note))))
            rows.append(row)
            print(line(row), flush=True)
    if args.json:
        args.json.write_text(json.dumps([row._asdict() for row in rows], indent=1, ensure_ascii=False) + "\n")


def line(row: Row) -> str:
    """`ready, 30,000 papers   1.10 × bare   ≤ 1.15   ok   240 beside 218 ms`."""
    digits = 2 if row.unit.startswith("×") else 0 if row.unit == "bytes" else 1
    goal = "" if row.goal is None else f"≤ {row.goal:g}"
    met = "" if row.goal is None else "ok" if row.figure <= row.goal else "--"
    figure = f"{row.figure:,.{digits}f}"
    return f"{row.name:<46}{figure:>8} {row.unit:<17}{goal:>7}  {met:<3} {row.note}"


if __name__ == "__main__":
    main()
