"""Converts stored texts again after an update improved the conversion; their raw forms are stored beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from paperreader.models import Paper
from paperreader.store import Store
from paperreader.text.readable import READABLE_VERSION, readable
from paperreader.text.sanitize import clean

BATCH_PAPERS: Final = 50
"""Papers per batch: a search waits while a batch is read, a mark while one is stored."""
VERSION_SETTING: Final = "readable_version"


async def reconvert(store: Store) -> int:
    """Bring every paper in the store up to this version, in batches; returns how many were outdated.

    May be cancelled at any time; the next call continues.
    """
    if store.read_only or store.settings.get(VERSION_SETTING) == str(READABLE_VERSION):
        return 0
    done = after = 0
    outdated = store.papers.outdated
    while batch := await asyncio.wrap_future(outdated(after, limit=BATCH_PAPERS, version=READABLE_VERSION)):
        papers, after = batch
        if papers:
            converted = await asyncio.to_thread(_converted, papers)
            await asyncio.wrap_future(store.ingest.save_readable(converted))
            done += len(papers)
    await asyncio.wrap_future(store.settings.set(VERSION_SETTING, str(READABLE_VERSION)))
    return done


def _converted(papers: Sequence[Paper]) -> list[Paper]:
    return [_renewed(paper) for paper in papers]


def _renewed(paper: Paper) -> Paper:
    """The paper as this version would store it."""
    title, abstract, summary = map(clean, (paper.title_raw, paper.abstract_raw, paper.summary_raw))
    return paper._replace(
        title=readable(title),
        title_raw=title,
        abstract=readable(abstract),
        abstract_raw=abstract,
        summary=readable(summary),
        summary_raw=summary,
        authors=tuple(map(clean, paper.authors)),
        organization=paper.organization and clean(paper.organization),
        submitter=paper.submitter and clean(paper.submitter),
        keywords=tuple(map(clean, paper.keywords)),
    )
