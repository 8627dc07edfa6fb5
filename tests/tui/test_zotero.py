"""Yz: the collection that is selected in Zotero is shown and asked about, and no key waits for Zotero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from paperreader.store import Store
from tests.hub_server.items import item
from tests.stored_days import THU, fill, id_of, with_config
from tests.tui.conftest import User
from tests.zotero_server import ZoteroServer

IDS = [id_of(THU, 1), id_of(THU, 2), id_of(THU, 3)]


@pytest.fixture
def store(store: Store) -> Store:
    fill(store, {THU: [item(id, f"Weaving {n}", day=THU, upvotes=9 - n) for n, id in enumerate(IDS)]})
    return store


@pytest.fixture
def zotero() -> Iterator[ZoteroServer]:
    with ZoteroServer() as server:
        yield server


async def question(user: User) -> str:
    """What is asked, once it is there."""
    await user.until(lambda: "in Zotero?" in user.text())
    return user.text()


async def test_a_paper_is_added_after_a_question(store: Store, open_reader: Any, zotero: ZoteroServer) -> None:
    async with open_reader(store, config=with_config(zotero_port=zotero.port)) as user:
        await user.press("Y", "z")
        assert "Add this paper to the collection “Thesis” in Zotero?" in await question(user)
        assert zotero.stored == []
        await user.press("enter")
        await user.until(lambda: user.toasts and user.toasts[-1].startswith("Added"))
        assert user.toasts[-1] == "Added 1 paper to the collection “Thesis” in Zotero"
        assert [stored["number"] for stored in zotero.stored] == [f"arXiv:{IDS[0]}"]
        assert user.app.screen is user.app.reader


async def test_a_selection_is_added_and_escape_adds_nothing(
    store: Store, open_reader: Any, zotero: ZoteroServer
) -> None:
    zotero.selected_collection = ""
    async with open_reader(store, config=with_config(zotero_port=zotero.port)) as user:
        await user.press("v", "j", "v", "Y", "z")
        assert "Add 2 papers to “My Library” in Zotero?" in await question(user)
        await user.press("escape")
        assert (user.app.screen is user.app.reader, zotero.stored) == (True, [])
        await user.press("Y", "z")
        await question(user)
        await user.press("y")
        await user.until(lambda: len(zotero.stored) == 2)


async def test_no_key_waits_for_zotero(store: Store, open_reader: Any, zotero: ZoteroServer) -> None:
    zotero.fault = "hang"
    async with open_reader(store, config=with_config(zotero_port=zotero.port)) as user:
        await user.press("Y", "z")
        await user.until(lambda: zotero.requests)
        await user.press("j")
        assert user.at == IDS[1]
        assert user.toasts[-1] == "Asking Zotero …"
        zotero.stopped.set()  # the connection ends without an answer
        await user.until(lambda: "so sent the BibTeX instead" in user.toasts[-1])
        assert user.app.clipboard.startswith("@misc{")
        assert f"eprint = {{{IDS[0]}}}" in user.app.clipboard


async def test_a_late_question_takes_no_key_of_another_dialog(
    store: Store, open_reader: Any, zotero: ZoteroServer
) -> None:
    zotero.delay = True
    async with open_reader(store, config=with_config(zotero_port=zotero.port)) as user:
        await user.press("Y", "z")
        await user.until(lambda: zotero.requests)
        await user.press("question_mark")  # the help
        zotero.go_on.set()
        await question(user)
        await user.press("enter", "y")  # typed for the help
        assert "in Zotero?" in user.text()
        assert zotero.stored == []
