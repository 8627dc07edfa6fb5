"""Links: copied in every form and opened, and what is said about it is what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperreader.export import FORMATS, export
from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.items import item
from tests.tui.conftest import NARROW, THU, WIDE, Person, fill, id_of, with_config

FULL, BARE = id_of(THU, 1), id_of(THU, 2)
SENT = "sent to the terminal, which does not say whether it took it"
TITLE = "A [bold]Loom[/] for [@click=app.quit]x[/] Models"


ITEMS = [
    item(
        FULL,
        TITLE,
        day=THU,
        upvotes=9,
        abstract="We weave. " * 40,
        repo="https://github.com/example/loom",
        project="https://example.org/loom",
    ),
    item(BARE, "Bare", day=THU, abstract=""),
]


def two_papers(store: Store) -> None:
    fill(store, {THU: ITEMS})


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    """A hub that has what the store has."""
    hub_server.days[THU] = ITEMS
    return hub_server


def browser(folder: Path) -> tuple[str, ...]:
    """A browser of the person's own: it writes down what it was told to open."""
    return ("/bin/sh", "-c", f"printf '%s\\n' \"$0\" >> {folder}/opened")


async def told(person: Person, count: int = 1) -> str:
    await person.until(lambda: len(person.toasts) >= count)
    return person.toasts[-1]


async def test_y_copies_the_page_on_the_hub_and_says_what_happened(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store) as person:
        await person.press("y")
        assert await told(person) == f"Page on the hub {SENT}: https://huggingface.co/papers/{FULL}"
        assert person.app.clipboard == f"https://huggingface.co/papers/{FULL}"
        assert not person.entry.read


async def test_y_copies_what_the_config_says(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store, config=with_config(copy="bibtex")) as person:
        await person.press("y")
        assert (await told(person)).startswith(f"BibTeX {SENT}")
        assert person.app.clipboard.startswith("@misc{")


@pytest.mark.parametrize("way", ["press", "blind"])
async def test_capital_y_and_a_letter_copy_every_form(store: Store, reading: Any, way: str) -> None:
    two_papers(store)
    async with reading(store) as person:
        for count, (name, form) in enumerate(FORMATS.items(), 1):
            await getattr(person, way)("Y", form.letter)
            assert (await told(person, count)).startswith(f"{form.title} {SENT}: ")
            assert person.app.clipboard == export(store.paper(FULL), name)
            assert person.app.screen is person.app.reader
        assert person.at == FULL
        assert not person.entry.starred
        assert TITLE in person.toasts[0] or "characters" in person.toasts[0]


async def test_the_copied_paper_is_the_one_that_was_gone_to_just_before(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store) as person:
        await person.blind("J", "y")
        await told(person)
        assert person.app.clipboard.endswith(BARE)
        await person.blind("K", "Y", "p")
        await told(person, 2)
        assert person.app.clipboard.endswith(f"pdf/{FULL}")


async def test_a_form_that_the_paper_lacks_is_said(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store, start=THU) as person:
        await person.press("j")
        for count, (letter, toast) in enumerate(
            (
                ("k", "this paper has no code"),
                ("w", "this paper has no project page"),
                ("s", "this paper has no abstract"),
            ),
            1,
        ):
            await person.press("Y", letter)
            assert await told(person, count) == toast
        assert person.app.clipboard == ""


async def test_the_menu_shows_all_letters_and_closes_without_copying(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store) as person:
        for key in ("escape", "q", "enter"):
            await person.press("Y")
            for form in FORMATS.values():
                assert f"{form.letter} {form.title}" in person.text()
            await person.press("z", "1", key)
            assert person.app.screen is person.app.reader
        assert (person.toasts, person.app.clipboard, person.left) == ([], "", False)


async def test_o_opens_the_page_and_capital_o_the_pdf(
    store: Store, reading: Any, hub: HubServer, tmp_path: Path
) -> None:
    two_papers(store)
    async with reading(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as person:
        await person.press("o")
        assert await told(person) == "Page on the hub opened"
        assert person.read_by(FULL) == "opened"
        await person.press("O")
        assert await told(person, 2) == "PDF opened"
        opened = (tmp_path / "opened").read_text().split()
        assert opened == [f"https://huggingface.co/papers/{FULL}", f"https://arxiv.org/pdf/{FULL}"]
        assert person.at == FULL


async def test_a_click_on_a_link_of_the_page_opens_it(
    store: Store, reading: Any, hub: HubServer, tmp_path: Path
) -> None:
    two_papers(store)
    async with reading(store, size=WIDE, hub=hub.url, config=with_config(browser=browser(tmp_path))) as person:
        for name in ("github.com/example/loom", "example.org/loom", f"arxiv.org/abs/{FULL}"):
            shown = name.removeprefix("github.com/")
            y = next(i for i, line in enumerate(person.lines()) if shown in line)
            await person.click(person.lines()[y].index(shown) + 2, y)
            await person.until(lambda name=name: name in opened(tmp_path))
        await person.click(100, 1)  # the title is no link
        await person.press("j")
        assert len(opened(tmp_path).split()) == 3


def opened(folder: Path) -> str:
    file = folder / "opened"
    return file.read_text() if file.exists() else ""


async def test_without_a_network_o_says_so_and_copies_the_link(store: Store, reading: Any, tmp_path: Path) -> None:
    two_papers(store)
    async with reading(store, config=with_config(browser=browser(tmp_path))) as person:
        await person.press("o")
        assert await told(person) == f"offline: Page on the hub {SENT}: https://huggingface.co/papers/{FULL}"
        await person.press("O")
        assert (await told(person, 2)).startswith(f"offline: PDF {SENT}: ")
        assert person.app.clipboard == f"https://arxiv.org/pdf/{FULL}"
        assert opened(tmp_path) == ""
        assert not person.entry.read


async def test_when_the_hub_went_away_o_copies_too(store: Store, reading: Any, hub: HubServer, tmp_path: Path) -> None:
    two_papers(store)
    async with reading(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as person:
        await person.until(lambda: "asking" not in person.status)
        hub.stop()
        await person.press("R")
        await person.until(lambda: "offline" in person.status)
        await person.press("o")
        assert (await told(person)).startswith("offline: ")
        assert opened(tmp_path) == ""


async def test_a_selected_text_is_copied_the_same_way_and_as_it_was_written(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store, size=NARROW) as person:
        await person.press("3", "z")
        line = next(i for i, text in enumerate(person.lines()) if text.strip().startswith("We weave."))
        await person.click(3, line, to=(11, line + 1))
        await person.press("ctrl+c")
        assert "Selection" in await told(person)
        words = person.app.clipboard.split(" ")
        assert set(words[:-1]) <= {"We", "weave."}
        assert "\n" not in person.app.clipboard
        assert len(words) > 10


@pytest.mark.parametrize("terminal", ["xterm-256color", "linux"])
async def test_where_no_text_is_selected_nothing_is_copied(
    store: Store, reading: Any, monkeypatch: pytest.MonkeyPatch, terminal: str
) -> None:
    monkeypatch.setenv("TERM", terminal)
    two_papers(store)
    async with reading(store, size=NARROW) as person:
        person.app._clipboard = "as it was"
        await person.press("3", "z")
        blank = next(y for y, line in enumerate(person.lines()) if y > 4 and not line.strip())
        await person.click(3, blank, to=(15, blank))
        assert person.app.reader.selections
        await person.press("ctrl+c")
        assert await told(person) == "no text is selected"
        await person.press("slash", "a", "ctrl+x", "escape")
        assert await told(person, 2) == "no text is selected"
        assert person.app.clipboard == "as it was"
        assert person.app.screen is person.app.reader


async def test_the_copy_menu_is_whole_on_a_tiny_screen(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store, size=(40, 10)) as person:
        await person.press("Y")
        assert "t Title and link" in person.text()
        await person.press("s")
        assert (await told(person)).startswith("Abstract")


async def test_a_text_to_take_by_hand_that_comes_while_one_leaves_does_no_harm(store: Store, reading: Any) -> None:
    two_papers(store)
    async with reading(store) as person:
        person.app.exit()
        person.app.reader._show_text("Page on the hub", "https://huggingface.co/papers")
        await person.stands_for(0.1)
        assert person.app.return_code == 0
