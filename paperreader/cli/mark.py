"""`paperreader mark`: marks papers by their ids, for scripts: read, starred, tags and a note, as one undo step."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence

from paperreader.cli import values
from paperreader.cli.context import open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.humanize import count
from paperreader.mark_fields import NOTE, READ, STARRED, TAG
from paperreader.models import Cause, MarkChange
from paperreader.notes import MAX_NOTE_BYTES, is_too_long, note_text

STDIN = "-"
MAX_NAMED = 3
"""Ids in a message."""


def add_options(mark: Parser) -> None:
    """Declare what the command takes."""
    about = "a paper: 2607.12345, or a link to it; - reads them from standard input"
    mark.add_argument("ids", metavar="ID", nargs="+", type=_ids, help=about)
    for on, off, field, what in (("--read", "--unread", READ, "read"), ("--star", "--unstar", STARRED, "")):
        either = mark.add_mutually_exclusive_group()
        either.add_argument(on, dest=field, action="store_true", default=None, help=f"mark {what or 'with a star'}")
        words = "mark unread" if what else "remove the star"
        either.add_argument(off, dest=field, action="store_false", default=None, help=words)
    for option, words in (("--tag", "add a tag"), ("--untag", "remove a tag")):
        several = f"{words}, or several with commas; may be repeated"
        mark.add_argument(option, metavar="TAG", action="append", default=[], type=values.tags, help=several)
    mark.add_argument(
        "--note",
        metavar="TEXT",
        help='replace the note; "" removes it, - reads it from standard input',
    )
    mark.problem = _problem


def _problem(args: Namespace) -> str | None:
    if args.read is None and args.starred is None and not args.tag and not args.untag and args.note is None:
        return "nothing to mark; add --read, --unread, --star, --unstar, --tag, --untag or --note"
    if both := {tag for tags in args.tag for tag in tags} & {tag for tags in args.untag for tag in tags}:
        return f"use either --tag or --untag for “{min(both)}”, not both"
    if (STDIN,) in args.ids and args.note == STDIN:
        return "standard input can be the ids or the note, not both"
    return None


def run(args: Namespace) -> int:
    """Mark the papers; those that are not stored keep their marks for when they are."""
    ids = list(dict.fromkeys(id for named in args.ids for id in (_ids_on_stdin() if named == STDIN else [named])))
    if not ids:
        raise CommandError("no ids on standard input")
    changes = list(_changes(args, ids))
    with open_store(paths_of(args).store) as store:
        if store.read_only:
            raise CommandError(store.read_only)
        changed = store.marks.apply(changes, Cause.BY_HAND).result()
        known = {entry.id for entry in store.papers.entries_of(ids)}
    print(f"{count(changed, 'mark')} changed on {count(len(ids), 'paper')}")
    if missing := [id for id in ids if id not in known]:
        named = ", ".join(missing[:MAX_NAMED]) + (
            f" and {len(missing) - MAX_NAMED:,} more" * (len(missing) > MAX_NAMED)
        )
        print_stderr(f"not in the store yet, the marks are kept: {named}")
    return 0


def _changes(args: Namespace, ids: Sequence[str]) -> Iterator[MarkChange]:
    for field in (READ, STARRED):
        if (value := getattr(args, field)) is not None:
            yield MarkChange(field, value, ids)
    for value, lists in ((True, args.tag), (False, args.untag)):
        for tag in dict.fromkeys(tag for tags in lists for tag in tags):
            yield MarkChange(f"{TAG}{tag}", value, ids)
    if args.note is not None:
        yield MarkChange(NOTE, _note(args.note), ids)


def _note(given: str) -> str:
    if given == STDIN:
        data = sys.stdin.buffer.read(MAX_NOTE_BYTES + 2)
        try:
            given = data.decode() if len(data) <= MAX_NOTE_BYTES + 1 else "x" * (MAX_NOTE_BYTES + 1)
        except UnicodeDecodeError:
            raise CommandError("the note on standard input is not UTF-8; nothing was marked") from None
    text, left_out = note_text(given)
    if is_too_long(text):
        raise CommandError(f"the note is longer than {MAX_NOTE_BYTES // 1000:,} kB; nothing was marked")
    if left_out:
        print_stderr(f"{count(left_out, 'control character')} left out of the note")
    return text


def _ids_on_stdin() -> Iterator[str]:
    lines = sys.stdin.buffer.read().decode(errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            yield from _storable(line) if line.strip() else ()
        except ArgumentTypeError as why:
            raise CommandError(f"standard input, line {number}: {why}; nothing was marked") from None


def _ids(text: str) -> tuple[str, ...]:
    """What an argument names. Raises ArgumentTypeError."""
    return (STDIN,) if text == STDIN else _storable(text)


def _storable(text: str) -> tuple[str, ...]:
    """The ids of papers that the store can hold: it has none from before April 2007. Raises ArgumentTypeError."""
    ids = values.papers(text)
    if any("/" in id for id in ids):
        raise ArgumentTypeError(f'"{text}" is not an arXiv id like 2607.12345')
    return ids
