"""`paperreader mcp`: opens the store to language models, as a server of the Model Context Protocol on stdio."""

from __future__ import annotations

from argparse import Namespace

from paperreader import log
from paperreader.cli.context import paths_of
from paperreader.cli.output import CommandError
from paperreader.cli.parser import Parser


def add_options(mcp: Parser) -> None:
    """Declare what the command takes."""
    mcp.add_argument("--write", action="store_true", help="also let it mark papers: read, starred, tags")


def run(args: Namespace) -> int:
    """Answer on standard output what is asked on standard input, until that is closed."""
    try:
        from paperreader.cli.mcp_server import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "paperreader":
            raise
        raise CommandError(
            f"there is no module {error.name}: install paperreader with its extra “mcp”, as in uv tool install '.[mcp]'"
        ) from error
    paths = paths_of(args)
    log.start(paths.log)  # before the SDK sends what it has to say to standard error
    server(paths.store, writes=args.write).run()
    return 0
