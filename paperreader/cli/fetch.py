"""`paperreader fetch`: fetches days, texts and PDFs; prints a line for each, and a progress bar where it takes long."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, timedelta
from typing import TYPE_CHECKING

from paperreader import config, environment, log
from paperreader.cli import values
from paperreader.cli.context import network_of, now, open_store, paths_of
from paperreader.cli.output import CommandError, as_line, print_stderr
from paperreader.cli.parser import Parser
from paperreader.humanize import count
from paperreader.store import Store
from paperreader.views import FIRST_DAY

if TYPE_CHECKING:
    from paperreader.cli.progress import ProgressBar
    from paperreader.refresh import Event


def add_options(fetch: Parser) -> None:
    """Declare what the command takes."""
    fetch.takes_minus_words = True
    fetch.add_argument(
        "days", metavar="DATE", nargs="*", type=values.past_day, help='2026-07-31, yesterday, "last fri" …'
    )
    fetch.add_argument("--days", metavar="N", dest="last", type=values.count, help="the last N weekdays")
    fetch.add_argument("--trending", action="store_true", help="the Trending list")
    fetch.add_argument("--all", action="store_true", help="everything that is missing (takes some minutes)")
    fetch.add_argument(
        "--since", metavar="DATE", type=values.past_day, help="everything that is missing since DATE: 2026-07-31, 90d …"
    )
    fetch.add_argument("--until", metavar="DATE", type=values.past_day, help="with --since: up to DATE")
    fetch.add_argument(
        "--texts", metavar="QUERY", nargs="*", help="whole papers, 15 s apart: those that a query finds, or arXiv ids"
    )
    fetch.add_argument("--starred", action="store_true", help="with --texts: of all starred papers")
    fetch.add_argument("--pdf", metavar="ID", nargs="+", type=values.paper, help="save the PDFs of papers")
    fetch.problem = _problem


def _problem(args: Namespace) -> str | None:
    wanted = args.days, args.last, args.all, args.since, args.trending, args.texts is not None, args.pdf
    if sum(map(bool, wanted)) > 1:
        return "use only one of DATE, --days, --all, --since, --trending, --texts and --pdf"
    if args.until and (not args.since or args.until < args.since):
        return "--until is before --since" if args.since else "--until needs --since"
    if args.starred and args.texts is None:
        return "--starred needs --texts"
    if args.texts is not None and bool(args.texts) == args.starred:
        return "--texts needs a query, arXiv ids or --starred, and only one of them"
    return None


def run(args: Namespace) -> int:
    """Fetch the days that are due, or those given; 1 if something could not be fetched."""
    network = network_of(args)
    paths = paths_of(args)
    log.start(paths.log, network.token)
    with open_store(paths.store) as store:
        if store.read_only:
            raise CommandError(store.read_only)
        if args.texts is not None or args.pdf:
            from paperreader.cli import fetch_texts

            return fetch_texts.run(store, network, args, config.load(paths.config)[0])
        return _fetch(store, network, args)


def _fetch(store: Store, network: environment.Network, args: Namespace) -> int:
    from paperreader.cli.progress import ProgressBar

    bar = ProgressBar()
    try:
        complete = asyncio.run(_refresh(store, network, args, bar))
    except KeyboardInterrupt:
        if not bar.progress.started:
            raise
        bar.print_stderr(f"stopped: {bar.progress.summary}; the next run picks up from there")
        return 130
    bar.clear()
    if bar.progress.started:
        print(f"{bar.progress.summary}{'' if complete else '; the next run retries the rest'}", flush=True)
    _update_texts(store)
    return 0 if complete else 1


def _update_texts(store: Store) -> None:
    """After an update, what a reader does in the background; may be interrupted, and the next run continues."""
    from paperreader.reader.reconvert import reconvert

    if updated := asyncio.run(reconvert(store)):
        print_stderr(f"{count(updated, 'stored paper')} updated for this version's search")
    if converted := asyncio.run(_convert_again(store)):
        print_stderr(f"{count(converted, 'stored text')} converted again by this version")


async def _convert_again(store: Store) -> int:
    from paperreader.refresh import TextFetched
    from paperreader.refresh.conversion import convert_again

    async with aclosing(convert_again(store)) as events:
        return len([event async for event in events if isinstance(event, TextFetched)])


async def _refresh(store: Store, network: environment.Network, args: Namespace, bar: ProgressBar) -> bool:
    """Run the refresh that was asked for; True if everything was fetched."""
    from paperreader.hub.client import Hub
    from paperreader.refresh.fetch import Refresh

    hub = Hub(network.endpoint, token=network.token)
    try:
        refresh = Refresh(store, hub, now=now)
        if args.trending:
            return await _report(refresh.trending(), bar)
        if args.all or args.since:
            archive = (args.since or FIRST_DAY, args.until or date.max)
            return await _report(refresh.run(archive=archive), bar)
        complete = await _report(refresh.run(sorted(set(args.days), reverse=True) or None), bar)
        if complete and args.last and (missing := _missing(store, args.last)):
            complete = await _report(refresh.run(missing), bar)
        return complete
    finally:
        await hub.close()


async def _report(run: AsyncGenerator[Event, None], bar: ProgressBar) -> bool:
    """Print the events of a refresh; True if everything was fetched."""
    from paperreader import refresh

    complete = True
    async with aclosing(run) as events:
        async for event in events:
            bar.update(event)
            match event:
                case refresh.Fetched(saved):
                    if event.problem or not bar.visible:
                        bar.clear()
                        problem = f", {event.problem}" if event.problem else ""
                        print(f"{saved.day}  {count(saved.papers, 'paper')}, {saved.new:,} new{problem}", flush=True)
                case refresh.TrendingFetched(papers):
                    print(f"Trending  {count(papers, 'paper')}", flush=True)
                case refresh.Notice(message):
                    bar.print_stderr(message)
                case refresh.Failed(day, message):
                    complete = False
                    bar.print_stderr(f"{day}: {as_line(message)}" if day else message)
                case refresh.Offline(message, network_up):
                    complete = False
                    bar.print_stderr(message if network_up else f"offline: {as_line(message)}")
                case refresh.Busy():
                    bar.print_stderr("another paperreader is fetching into this store")
    return complete


def _missing(store: Store, last: int) -> list[date]:
    """Those of the last weekdays, up to the Hub's newest day, that were never fetched; newest first."""
    newest = store.settings.get_date("newest") or FIRST_DAY
    known = {day.date for day in store.papers.days()}
    days = (newest - timedelta(days=back) for back in range(last // 5 * 7 + 7))
    weekdays = [day for day in days if day.weekday() < 5 and day >= FIRST_DAY]
    return [day for day in weekdays[:last] if day not in known]
