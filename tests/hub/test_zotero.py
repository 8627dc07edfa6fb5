"""Zotero's interface for browsers, spoken to a server with its rules."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from paperreader.hub.zotero import (
    PAGE_ITEMS,
    Collection,
    NoAnswer,
    NotFound,
    NotRunning,
    NotZotero,
    ReadOnly,
    Refused,
    SessionUsed,
    SwitchedOff,
    Zotero,
)
from tests.zotero_server import ZoteroServer

ONE = '[{"type": "article", "title": "Über das Weben 織"}]'


@pytest.fixture
def server() -> Iterator[ZoteroServer]:
    with ZoteroServer() as server:
        yield server


@pytest.fixture
def zotero(server: ZoteroServer) -> Zotero:
    return Zotero(server.port, asking_s=10, adding_s=10)


async def test_it_says_what_is_selected(server: ZoteroServer, zotero: Zotero) -> None:
    assert await zotero.selected() == Collection("Thesis", "My Library", is_library=False, is_editable=True)
    server.selected_collection, server.selected_library, server.editable = "", "Lab \x1b[31m", False
    assert await zotero.selected() == Collection("Lab", "Lab", is_library=True, is_editable=False)


async def test_papers_are_added_each_request_under_its_own_name(server: ZoteroServer, zotero: Zotero) -> None:
    assert await zotero.add(ONE) == 1
    assert await zotero.add(ONE.replace("}]", "}, " + ONE[1:])) == 2
    assert [item["title"] for item in server.stored] == ["Über das Weben 織"] * 3
    assert len(server.sessions) == 2


async def test_a_request_is_carried_out_once(server: ZoteroServer, zotero: Zotero) -> None:
    await zotero.add(ONE, session="a")
    with pytest.raises(SessionUsed):
        await zotero.add(ONE, session="a")
    assert len(server.stored) == 1


async def test_what_zotero_refuses_says_why(server: ZoteroServer, zotero: Zotero) -> None:
    with pytest.raises(Refused, match="could not read"):
        await zotero.add("no bibliography")
    server.fault = "503"
    with pytest.raises(Refused, match="503"):
        await zotero.add(ONE)
    server.read_only_library = True
    with pytest.raises(ReadOnly):
        await zotero.add(ONE)
    assert server.stored == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [("foreign", NotZotero), ("garbage", NotZotero), ("huge", NotZotero), ("reset", NotZotero)],
)
async def test_what_is_not_zotero_is_told_apart(
    server: ZoteroServer, zotero: Zotero, fault: str, error: type[Exception]
) -> None:
    server.fault = fault
    with pytest.raises((error, NoAnswer)):
        await zotero.selected()


@pytest.mark.parametrize("fault", ["hang", "trickle"])
async def test_a_deadline_ends_what_never_ends(server: ZoteroServer, fault: str) -> None:
    server.fault = fault
    with pytest.raises(NoAnswer):
        await Zotero(server.port, asking_s=0.3).selected()
    with pytest.raises(NoAnswer):
        await Zotero(server.port, adding_s=0.3).add(ONE)


async def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotRunning):
        await Zotero(port).selected()


async def test_no_proxy_comes_between(server: ZoteroServer, zotero: Zotero, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert (await zotero.selected()).name == "Thesis"


def own(number: int, **more: object) -> dict[str, object]:
    return {"key": f"K{number}", "itemType": "preprint", "title": f"Looms {number}", **more}


async def test_the_library_is_read_page_by_page(server: ZoteroServer, zotero: Zotero) -> None:
    assert await zotero.items() == []
    server.items = [own(number) for number in range(PAGE_ITEMS + 3)] + [own(999, parentItem="K1")]
    items = await zotero.items()
    assert [item["data"]["title"] for item in items] == [f"Looms {number}" for number in range(PAGE_ITEMS + 3)]  # type: ignore[index]
    assert server.pages == [0, PAGE_ITEMS, 3]


async def test_a_collection_is_found_by_its_name(server: ZoteroServer, zotero: Zotero) -> None:
    server.collections = {"ABCD2345": "Thesis", "EFGH2345": "Tea"}
    server.items = [own(1, collections=["ABCD2345"]), own(2, collections=["EFGH2345"]), own(3)]
    items = await zotero.items("thesis")
    assert [item["data"]["key"] for item in items] == ["K1"]  # type: ignore[index]
    with pytest.raises(NotFound, match="no collection “Coffee”"):
        await zotero.items("Coffee\x1b[31m")


async def test_a_library_that_cannot_be_read_says_what_to_do(server: ZoteroServer, zotero: Zotero) -> None:
    server.local_api = False
    with pytest.raises(SwitchedOff, match="under Advanced, switch on “Allow other applications"):
        await zotero.items()
    server.has_local_api = False
    with pytest.raises(NotFound, match="needs Zotero 7"):
        await zotero.items()
    for fault in ("foreign", "garbage"):
        server.fault = fault
        with pytest.raises(NotZotero):
            await zotero.items()
    server.fault = "hang"
    with pytest.raises(NoAnswer):
        await Zotero(server.port, listing_s=0.3).items()
