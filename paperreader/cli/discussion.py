"""`paperreader discussion`: prints the comments on a paper from the store, laid out or as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from paperreader.cli import values
from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr, write_utf8
from paperreader.cli.parser import Parser, add_width
from paperreader.cli.styled_lines import LinePrinter
from paperreader.discussion.comment import Comment, Discussion
from paperreader.discussion.threads import Threads
from paperreader.humanize import age, count
from paperreader.models import timestamp
from paperreader.reader.comment_folds import Fold


def add_options(discussion: Parser) -> None:
    """Declare what the command takes."""
    discussion.add_argument("id", metavar="ID", type=values.paper, help="the paper: 2607.12345, or a link to it")
    add_width(discussion)
    discussion.add_argument("--json", action="store_true", help="print a JSON object")


def run(args: Namespace) -> int:
    """Print the comments; how many there are, and how old that is, goes to standard error."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    with open_store(path, read_only=True) as store:
        discussion = store.discussions.get(args.id)
    if discussion is None:
        raise CommandError(f"the discussion of {args.id} is not in the store: the reader fetches it when you open it")
    if args.json:
        _print_json(args.id, discussion)
        return 0
    now = datetime.now(UTC)
    cut = ", and there are more" if discussion.is_cut else ""
    print_stderr(f"{count(len(discussion.comments), 'comment')}{cut}, fetched {age(discussion.fetched, now)}")
    _print_lines(discussion, args.width, now)
    return 0


def _print_lines(discussion: Discussion, width: int | None, now: datetime) -> None:
    """All comments, none of them folded."""
    from paperreader.tui.render.discussion import ShownComment, comment_lines, guides, levels_shown
    from paperreader.tui.render.styled_text import StyledLine

    printer, threads, comments = LinePrinter(width), Threads(discussion.comments), discussion.comments
    for place, comment in enumerate(comments):
        depth, parent = threads.depths[place], threads.parents[place]
        if place:
            printer.print(StyledLine(tuple(guides(levels_shown(depth, printer.columns), printer.glyphs))))
        to = comments[parent].author if parent is not None else ""
        written = age(comment.at, now) if comment.at else ""
        shown = ShownComment(comment, depth, to, 0, written, Fold.WHOLE, comment.is_new)
        for line in comment_lines(shown, printer.columns, printer.glyphs):
            printer.print(line)


def _print_json(id: str, discussion: Discussion) -> None:
    """Print a JSON object in UTF-8, one comment per line."""
    write_utf8()
    fields = {"id": id, "fetched": timestamp(discussion.fetched), "is_cut": discussion.is_cut}
    print(json.dumps(fields, ensure_ascii=False)[:-1], '"comments": [', sep=", ", end="")
    before = "\n"
    for comment in discussion.comments:
        print(before, json.dumps(_to_json(comment), ensure_ascii=False), sep="", end="")
        before = ",\n"
    print("\n]}")


def _to_json(comment: Comment) -> dict[str, Any]:
    """The fields are a public interface: `paperreader help formats` lists them."""
    return {
        "id": comment.id,
        "parent": comment.parent or None,
        "author": comment.author,
        "account": comment.account,
        "roles": list(comment.roles),
        "at": timestamp(comment.at) if comment.at else None,
        "new": comment.is_new,
        "hidden": comment.is_hidden,
        "edited": comment.is_edited,
        "reactions": {reaction.sign: reaction.users for reaction in comment.reactions},
        "text": comment.text,
    }
