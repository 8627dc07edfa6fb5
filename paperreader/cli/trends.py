"""`paperreader trends`: prints the words of titles that rose or fell within a year, laid out or as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr, write_utf8
from paperreader.cli.parser import Parser, add_width
from paperreader.humanize import count
from paperreader.trends.half_years import Days
from paperreader.trends.phrases import NO_WORD, compared, not_stored, too_few
from paperreader.trends.trend import Trend, Trends, query


def add_options(trends: Parser) -> None:
    """Declare what the command takes."""
    add_width(trends)
    trends.add_argument("--json", action="store_true", help="print a JSON object")


def run(args: Namespace) -> int:
    """Print the words; what is compared goes to standard error."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    with open_store(path, read_only=True) as store:
        trends = store.searches.trends().result()
    if trends is None:
        raise CommandError("no papers in the store yet: run paperreader fetch")
    how = f"run paperreader fetch --since {trends.missing[0]} --until {trends.missing[-1]}" if trends.missing else ""
    if not trends.is_enough:
        raise CommandError(f"{too_few(trends)}: {how}")
    print_stderr(f"{compared(trends)} ({count(trends.papers, 'paper')})")
    if trends.missing:
        print_stderr(f"{not_stored(trends)}: {how}")
    if not trends.words:
        print_stderr(NO_WORD)
    if args.json:
        _print_json(trends)
    else:
        _print_lines(trends, args.width)
    return 0


def _print_lines(trends: Trends, width: int | None) -> None:
    """A line for each word, with a blank line between those that rose and those that fell."""
    from paperreader.cli.styled_lines import LinePrinter
    from paperreader.tui.render.styled_text import StyledLine
    from paperreader.tui.render.trends import columns, trend_line

    printer = LinePrinter(width)
    shown = columns(trends.words, printer.columns, printer.glyphs)
    for number, trend in enumerate(trends.words):
        if number and trends.words[number - 1].rises and not trend.rises:
            printer.print(StyledLine())
        printer.print(trend_line(trend, shown, printer.columns, printer.glyphs))


def _print_json(trends: Trends) -> None:
    """Print a JSON object in UTF-8, one word per line. The fields are public: `paperreader help formats` lists them."""
    write_utf8()
    before, now = trends.half_years.before, trends.half_years.now
    fields = {"before": _days(before), "now": _days(now), "missing_days": len(trends.missing), "papers": trends.papers}
    print(json.dumps(fields)[:-1], '"words": [', sep=", ", end="")
    between = "\n"
    for trend in trends.words:
        print(between, json.dumps(_to_json(trend, trends), ensure_ascii=False), sep="", end="")
        between = ",\n"
    print("\n]}" if trends.words else "]}")


def _days(days: Days) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days._asdict().items()}


def _to_json(trend: Trend, trends: Trends) -> dict[str, Any]:
    return {
        "name": trend.name,
        "spellings": list(trend.spellings),
        "rises": trend.rises,
        "per_mille_before": round(trend.rate_before, 1),
        "per_mille": round(trend.rate_now, 1),
        "papers_before": trend.before,
        "papers": trend.now,
        "months": [None if rate is None else round(rate, 1) for rate in trend.rates],
        "z": round(trend.z, 2),
        "p": float(f"{trend.p:.2g}"),
        "query": query(trend, trends.half_years),
    }
