"""Texts and PDFs through real worker processes, which are killed while they work."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from paperreader.environment import Network
from paperreader.reader.connection import Connection
from paperreader.reader.text_fetch import TextFetch
from paperreader.refresh import (
    Busy,
    Event,
    FetchingText,
    Offline,
    PdfFailed,
    PdfProgress,
    PdfSaved,
    TextFetched,
    TextsProgress,
)
from paperreader.refresh.worker import INTERNAL_ERROR, HubWorker
from paperreader.store import Store
from tests.conftest import TOKEN, Clock, until
from tests.hub_server import HubServer
from tests.hub_server.arxiv import markdown, page, pdf

IDS = [f"2607.3100{n}" for n in range(1, 5)]
ID, OTHER, THIRD, FOURTH = IDS


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.texts.html |= {paper: page(f"Paper {paper}", 40) for paper in (ID, OTHER, FOURTH)}
    hub_server.texts.markdown[THIRD] = markdown(THIRD)
    hub_server.texts.pdf[ID] = pdf(3000)
    return hub_server


@pytest.fixture
def worker(store: Store, hub: HubServer, clock: Clock) -> Iterator[HubWorker]:
    """The reader's side of one."""
    worker = HubWorker(store, Network(hub.url, TOKEN, False, hub.url), now=clock)
    yield worker
    with suppress(RuntimeError):  # its event loop is gone
        worker.end()


@pytest.fixture
def fetch(store: Store, hub: HubServer, clock: Clock) -> Iterator[TextFetch]:
    fetch = TextFetch(store, Connection(Network(hub.url, TOKEN, False, hub.url), changed=lambda _: None), now=clock)
    yield fetch
    with suppress(RuntimeError):
        fetch.close()


async def kill(worker: HubWorker) -> None:
    process = worker._process
    assert process
    os.kill(process._process.pid, signal.SIGKILL)
    await until(lambda: process.has_ended)


async def all_of(events: AsyncGenerator[Event, None]) -> list[Event]:
    async with asyncio.timeout(60):
        return [event async for event in events]


async def until_event(events: AsyncGenerator[Event, None], wanted: Callable[[Event], object]) -> Event:
    """The first event that is wanted."""
    async with asyncio.timeout(60):
        async for event in events:
            if wanted(event):
                return event
    raise AssertionError("it ended")


def waits(event: Event) -> bool:
    return isinstance(event, TextsProgress) and event.wait_s > 0


# What comes of it


async def test_a_text_is_there_when_it_is_told(fetch: TextFetch, store: Store, hub: HubServer) -> None:
    assert (await all_of(fetch.text(ID)))[-1] == TextFetched(ID, "arxiv", "v1")
    stored = store.texts.get(ID)
    assert stored
    assert len(stored.text.blocks) > 40
    assert stored.text.blocks[1].runs[0].text.startswith("Paragraph 1 of Paper")  # type: ignore[union-attr]
    fetched = (await all_of(fetch.text(THIRD)))[-1]
    assert isinstance(fetched, TextFetched)
    assert fetched.source == "hub"


async def test_the_token_is_for_the_hub_alone(fetch: TextFetch, hub: HubServer, tmp_path: Path) -> None:
    await all_of(fetch.text(THIRD))
    await all_of(fetch.pdf(ID, tmp_path / "a.pdf"))
    sent = {request.path: request.headers.get("authorization") for request in hub.requests}
    assert sent == {f"/html/{THIRD}": None, f"/papers/{THIRD}.md": f"Bearer {TOKEN}", f"/pdf/{ID}": None}


async def test_a_pdf_is_saved_with_progress(fetch: TextFetch, tmp_path: Path) -> None:
    to = tmp_path / "a b.pdf"
    events = await all_of(fetch.pdf(ID, to))
    assert events[-1] == PdfSaved(ID, str(to))
    assert all(isinstance(event, PdfProgress) for event in events[:-1])
    assert to.read_bytes() == pdf(3000)
    assert await all_of(fetch.pdf(ID, to)) == [PdfFailed(ID, f"{to} already exists.")]
    assert await all_of(fetch.pdf(OTHER, tmp_path / "b.pdf")) == [PdfFailed(OTHER, "arXiv has no PDF of this paper.")]


async def test_a_key_press_waits_for_no_pack(fetch: TextFetch, store: Store, hub: HubServer, clock: Clock) -> None:
    async with aclosing(fetch.texts([ID, OTHER])) as pack:
        await until_event(pack, waits)
        assert isinstance((await all_of(fetch.text(FOURTH)))[-1], TextFetched)
        assert hub.texts_asked() == [f"/html/{ID}", f"/html/{FOURTH}"], "while the pack still waits"
    assert store.texts.stored(IDS) == {ID, FOURTH}


async def test_a_key_press_waits_for_no_refresh(fetch: TextFetch, store: Store, hub: HubServer, clock: Clock) -> None:
    hub.fail("silent", match="/api/")
    refresh = HubWorker(store, Network(hub.url, None, False, hub.url), now=clock)
    async with aclosing(refresh.run()) as events:
        await anext(events)
        assert isinstance((await all_of(fetch.text(ID)))[-1], TextFetched)
    refresh.end()


# What ends it


async def test_a_pack_that_is_killed_loses_nothing_and_the_next_goes_on(
    worker: HubWorker, store: Store, hub: HubServer, clock: Clock
) -> None:
    async with aclosing(worker.texts(IDS)) as events:
        await until_event(events, waits)
        await kill(worker)
        assert await until_event(events, lambda event: isinstance(event, Offline)) == INTERNAL_ERROR
    assert store.texts.stored(IDS) == {ID}
    clock.tick(16)
    hub.fail("silent", match=OTHER)
    async with aclosing(worker.texts(IDS)) as events:
        await until_event(events, lambda event: isinstance(event, FetchingText))
        await until(lambda: hub.texts_asked()[-1] == f"/html/{OTHER}")
        await kill(worker)
        await until_event(events, lambda event: isinstance(event, Offline))
    assert store.texts.stored(IDS) == {ID}
    hub.fail()
    for _ in range(3):
        clock.tick(16)
        async with aclosing(worker.texts(IDS)) as events:
            await until_event(events, lambda event: isinstance(event, TextFetched))
            await kill(worker)
    assert store.texts.stored(IDS) == set(IDS)
    assert hub.texts_asked().count(f"/html/{ID}") == 1


async def test_a_kill_at_any_moment_leaves_a_whole_text_or_none(
    worker: HubWorker, store: Store, hub: HubServer, clock: Clock, long: bool
) -> None:
    hub.texts.html[ID] = page("Long", 4000)
    for n in range(60 if long else 6):
        async with aclosing(worker.text(ID)) as events:
            await until_event(events, lambda event: isinstance(event, FetchingText))
            await asyncio.sleep(0.06 * n % 1.2)
            await kill(worker)
            await until_event(events, lambda event: isinstance(event, Offline | TextFetched))
        stored = store.texts.get(ID)
        assert stored is None or len(stored.text.blocks) >= 4000
    await all_of(worker.text(ID))
    stored = store.texts.get(ID)
    assert stored
    assert len(stored.text.blocks) >= 4000
    assert store.texts.source_body(ID) == page("Long", 4000)


async def test_a_killed_download_leaves_no_file_of_that_name(worker: HubWorker, hub: HubServer, tmp_path: Path) -> None:
    to = tmp_path / "a.pdf"
    hub.fail("drip 0.001", match="/pdf/")
    async with aclosing(worker.pdf(ID, to)) as events:
        task = asyncio.ensure_future(anext(events, None))
        await until(lambda: (tmp_path / "a.pdf.part").exists())
        await kill(worker)
        assert await task == INTERNAL_ERROR
    assert not to.exists()
    hub.fail()
    assert (await all_of(worker.pdf(ID, to)))[-1] == PdfSaved(ID, str(to))
    assert to.read_bytes() == pdf(3000)
    assert os.listdir(tmp_path) == ["a.pdf", "data"]


async def test_a_cancelled_download_leaves_nothing(worker: HubWorker, hub: HubServer, tmp_path: Path) -> None:
    hub.fail("drip 0.001", match="/pdf/")
    async with aclosing(worker.pdf(ID, tmp_path / "a.pdf")) as events:
        task = asyncio.ensure_future(anext(events, None))
        await until(lambda: (tmp_path / "a.pdf.part").exists())
        task.cancel()
        await asyncio.wait({task})
    await until(lambda: not (tmp_path / "a.pdf.part").exists())
    assert not (tmp_path / "a.pdf").exists()


async def test_two_readers_do_not_fetch_packs_at_once(
    fetch: TextFetch, opened: Callable[..., Store], hub: HubServer, clock: Clock
) -> None:
    other = TextFetch(opened(), Connection(Network(hub.url, None, False, hub.url), changed=lambda _: None), now=clock)
    async with aclosing(fetch.texts([ID, OTHER])) as pack:
        await until_event(pack, waits)
        assert await all_of(other.texts([THIRD])) == [Busy()]
    other.close()
