"""argv -> settings, store and hub -> the reader on the screen, or a subcommand that prints.

Only what a command needs is imported, and only then: `status` stands in shell prompts.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from argparse import Namespace
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import ExitStack, aclosing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader import arguments, config, environment
from paperreader.models import FIRST_DAY, Collection, Entry, View

if TYPE_CHECKING:
    from paperreader.refresh import Event
    from paperreader.store import Store


class Stop(Exception):
    """What was asked for cannot be done; str() is what a person reads."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is 0, 1 (not all was done), 2 (bad usage) or 130 (interrupted)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed; the next file opened would take its place
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
        if isinstance(stream := getattr(sys, name), io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = _run(argv)
    # Here, since the interpreter would fail with a traceback when it flushes at its end.
    try:
        sys.stdout.flush()
    except OSError as error:
        if not code and not isinstance(error, BrokenPipeError):
            _say(f"the output could not be written: {error.strerror}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code or 1
    return code


def _run(argv: Sequence[str] | None) -> int:
    commands = {"fetch": _fetch, "list": _list, "status": _status, "paths": _paths}
    try:
        args = arguments.parse(argv)
        return commands.get(args.command, _read)(args)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except BrokenPipeError:
        return 1
    except environment.EnvironmentProblem as error:
        _say(str(error))
        return 2
    except Stop as stop:
        _say(str(stop))
        return 1
    except OSError as error:
        _say(f"the system refused: {error}")
        return 1
    except Exception as error:
        _say(f"{type(error).__name__}, a mistake of paperreader's own: {error}{_logged(error)}")
        return 1


def _paths(args: Namespace) -> int:
    places, network = _places(args), environment.network(os.environ)
    asked = " (not asked: offline)" if args.offline or network.offline else ""
    for name, value in (("config", places.config), ("store", places.store), ("log", places.log)):
        print(f"{name:<8}  {_shown(value)}")
    print(f"endpoint  {network.endpoint}{asked}")
    return 0


def _status(args: Namespace) -> int:
    path, unread = _places(args).store, 0
    if path.exists():
        with _store(path, read_only=True) as store:
            unread = store.totals().unread
    print(f"{unread} new")
    return 0


def _list(args: Namespace) -> int:
    from paperreader import listing

    path = _places(args).store
    if not path.exists():
        raise Stop("no store yet: run paperreader fetch")
    with _store(path, read_only=True) as store:
        view = _view(store, args)

        def wanted(entry: Entry) -> bool:
            return (entry.unread or not args.unread) and (entry.starred or not args.starred)

        if args.json:
            listing.print_json((entry, paper) for entry, paper in store.papers(view) if wanted(entry))
        else:
            listing.print_lines([entry for entry in store.entries(view) if wanted(entry)])
    return 0


def _view(store: Store, args: Namespace) -> View:
    if args.day is None and (args.unread or args.starred):
        return Collection.UNREAD if args.unread else Collection.STARRED
    days = store.days()
    if args.day is None:
        newest = next((day.date for day in days if day.papers), None)
        if newest is None:
            raise Stop("no papers in the store yet: run paperreader fetch")
        return newest
    if args.day not in (day.date for day in days):
        raise Stop(f"{args.day} is not in the store: run paperreader fetch {args.day}")
    day: date = args.day
    return day


def _fetch(args: Namespace) -> int:
    import asyncio

    from paperreader import log

    network = environment.network(os.environ)
    if args.offline or network.offline:
        raise Stop("offline: nothing was fetched" + ("" if args.offline else " (HF_HUB_OFFLINE is set)"))
    places = _places(args)
    log.start(places.log, network.token)
    with _store(places.store) as store:
        if store.read_only:
            raise Stop(store.read_only)
        return asyncio.run(_ask(store, network, args.days, args.last))


async def _ask(store: Store, network: environment.Network, days: Sequence[date], last: int | None) -> int:
    from paperreader.hub import Hub
    from paperreader.refresh import Refresh

    hub = Hub(network.endpoint, token=network.token)
    try:
        refresh = Refresh(store, hub, now=_now)
        done = await _told(refresh.run(sorted(set(days), reverse=True) or None))
        if done and last and (missing := _missing(store, last)):
            done = await _told(refresh.run(missing))
        return 0 if done else 1
    finally:
        await hub.close()


async def _told(run: AsyncGenerator[Event, None]) -> bool:
    """Print what a refresh tells; whether it did all that it was to do."""
    from paperreader import refresh

    done = True
    async with aclosing(run) as events:
        async for event in events:
            match event:
                case refresh.Got(saved, skipped):
                    lost = f", {skipped} could not be read" if skipped else ""
                    papers = f"{saved.papers} paper{'s' * (saved.papers != 1)}"
                    print(f"{saved.day}  {papers}, {saved.new} new{lost}", flush=True)
                case refresh.Waiting(seconds):
                    _say(f"waiting {seconds:.0f} s for the hub")
                case refresh.Notice(message):
                    _say(message)
                case refresh.Failed(day, message):
                    done = False
                    _say(f"{day}: {message}" if day else message)
                case refresh.Offline(message, hub):
                    done = False
                    _say(message if hub else f"offline: {message}")
                case refresh.Busy():
                    _say("another paperreader is fetching into this store just now")
    return done


def _missing(store: Store, count: int) -> list[date]:
    """The last days up to the hub's newest that were never fetched, newest first, weekends left out."""
    newest = date.fromisoformat(store.setting("newest") or FIRST_DAY.isoformat())
    known = {day.date for day in store.days()}
    days = (newest - timedelta(days=back) for back in range(count // 5 * 7 + 7))
    working = [day for day in days if day.weekday() < 5 and day >= FIRST_DAY]
    return [day for day in working[:count] if day not in known]


def _read(args: Namespace) -> int:
    _check_terminal()
    places, network = _places(args), environment.network(os.environ)
    if args.config and not args.config.exists():
        raise Stop(f"there are no settings at {_shown(args.config)}")
    settings, problems = config.load(places.config)
    with ExitStack() as stack:
        if args.demo:
            from tempfile import TemporaryDirectory

            folder = stack.enter_context(TemporaryDirectory(prefix="paperreader-demo-"))
            places = replace(places, store=Path(folder, "paperreader.db"))
        store = stack.enter_context(_store(places.store))
        if args.demo:
            from paperreader import demo

            demo.fill(store)
        # A tenth of the start went into looking for garbage among what stays; the app turns this on again.
        gc.disable()
        from paperreader import log
        from paperreader.tui.app import PaperReader

        log.start(places.log, network.token)
        app = PaperReader(
            config=settings,
            store=store,
            network=None if args.demo or args.offline or network.offline else network,
            now=_now,
            start=args.date,
            theme=args.theme,
            demo=args.demo,
            problems=problems,
            locate=lambda *place: config.locate(places.config, *place),
        )
        app.run()
        if app.return_code == 1:
            _say(f"it ended by a mistake of its own; more may stand in {_shown(places.log)}")
        return app.return_code or 0


def _check_terminal() -> None:
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error output")):
        if stream is None or not stream.isatty():
            raise Stop(f"the reader needs a terminal, and its {name} is none; try paperreader list")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise Stop("the reader needs a terminal that can move its cursor, and TERM says that this one cannot")
    if "utf" not in sys.stdout.encoding.lower():
        raise Stop(f"the reader needs UTF-8, not {sys.stdout.encoding}; try LC_ALL=C.UTF-8 paperreader")


def _places(args: Namespace) -> environment.Paths:
    usual = environment.paths(os.environ)
    return replace(usual, store=args.db or usual.store, config=args.config or usual.config)


@contextmanager
def _store(path: Path, *, read_only: bool = False) -> Iterator[Store]:
    from paperreader.store import Store, StoreError

    try:
        store = Store(path, now=_now, read_only=read_only)
        try:
            yield store
        finally:
            if not store.close():
                _say("the last marks were not saved: another program kept the store locked")
    except StoreError as error:
        raise Stop(str(error)) from error


def _now() -> datetime:
    return datetime.now(UTC)


def _shown(path: Path) -> str:
    """As it is, double spaces too, unless that could harm the terminal."""
    if str(path).isprintable():
        return str(path)
    from paperreader.text import clean

    return clean(str(path))


def _say(message: str) -> None:
    """A line on stderr, if there is anybody to read it."""
    from paperreader.text import clean

    with suppress(OSError):
        print(f"paperreader: {clean(message)}", file=sys.stderr, flush=True)


def _logged(error: Exception) -> str:
    """Log an error with its traceback, and say where."""
    import logging

    from paperreader import log

    try:
        path = environment.paths(os.environ).log
    except environment.EnvironmentProblem:
        return ""
    if not logging.getLogger().handlers:
        log.start(path)
    logging.getLogger(__name__).error("Ended by it", exc_info=error)
    return f"; more in {_shown(path)}"
