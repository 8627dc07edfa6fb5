"""Texts of papers, from arXiv and Hub on loopback into a store, by a clock that is set by hand."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from datetime import timedelta

import pytest

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.convert import CONVERTER_VERSION
from paperreader.fulltext.encode import decode
from paperreader.hub.arxiv import Arxiv
from paperreader.hub.client import MAX_TEXT_BYTES, Hub
from paperreader.hub.transport import Timings
from paperreader.refresh import (
    Busy,
    Event,
    Failed,
    FetchingText,
    NoText,
    Offline,
    TextFailed,
    TextFetched,
    TextNotStored,
    TextsProgress,
    Waiting,
    conversion,
)
from paperreader.refresh.texts import Texts
from paperreader.store import Store
from tests.conftest import TOKEN, Clock
from tests.hub_server import HubServer
from tests.hub_server.arxiv import FATAL, HUGE, STUB, markdown, page

ID, OTHER, THIRD = "2607.31001", "2607.31002", "2607.31003"
PATIENT = Timings(connect=20, read=20, total=60, backoff=0.01)


@pytest.fixture
def server(hub_server: HubServer) -> HubServer:
    """One paper has a page and Markdown, one a page, one only Markdown."""
    hub_server.texts.html |= {ID: page("First", version="v2"), OTHER: page("Other")}
    hub_server.texts.markdown |= {ID: markdown(ID), THIRD: markdown(THIRD)}
    return hub_server


Connect = Callable[[Store], Texts]


@pytest.fixture
async def connect(server: HubServer, clock: Clock) -> AsyncIterator[Connect]:
    """Makes fetchers, each with connections of its own."""
    clients: list[Arxiv | Hub] = []

    def connect(store: Store) -> Texts:
        arxiv = Arxiv(server.url, now=clock, sleep=clock.sleep, timings=PATIENT)
        hub = Hub(server.url, token=TOKEN, now=clock, sleep=clock.sleep, timings=PATIENT)
        clients.extend((arxiv, hub))
        return Texts(store, arxiv, hub, now=clock, sleep=clock.sleep)

    yield connect
    for client in clients:
        await client.close()


@pytest.fixture
def texts(connect: Connect, store: Store) -> Texts:
    return connect(store)


async def all_of(events: AsyncGenerator[Event, None]) -> list[Event]:
    async with asyncio.timeout(60):
        return [event async for event in events]


def without_progress(events: list[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, TextsProgress | FetchingText)]


# One


async def test_arxivs_page_is_stored_with_all_that_it_takes_to_ask_again(
    texts: Texts, store: Store, server: HubServer
) -> None:
    events = await all_of(texts.one(ID))
    assert events == [FetchingText(ID, "arXiv"), TextFetched(ID, "arxiv", "v2")]
    stored = store.texts.get(ID)
    assert stored
    assert (stored.source, stored.version, stored.converter) == ("arxiv", "v2", CONVERTER_VERSION)
    assert stored.modified
    assert stored.etag
    assert store.texts.source_body(ID) == page("First", version="v2")
    assert server.texts_asked() == [f"/html/{ID}"]
    assert "authorization" not in server.requests[0].headers


async def test_where_arxiv_has_no_html_the_hub_is_asked(texts: Texts, store: Store, server: HubServer) -> None:
    first, second, fetched = await all_of(texts.one(THIRD))
    assert (first, second) == (FetchingText(THIRD, "arXiv"), FetchingText(THIRD, "the Hub"))
    assert isinstance(fetched, TextFetched)
    assert fetched.source == "hub"
    stored = store.texts.get(THIRD)
    assert stored
    assert (stored.source, stored.text.lacks) == ("hub", fetched.lacks)
    assert [request.headers.get("authorization") for request in server.requests] == [None, f"Bearer {TOKEN}"]
    assert "text/markdown" in server.requests[1].headers["accept"]


@pytest.mark.parametrize("body", [FATAL, STUB])
async def test_a_stub_is_no_text(texts: Texts, store: Store, server: HubServer, body: bytes) -> None:
    server.texts.html |= {ID: body, OTHER: body}
    fetched = (await all_of(texts.one(ID)))[-1]
    assert isinstance(fetched, TextFetched)
    assert fetched.source == "hub"
    missing = (await all_of(texts.one(OTHER)))[-1]
    assert isinstance(missing, NoText)
    assert re.fullmatch(r"arXiv.* this paper.*, and the Hub has no text of it", missing.reason)


async def test_that_there_is_none_is_stored_and_a_key_press_asks_again(
    texts: Texts, store: Store, server: HubServer
) -> None:
    server.texts.html.clear()
    server.texts.markdown.clear()
    reason = "arXiv has no HTML version of this paper, and the Hub has no text of it"
    assert (await all_of(texts.one(ID)))[-1] == NoText(ID, reason)
    missing = store.texts.missing(ID)
    assert missing
    assert missing.reason == reason
    server.texts.html[ID] = page()
    assert isinstance((await all_of(texts.one(ID)))[-1], TextFetched)
    assert store.texts.missing(ID) is None


async def test_a_text_that_has_not_changed_does_not_come_again(
    texts: Texts, store: Store, server: HubServer, clock: Clock
) -> None:
    await all_of(texts.one(ID))
    body = store.texts.source_body(ID)
    clock.tick(3600)
    assert (await all_of(texts.one(ID)))[-1] == TextFetched(ID, "arxiv", "v2")
    stored = store.texts.get(ID)
    assert stored
    assert stored.fetched == clock.now, "it is known to be as new as this"
    assert server.requests[-1].headers["if-none-match"]
    assert store.texts.source_body(ID) == body
    server.texts.html[ID] = page("First", version="v3")
    server.texts.modified[ID] = "Sat, 01 Aug 2026 09:00:00 GMT"
    assert (await all_of(texts.one(ID)))[-1] == TextFetched(ID, "arxiv", "v3")
    assert store.texts.source_body(ID) == page("First", version="v3")


@pytest.mark.parametrize("fault", ["404", "500", "reset", "403", "html text/html", "object application/json"])
async def test_a_stored_text_is_never_lost_to_a_worse_one(
    texts: Texts, store: Store, server: HubServer, fault: str
) -> None:
    await all_of(texts.one(ID))
    server.fail(fault, match="/html/")
    assert not isinstance((await all_of(texts.one(ID)))[-1], TextFetched | NoText)
    stored = store.texts.get(ID)
    assert stored
    assert stored.source == "arxiv"
    assert server.texts_asked()[-1] == f"/html/{ID}", "the Hub is not even asked"


@pytest.mark.parametrize("fault", ["500", "reset half", "403", "429", "redirect http://login.example/", "flood"])
async def test_where_arxiv_fails_the_hubs_text_is_better_than_nothing(
    texts: Texts, store: Store, server: HubServer, fault: str
) -> None:
    server.fail(fault, match="/html/")
    fetched = (await all_of(texts.one(ID)))[-1]
    assert isinstance(fetched, TextFetched)
    assert fetched.source == "hub"
    server.fail()
    server.requests.clear()
    again = (await all_of(texts.one(ID)))[-1]
    assert isinstance(again, TextFetched)
    assert again.source == ("hub" if fault in ("403", "429") else "arxiv"), "unless arXiv wants a pause"


@pytest.mark.parametrize(
    ("arxiv", "hub", "message"),
    [
        ("500", "404", "arXiv returned an error (500)."),
        ("404", "500", "The Hub returned an error (500: Internal Server Error)."),
        ("403", "html text/html", "arXiv asks us to wait 5 minutes before the next request."),
        ("404", "html text/html", "127.0.0.1 answered with a web page (a login page?) instead of a text."),
        ("404", "object application/json", "127.0.0.1 answered with a web page (a login page?) instead of a text."),
        ("404", "flood", "The answer is larger than 16 MB. Nothing was stored."),
        ("flood", "404", "The answer is larger than 5 MB. Nothing was stored."),
        ("404", "reset", "The connection to 127.0.0.1 was lost 3 times."),
    ],
)
async def test_what_may_pass_is_not_taken_for_no_text(
    texts: Texts, store: Store, server: HubServer, arxiv: str, hub: str, message: str
) -> None:
    server.fail(arxiv, match="/html/")
    server.fail(hub, match="/papers/")
    assert (await all_of(texts.one(ID)))[-1] == TextFailed(ID, message)
    assert store.texts.missing(ID) is None
    assert store.texts.get(ID) is None


async def test_a_text_of_the_hub_that_is_too_large_is_refused(texts: Texts, store: Store, server: HubServer) -> None:
    server.texts.markdown[THIRD] = markdown(THIRD) + b"x" * MAX_TEXT_BYTES
    assert (await all_of(texts.one(THIRD)))[-1] == TextFailed(
        THIRD, "The answer is larger than any of the Hub's. Nothing was stored."
    )


async def test_without_a_network_that_is_told(texts: Texts, store: Store, server: HubServer) -> None:
    server.stop()
    assert (await all_of(texts.one(ID)))[-1] == Offline("Can't reach 127.0.0.1.")
    assert store.texts.missing(ID) is None


async def test_a_pause_is_kept_by_every_process(
    connect: Connect, store: Store, server: HubServer, clock: Clock
) -> None:
    server.fail("429", match="/html/", Retry_After="600")
    await all_of(connect(store).one(ID))
    server.fail()
    assert (await all_of(connect(store).one(OTHER)))[-1] == TextFailed(
        OTHER, "arXiv asks us to wait 10 minutes before the next request."
    )
    assert server.texts_asked().count(f"/html/{OTHER}") == 0
    clock.tick(601)
    assert isinstance((await all_of(connect(store).one(OTHER)))[-1], TextFetched)


async def test_a_pause_of_the_hub_is_kept_too(connect: Connect, store: Store, server: HubServer, clock: Clock) -> None:
    server.fail("429", match="/papers/", Retry_After="600")
    await all_of(connect(store).one(THIRD))
    server.fail()
    assert (await all_of(connect(store).one(THIRD)))[-1] == TextFailed(
        THIRD, "The Hub asks us to wait 10 minutes before the next request."
    )
    assert server.texts_asked().count(f"/papers/{THIRD}.md") == 1
    clock.tick(601)
    assert isinstance((await all_of(connect(store).one(THIRD)))[-1], TextFetched)


async def test_a_text_that_breaks_the_conversion_costs_only_itself(
    texts: Texts, store: Store, server: HubServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(conversion, "CONVERT_MB", 50)
    server.texts.html |= {ID: HUGE, OTHER: HUGE}
    fetched = (await all_of(texts.one(ID)))[-1]
    assert isinstance(fetched, TextFetched)
    assert fetched.source == "hub"
    assert "cannot be converted" in caplog.text
    assert (await all_of(texts.one(OTHER)))[-1] == TextFailed(OTHER, "The text from arXiv cannot be read; see the log.")


async def test_left_early_nothing_goes_on(texts: Texts, store: Store, server: HubServer) -> None:
    server.fail("silent", match="/html/")
    async with aclosing(texts.one(ID)) as events:
        async for event in events:
            assert event == FetchingText(ID, "arXiv")
            break
    server.fail()
    assert server.texts_asked() in ([], [f"/html/{ID}"])
    assert store.texts.get(ID) is None
    assert isinstance((await all_of(texts.one(OTHER)))[-1], TextFetched)


async def test_a_store_that_is_read_only_is_told(opened: Callable[..., Store], store: Store, connect: Connect) -> None:
    (event,) = await all_of(connect(opened(read_only=True)).several([ID]))
    assert isinstance(event, Failed)


# Several


async def test_several_come_one_at_a_time_as_far_apart_as_arxiv_asks(
    texts: Texts, store: Store, server: HubServer, clock: Clock
) -> None:
    at: dict[str, float] = {}
    async with asyncio.timeout(60):
        async for event in texts.several([ID, OTHER, THIRD, ID]):
            if isinstance(event, FetchingText) and event.host == "arXiv":
                at[event.paper] = clock().timestamp()
            if isinstance(event, TextsProgress):
                last = event
    assert server.texts_asked() == [f"/html/{ID}", f"/html/{OTHER}", f"/html/{THIRD}", f"/papers/{THIRD}.md"]
    assert list(at) == [ID, OTHER, THIRD]
    assert at[OTHER] - at[ID] >= 15
    assert at[THIRD] - at[OTHER] >= 15
    assert last == TextsProgress(3, 3, 0)
    assert store.texts.stored([ID, OTHER, THIRD]) == {ID, OTHER, THIRD}
    assert max(clock.slept) <= 1


async def test_a_pack_keeps_its_connection(texts: Texts, server: HubServer) -> None:
    server.texts.html |= {f"2607.3200{n}": page() for n in range(5)}
    await all_of(texts.several([f"2607.3200{n}" for n in range(5)]))
    assert (len(server.requests), server.connections) == (5, 1)


async def test_the_wait_is_told_every_second(texts: Texts, clock: Clock) -> None:
    events = await all_of(texts.several([ID, OTHER]))
    waits = [event.wait_s for event in events if isinstance(event, TextsProgress) and event.wait_s]
    assert waits == [float(left) for left in range(15, 0, -1)]
    assert [event.done for event in events if isinstance(event, TextsProgress)] == [0, *[1] * 16, 2]


async def test_what_is_stored_is_not_asked_for(texts: Texts, store: Store, server: HubServer, clock: Clock) -> None:
    server.texts.markdown.clear()
    await all_of(texts.several([ID, OTHER, THIRD]))
    server.requests.clear()
    assert await all_of(texts.several([ID, OTHER, THIRD])) == [TextsProgress(3, 3, 0)]
    assert server.requests == [], "nor is what there is none of"
    clock.tick(days=8)
    assert isinstance(without_progress(await all_of(texts.several([ID, OTHER, THIRD])))[-1], NoText)
    assert server.texts_asked() == [f"/html/{THIRD}", f"/papers/{THIRD}.md"]


async def test_another_process_is_as_far_behind_the_last_request(connect: Connect, store: Store, clock: Clock) -> None:
    await all_of(connect(store).several([ID]))
    clock.tick(4)
    before = clock()
    await all_of(connect(store).several([OTHER]))
    assert clock() - before == timedelta(seconds=11)


async def test_a_clock_that_was_ahead_holds_nothing_up_for_long(texts: Texts, store: Store, clock: Clock) -> None:
    store.settings.set("arxiv_asked_at", (clock() + timedelta(days=400)).isoformat()).result()
    store.settings.set("arxiv_wait_until", (clock() + timedelta(days=400)).isoformat()).result()
    before = clock()
    assert isinstance(without_progress(await all_of(texts.several([ID])))[-1], TextFetched)
    assert clock() - before <= timedelta(seconds=16)


async def test_a_key_press_waits_for_nobody(connect: Connect, store: Store, server: HubServer, clock: Clock) -> None:
    pack, user = connect(store), connect(store)
    async with aclosing(pack.several([ID, OTHER])) as events:
        async for event in events:
            if isinstance(event, TextsProgress) and event.wait_s:
                before = clock()
                assert isinstance((await all_of(user.one(THIRD)))[-1], TextFetched)
                assert clock() == before, "at once"
                break
        asked = clock()
        async for event in events:
            if event == FetchingText(OTHER, "arXiv"):
                break
        assert clock() - asked >= timedelta(seconds=14), "and the others wait behind it"


async def test_what_the_user_opens_meanwhile_is_not_fetched_twice(
    connect: Connect, store: Store, server: HubServer
) -> None:
    pack, user = connect(store), connect(store)
    async with asyncio.timeout(60), aclosing(pack.several([ID, OTHER])) as events:
        async for event in events:
            if isinstance(event, TextsProgress) and event.wait_s == 15:
                await all_of(user.one(OTHER))
    assert event == TextsProgress(2, 2, 0)
    assert server.texts_asked().count(f"/html/{OTHER}") == 1


async def test_only_one_process_fetches_several(connect: Connect, store: Store) -> None:
    async with aclosing(connect(store).several([ID, OTHER])) as events:
        await anext(events)
        assert await all_of(connect(store).several([THIRD])) == [Busy()]
    assert isinstance((await all_of(connect(store).several([THIRD])))[-1], TextsProgress)


async def test_one_that_fails_is_counted_and_the_others_come(texts: Texts, store: Store, server: HubServer) -> None:
    server.fail("500", match=f"/html/{ID}")
    del server.texts.markdown[THIRD]
    events = await all_of(texts.several([ID, OTHER, THIRD]))
    ends = [event for event in without_progress(events) if not isinstance(event, Waiting)]
    assert [type(event) for event in ends] == [TextFailed, TextFetched, NoText]
    assert Waiting(15, "arXiv returned an error (500)") in events
    assert events[-1] == TextsProgress(3, 3, 2)
    assert store.texts.stored([ID, OTHER, THIRD]) == {OTHER}
    assert f"/papers/{ID}.md" not in server.texts_asked(), "arXiv's will be better another time"


async def test_in_a_pack_attempts_are_as_far_apart_too(texts: Texts, server: HubServer, clock: Clock) -> None:
    server.fail("502", match=f"/html/{ID}", times=2)
    before = clock()
    await all_of(texts.several([ID]))
    assert server.texts_asked() == [f"/html/{ID}"] * 3
    assert clock() - before >= timedelta(seconds=30)


async def test_three_in_a_row_are_enough(texts: Texts, server: HubServer) -> None:
    server.fail("500", match="/html/")
    wanted = [f"2607.3100{n}" for n in range(8)]
    events = await all_of(texts.several(wanted))
    assert events[-1] == Offline("arXiv returned an error (500).", network_up=True)
    assert len([event for event in events if isinstance(event, TextFailed)]) == 3


async def test_where_the_network_goes_away_it_ends_and_the_next_goes_on(
    texts: Texts, store: Store, server: HubServer
) -> None:
    async with asyncio.timeout(60):
        async for event in texts.several([ID, OTHER, THIRD]):
            if isinstance(event, TextFetched):
                server.stop()
    assert event == Offline("Can't reach 127.0.0.1.")
    server.start()
    events = await all_of(texts.several([ID, OTHER, THIRD]))
    assert [event.paper for event in events if isinstance(event, TextFetched)] == [OTHER, THIRD]


async def test_a_pack_sits_out_the_pause_that_arxiv_asks_for(texts: Texts, server: HubServer, clock: Clock) -> None:
    server.fail("429", match="/html/", times=1, Retry_After="900")
    before = clock()
    events = await all_of(texts.several([ID]))
    assert Waiting(900) in events
    assert isinstance(without_progress(events)[-1], TextFetched)
    assert clock() - before >= timedelta(seconds=900)


async def test_a_pause_that_another_process_was_asked_for_is_waited_for(
    connect: Connect, store: Store, server: HubServer, clock: Clock
) -> None:
    server.fail("429", match="/html/", times=1, Retry_After="900")
    await all_of(connect(store).one(OTHER))
    before = clock()
    events = await all_of(connect(store).several([ID]))
    assert isinstance(without_progress(events)[-1], TextFetched)
    assert clock() - before == timedelta(seconds=900)
    assert max(event.wait_s for event in events if isinstance(event, TextsProgress)) == 900


async def test_cancelled_at_any_point_nothing_is_lost(connect: Connect, store: Store, server: HubServer) -> None:
    wanted = [ID, OTHER, THIRD]
    for point in range(1, 6):
        async with aclosing(connect(store).several(wanted)) as events:
            for _ in range(point):
                await anext(events, None)
    await all_of(connect(store).several(wanted))
    assert store.texts.stored(wanted) == set(wanted)


# -- a store that cannot be written


async def test_what_cannot_be_stored_comes_along_for_who_waits_for_it(
    store: Store, connect: Connect, clock: Clock
) -> None:
    only_read = Store(store.path, now=clock, read_only=True)
    texts = connect(only_read)
    *_, found = await all_of(texts.one(ID))
    assert isinstance(found, TextNotStored)
    assert "First" in block_text(decode(found.text).blocks[1])
    assert found.message == only_read.read_only
    *_, missing = await all_of(texts.one("2607.31009"))
    assert isinstance(missing, NoText)
    assert await all_of(texts.several([ID])) == [Failed(None, only_read.read_only or "")]
    assert store.texts.get(ID) is None
    only_read.close()
