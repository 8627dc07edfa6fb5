"""`paperreader marks export` and `paperreader marks merge FILE`: keep the marks of several machines in sync."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from paperreader.cli import values
from paperreader.cli.context import check_target, is_there, now, open_store, paths_of
from paperreader.cli.output import CommandError, display_path, print_stderr, write_utf8
from paperreader.cli.parser import Parser, common_options, in_help, sentence
from paperreader.humanize import count
from paperreader.marks_file import MAX_LINE_BYTES, InvalidMarks, from_lines, to_line
from paperreader.models import Mark, timestamp


def add_options(marks: Parser) -> None:
    """Declare what the command takes."""
    actions = marks.add_subparsers(
        prog="paperreader marks", dest="action", metavar="ACTION", required=True, parser_class=Parser
    )
    example = "paperreader marks export marks.jsonl --replace"
    export = actions.add_parser("export", **_described("write all marks as JSON lines", example))
    export.add_argument(
        "file", metavar="FILE", nargs="?", type=values.path, help="where to write them (default: standard output)"
    )
    export.add_argument("--replace", action="store_true", help="overwrite FILE if it exists")
    does = "take over marks that are newer than the local ones"
    merge = actions.add_parser("merge", **_described(does, "paperreader marks merge marks.jsonl"))
    merge.add_argument("file", metavar="FILE", type=values.path, help="the output of export; - is standard input")


def _described(does: str, example: str) -> dict[str, Any]:
    """The settings of the parser of an action."""
    return {
        "help": does,
        "description": sentence(does),
        "epilog": in_help(example),
        "parents": [common_options()],
    }


def run(args: Namespace) -> int:
    """Export or merge; an invalid line stops a merge before anything is changed."""
    return _export(args) if args.action == "export" else _merge(args)


def _export(args: Namespace) -> int:
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: no marks to export")
    with open_store(path, read_only=True) as store:
        marks = store.marks.all()
    lines = [to_line(mark) for mark in marks]
    if args.file in (None, Path("-")):
        write_utf8()
        print(*lines, sep="\n", end="\n" * bool(lines))
        return 0
    from paperreader.store.backup import atomic_write

    check_target(args.file, path, replace=args.replace)
    try:
        with atomic_write(args.file) as part:
            part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{display_path(args.file)} cannot be written ({error.strerror})") from error
    print(f"{_counted(marks)} in {display_path(args.file)}")
    return 0


def _merge(args: Namespace) -> int:
    piped = args.file == Path("-")
    where = "standard input" if piped else display_path(args.file)
    try:
        with nullcontext(sys.stdin.buffer) if piped else args.file.open("rb") as file:
            marks, skipped = from_lines(iter(lambda: file.readline(MAX_LINE_BYTES + 1), b""))
    except InvalidMarks as error:
        raise CommandError(f"{where}, line {error.line}: {error}; nothing was merged") from None
    except OSError as error:
        raise CommandError(f"{where} cannot be read ({error.strerror}); nothing was merged") from None
    with open_store(paths_of(args).store) as store:
        if store.read_only:
            raise CommandError(store.read_only)
        changed = store.marks.merge_in_portions(marks)
    print(f"{_counted(marks)} read, {changed:,} of them newer than here")
    if skipped:
        reason = "set by a newer version of paperreader, in fields that this version does not know"
        print_stderr(f"{count(skipped, 'mark')} skipped: {reason}")
    _warn_of_future_dates(marks)
    return 0


def _warn_of_future_dates(marks: list[Mark]) -> None:
    ahead = [mark for mark in marks if mark.at > timestamp(now() + timedelta(days=1))]
    if ahead:
        newest = max(mark.at for mark in ahead)[:10]
        dated = f"{count(len(ahead), 'mark')} dated in the future (up to {newest})"
        print_stderr(f"{dated}: the clock of the other machine is wrong")


def _counted(marks: list[Mark]) -> str:
    """How many marks there are; removed ones are exported too, so that they are removed on the other machine."""
    removed = sum(mark.value is None for mark in marks)
    return count(len(marks) - removed, "mark") + (f" and {removed:,} removed" if removed else "")
