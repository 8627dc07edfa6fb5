"""Texts that an older version converted are converted again, from what is stored beside them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

import pytest

from paperreader.fulltext.blocks import Fulltext, Paragraph, Run
from paperreader.fulltext.convert import CONVERTER_VERSION
from paperreader.refresh import TextFetched
from paperreader.refresh.conversion import convert_again
from paperreader.store import Store
from tests.hub_server.arxiv import STUB, markdown, page
from tests.stores import a_paper

OLD = Fulltext((Paragraph((Run("made by an older version"),)),), version="v2")
PAPERS = [a_paper(n) for n in range(1, 6)]
IDS = [paper.id for paper in PAPERS]


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
    from paperreader.refresh import conversion

    def convert(source: str, body: bytes, *, address: str) -> Fulltext:
        if b"Breaks" in body:
            raise MemoryError
        return real(source, body, address=address)  # type: ignore[arg-type]

    real = conversion.convert
    monkeypatch.setattr(conversion, "convert", convert)
    save(store, IDS[0], STUB)
    save(store, IDS[1], page("Breaks"))
    save(store, IDS[2], page("Looms"))
    assert await converted(store) == [IDS[2]]
    assert first_words(store, IDS[0]) == first_words(store, IDS[1]) == "made by an older version"
    assert await converted(store) == [], "nor is it tried each time"


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
