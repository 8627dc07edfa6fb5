"""Conversion of texts: of one that was fetched, and again of those that an older version made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping
from typing import Final

from paperreader.environment import HUB
from paperreader.fulltext.blocks import Fulltext, Source
from paperreader.fulltext.convert import CONVERTER_VERSION, convert
from paperreader.fulltext.errors import NoText
from paperreader.hub.errors import WrongAnswer
from paperreader.refresh.events import Event, Failed, TextFetched
from paperreader.refresh.waiting import stored
from paperreader.store import Store, StoreError

CONVERT_TIMEOUT_S: Final = 60.0
"""For a text of at most 5 MB."""
BATCH_TEXTS: Final = 50

HOSTS: Final[Mapping[Source, str]] = {"arxiv": "arXiv", "hub": "the Hub"}
ADDRESSES: Final[Mapping[Source, str]] = {"arxiv": "https://arxiv.org/html", "hub": f"{HUB}/papers"}
"""What links in a text are relative to, whichever mirror it came from."""

log = logging.getLogger(__name__)


async def converted(paper: str, source: Source, body: bytes) -> Fulltext:
    """The blocks of a text that a source answered. Raises NoText, or WrongAnswer if it is too much for us."""
    address = f"{ADDRESSES[source]}/{paper}"
    try:
        async with asyncio.timeout(CONVERT_TIMEOUT_S):
            return await asyncio.to_thread(convert, source, body, address=address)
    except NoText:
        raise
    except Exception:
        log.exception("%s from %s cannot be converted", paper, source)
        raise WrongAnswer(f"The text from {HOSTS[source]} cannot be read; see the log.") from None


async def convert_again(store: Store) -> AsyncGenerator[Event, None]:
    """Convert the stored texts that an older version made; a TextFetched for each that is new.

    May be closed at any time; the next call goes on.
    """
    if store.read_only:
        return
    after = ""
    try:
        while papers := await _outdated(store, after):
            for paper in papers:
                after = paper
                text = await _converted_again(store, paper)
                await stored(store.texts.save_converted(paper, text, converter=CONVERTER_VERSION))
                if text:
                    yield TextFetched(paper, text.source, text.version, text.lacks)
    except StoreError as error:
        yield Failed(None, str(error))


async def _outdated(store: Store, after: str) -> list[str]:
    return await asyncio.wrap_future(store.texts.outdated(after, limit=BATCH_TEXTS, converter=CONVERTER_VERSION))


async def _converted_again(store: Store, paper: str) -> Fulltext | None:
    """None if that fails: then the text stays as it is."""
    known, body = store.texts.get(paper), store.texts.source_body(paper)
    if known is None or body is None:
        return None
    try:
        return await converted(paper, known.text.source, body)
    except (NoText, WrongAnswer):
        return None
