"""`paperreader` without a command: the reader on the screen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from paperreader import config, environment, first_frame, log
from paperreader.cli.context import now, open_store, places_of
from paperreader.cli.output import Stop, say, shown


def run(args: Namespace) -> int:
    """Show it until the person leaves; the code is the app's."""
    _check_terminal()
    # Where these are exported, Textual takes them for the size, then the terminal's own, and paints for ever.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    places, network = places_of(args), environment.network(os.environ)
    if args.config and not args.config.exists():
        raise Stop(f"there are no settings at {shown(args.config)}")
    settings, problems = config.load(places.config)
    log.start(places.log, network.token)
    with ExitStack() as stack:
        if args.demo:
            from tempfile import TemporaryDirectory

            folder = stack.enter_context(TemporaryDirectory(prefix="paperreader-demo-"))
            places = places._replace(store=Path(folder, "paperreader.db"))
        store = stack.enter_context(open_store(places.store))
        if args.demo:
            from paperreader import demo

            demo.fill(store)
        # What there is to encrypt is done in the process beside this one. asyncio does without where there is nothing
        # to do it with, and spares a twelfth of the start and a tenth of the memory.
        sys.modules["ssl"] = None  # type: ignore[assignment]
        from paperreader.tui.app import PaperReader

        app = PaperReader(
            config=settings,
            store=store,
            network=None if args.demo or args.offline or network.offline else network,
            now=now,
            start=args.date,
            theme=args.theme,
            demo=args.demo,
            problems=problems,
            locate=lambda *place: config.locate(places.config, *place),
        )
        app.run()
        if app.return_code == 1:
            say(f"it ended by a mistake of its own; more may stand in {shown(places.log)}")
    _keep(app.first_picture, args, places)
    return app.return_code or 0


def _keep(picture: str | None, args: Namespace, places: environment.Paths) -> None:
    """For the next start, as soon as the store is at rest."""
    if picture is not None and not args.demo:
        store = places.store.absolute()
        first_frame.keep(picture, sys.argv[1:], [str(store), f"{store}-wal", str(places.config.absolute())])


def _check_terminal() -> None:
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error output")):
        if stream is None or not stream.isatty():
            raise Stop(f"the reader needs a terminal, and its {name} is none; try paperreader list")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise Stop("the reader needs a terminal that can move its cursor, and TERM says that this one cannot")
    if "utf" not in sys.stdout.encoding.lower():
        raise Stop(f"the reader needs UTF-8, not {sys.stdout.encoding}; try LC_ALL=C.UTF-8 paperreader")
