"""Parses the command line and reports what is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from paperreader import __version__
from paperreader.cli import values
from paperreader.cli.parser import CommandParser, Parser, common_options, sentence


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments, with `command` None for the reader; SystemExit(2) after printing a usage error."""
    parser = Parser("paperreader", description="Read the Hugging Face Daily Papers.", parents=[common_options()])
    parser.add_argument(
        "--date", metavar="DATE", type=values.past_day, help='open with this day: 2026-07-31, yesterday, "last fri" …'
    )
    parser.add_argument("--theme", metavar="NAME", help="use this theme for this session")
    parser.add_argument("--demo", action="store_true", help="made-up papers; offline, and nothing is saved")
    parser.add_argument("--version", action="version", version=f"paperreader {__version__}")
    argv = sys.argv[1:] if argv is None else argv
    first = _first_word(argv)
    if not first or _is_paper(first):
        ids = parser.add_argument_group("papers").add_argument(
            "ids", metavar="ID", nargs="*", type=values.papers, help="open with this paper: 2607.12345, or a link to it"
        )
        ids.default = ()
    if not first or not _is_paper(first):
        commands = parser.add_subparsers(
            prog="paperreader", dest="command", metavar="COMMAND", title="commands", parser_class=CommandParser
        )
        for name, does in COMMANDS.items():
            commands.add_parser(name, help=does, description=sentence(does), command=name)

    args = parser.parse_args(argv, argparse.Namespace(offline=False, db=None, config=None, command=None, ids=()))
    args.ids = tuple(dict.fromkeys(id for some in args.ids for id in some))
    if args.command and (args.date or args.theme or args.demo):
        parser.error(f"--date, --theme and --demo apply to the reader only, not to {args.command}")
    if args.ids and args.date:
        parser.error("use either --date or ID, not both")
    if args.demo and args.db:
        parser.error("--demo uses its own store and cannot be combined with --db")
    if args.config:
        _check_config(args.config)
    return args


def _first_word(argv: Sequence[str]) -> str:
    """The first that is no option of the reader; a command or a paper can stand there."""
    words = iter(argv)
    for word in words:
        if word in ("--date", "--theme", "--db", "--config"):
            next(words, "")
        elif not word.startswith("-"):
            return word
    return ""


def _is_paper(word: str) -> bool:
    """Whether it stands for a paper, if perhaps for none that there can be."""
    return any(sign in word for sign in "./:") and word not in COMMANDS


def _check_config(path: Path) -> None:
    """SystemExit(2) if the file that the user named cannot be read, whatever the command: it is a mistake."""
    from paperreader import config
    from paperreader.cli.output import display_path, print_stderr

    if problem := config.problem_with(path):
        print_stderr(f"{display_path(path)}{problem}")
        raise SystemExit(2)


COMMANDS: Final[Mapping[str, str]] = {
    "fetch": "fetch new papers (prints one line per day)",
    "list": "print papers from the store",
    "search": "search the store, or the Hub, and print the results",
    "show": "print papers by their ids, from the store or the Hub",
    "export": "write papers for bibliographies, reference managers and notes",
    "text": "print the whole text of a paper from the store",
    "discussion": "print the comments on a paper from the store",
    "feed": "write papers as an Atom or JSON feed, for feed readers",
    "digest": "write the new papers as a mail, a web page, a note, text or JSON",
    "backup": "copy the store, papers and marks, even while it is in use",
    "restore": "replace the store with a backup; the old store is kept next to it",
    "marks": "export or merge read and star marks between machines",
    "doctor": "check for problems and say how to fix them",
    "status": "print the number of unread papers",
    "paths": "print where the files are, and the addresses of the Hub and of arXiv",
}
"""What each does. The module of its name has `add_options` and `run`."""
