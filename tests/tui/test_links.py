"""Copying and opening with keys and clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperreader.export import FORMATS, export
from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.items import item
from tests.stored_days import THU, fill, id_of, with_config
from tests.tui.conftest import NARROW, WIDE, User

FULL, BARE = id_of(THU, 1), id_of(THU, 2)
SENT = "to your terminal's clipboard (it doesn't confirm)"

ITEMS = [
    item(
        FULL,
        "A [bold]Loom[/] for [@click=app.quit]x[/] Models",
        day=THU,
        upvotes=9,
        abstract="We weave. " * 40,
        repo="https://github.com/example/loom",
        project="https://example.org/loom",
    ),
    item(BARE, "Bare", day=THU, abstract=""),
]


@pytest.fixture(autouse=True)
def _two_papers(store: Store) -> None:
    fill(store, {THU: ITEMS})


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    """A Hub that has what the store has."""
    hub_server.days[THU] = ITEMS
    return hub_server


def browser(folder: Path) -> tuple[str, ...]:
    """A browser of the user's own: it writes down what it is told to open."""
    return ("/bin/sh", "-c", f"printf '%s\\n' \"$0\" >> {folder}/opened")


def opened(folder: Path) -> list[str]:
    file = folder / "opened"
    return file.read_text().split() if file.exists() else []


async def toast(user: User, count: int = 1) -> str:
    await user.until(lambda: len(user.toasts) >= count)
    return user.toasts[-1]


async def test_y_copies_what_the_config_says_and_does_not_mark_it_read(store: Store, open_reader: Any) -> None:
    async with open_reader(store) as user:
        await user.press("y")
        assert await toast(user) == f"Sent Hub link {SENT}: https://huggingface.co/papers/{FULL}"
        assert user.app.clipboard == f"https://huggingface.co/papers/{FULL}"
        assert not user.entry.read
    async with open_reader(store, config=with_config(copy="bibtex")) as user:
        await user.press("y")
        assert (await toast(user)).startswith(f"Sent BibTeX {SENT}")
        assert user.app.clipboard.startswith("@misc{")


async def test_capital_y_and_a_letter_in_one_burst_copy_every_format(store: Store, open_reader: Any) -> None:
    async with open_reader(store) as user:
        for count, (name, format) in enumerate(FORMATS.items(), 1):
            await user.blind("Y", format.letter)
            assert (await toast(user, count)).startswith(f"Sent {format.name} {SENT}")
            assert user.app.clipboard == export(store.papers.get(FULL), name)
            await user.until(lambda: user.app.screen is user.app.reader)
        assert user.at == FULL
        assert not user.entry.starred


async def test_the_copied_paper_is_the_one_that_was_gone_to_just_before(store: Store, open_reader: Any) -> None:
    async with open_reader(store) as user:
        await user.blind("J", "y")
        await toast(user)
        assert user.app.clipboard.endswith(BARE)
        await user.blind("K", "Y", "p")
        await toast(user, 2)
        assert user.app.clipboard.endswith(f"pdf/{FULL}")


async def test_the_menu_shows_all_letters_and_closes_without_copying(store: Store, open_reader: Any) -> None:
    async with open_reader(store) as user:
        for key in ("escape", "q", "enter"):
            await user.press("Y")
            for format in FORMATS.values():
                assert f" {format.letter} {format.name}" in user.text()
            await user.press("Z", "1", key)
            assert user.app.screen is user.app.reader
        assert (user.toasts, user.app.clipboard, user.left) == ([], "", False)


async def test_the_copy_menu_is_whole_on_a_tiny_screen(store: Store, open_reader: Any) -> None:
    async with open_reader(store, size=(40, 10)) as user:
        await user.press("Y")
        assert "t title and link" in user.text()
        await user.press("s")
        assert (await toast(user)).startswith("Sent abstract")


async def test_o_opens_the_page_and_capital_o_the_pdf_and_the_paper_is_read(
    store: Store, open_reader: Any, hub: HubServer, tmp_path: Path
) -> None:
    async with open_reader(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        await user.press("o")
        assert await toast(user) == "Opened on the Hub"
        await user.until(lambda: user.read_by(FULL) == "opened")
        await user.blind("O", "p")
        assert await toast(user, 2) == "Opened PDF"
        assert opened(tmp_path) == [f"https://huggingface.co/papers/{FULL}", f"https://arxiv.org/pdf/{FULL}"]
        assert user.at == FULL


async def test_links_follow_the_mirror_even_offline(store: Store, open_reader: Any, tmp_path: Path) -> None:
    mirror = "https://hf-mirror.example"
    more = {"hub_address": mirror, "config": with_config(browser=browser(tmp_path))}
    async with open_reader(store, size=WIDE, **more) as user:
        await user.press("3", "G")
        await user.until(lambda: f"Hub hf-mirror.example/papers/{FULL}" in user.text())
        await user.press("y")
        assert (await toast(user)).endswith(f"{mirror}/papers/{FULL}")
        await user.press("o")
        assert (await toast(user, 2)).endswith(f"{mirror}/papers/{FULL}")
        await user.press("Y", "m")
        await toast(user, 3)
        assert f"]({mirror}/papers/{FULL})" in user.app.clipboard


async def test_a_click_on_a_link_of_the_page_opens_it(
    store: Store, open_reader: Any, hub: HubServer, tmp_path: Path
) -> None:
    async with open_reader(store, size=WIDE, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        urls = [f"https://{rest}" for rest in ("github.com/example/loom", "example.org/loom", f"arxiv.org/abs/{FULL}")]
        for count, url in enumerate(urls, 1):
            shown = url.removeprefix("https://").removeprefix("github.com/")
            y = next(i for i, line in enumerate(user.lines()) if shown in line)
            await user.click(user.lines()[y].index(shown) + 2, y)
            await user.until(lambda count=count: len(opened(tmp_path)) == count)
        await user.click(100, 1)  # the title is no link
        await user.press("j")
        assert opened(tmp_path) == urls


async def test_when_the_hub_went_away_o_waits_for_the_network(
    store: Store, open_reader: Any, hub: HubServer, tmp_path: Path
) -> None:
    async with open_reader(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        await user.until(lambda: user.session.sync.is_idle)
        hub.stop()
        await user.press("R")
        await user.until(lambda: "offline" in user.status)
        await user.press("o")
        assert (await toast(user)).startswith("Offline: the page is opened when the network is back")
        assert opened(tmp_path) == []
        assert not user.entry.read


@pytest.mark.parametrize("key", ["ctrl+c", "y"])
async def test_a_selected_text_is_copied_the_same_way_and_as_it_was_written(
    store: Store, open_reader: Any, key: str
) -> None:
    async with open_reader(store, size=NARROW) as user:
        await user.press("3", "z")
        line = next(i for i, text in enumerate(user.lines()) if text.strip().startswith("We weave."))
        await user.click(3, line, to=(11, line + 1))
        await user.press(key)
        assert "selection" in await toast(user)
        words = user.app.clipboard.split(" ")
        assert set(words[:-1]) <= {"We", "weave."}
        assert "\n" not in user.app.clipboard
        assert len(words) > 10


@pytest.mark.parametrize("terminal", ["xterm-256color", "linux"])
async def test_where_no_text_is_selected_nothing_is_copied(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch, terminal: str
) -> None:
    monkeypatch.setenv("TERM", terminal)
    async with open_reader(store, size=NARROW) as user:
        user.app._clipboard = "as it was"
        await user.press("3", "z")
        blank = next(y for y, line in enumerate(user.lines()) if y > 4 and not line.strip())
        await user.click(3, blank, to=(15, blank))
        assert user.app.reader.selections
        await user.press("ctrl+c")
        assert await toast(user) == "No text is selected."
        await user.press("slash", "a", "ctrl+x", "escape")
        assert await toast(user, 2) == "No text is selected."
        assert user.app.clipboard == "as it was"
        assert user.app.screen is user.app.reader


async def test_a_text_that_no_clipboard_takes_is_shown_to_be_copied_by_hand(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")  # it has no clipboard
    async with open_reader(store) as user:
        await user.press("y")
        await user.until(lambda: f"https://huggingface.co/papers/{FULL}" in user.text())
        assert "Hub link: no clipboard here" in user.text()
        await user.press("escape")
        assert user.app.screen is user.app.reader


async def test_such_a_text_does_no_harm_while_the_reader_ends(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with open_reader(store) as user:
        user.app.exit()
        await user.session.links.copy_text("https://huggingface.co/papers", "Hub link")
        await user.pilot.pause()
        assert user.app.return_code == 0
