"""Parses the command line and reports what is wrong with it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

from paperreader import __version__
from paperreader.cli import values


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments, with `command` None for the reader; SystemExit(2) after printing a usage error."""
    parser = _Parser("paperreader", description="Read the Hugging Face Daily Papers.", parents=[_common_options()])
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
            prog="paperreader", dest="command", metavar="COMMAND", title="commands", parser_class=_Command
        )
        for name, (does, take) in COMMANDS.items():
            commands.add_parser(name, help=does, description=_sentence(does), take=take)

    args = parser.parse_args(argv, argparse.Namespace(offline=False, db=None, config=None, command=None, ids=()))
    args.ids = tuple(dict.fromkeys(id for some in args.ids for id in some))
    if args.command and (args.date or args.theme or args.demo):
        parser.error(f"--date, --theme and --demo apply to the reader only, not to {args.command}")
    if args.ids and args.date:
        parser.error("use either --date or ID, not both")
    if args.demo and args.db:
        parser.error("--demo uses its own store and cannot be combined with --db")
    if args.command == "fetch":
        _check_fetch(parser, args)
    if args.command == "list" and args.trending and args.view:
        parser.error("use either DATE or --trending, not both")
    if args.command == "text" and args.markdown and args.json:
        parser.error("use either --markdown or --json, not both")
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


def _check_fetch(parser: _Parser, args: argparse.Namespace) -> None:
    wanted = args.days, args.last, args.all, args.since, args.trending, args.texts is not None, args.pdf
    if sum(map(bool, wanted)) > 1:
        parser.error("use only one of DATE, --days, --all, --since, --trending, --texts and --pdf")
    if args.until and (not args.since or args.until < args.since):
        parser.error("--until is before --since" if args.since else "--until needs --since")
    if args.starred and args.texts is None:
        parser.error("--starred needs --texts")
    if args.texts is not None and bool(args.texts) == args.starred:
        parser.error("--texts needs a query, arXiv ids or --starred, and only one of them")


def _check_config(path: Path) -> None:
    """SystemExit(2) if the file that the user named cannot be read, whatever the command: it is a mistake."""
    from paperreader import config
    from paperreader.cli.output import display_path, print_stderr

    if problem := config.problem_with(path):
        print_stderr(f"{display_path(path)}{problem}")
        raise SystemExit(2)


def _common_options() -> _Parser:
    """Options of the reader and of every command."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--offline", action="store_true", help="never touch the network")
    common.add_argument("--db", metavar="FILE", type=values.path, help="use this database file")
    common.add_argument("--config", metavar="FILE", type=values.path, help="use this config file")
    return common


def _fetch(fetch: _Parser) -> None:
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


def _list(listing: _Parser) -> None:
    listing.add_argument(
        "view",
        metavar="DATE",
        nargs="?",
        type=values.view,
        help="2026-07-31, 2026-W09, 2026-02, yesterday … (default: the newest day)",
    )
    listing.add_argument("--unread", action="store_true", help="only unread papers, of DATE or of all days")
    listing.add_argument("--starred", action="store_true", help="only starred papers, of DATE or of all days")
    listing.add_argument("--trending", action="store_true", help="the Trending list as last fetched")
    listing.add_argument("--saved", metavar="NAME", help="the results of a saved search, newest first")
    listing.add_argument("--json", action="store_true", help="print a JSON array")


def _search(search: _Parser) -> None:
    search.takes_minus_words = True
    search.add_argument("query", metavar="QUERY", nargs="+", help="such as 'flow matching is:unread'; see the README")
    search.add_argument("--json", action="store_true", help="print a JSON array")
    search.add_argument("--hub", action="store_true", help="search the Hub and store the results")
    search.add_argument(
        "--limit", metavar="N", type=values.count, default=100, help="maximum number of results (default 100)"
    )


def _text(text: _Parser) -> None:
    text.add_argument("id", metavar="ID", type=values.paper, help="the paper: 2607.12345, or a link to it")
    text.add_argument("--section", metavar="N", help='one section, by its number or heading: 3.2, "related work" …')
    _width(text)
    text.add_argument("--markdown", action="store_true", help="print Markdown, formulas as TeX")
    text.add_argument("--json", action="store_true", help="print a JSON object")


def _width(command: _Parser) -> None:
    columns = "columns (default: those of the terminal, or 80)"
    command.add_argument("--width", metavar="N", type=values.count, help=columns)


def _show(show: _Parser) -> None:
    show.add_argument("ids", metavar="ID", nargs="+", type=values.papers, help="a paper: 2607.12345, or a link to it")
    show.add_argument("--json", action="store_true", help="print a JSON array")


def _discussion(discussion: _Parser) -> None:
    discussion.add_argument("id", metavar="ID", type=values.paper, help="the paper: 2607.12345, or a link to it")
    _width(discussion)
    discussion.add_argument("--json", action="store_true", help="print a JSON object")


def _backup(back_up: _Parser) -> None:
    back_up.add_argument("file", metavar="FILE", type=values.path, help="where to write the backup")
    back_up.add_argument("--replace", action="store_true", help="overwrite FILE if it exists")


def _restore(restore: _Parser) -> None:
    restore.add_argument("file", metavar="FILE", type=values.path, help="the backup to read")


def _marks(marks: _Parser) -> None:
    actions = marks.add_subparsers(
        prog="paperreader marks", dest="action", metavar="ACTION", required=True, parser_class=_Parser
    )
    export = actions.add_parser("export", **_described("write all marks as JSON lines"))
    export.add_argument(
        "file", metavar="FILE", nargs="?", type=values.path, help="where to write them (default: standard output)"
    )
    export.add_argument("--replace", action="store_true", help="overwrite FILE if it exists")
    merge = actions.add_parser("merge", **_described("take over marks that are newer than the local ones"))
    merge.add_argument("file", metavar="FILE", type=values.path, help="the output of export; - is standard input")


def _doctor(doctor: _Parser) -> None:
    doctor.add_argument("--json", action="store_true", help="print a JSON array")


def _no_options(command: _Parser) -> None:
    """Takes the common options only."""


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _described(does: str) -> dict[str, Any]:
    """The settings of the parser of a `marks` action."""
    return {"help": does, "description": _sentence(does), "parents": [_common_options()]}


COMMANDS: Final[Mapping[str, tuple[str, Callable[[_Parser], None]]]] = {
    "fetch": ("fetch new papers (prints one line per day)", _fetch),
    "list": ("print papers from the store", _list),
    "search": ("search the store, or the Hub, and print the results", _search),
    "show": ("print papers by their ids, from the store or the Hub", _show),
    "text": ("print the whole text of a paper from the store", _text),
    "discussion": ("print the comments on a paper from the store", _discussion),
    "backup": ("copy the store, papers and marks, even while it is in use", _backup),
    "restore": ("replace the store with a backup; the old store is kept next to it", _restore),
    "marks": ("export or merge read and star marks between machines", _marks),
    "doctor": ("check for problems and say how to fix them", _doctor),
    "status": ("print the number of unread papers", _no_options),
    "paths": ("print where the files are, and the addresses of the Hub and of arXiv", _no_options),
}
"""For each command its help, and the function that adds its options."""


class _Parser(argparse.ArgumentParser):
    """Reports errors in one line, and takes no abbreviated options: a new option could break scripts that use them."""

    takes_minus_words = False
    """If set, `-video` is an argument: all options but `-h` have two dashes."""

    def __init__(self, prog: str | None = None, **settings: Any) -> None:
        # A fixed width: argparse would import shutil, and half of the archive formats with it, to measure the terminal.
        layout = partial(argparse.HelpFormatter, width=80)
        super().__init__(prog, allow_abbrev=False, formatter_class=layout, **settings)

    def _parse_optional(self, arg_string: str) -> Any:
        if self.takes_minus_words and re.match("-[^-]", arg_string) and arg_string != "-h":
            return None
        return super()._parse_optional(arg_string)

    def error(self, message: str) -> NoReturn:
        from paperreader.text.sanitize import clean, escape_bytes

        print(f"paperreader: {clean(escape_bytes(message))}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class _Command(_Parser):
    """A subcommand's parser, built once its name is parsed: building all took 2% of the reader's start."""

    def __init__(self, *, take: Callable[[_Parser], None], **settings: Any) -> None:
        self._take, self._settings = take, settings

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        super().__init__(parents=[_common_options()], **self._settings)
        self._take(self)
        return super().parse_known_args(args, namespace)
