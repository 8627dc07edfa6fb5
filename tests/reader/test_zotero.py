"""Adding papers to Zotero: what is said is what happened, and where nothing was added the BibTeX is copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from paperreader.export import export_all
from paperreader.hub.zotero import Collection
from paperreader.models import Paper
from paperreader.reader.zotero import add, find_collection
from paperreader.store import Store
from tests.hub_server.items import item
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, fill, id_of, with_config
from tests.zotero_server import ZoteroServer

IDS = [id_of(THU, 1), id_of(THU, 2), id_of(THU, 3)]


@pytest.fixture
def zotero() -> Iterator[ZoteroServer]:
    with ZoteroServer() as server:
        yield server


@pytest.fixture
def papers(store: Store) -> list[Paper]:
    fill(store, {THU: [item(id, f"Weaving {{{n}}}", day=THU) for n, id in enumerate(IDS)]})
    return [paper for id in IDS if (paper := store.papers.get(id))]


@pytest.fixture
def user(store: Store, papers: list[Paper], zotero: ZoteroServer, open_session: OpenSession) -> User:
    return open_session(store, config=with_config(zotero_port=zotero.port))


async def ask(user: User, papers: list[Paper]) -> list[Collection]:
    """What the user is asked about."""
    asked: list[Collection] = []
    await find_collection(user.session, papers, asked.append)
    return asked


async def test_papers_are_added_to_what_the_user_agreed_to(
    user: User, papers: list[Paper], zotero: ZoteroServer
) -> None:
    [collection] = await ask(user, papers)
    assert (collection.name, zotero.stored, user.copied) == ("Thesis", [], [])
    await add(user.session, papers, collection, lambda _: None)
    assert user.toasts[-1] == "Added 3 papers to the collection “Thesis” in Zotero"
    assert [stored["title"] for stored in zotero.stored] == ["Weaving {0}", "Weaving {1}", "Weaving {2}"]
    assert [stored["DOI"] for stored in zotero.stored] == [f"10.48550/arXiv.{id}" for id in IDS]
    assert user.copied == []


async def test_another_collection_is_asked_about_again(user: User, papers: list[Paper], zotero: ZoteroServer) -> None:
    [collection] = await ask(user, papers)
    zotero.selected_collection = ""
    again: list[Collection] = []
    await add(user.session, papers, collection, again.append)
    assert ([each.name for each in again], zotero.stored) == (["My Library"], [])
    await add(user.session, papers[:1], again[0], again.append)
    assert user.toasts[-1] == "Added 1 paper to “My Library” in Zotero"


def told(user: User, papers: list[Paper]) -> str:
    """Why something was copied instead; it is the BibTeX of the papers."""
    assert user.copied[-1] == export_all(papers, "bibtex")
    what = "BibTeX" if len(papers) == 1 else f"BibTeX of {len(papers)} papers"
    why, so, rest = user.toasts[-1].partition(f", so sent the {what} instead")
    assert so, user.toasts
    assert rest
    return why


async def test_each_refusal_has_its_own_message(user: User, papers: list[Paper], zotero: ZoteroServer) -> None:
    [collection] = await ask(user, papers)
    why = []
    for setting in ({"read_only_library": True}, {"read_only_library": False, "every_session_is_known": True},
                    {"every_session_is_known": False, "fault": "503"}):  # fmt: skip
        vars(zotero).update(setting)
        await add(user.session, papers, collection, lambda _: None)
        why.append(told(user, papers))
    assert why == [
        "The library selected in Zotero is read-only",
        "Zotero says that it has had this request before",
        "Zotero answered with an error (503)",
    ]
    assert zotero.stored == []
    zotero.fault, zotero.editable = "", False
    assert await ask(user, papers) == []
    assert told(user, papers) == "The collection “Thesis” is read-only in Zotero"
    zotero.fault = "foreign"
    assert await ask(user, papers[:1]) == []
    assert told(user, papers[:1]) == f"What answers on port {zotero.port} is not Zotero"


async def test_without_zotero_the_bibtex_is_copied(
    store: Store, papers: list[Paper], open_session: OpenSession
) -> None:
    with ZoteroServer() as gone:
        pass
    user = open_session(store, config=with_config(zotero_port=gone.port))
    assert await ask(user, papers) == []
    assert told(user, papers) == "Zotero is not running"
