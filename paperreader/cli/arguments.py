"""Parses the command line and reports what is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from paperreader import __version__
from paperreader.cli import values
from paperreader.cli.parser import CommandParser, Parser, common_options, in_help, sentence


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments, with `command` None for the reader; SystemExit(2) after printing a usage error."""
    argv = sys.argv[1:] if argv is None else argv
    parser = _parser(_first_word(argv))
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


def parsers(first: str = "") -> dict[str, argparse.ArgumentParser]:
    """The parsers of the program, under an empty name, and of all commands and their actions, with their options.

    `first`: the word that a command line begins with, if that shall be known.
    """
    return dict(_with_commands("", _parser(first)))


def _with_commands(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    if isinstance(parser, CommandParser):
        parser.build()
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, below in action.choices.items():
                yield from _with_commands(f"{name} {command}".strip(), below)


def _parser(first: str) -> Parser:
    """The parser of a command line with this first word; of any if that is empty."""
    parser = Parser("paperreader", description="Read the Hugging Face Daily Papers.", parents=[common_options()])
    parser.add_argument(
        "--date", metavar="DATE", type=values.past_day, help='open with this day: 2026-07-31, yesterday, "last fri" …'
    )
    parser.add_argument("--theme", metavar="NAME", help="use this theme for this session")
    parser.add_argument("--demo", action="store_true", help="made-up papers; offline, and nothing is saved")
    parser.add_argument("--version", action="version", version=f"paperreader {__version__}")
    if not first or _is_paper(first):
        ids = parser.add_argument_group("papers").add_argument(
            "ids", metavar="ID", nargs="*", type=values.papers, help="open with this paper: 2607.12345, or a link to it"
        )
        ids.default = ()
    if not first or not _is_paper(first):
        commands = parser.add_subparsers(
            prog="paperreader", dest="command", metavar="COMMAND", title="commands", parser_class=CommandParser
        )
        for name, (does, example) in COMMANDS.items():
            commands.add_parser(name, help=does, command=name, description=sentence(does), epilog=in_help(example))
    return parser


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


COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "fetch": ("fetch new papers (prints one line per day)", "paperreader fetch --days 5"),
    "list": ("print papers from the store", "paperreader list --unread --fields id,upvotes,title"),
    "search": (
        "search the store, or the Hub, and print the results",
        "paperreader search 'flow matching' is:unread --limit 20",
    ),
    "show": ("print papers by their ids, from the store or the Hub", "paperreader show 2607.12345 --json"),
    "export": (
        "write papers for bibliographies, reference managers and notes",
        "paperreader export --starred --format bibtex --output refs.bib",
    ),
    "text": ("print the whole text of a paper from the store", "paperreader text 2607.12345 --section 'related work'"),
    "discussion": ("print the comments on a paper from the store", "paperreader discussion 2607.12345"),
    "trends": ("print words of titles that rose or fell within a year", "paperreader trends --json"),
    "mark": (
        "mark papers read, starred, with tags or a note, for scripts",
        "paperreader mark 2607.12345 --read --tag to-cite",
    ),
    "feed": (
        "write papers as an Atom or JSON feed, for feed readers",
        "paperreader feed 'flow matching' --format atom --output papers.xml",
    ),
    "digest": (
        "write the new papers as a mail, a web page, a note, text or JSON",
        "paperreader digest --format markdown",
    ),
    "taste": ("import your own papers for your own order; show or reset what it knows", "paperreader taste show"),
    "backup": ("copy the store, papers and marks, even while it is in use", "paperreader backup papers.db --replace"),
    "restore": (
        "replace the store with a backup; the old store is kept next to it",
        "paperreader restore papers.db",
    ),
    "marks": (
        "export or merge marks, tags and notes between machines",
        "paperreader marks export | gzip >marks.jsonl.gz",
    ),
    "sync": (
        "exchange marks with your other machines, by way of a folder that they share",
        "paperreader sync ~/Sync/paperreader",
    ),
    "doctor": ("check for problems and say how to fix them", "paperreader doctor --json"),
    "status": ("print the number of unread papers", "paperreader status --format '{unread} new'"),
    "paths": ("print where the files are, and the addresses of the Hub and of arXiv", "paperreader paths"),
    "mcp": ("open the store to language models (Model Context Protocol)", "paperreader mcp --write"),
    "help": ("explain a topic of the reference", "paperreader help search"),
    "completion": (
        "print what completes paperreader's command lines in a shell",
        "paperreader completion bash >paperreader.bash",
    ),
}
"""What each does, and an example. The module of its name has `add_options` and `run`."""
