"""Texts that an older version converted are converted again, from what is stored beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from paperreader.fulltext.blocks import Fulltext, Paragraph, Run
from paperreader.fulltext.convert import CONVERTER_VERSION
from paperreader.hub.errors import WrongAnswer
from paperreader.refresh import TextFetched, conversion
from paperreader.refresh.conversion import convert_again
from paperreader.store import Store
from tests.hub_server.arxiv import HUGE, STUB, markdown, page
from tests.stores import a_paper

OLD = Fulltext((Paragraph((Run("made by an older version"),)),), version="v2")
PAPERS = [a_paper(n) for n in range(1, 6)]
IDS = [paper.id for paper in PAPERS]
CHILDREN = Path("/proc/thread-self/children")


def children_of_ours() -> set[str]:
    """Process ids of what this thread has started and what has not been waited for."""
    return set(CHILDREN.read_text().split())


@pytest.fixture
def store(store: Store) -> Store:
    """One with papers, whose texts are not stored."""
    store.ingest.save_papers(PAPERS).result()
    return store


def save(store: Store, paper: str, body: bytes, text: Fulltext = OLD, converter: int = CONVERTER_VERSION - 1) -> None:
    store.texts.save(paper, body, text, converter=converter, etag='"a"', modified=None).result()


async def converted(store: Store) -> list[str]:
    return [event.paper async for event in convert_again(store) if isinstance(event, TextFetched)]


def first_words(store: Store, paper: str) -> str:
    stored = store.texts.get(paper)
    assert stored
    return " ".join(run.text for block in stored.text.blocks if isinstance(block, Paragraph) for run in block.runs)


async def test_old_texts_are_converted_again_and_new_ones_are_not(store: Store) -> None:
    save(store, IDS[0], page("Looms"))
    save(store, IDS[1], markdown(IDS[1]), OLD._replace(source="hub"))
    save(store, IDS[2], page("Kettles"), converter=CONVERTER_VERSION)
    assert await converted(store) == IDS[:2]
    assert "Paragraph 1 of Looms" in first_words(store, IDS[0])
    assert "The Hub tells of Weaving Tokens" in first_words(store, IDS[1])
    assert first_words(store, IDS[2]) == "made by an older version"
    stored = store.texts.get(IDS[0])
    assert stored
    assert (stored.converter, stored.etag, stored.source) == (CONVERTER_VERSION, '"a"', "arxiv")
    assert store.texts.source_body(IDS[0]) == page("Looms")
    assert await converted(store) == []


async def test_what_cannot_be_converted_any_more_stays_as_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(conversion, "CONVERT_MB", 50)
    save(store, IDS[0], STUB)
    save(store, IDS[1], HUGE)
    save(store, IDS[2], page("Looms"))
    assert await converted(store) == [IDS[2]]
    assert first_words(store, IDS[0]) == first_words(store, IDS[1]) == "made by an older version"
    assert f"{IDS[1]} from arxiv cannot be converted" in caplog.text
    assert await converted(store) == [], "nor is it tried each time"


@pytest.mark.skipif(not CHILDREN.exists(), reason="needs Linux's list of child processes")
async def test_a_page_that_takes_too_long_is_left_and_nothing_of_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(conversion, "CONVERT_TIMEOUT_S", 0.2)
    before = children_of_ours()
    with pytest.raises(WrongAnswer, match="cannot be read"):
        await conversion.converted(IDS[0], "arxiv", HUGE)
    assert "not done after" in caplog.text
    assert children_of_ours() <= before


@pytest.mark.skipif(not CHILDREN.exists(), reason="needs Linux's list of child processes")
async def test_who_goes_away_ends_the_conversion() -> None:
    before = children_of_ours()
    waiting = asyncio.create_task(conversion.converted(IDS[0], "arxiv", HUGE))
    async with asyncio.timeout(30):
        while children_of_ours() <= before:
            await asyncio.sleep(0.005)
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    assert children_of_ours() <= before


async def test_left_in_the_middle_the_next_goes_on(store: Store) -> None:
    for paper in IDS:
        save(store, paper, page(paper))
    async with aclosing(convert_again(store)) as events:
        await anext(events)
    assert await converted(store) == IDS[1:]


async def test_a_store_that_is_only_read_is_left_alone(store: Store, opened: Callable[..., Store]) -> None:
    save(store, IDS[0], page("Looms"))
    assert await converted(opened(read_only=True)) == []
    assert await converted(store) == [IDS[0]]
