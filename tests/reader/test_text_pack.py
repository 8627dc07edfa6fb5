"""Packs of texts, with an arXiv on loopback whose answers cannot be used."""

from __future__ import annotations

from datetime import date, timedelta

from paperreader.models import Cause
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession
from tests.stored_days import CONFIG, fill

DAY = date(2026, 7, 31)
BAD, GOOD, OTHER = "2607.31001", "2607.31002", "2607.31003"


async def test_the_setting_does_not_ask_for_ever_for_a_text_that_cannot_be_read(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    fill(store, {DAY: papers(DAY, 6)}, since=DAY)
    store.marks.set("starred", True, [BAD], Cause.BY_HAND).result()
    with HubServer({DAY: papers(DAY, 6)}, newest=DAY) as server:
        server.texts.html |= {BAD: page(), GOOD: page(), OTHER: page()}
        server.texts.kind[f"/html/{BAD}"] = "application/zip"
        user = open_session(store, hub=server.url, config=CONFIG._replace(texts="starred"))
        user.session.start()

        def asked() -> list[str]:
            return [request.path for request in server.requests if request.path.startswith("/html/")]

        def let_arxiv_be_asked() -> None:
            store.settings.set("arxiv_asked_at", (clock.now - timedelta(minutes=1)).isoformat())

        await user.until(lambda: asked() == [f"/html/{BAD}"])
        await user.until(lambda: not user.session.deliveries.pack.is_busy)
        for paper in (GOOD, OTHER):
            let_arxiv_be_asked()
            user.session.deliveries.fetch_texts([paper])
            await user.until(lambda paper=paper: store.texts.stored([paper]))  # type: ignore[misc]
            await user.until(lambda: not user.session.deliveries.pack.is_busy)
            let_arxiv_be_asked()
            await user.until(lambda: not user.session.deliveries.pack.is_busy)
        assert asked() == [f"/html/{paper}" for paper in (BAD, GOOD, OTHER)]
