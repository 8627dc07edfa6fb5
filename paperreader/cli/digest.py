"""`paperreader digest`: writes the papers of some days, or those that came since, for a mail, a note or a chat."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from paperreader import config, environment
from paperreader.cli import deliver, values
from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.list import NO_LIMIT, check_stored, why_empty
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.digest.digest import Digest, DigestPaper, choose, days_title
from paperreader.models import Entry
from paperreader.period import Period
from paperreader.query import parse
from paperreader.store import Store, StoreError
from paperreader.store.digests import digest_lock
from paperreader.text.sanitize import clean
from paperreader.views import FIRST_DAY, DayView, Search

if TYPE_CHECKING:
    from email.headerregistry import Address

FORMATS = {"text": "text", "markdown": "markdown", "html": "html", "mail": "mail", "json": "to_json"}
"""And the modules that write them."""
DEFAULT_TOP = 10
MAX_AMBIGUOUS_CHARS = 3
"""Of a word like `3d` or `may`, which is a date only if it stands alone."""


class Mail(NamedTuple):
    """Who sends a mail to whom."""

    to: tuple[Address, ...]
    sender: Address


def add_options(digest: Parser) -> None:
    """Declare what the command takes."""
    digest.takes_minus_words = True
    digest.add_argument(
        "words",
        metavar="DATE | QUERY",
        nargs="*",
        help="a day, week or month (default: the newest day), and which of its papers, such as 'flow matching'",
    )
    digest.add_argument(
        "--since-last",
        action="store_true",
        help="what came since the last digest of this kind; first the newest day",
    )
    digest.add_argument("--as", dest="name", metavar="NAME", help="what --since-last remembers the digest as")
    digest.add_argument(
        "--format", metavar="NAME", choices=FORMATS, default="text", help=f"{', '.join(FORMATS)} (default: text)"
    )
    digest.add_argument(
        "--top",
        metavar="N",
        type=values.count,
        default=DEFAULT_TOP,
        help=f"papers besides those that you follow, by upvotes (default {DEFAULT_TOP})",
    )
    digest.add_argument(
        "--to", metavar="ADDRESS", action="append", help="who gets the mail; may be repeated (default: setting mail_to)"
    )
    digest.add_argument(
        "--from", dest="sender", metavar="ADDRESS", help="its sender (default: setting mail_from, else who gets it)"
    )
    where = digest.add_mutually_exclusive_group()
    where.add_argument(
        "--output", metavar="FILE", type=values.path, help="write it there, whole or not at all; nothing without papers"
    )
    where.add_argument(
        "--send", metavar="COMMAND", help="start this program with it, such as 'sendmail -t'; not at all without papers"
    )
    digest.problem = _problem


def _problem(args: Namespace) -> str | None:
    try:
        args.view, args.query = _view_and_query(args.words)
    except ArgumentTypeError as error:
        return str(error)
    if args.view and args.since_last:
        return "use either a date or --since-last, not both"
    if args.name is not None and not args.since_last:
        return "--as needs --since-last"
    if (args.to or args.sender) and args.format != "mail":
        return "--to and --from need --format mail"
    return "--send needs a command" if args.send is not None and not _is_command(args.send) else None


def _view_and_query(words: Sequence[str]) -> tuple[DayView | Period | None, str]:
    """The date that the words begin with, if they do, and the rest; ArgumentTypeError for days without papers.

    Such words as `3d` or `may` are a date if nothing else is said: they may well begin a query.
    """
    from paperreader.dates import InvalidDate, read_days

    first, *rest = words or [""]
    if first and (not rest or len(first) > MAX_AMBIGUOUS_CHARS):
        try:
            read_days(first, now().date())
        except InvalidDate:
            return None, " ".join(words)
        return values.view(first), " ".join(rest)
    return None, " ".join(words)


def _is_command(text: str) -> bool:
    import shlex

    try:
        return bool(shlex.split(text))
    except ValueError:  # a quote that is not closed
        return False


def run(args: Namespace) -> int:
    """Write the digest; hints, and that there are no papers, go to standard error."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    mail = _mail(args) if args.format == "mail" else None
    try:
        with (
            digest_lock(path) if args.since_last else nullcontext(),
            open_store(path, read_only=not args.since_last) as store,
        ):
            if args.since_last and store.read_only:
                raise CommandError(f"what is sent could not be remembered: {store.read_only}")
            return _write_new(store, args, mail) if args.since_last else _write_of_days(store, args, mail)
    except StoreError as error:
        raise CommandError(str(error)) from error


def _mail(args: Namespace) -> Mail:
    """Who sends it to whom, from the options, or the settings."""
    from paperreader.digest.mail import InvalidAddress, read_address, read_addresses

    settings, problems = config.load(paths_of(args).config)
    for problem in problems:
        print_stderr(problem)
    try:
        to = read_addresses(",".join(args.to or [settings.mail_to]))
        if not to:
            raise CommandError("who gets the mail? add --to you@example.org, or the setting mail_to")
        sender = args.sender or settings.mail_from
        return Mail(to, read_address(sender) if sender else to[0])
    except InvalidAddress as error:
        raise CommandError(str(error)) from error


def _write_of_days(store: Store, args: Namespace, mail: Mail | None) -> int:
    """A digest of the days that the user named, or of the newest; nothing is remembered."""
    view = args.view or DayView(_newest(store))
    stored = {day.date for day in store.papers.days()}
    if view.day is None or view.day.weekday() < 5:
        check_stored(view, stored, store.settings.get_date("newest") or FIRST_DAY)
    first, last = (date.fromisoformat(view.limits[end]) for end in ("first", "last"))
    entries = _found(store, first, last, args.query)
    if not entries:
        why = why_empty(view, store.papers.hidden_count(view))
        _say_empty(args, f"no paper of {view.key} matches “{clean(args.query)}”" if args.query else why)
        return 0
    _deliver(args, _written(store, args, entries, view.title, (first, last), mail))
    return 0


def _write_new(store: Store, args: Namespace, mail: Mail | None) -> int:
    """A digest of what came since the last one, however late: it is remembered once all of it has arrived."""
    to = [str(address) for address in mail.to] if mail else []
    name = clean(args.name or "") or clean(" ".join([args.format, *to, args.query]))
    last = store.digests.last(name)
    since = last.since if last else _newest(store)
    entries = _found(store, since, None, args.query)
    sent = store.digests.sent(name, [entry.id for entry in entries])
    entries = [entry for entry in entries if entry.id not in sent]
    if last is None:
        print_stderr(f"the first digest of this kind has the papers of {since}; the next one, what came since")
    if entries:
        days = [entry.day or since for entry in entries]
        first, newest = min(days), max(days)
        text = _written(store, args, entries, days_title(first, newest), (first, newest), mail)
        _deliver(args, text, to_its_end=True)
    else:
        _say_empty(args, "nothing new since the last digest")
    try:
        store.digests.record(name, [entry.id for entry in entries], since).result()
    except StoreError as error:
        raise CommandError(f"the digest was written, but that is not remembered: {error}") from error
    return 0


def _newest(store: Store) -> date:
    newest = next((day.date for day in store.papers.days() if day.papers), None)
    if newest is None:
        raise CommandError("no papers in the store yet: run paperreader fetch")
    return newest


def _found(store: Store, first: date, last: date | None, query: str) -> list[Entry]:
    """The papers of the days that match, by upvotes unless the query sorts them."""
    days = f"day:{first}..{last or ''}"
    listed = store.papers.entries(Search(f"{days} sort:upvotes", limit=NO_LIMIT))
    if not query:
        return listed
    parsed = parse(query, now().date())
    for hint in parsed.hints or ([] if parsed else [f"there is no word to search for in “{query}”"]):
        print_stderr(hint)
    # of all days, those most like a paper may be all of others
    text = f"{days} {query}" if parsed.like else query
    found = store.papers.entries(Search(text, limit=NO_LIMIT)) if parsed else []
    if not (parsed.sort or parsed.like):
        ids = {entry.id for entry in found}
        return [entry for entry in listed if entry.id in ids]
    ids = {entry.id for entry in listed}
    return [entry for entry in found if entry.id in ids]


def _written(
    store: Store, args: Namespace, entries: Sequence[Entry], title: str, days: tuple[date, date], mail: Mail | None
) -> str:
    choice = choose(entries, args.top)
    shown = [*choice.followed, *choice.others]
    papers = {entry.id: DigestPaper(entry, paper) for entry, paper in store.papers.of_entries(shown)}
    followed, others = ([papers[entry.id] for entry in some if entry.id in papers] for some in choice[:2])
    query, hub = parse(args.query, now().date()), environment.endpoint(os.environ)
    by_upvotes = not (query.sort or query.like)
    digest = Digest(title, *days, clean(args.query), followed, others, choice.left_out, hub, by_upvotes)
    write = import_module(f"paperreader.digest.{FORMATS[args.format]}").write
    text: str = write(digest, **mail._asdict(), now=now()) if mail else write(digest)
    return text


def _deliver(args: Namespace, text: str, *, to_its_end: bool = False) -> None:
    """`to_its_end`: it must be known that all of it arrived."""
    if args.send:
        deliver.to_program(args.send, text)
    elif args.output and str(args.output) != "-":
        deliver.to_file(args.output, paths_of(args).store, [text])
    elif to_its_end:
        deliver.to_stdout_whole(text)
    else:
        deliver.to_stdout([text])


def _say_empty(args: Namespace, message: str) -> None:
    """Not where the digest goes by itself, and has nowhere to go: cron would mail this line instead."""
    if not (args.send or args.output) or sys.stderr.isatty():
        print_stderr(message)
