"""`paperreader fetch`: the hub -> the store, a line for each day, for the archive on a terminal a bar."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, timedelta
from typing import TYPE_CHECKING

from paperreader import environment, log
from paperreader.cli.context import network_of, now, open_store, places_of
from paperreader.cli.output import Stop
from paperreader.humanize import count
from paperreader.models import FIRST_DAY
from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.cli.progress import Bar
    from paperreader.refresh import Event


def run(args: Namespace) -> int:
    """Ask for what is due, or for the days named; 1 if not all of it came."""
    network = network_of(args)
    places = places_of(args)
    log.start(places.log, network.token)
    with open_store(places.store) as store:
        if store.read_only:
            raise Stop(store.read_only)
        return _fetch(store, network, args)


def _fetch(store: Store, network: environment.Network, args: Namespace) -> int:
    from paperreader.cli.progress import Bar

    bar = Bar()
    try:
        done = asyncio.run(_ask(store, network, args, bar))
    except KeyboardInterrupt:
        if not bar.progress.begun:
            raise
        bar.say(f"stopped: {bar.progress.told}, and the next call goes on from there")
        return 130
    bar.clear()
    if bar.progress.begun:
        print(f"{bar.progress.told}{'' if done else ', and the next call tries the rest again'}", flush=True)
    return 0 if done else 1


async def _ask(store: Store, network: environment.Network, args: Namespace, bar: Bar) -> bool:
    """Whether all came that was asked for."""
    from paperreader.hub.client import Hub
    from paperreader.refresh.fetch import Refresh

    hub = Hub(network.endpoint, token=network.token)
    try:
        refresh = Refresh(store, hub, now=now)
        if args.trending:
            return await _told(refresh.trending(), bar)
        if args.all or args.since:
            archive = (args.since or FIRST_DAY, args.until or date.max)
            return await _told(refresh.run(archive=archive), bar)
        done = await _told(refresh.run(sorted(set(args.days), reverse=True) or None), bar)
        if done and args.last and (missing := _missing(store, args.last)):
            done = await _told(refresh.run(missing), bar)
        return done
    finally:
        await hub.close()


async def _told(run: AsyncGenerator[Event, None], bar: Bar) -> bool:
    """Print what a refresh tells; whether it did all that it was to do."""
    from paperreader import refresh

    done = True
    async with aclosing(run) as events:
        async for event in events:
            bar.take(event)
            match event:
                case refresh.Got(saved, skipped):
                    lost = f", {skipped} could not be read" if skipped else ""
                    if lost or not bar.drawn:
                        bar.clear()
                        print(f"{saved.day}  {count(saved.papers, 'paper')}, {saved.new} new{lost}", flush=True)
                case refresh.Trending(papers):
                    print(f"{papers} papers are trending", flush=True)
                case refresh.Notice(message):
                    bar.say(message)
                case refresh.Failed(day, message):
                    done = False
                    bar.say(f"{day}: {message}" if day else message)
                case refresh.Offline(message, hub):
                    done = False
                    bar.say(message if hub else f"offline: {message}")
                case refresh.Busy():
                    bar.say("another paperreader is fetching into this store just now")
    return done


def _missing(store: Store, last: int) -> list[date]:
    """The last days up to the hub's newest that were never fetched, newest first, weekends left out."""
    newest = store.day_of("newest") or FIRST_DAY
    known = {day.date for day in store.days()}
    days = (newest - timedelta(days=back) for back in range(last // 5 * 7 + 7))
    working = [day for day in days if day.weekday() < 5 and day >= FIRST_DAY]
    return [day for day in working[:last] if day not in known]
