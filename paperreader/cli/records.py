"""Prints papers for other programs: a JSON array, JSON lines, or fields with tabs between."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from paperreader.cli import own_order
from paperreader.cli.output import print_stderr, write_utf8
from paperreader.cli.parser import Parser
from paperreader.mark_fields import STARRED
from paperreader.models import Entry, Paper, TextHits
from paperreader.store import Store

TextHitsOf = Callable[[str], TextHits]
"""Where a search matches in the whole text of a paper, by id."""
SEARCH_FIELDS = ("shared_words", "text_hits")
"""What only the results of a search can have."""
GROUP_FIELD = "groups"
"""What only users with groups have."""
BETWEEN_VALUES = "; "
"""In a list: names may have commas."""


def add_options(command: Parser) -> None:
    """The options of commands that print papers."""
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON array")
    form.add_argument("--jsonl", action="store_true", help="print a JSON object per line")
    command.add_argument(
        "--fields",
        metavar="NAME,...",
        type=_fields,
        help="only these fields of the JSON; without --json or --jsonl, with tabs between them",
    )


def _fields(text: str) -> tuple[str, ...]:
    names, known = tuple(name.strip() for name in text.split(",")), field_names()
    if unknown := [name for name in names if name not in known]:
        raise ArgumentTypeError(f'"{unknown[0]}" is unknown; there are {", ".join(known)}')
    return names


def field_names() -> tuple[str, ...]:
    """Those that a paper has in JSON, in its order."""
    from datetime import date

    from paperreader.export.paper_json import to_json

    paper = Paper("2305.00001", "", "", "", "")
    entry = Entry("2305.00001", date.min, "", 0, 0, False, None, None, "", 0, False, False, False)
    return (*to_json(entry, paper), *SEARCH_FIELDS, GROUP_FIELD, *own_order.OWN_FIELDS)


def are_wanted(args: Namespace) -> bool:
    """Whether the output is for a program, and not for a user."""
    return bool(args.json or args.jsonl or args.fields)


def print_records(
    papers: Iterable[tuple[Entry, Paper]],
    args: Namespace,
    store: Store,
    text_hits: TextHitsOf | None = None,
    sort: str | None = None,
) -> None:
    """Print the papers in UTF-8, one per line. `sort`: what they are sorted by."""
    write_utf8()
    records = records_of(papers, store, text_hits, with_scores=own_order.are_wanted(args, sort))
    if args.fields:
        records = ({name: record.get(name) for name in args.fields} for record in records)
    if args.json:
        before = "["
        for record in records:
            print(before, _dumped(record), sep="\n", end="")
            before = ","
        print("[]" if before == "[" else "\n]")
        return
    for record in records:
        print(_dumped(record) if args.jsonl else "\t".join(_value(record[name]) for name in args.fields))


def records_of(
    papers: Iterable[tuple[Entry, Paper]],
    store: Store,
    text_hits: TextHitsOf | None = None,
    *,
    with_scores: bool = False,
) -> Iterator[dict[str, Any]]:
    """The papers with the marks and repositories in the store, by the names of the fields.

    `with_scores`: also what they get in the user's own order, and why.
    """
    from paperreader.environment import endpoint
    from paperreader.export.paper_json import hit_to_json, to_json
    from paperreader.text.sanitize import clean

    hub, has_groups = endpoint(os.environ), bool(store.groups.names())
    for entry, paper in papers:
        note = store.papers.note(paper.id).text if entry.has_note else ""
        record = to_json(entry, paper, hub, store.papers.linked(paper.id), note)
        if entry.shared_words:
            record["shared_words"] = [clean(word) for word in entry.shared_words]
        if text_hits is not None:
            record["text_hits"] = [hit_to_json(hit) for hit in text_hits(paper.id).hits]
        if has_groups:
            record[GROUP_FIELD] = members_who_starred(paper.id, store)
        if with_scores:
            record |= own_order.fields_of(entry, paper, store)
        yield record


def members_who_starred(id: str, store: Store) -> dict[str, list[str]]:
    """Who starred a paper in each of the user's groups, by the names of the groups; without those where nobody did."""
    members: dict[str, list[str]] = {}
    for mark in store.groups.marks_on(id):
        if mark.field == STARRED:
            members.setdefault(mark.group, []).append(mark.member)
    return members


def _dumped(value: object) -> str:
    import json  # not needed for lines

    return json.dumps(value, ensure_ascii=False)


def _value(value: object) -> str:
    """Between tabs: text as it is, an unknown value as nothing, a list of texts joined, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = BETWEEN_VALUES.join(value)
    return " ".join(value.split()) if isinstance(value, str) else _dumped(value)


def cut(found: Sequence[Entry], limit: int | None) -> Sequence[Entry]:
    """The first of them; standard error says if there are more."""
    if limit is None or len(found) <= limit:
        return found
    print_stderr(f"only {limit:,} of {len(found):,} papers")
    return found[:limit]
