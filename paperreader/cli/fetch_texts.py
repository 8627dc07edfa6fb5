"""`paperreader fetch --texts` and `--pdf`: whole papers into the store, and PDFs into files."""

from __future__ import annotations

import asyncio
import os
from argparse import ArgumentTypeError, Namespace
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from paperreader import xdg
from paperreader.address import CRAWL_DELAY_S
from paperreader.cli import values
from paperreader.cli.context import now
from paperreader.cli.list import NO_LIMIT
from paperreader.cli.output import CommandError, as_line, display_path
from paperreader.cli.progress import Bar
from paperreader.config import Config
from paperreader.environment import Network
from paperreader.export.pdf_names import pdf_name
from paperreader.fulltext.blocks import source_name
from paperreader.hub.arxiv import Arxiv
from paperreader.hub.client import Hub
from paperreader.pdf_folder import saved_pdf
from paperreader.refresh import (
    Busy,
    Event,
    Failed,
    FetchingText,
    NoText,
    Offline,
    PdfFailed,
    PdfSaved,
    TextFailed,
    TextFetched,
    TextsProgress,
    Waiting,
)
from paperreader.refresh.pdf import save_pdf
from paperreader.refresh.texts import Texts
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.views import Collection, Search, View


def run(store: Store, network: Network, args: Namespace, settings: Config) -> int:
    """Fetch the texts that are not stored, or save PDFs; 1 if some could not be had."""
    report = _Report(store)
    network = network._replace(arxiv=settings.arxiv)
    try:
        if args.pdf:
            asyncio.run(_save_pdfs(store, network, list(dict.fromkeys(args.pdf)), _folder(settings), report))
        else:
            asyncio.run(_fetch_texts(store, network, _wanted(store, args), report))
    except KeyboardInterrupt:
        if report.progress is None:
            raise
        report.bar.print_stderr(f"stopped: {report.progress.summary}; the next run picks up from there")
        return 130
    report.bar.clear()
    return 0 if report.complete else 1


def _wanted(store: Store, args: Namespace) -> list[str]:
    """The ids of the papers, in the order of the list that shows them."""
    try:
        return [values.paper(word) for word in args.texts] if args.texts else _ids(store, Collection.STARRED)
    except ArgumentTypeError:
        return _ids(store, Search(" ".join(args.texts), limit=NO_LIMIT))


def _ids(store: Store, view: View) -> list[str]:
    if not (ids := [entry.id for entry in store.papers.entries(view)]):
        raise CommandError("no paper in the store matches")
    return ids


class _Report:
    """Prints the events, above a progress bar if there is a terminal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.bar = Bar()
        self.progress: TextsProgress | None = None
        self.complete = True
        self._host = "arXiv"

    def show(self, event: Event) -> None:
        """Print what it is, and remember whether all went well."""
        match event:
            case TextsProgress():
                if self.progress is None:
                    self.bar.appear()
                self.progress = event
                self.bar.draw(event)
            case TextFetched(paper, source, version, lacks):
                title = getattr(self._store.papers.get(paper), "title", "")
                where = ", ".join([source_name(source, version), *lacks])
                self._print("  ".join(filter(None, (paper, where, clean(title)))))
            case NoText(paper, reason):
                self._fail(f"{paper}: no text: {reason}")
            case TextFailed(paper, message) | PdfFailed(paper, message):
                self._fail(f"{paper}: {as_line(message)}")
            case PdfSaved(paper, path):
                self._print(f"{paper}  {display_path(Path(path))}")
            case Offline(message, network_up):
                self._fail(message if network_up else f"offline: {as_line(message)}")
            case Failed(_, message):
                self._fail(message)
            case Busy():
                self.bar.print_stderr("another paperreader is fetching texts into this store")
            case FetchingText(_, host):
                self._host = host
            case Waiting():
                self.bar.tell_pause(event, self._host)

    def _print(self, line: str) -> None:
        self.bar.clear()
        print(line, flush=True)

    def _fail(self, message: str) -> None:
        self.complete = False
        self.bar.print_stderr(message)


async def _fetch_texts(store: Store, network: Network, papers: Sequence[str], report: _Report) -> None:
    lacking = store.texts.lacking(papers)
    for paper in [paper for paper in dict.fromkeys(papers) if paper in lacking]:  # nobody is asked again so soon
        if (missing := store.texts.missing(paper)) is not None:
            report.show(NoText(paper, missing.reason))
    papers = [paper for paper in papers if paper not in lacking]
    if not papers:
        return
    async with _arxiv(network) as arxiv:
        hub = Hub(network.endpoint, token=network.token)
        try:
            async with aclosing(Texts(store, arxiv, hub, now=now).several(papers)) as events:
                async for event in events:
                    report.show(event)
        finally:
            await hub.close()


def _folder(settings: Config) -> Path:
    folder = settings.pdf_folder or xdg.downloads(os.environ)
    if folder is None:
        raise CommandError("HOME is not set, so there is no download folder; set pdf_folder")
    return Path(folder)


async def _save_pdfs(store: Store, network: Network, papers: Sequence[str], folder: Path, report: _Report) -> None:
    """Under readable names; one that is there already is left alone."""
    async with _arxiv(network) as arxiv:
        asked = False
        for paper in papers:
            if (there := saved_pdf(folder, paper)) is not None:
                report.show(PdfSaved(paper, str(there)))
                continue
            to = folder / pdf_name(paper, store.papers.get(paper))
            if asked:
                await asyncio.sleep(CRAWL_DELAY_S)
            asked = True
            async with aclosing(save_pdf(store, arxiv, paper, to, now=now)) as events:
                async for event in events:
                    report.show(event)
            if isinstance(event, Offline) and not event.network_up:
                return


@asynccontextmanager
async def _arxiv(network: Network) -> AsyncIterator[Arxiv]:
    arxiv = Arxiv(network.arxiv)
    try:
        yield arxiv
    finally:
        await arxiv.close()
