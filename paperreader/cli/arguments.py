"""What can be typed behind `paperreader`, and what is wrong with it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

from paperreader import __version__
from paperreader.models import FIRST_DAY, Period


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, `command` None for the reader; SystemExit 2 and a line on stderr if they are wrong."""
    parser = _Parser("paperreader", description="Read the Hugging Face Daily Papers.", parents=[_everywhere()])
    parser.add_argument("--date", metavar="DATE", type=_past_day, help="the day to open with")
    parser.add_argument("--theme", metavar="NAME", help="another theme, this once")
    parser.add_argument("--demo", action="store_true", help="invented papers, offline, nothing is kept")
    parser.add_argument("--version", action="version", version=f"paperreader {__version__}")
    commands = parser.add_subparsers(
        prog="paperreader", dest="command", metavar="COMMAND", title="instead of the reader", parser_class=_Command
    )
    for name, (does, take) in COMMANDS.items():
        commands.add_parser(name, help=does, description=f"{does.capitalize()}.", take=take)

    args = parser.parse_args(argv, argparse.Namespace(offline=False, db=None, config=None))
    if args.command and (args.date or args.theme or args.demo):
        parser.error(f"--date, --theme and --demo are for the reader, not for {args.command}")
    if args.demo and args.db:
        parser.error("--demo has a store of its own: leave --db out")
    if args.command == "fetch" and sum(map(bool, (args.days, args.last, args.all, args.since, args.trending))) > 1:
        parser.error("give days, --days, --all, --since or --trending, one of them")
    if args.command == "list" and args.trending and args.view:
        parser.error("give a day or --trending, not both")
    if args.command == "fetch" and args.until and (not args.since or args.until < args.since):
        parser.error("--until goes with an earlier --since" if args.since else "--until goes with --since")
    return args


def _everywhere() -> _Parser:
    """What the reader and each command take."""
    everywhere = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--offline", action="store_true", help="never touch the network")
    everywhere.add_argument("--db", metavar="FILE", type=_path, help="another store")
    everywhere.add_argument("--config", metavar="FILE", type=_path, help="other settings")
    return everywhere


def _fetch(fetch: _Parser) -> None:
    fetch.add_argument("days", metavar="DATE", nargs="*", type=_past_day, help='2026-07-31, yesterday, "last fri" …')
    fetch.add_argument("--days", metavar="N", dest="last", type=_count, help="the last N, weekends left out")
    fetch.add_argument("--trending", action="store_true", help="what is trending, in the hub's order")
    fetch.add_argument("--all", action="store_true", help="all that the store lacks, which takes some minutes")
    fetch.add_argument("--since", metavar="DATE", type=_past_day, help="all that it lacks from DATE on")
    fetch.add_argument("--until", metavar="DATE", type=_past_day, help="with --since: to DATE")


def _list(listing: _Parser) -> None:
    listing.add_argument("view", metavar="DATE", nargs="?", type=_view, help="or a week, a month; left out: the newest")
    listing.add_argument("--unread", action="store_true", help="what waits to be read, of DATE or all days")
    listing.add_argument("--starred", action="store_true", help="what is starred, of DATE or all days")
    listing.add_argument("--trending", action="store_true", help="what the hub said last that is trending")
    listing.add_argument("--saved", metavar="NAME", help="what a saved search finds, newest first")
    listing.add_argument("--json", action="store_true", help="a JSON array")


def _search(search: _Parser) -> None:
    search.takes_minus_words = True
    search.add_argument("query", metavar="QUERY", nargs="+", help="""'flow matching is:unread'; see the README""")
    search.add_argument("--json", action="store_true", help="a JSON array")
    search.add_argument("--hub", action="store_true", help="ask the hub's own search, and keep what it tells")
    search.add_argument("--limit", metavar="N", type=_count, default=100, help="at most so many; 100 if left out")


def _backup(back_up: _Parser) -> None:
    back_up.add_argument("file", metavar="FILE", type=_path, help="the copy to write")
    back_up.add_argument("--replace", action="store_true", help="where FILE is there already")


def _restore(restore: _Parser) -> None:
    restore.add_argument("file", metavar="FILE", type=_path, help="the copy to read")


def _marks(marks: _Parser) -> None:
    acts = marks.add_subparsers(
        prog="paperreader marks", dest="act", metavar="ACT", required=True, parser_class=_Parser
    )
    export = acts.add_parser("export", help="write all marks, a line of JSON each", parents=[_everywhere()])
    export.add_argument("file", metavar="FILE", nargs="?", type=_path, help="left out: standard output")
    export.add_argument("--replace", action="store_true", help="where FILE is there already")
    merge = acts.add_parser("merge", help="take over the marks that are newer than those here", parents=[_everywhere()])
    merge.add_argument("file", metavar="FILE", type=_path, help="what export wrote; -: standard input")


def _doctor(doctor: _Parser) -> None:
    doctor.add_argument("--json", action="store_true", help="a JSON array")


def _nothing(command: _Parser) -> None:
    """Nothing but what is taken everywhere."""


COMMANDS: Final[Mapping[str, tuple[str, Callable[[_Parser], None]]]] = {
    "fetch": ("ask the hub for what is new, a line a day", _fetch),
    "list": ("print papers from the store", _list),
    "search": ("print the papers of the store that a query finds", _search),
    "backup": ("copy the store, papers and marks, while it is in use", _backup),
    "restore": ("put such a copy in the place of the store, which is kept beside it", _restore),
    "marks": ("hand marks to another machine, or take them from there", _marks),
    "doctor": ("look for what may be wrong here, and say what to do", _doctor),
    "status": ("print how many papers wait to be read", _nothing),
    "paths": ("print where the files are and which hub is asked", _nothing),
}
"""What each does, and what it takes."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and takes no shortened options: a later one would break scripts."""

    takes_minus_words = False
    """`-video` is no option: but for `-h`, these have two dashes."""

    def __init__(self, prog: str | None = None, **settings: Any) -> None:
        # To find out how wide the terminal is, argparse would import half of the archive formats.
        layout = partial(argparse.HelpFormatter, width=80)
        super().__init__(prog, allow_abbrev=False, formatter_class=layout, **settings)

    def _parse_optional(self, arg_string: str) -> Any:
        if self.takes_minus_words and re.match("-[^-]", arg_string) and arg_string != "-h":
            return None
        return super()._parse_optional(arg_string)

    def error(self, message: str) -> NoReturn:
        from paperreader.text.sanitize import clean

        print(f"paperreader: {clean(message)}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class _Command(_Parser):
    """Made once its name is read: all of them together took a fiftieth of the reader's start."""

    def __init__(self, *, take: Callable[[_Parser], None], **settings: Any) -> None:
        self._take, self._settings = take, settings

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        super().__init__(parents=[_everywhere()], **self._settings)
        self._take(self)
        return super().parse_known_args(args, namespace)


def _day(text: str) -> date:
    from paperreader.dates import InvalidDate, read_day

    try:
        day = read_day(text, datetime.now(UTC).date())
    except InvalidDate as why:
        raise argparse.ArgumentTypeError(f'"{text}": {why}') from why
    if day < FIRST_DAY:
        raise argparse.ArgumentTypeError(f"the hub has daily papers from {FIRST_DAY} on")
    return day


def _view(text: str) -> date | Period:
    from paperreader.dates import InvalidDate, read_days

    try:
        first, last = read_days(text, datetime.now(UTC).date())
    except InvalidDate as why:
        raise argparse.ArgumentTypeError(f'"{text}": {why}') from why
    if first == last:
        return _day(text)
    for span in (Period.of("week", first), Period.of("month", first)):
        if (span.first, span.last) == (first, last):
            return span
    raise argparse.ArgumentTypeError(f'"{text}" is no day, week or month')


def _past_day(text: str) -> date:
    day, today = _day(text), datetime.now(UTC).date()
    if day > today:
        raise argparse.ArgumentTypeError(f"{day} is still to come, in UTC it is {today}")
    return day


def _count(text: str) -> int:
    if not (number := re.fullmatch("0*([1-9][0-9]{0,3})", text)):
        raise argparse.ArgumentTypeError(f'"{text}" is no number from 1 to 9999')
    return int(number[1])


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError("the name of a file is missing")
    return Path(text)
