"""Conversion of texts: of one that was fetched, and again of those that an older version made."""

from __future__ import annotations

import asyncio
import logging
import os
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Mapping
from typing import Final

from paperreader import children
from paperreader.environment import HUB
from paperreader.fulltext.blocks import Fulltext, Source
from paperreader.fulltext.conversion_child import NO_TEXT
from paperreader.fulltext.convert import CONVERTER_VERSION
from paperreader.fulltext.encode import decode
from paperreader.fulltext.errors import NoText
from paperreader.hub.errors import WrongAnswer
from paperreader.refresh.events import Event, Failed, TextFetched
from paperreader.refresh.waiting import stored
from paperreader.store import Store, StoreError

CONVERT_TIMEOUT_S: Final = 60.0
CONVERT_MB: Final = 400
"""Of address space. The largest papers take a sixth of it."""
MAX_LOGGED_BYTES: Final = 2_000
BATCH_TEXTS: Final = 50

HOSTS: Final[Mapping[Source, str]] = {"arxiv": "arXiv", "hub": "the Hub"}
ADDRESSES: Final[Mapping[Source, str]] = {"arxiv": "https://arxiv.org/html", "hub": f"{HUB}/papers"}
"""What links in a text are relative to, whichever mirror it came from."""

log = logging.getLogger(__name__)


async def converted(paper: str, source: Source, body: bytes) -> Fulltext:
    """The blocks of a text that a source answered. Raises NoText, or WrongAnswer if it is too much for us.

    A process of its own makes them, which ends with this call, whatever the text is like.
    """
    try:
        code, answer, problem = await _child(source, f"{ADDRESSES[source]}/{paper}", body)
    except TimeoutError:
        code, answer, problem = -1, b"", f"not done after {CONVERT_TIMEOUT_S:.0f} s"
    except OSError as error:
        code, answer, problem = -1, b"", str(error)
    if code == 0:
        return decode(answer)
    if code == NO_TEXT:
        raise NoText(answer.decode())
    log.error("%s from %s cannot be converted (exit status %s): %s", paper, source, code, problem)
    raise WrongAnswer(f"The text from {HOSTS[source]} cannot be read; see the log.")


async def _child(source: Source, address: str, body: bytes) -> tuple[int, bytes, str]:
    """Exit status, answer and last errors of the process. Raises TimeoutError or OSError."""
    process = await asyncio.create_subprocess_exec(
        *children.own("paperreader.fulltext.conversion_child", source, address, str(CONVERT_MB)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env=children.environment(os.environ),
    )
    try:
        async with asyncio.timeout(CONVERT_TIMEOUT_S):
            answer, errors = await process.communicate(body)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return await process.wait(), answer, errors[-MAX_LOGGED_BYTES:].decode(errors="replace")


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
