"""`paperreader taste`: what is known of the user's taste: import their own papers, show what was learned, reset it."""

from __future__ import annotations

import sys
from argparse import Namespace
from importlib import import_module
from typing import Any

from paperreader.cli import values
from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.output import CommandError
from paperreader.cli.parser import Parser, common_options, in_help, sentence
from paperreader.models import Cause
from paperreader.taste.acts import begin_anew

PRIVATE = "nothing of it leaves this machine"


def add_options(taste: Parser) -> None:
    """Declare what the command takes."""
    actions = taste.add_subparsers(
        prog="paperreader taste", dest="action", metavar="ACTION", required=True, parser_class=Parser
    )
    does = "learn from your own papers: BibTeX, RIS, CSL-JSON, or Zotero on this machine"
    importer = actions.add_parser("import", **_described(does, "paperreader taste import thesis.bib"))
    importer.add_argument(
        "files", metavar="FILE", nargs="*", type=values.path, help="a bibliography in any of the formats; - is stdin"
    )
    importer.add_argument("--zotero", action="store_true", help="read the library of Zotero, which must run")
    importer.add_argument("--collection", metavar="NAME", help="only this collection of Zotero")
    importer.problem = _problem
    show = actions.add_parser("show", **_described("show what was learned of your taste", "paperreader taste show"))
    show.add_argument("--json", action="store_true", help="print a JSON object")
    reset = actions.add_parser(
        "reset", **_described("let your order begin anew; stars, tags and notes stay", "paperreader taste reset --yes")
    )
    reset.add_argument("--yes", action="store_true", help="do not ask")


def _described(does: str, example: str) -> dict[str, Any]:
    """The settings of the parser of an action."""
    return {
        "help": does,
        "description": sentence(f"{does}; {PRIVATE}"),
        "epilog": in_help(example),
        "parents": [common_options()],
    }


def _problem(args: Namespace) -> str | None:
    if args.collection is not None and not args.zotero:
        return "--collection needs --zotero"
    return None if args.files or args.zotero else "nothing to import; give a FILE, or --zotero"


def run(args: Namespace) -> int:
    """Import, show or reset."""
    if args.action == "reset":
        return _reset(args)
    code: int = import_module(f"paperreader.cli.taste_{args.action}").run(args)
    return code


def _reset(args: Namespace) -> int:
    """What was done, said and imported so far does not count any more; as one undo step."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: nothing to reset")
    with open_store(path) as store:
        if store.read_only:
            raise CommandError(store.read_only)
        if not args.yes and not _agreed():
            raise CommandError("nothing was reset")
        store.marks.apply(begin_anew(store.taste.said(), now()), Cause.BY_HAND).result()
    print("Your order begins anew; stars, tags and notes are as they were. In the reader, U undoes it")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise CommandError("nothing was reset; add --yes where nobody can be asked")
    print("Forget what was learned of your taste, what you said of it, and imported papers? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
