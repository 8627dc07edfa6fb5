"""`paperreader marks export` and `marks merge FILE`: how two machines come to agree on what is read and starred."""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from paperreader.cli.context import check_target, now, open_store, places_of
from paperreader.cli.output import Stop, say, shown
from paperreader.humanize import count
from paperreader.marks_file import LONGEST, InvalidMarks, from_lines, to_line
from paperreader.models import Mark, moment


def run(args: Namespace) -> int:
    """Export or merge; the first line that is no mark stops a merge before anything is changed."""
    return _export(args) if args.act == "export" else _merge(args)


def _export(args: Namespace) -> int:
    path = places_of(args).store
    if not path.exists():
        raise Stop("no store yet: there are no marks")
    with open_store(path, read_only=True) as store:
        marks = store.marks()
    lines = [to_line(mark) for mark in marks]
    if args.file in (None, Path("-")):
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        print(*lines, sep="\n", end="\n" * bool(lines))
        return 0
    from paperreader.store.backup import written_whole

    check_target(args.file, path, replace=args.replace)
    try:
        with written_whole(args.file) as part:
            part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise Stop(f"{shown(args.file)} cannot be written ({error.strerror})") from error
    print(f"{_told(marks)} in {shown(args.file)}")
    return 0


def _merge(args: Namespace) -> int:
    piped = args.file == Path("-")
    where = "standard input" if piped else shown(args.file)
    try:
        with nullcontext(sys.stdin.buffer) if piped else args.file.open("rb") as file:
            marks, later = from_lines(iter(lambda: file.readline(LONGEST + 1), b""))
    except InvalidMarks as error:
        raise Stop(f"{where}, line {error.line}: {error}; nothing was merged") from None
    except OSError as error:
        raise Stop(f"{where} cannot be read ({error.strerror}); nothing was merged") from None
    with open_store(places_of(args).store) as store:
        if store.read_only:
            raise Stop(store.read_only)
        changed = store.merge_marks(marks).result()
    print(f"{_told(marks)} read, {changed:,} of them newer than here")
    if later:
        said = "left out: a later version of paperreader set them, for what this one does not know"
        say(f"{count(later, 'mark')} {said}")
    _tell_of_clocks(marks)
    return 0


def _tell_of_clocks(marks: list[Mark]) -> None:
    ahead = [mark for mark in marks if mark.at > moment(now() + timedelta(days=1))]
    if ahead:
        newest = max(mark.at for mark in ahead)[:10]
        say(f"{count(len(ahead), 'mark')} dated in the future (up to {newest}): the clock of that machine is wrong")


def _told(marks: list[Mark]) -> str:
    """How many there are; those that were taken back are handed on, too, but count nowhere else."""
    taken = sum(mark.value is None for mark in marks)
    return count(len(marks) - taken, "mark") + (f" and {taken:,} taken back" if taken else "")
