"""Zotero's interface for browsers, spoken to a server with its rules."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from paperreader.hub.zotero import (
    Collection,
    NoAnswer,
    NotRunning,
    NotZotero,
    ReadOnly,
    Refused,
    SessionUsed,
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
