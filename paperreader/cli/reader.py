"""`paperreader` without a command: the reader."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from paperreader import config, environment, first_frame, log
from paperreader.cli.context import now, open_store, paths_of
from paperreader.cli.output import CommandError, display_path, print_stderr


def run(args: Namespace) -> int:
    """Run the reader until the user quits; returns the app's exit status."""
    _check_terminal()
    paths, network = paths_of(args), environment.network(os.environ)
    settings, problems = config.load(paths.config)
    network = network._replace(arxiv=settings.arxiv)
    log.start(paths.log, network.token)
    with ExitStack() as stack:
        if args.demo:
            from tempfile import TemporaryDirectory

            folder = stack.enter_context(TemporaryDirectory(prefix="paperreader-demo-"))
            paths = paths._replace(store=Path(folder, "paperreader.db"))
        store = stack.enter_context(open_store(paths.store))
        if args.demo:
            from paperreader import demo

            demo.fill(store)
        # Only the worker process talks TLS. asyncio does without ssl if it cannot be imported, which saves 8% of the
        # start-up time and 10% of the memory.
        sys.modules["ssl"] = None  # type: ignore[assignment]
        from paperreader import tui

        tui.ignore_variables()
        from paperreader.tui.app import PaperReader

        app = PaperReader(
            config=settings,
            store=store,
            hub_address=network.endpoint,
            network=None if args.demo or args.offline or network.offline else network,
            now=now,
            start=args.date,
            papers=args.ids,
            theme=args.theme,
            demo=args.demo,
            problems=problems,
            config_path=paths.config,
        )
        app.run()
        for command in app.still_running:
            print_stderr(f"still running: {command}")
        if app.return_code == 1:
            from paperreader import requirements

            print_stderr(f"{requirements.cause_of() or 'internal error'}; see {display_path(paths.log)}")
    _save_frame(app.first_frame, args, paths, store.path)
    return app.return_code or 0


def _save_frame(frame: str | None, args: Namespace, paths: environment.Paths, store: Path) -> None:
    """Save the first frame of the next start; the store must be closed, since the frame depends on its file."""
    if frame is not None and not args.demo and not args.ids:
        files = [str(paths.store.absolute()), f"{store}-wal", str(paths.config.absolute())]  # the first may be a link
        first_frame.save(frame, sys.argv[1:], files)


def _check_terminal() -> None:
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error")):
        if stream is None or not stream.isatty():
            raise CommandError(f"standard {name} is not a terminal; try paperreader list")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise CommandError(f"TERM is {os.environ['TERM']}, but the reader needs a terminal with cursor control")
    if "utf" not in sys.stdout.encoding.lower():
        raise CommandError(f"the reader needs UTF-8, not {sys.stdout.encoding}; try LC_ALL=C.UTF-8 paperreader")
