"""What the user's own commands are told of papers, and the files that they are given."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from paperreader.export import export
from paperreader.export.paper_json import to_json
from paperreader.fulltext.blocks import Fulltext, Heading, Paragraph, Run
from paperreader.models import Entry, Paper
from paperreader.own_command import ALL_PAPERS, OwnCommand
from paperreader.text.sanitize import clean

if TYPE_CHECKING:
    from paperreader.reader.deliveries import Deliveries
    from paperreader.reader.links import Links
    from paperreader.reader.paper_rows import PaperRows
    from paperreader.reader.store_guard import StoreGuard
    from paperreader.reader.tasks import Tasks
    from paperreader.store import Store

EXPORTED = {"url": "hub", "arxiv": "arxiv", "pdf": "pdf", "bibtex": "bibtex", "markdown": "markdown"}
"""Fields that are copy formats, and their names there."""


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    rows: PaperRows
    links: Links
    reading_store: StoreGuard
    tasks: Tasks

    @property
    def deliveries(self) -> Deliveries: ...


PAPERS_AT_ONCE = 20
"""Written as JSON before other things get their turn."""


class Target(NamedTuple):
    """A paper that a command is run on."""

    entry: Entry
    paper: Paper


class CommandLine(NamedTuple):
    """A command with all that it is to be told. `remove` it once it has ended."""

    argv: Sequence[str]
    stdin: str = ""
    files: Sequence[str] = ()
    """Made for it."""

    def remove(self) -> None:
        """Remove the files that were made for it."""
        for file in self.files:
            with suppress(OSError):
                os.unlink(file)


class CannotRunError(Exception):
    """A paper lacks what the command needs; str() says which."""


def targets(session: Parts) -> list[Target]:
    """The selected papers, else the one under the cursor."""
    with session.reading_store():
        found = [(entry, session.store.papers.get(entry.id)) for entry in session.rows.targets]
        return [Target(entry, paper) for entry, paper in found if paper is not None]
    return []


async def command_line(session: Parts, command: OwnCommand, on: Sequence[Target]) -> CommandLine:
    """The command for these papers, of which there is one if it is run for each.

    Nothing waits meanwhile, however many papers there are. Raises CannotRunError, StoreError, OSError.
    """
    fields, values, files = command.fields, dict[str, str](), list[str]()
    if ALL_PAPERS in fields:
        values[ALL_PAPERS] = await _as_json(session, on)
    if command.is_per_paper:
        _, paper = on[0]
        values |= _values(paper, session.links.hub)
        if "pdf_file" in fields:
            values["pdf_file"] = await _pdf(session, paper)
        if "text_file" in fields:
            files.append(await _text_file(session, paper))
            values["text_file"] = files[0]
    return CommandLine(command.argv(values), command.input(values), files)


def _values(paper: Paper, hub: str) -> dict[str, str]:
    exported = {field: export(paper, format, hub) or "" for field, format in EXPORTED.items()}
    return {"id": paper.id, "title": clean(paper.title), "abstract": clean(paper.abstract), **exported}


async def _as_json(session: Parts, on: Sequence[Target]) -> str:
    hub, linked = session.links.hub, session.store.papers.linked
    items = []
    for entry, paper in on:
        items.append(json.dumps(to_json(entry, paper, hub, linked(paper.id)), ensure_ascii=False))
        if len(items) % PAPERS_AT_ONCE == 0:
            await asyncio.sleep(0)
    return f"[{', '.join(items)}]"


async def _pdf(session: Parts, paper: Paper) -> str:
    file = await session.deliveries.pdfs.saved(paper.id)
    if file is None:
        raise CannotRunError(f"the PDF of {paper.id} is not saved yet")
    return str(file)


async def _text_file(session: Parts, paper: Paper) -> str:
    stored = session.store.texts.get(paper.id)
    if stored is None:
        return _new_file(paper.id, f"{export(paper, 'markdown', session.links.hub)}\n")
    return await asyncio.to_thread(lambda: _new_file(paper.id, _whole_text(paper, stored.text)))


def _new_file(id: str, text: str) -> str:
    """A file that only the user can read."""
    number, name = tempfile.mkstemp(prefix=f"{id.replace('/', '-')}-", suffix=".md")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def _whole_text(paper: Paper, text: Fulltext) -> str:
    from paperreader.fulltext.to_markdown import to_markdown
    from paperreader.text.markdown import escape_inside

    authors = Paragraph((Run(", ".join(map(clean, paper.authors))),))
    abstract = Heading((Run("Abstract"),), 1), Paragraph((Run(clean(paper.abstract)),))
    blocks = [authors, *(abstract if paper.abstract else ()), *text.blocks]
    return f"# {escape_inside(clean(paper.title))}\n\n{to_markdown(blocks)}"
