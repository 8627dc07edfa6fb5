"""`paperreader text`: prints the whole text of a paper from the store: laid out, as Markdown, or as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence

from paperreader.cli import values
from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr, write_utf8
from paperreader.cli.parser import Parser, add_width
from paperreader.cli.styled_lines import LinePrinter
from paperreader.fulltext.blocks import Block, Fulltext, Heading, Paragraph, Run, plain
from paperreader.fulltext.lazy_blocks import headings
from paperreader.fulltext.section import find_section
from paperreader.models import Paper
from paperreader.store import Store
from paperreader.text.sanitize import clean

HINT = "a larger --width shows the whole table"
MAX_HEADINGS = 12
"""That a message lists."""


def add_options(text: Parser) -> None:
    """Declare what the command takes."""
    text.add_argument("id", metavar="ID", type=values.paper, help="the paper: 2607.12345, or a link to it")
    text.add_argument("--section", metavar="N", help='one section, by its number or heading: 3.2, "related work" …')
    add_width(text)
    text.add_argument("--markdown", action="store_true", help="print Markdown, formulas as TeX")
    text.add_argument("--json", action="store_true", help="print a JSON object")
    text.problem = _problem


def _problem(args: Namespace) -> str | None:
    return "use either --markdown or --json, not both" if args.markdown and args.json else None


def run(args: Namespace) -> int:
    """Print the text, or one section of it; what the source lost goes to standard error."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    with open_store(path, read_only=True) as store:
        text, paper = stored_text(store, args.id), store.papers.get(args.id)
    blocks = wanted_blocks(text, args.section)
    if text.lacks:
        print_stderr(text.note)
    if args.json:
        _print_json(args.id, text, blocks)
        return 0
    blocks = blocks if args.section else [*_front(paper, text), *blocks]
    if args.markdown:
        _print_markdown(blocks, None if args.section else paper)
    else:
        _print_lines(blocks, args.width, None if args.section else paper)
    return 0


def stored_text(store: Store, id: str) -> Fulltext:
    """The text of a paper; CommandError that says why there is none."""
    stored = store.texts.get(id)
    if stored is not None:
        return stored.text
    missing = store.texts.missing(id)
    if missing is not None:
        raise CommandError(f"there is no text of {id}: {missing.reason}")
    raise CommandError(f"the text of {id} is not in the store: run paperreader fetch --texts {id}")


def wanted_blocks(text: Fulltext, section: str | None) -> Sequence[Block]:
    """The text, or one section of it; CommandError with the sections that there are."""
    if section is None:
        return text.blocks
    if found := find_section(text.blocks, section):
        return found
    names = section_names(text)
    more = f" and {len(names) - MAX_HEADINGS} more" if len(names) > MAX_HEADINGS else ""
    there = f"; there are: {', '.join(names[:MAX_HEADINGS])}{more}" if names else ""
    raise CommandError(f"no section “{section}”{there}")


def section_names(text: Fulltext) -> list[str]:
    """The numbers and headings of its sections."""
    return [f"{heading.number} {plain(heading.runs)}".strip() for _, heading in headings(text.blocks)]


def _front(paper: Paper | None, text: Fulltext) -> list[Block]:
    """What stands before the text: names, source and abstract."""
    source = Paragraph((Run(f"Source: {text.source_name}", "emphasis"),))
    if paper is None:
        return [source]
    abstract = Heading((Run("Abstract"),), 1), Paragraph((Run(clean(paper.abstract)),))
    authors = Paragraph((Run(", ".join(map(clean, paper.authors))),))
    return [authors, source, *(abstract if paper.abstract else ())]


def _print_markdown(blocks: Sequence[Block], paper: Paper | None) -> None:
    from paperreader.fulltext.to_markdown import to_markdown
    from paperreader.text.markdown import escape_inside

    write_utf8()
    if paper is not None:
        print(f"# {escape_inside(clean(paper.title))}\n")
    print(to_markdown(blocks), end="")


def _print_json(id: str, text: Fulltext, blocks: Iterable[Block]) -> None:
    """Print a JSON object in UTF-8, one block per line."""
    import json

    from paperreader.fulltext.to_json import to_json

    write_utf8()
    fields = {"id": id, "source": text.source, "version": text.version, "lacks": list(text.lacks)}
    print(json.dumps(fields, ensure_ascii=False)[:-1], '"blocks": [', sep=", ", end="")
    before = "\n"
    for block in blocks:
        print(before, json.dumps(to_json(block), ensure_ascii=False), sep="", end="")
        before = ",\n"
    print("\n]}")


def _print_lines(blocks: Sequence[Block], width: int | None, paper: Paper | None) -> None:
    printer = LinePrinter(width)
    title = [Heading((Run(clean(paper.title)),), 1)] if paper else []
    for line in printer.lay_out([*title, *blocks], HINT):
        printer.print(line)
