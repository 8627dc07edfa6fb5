"""Texts and pages for later, on the screen: the menus, and the question when the network is back."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from paperreader.store import Store
from paperreader.tui.app import PaperReader
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stored_days import CONFIG, THU, fill, id_of


async def test_many_pages_are_asked_about_once_no_other_dialog_is_open(
    store: Store, open_reader: Any, tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/opened"\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    fill(store, {THU: papers(THU, 6)})
    with HubServer({THU: papers(THU, 6)}, newest=THU) as hub:
        hub.fail("drop")
        async with open_reader(store, hub=hub.url, config=CONFIG._replace(browser=(str(browser),))) as user:
            await user.until(lambda: user.session.sync.trouble)
            outbox = user.session.deliveries.outbox
            user.session.deliveries.queue_pages(
                [paper for id in user.ids[:4] if (paper := store.papers.get(id))], "hub"
            )
            await user.until(lambda: "outbox 4" in user.status)
            await user.press("?")
            hub.fail("")
            user.session.sync.request_due()
            await user.until(lambda: outbox.question)
            assert "open what waited" not in user.text()
            await user.press("escape")
            await user.until(lambda: "open what waited" in user.text())
            await user.press("escape")
            await user.until(lambda: not outbox.question)
            await user.press("W")
            await user.until(lambda: "open the pages" in user.text())
            await user.press("O")
            await user.until(lambda: "open what waited" in user.text())
            await user.press("d", "enter")  # typed for something else: the question came by itself
            assert (outbox.count, "open what waited" in user.text()) == (4, True)
            while "open what waited" in user.text():
                await user.press("enter")
            await user.until(lambda: (tmp_path / "opened").exists() and outbox.count == 0)
            await user.until(lambda: len((tmp_path / "opened").read_text().split()) == 4)


async def test_r_in_a_text_asks_for_a_newer_one_and_says_that_it_is_kept_offline(open_text: Any) -> None:
    async with open_text() as user:
        await user.press("r")
        await user.until(lambda: any("The stored text stays" in toast for toast in user.toasts))
        assert "Looms weave threads" in user.text()


async def test_the_menu_of_packs_counts_what_can_be_had(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 6)})
    store.texts.save_missing(id_of(THU, 1), "nobody has it").result()
    async with open_reader(store) as user:
        await user.press("T")
        assert "v all papers listed here 5 texts, 75 s · 1 paper has none" in user.text()
        assert "b everything starred no papers" in user.text()
        await user.press("escape", "b", "T")
        assert "b everything starred nothing to fetch · 1 paper has none" in user.text()


async def test_the_demo_offers_no_packs(demo_app: PaperReader) -> None:
    async with demo_app.run_test(size=(120, 40)) as pilot:
        await pilot.press("T")
        assert demo_app.screen is demo_app.reader
        assert "this is a demo" in demo_app.reader.session.toasts.last


async def test_entries_are_dropped_as_fast_as_their_letters_are_typed(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 6)})
    for number in range(1, 5):
        store.outbox.add("text", id_of(THU, number)).result()
    async with open_reader(store) as user:
        await user.until(lambda: user.session.deliveries.outbox.count == 4)
        await user.press("W")
        await user.blind("1", "2", "1", "escape", "j")
        await user.until(lambda: store.outbox.count() == 1)
        assert [entry.argument for entry in store.outbox.entries()] == [id_of(THU, 4)]
        await user.until(lambda: user.at == id_of(THU, 2))


async def test_a_pack_is_stopped_where_it_is_started(store: Store, open_reader: Any, hub_server: HubServer) -> None:
    fill(store, {THU: papers(THU, 6)})
    async with open_reader(store, hub=hub_server.url) as user:
        await user.press("T")
        assert "stop" not in user.text()
        await user.press("v")
        await user.until(lambda: user.session.deliveries.pack.is_busy)
        await user.press("T")
        assert "X stop fetching texts" in user.text()
        await user.press("X")
        await user.until(lambda: not user.session.deliveries.pack.is_busy)


async def test_the_outbox_says_when_it_tries_again_and_r_tries_at_once(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    hub_server.days[THU] = papers(THU, 6)
    fill(store, {THU: papers(THU, 6)})
    hub_server.stop()
    async with open_reader(store, hub=hub_server.url) as user:
        await user.until(lambda: user.session.sync.trouble)
        user.session.deliveries.queue_search("loom")
        await user.until(lambda: user.session.deliveries.outbox.next_try_s)
        assert "outbox 1, next try in " in user.status
        await user.press("W")
        await user.until(lambda: "Offline: next try in 2" in user.text())
        hub_server.start()
        await user.press("r")
        await user.until(lambda: "All of it is done." in user.text())
        assert "try now" not in user.text(), "nothing is left to try, or to drop"
        await user.press("escape")
        assert any("loom" in toast for toast in user.toasts)
