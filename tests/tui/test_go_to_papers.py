"""Ids and links on the screen: typed into a prompt, pasted anywhere, given at the start."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from paperreader.store import Store
from paperreader.tui.dialogs.date_prompt import DatePrompt
from paperreader.tui.dialogs.follow import SubjectChooser
from paperreader.tui.dialogs.search_prompt import SearchPrompt
from paperreader.tui.pasting import MAX_INPUT_CHARACTERS
from paperreader.tui.terminal.paste_filter import MAX_PASTE_CHARACTERS
from paperreader.views import Collection, Search
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.stored_days import THU, WED, fill, id_of, ids_of
from tests.tui.conftest import NARROW, WIDE, User

ELSEWHERE = "2403.00001"


def filled(store: Store) -> None:
    fill(store, {THU: papers(THU, 3), WED: papers(WED, 3)})


async def paste(user: User, text: str) -> None:
    """As a terminal reports it."""
    event = events.Paste(text)
    event.set_sender(user.app)
    assert user.app._driver is not None
    user.app._driver.send_message(event)
    await user.pilot.pause()


def message(user: User) -> str:
    """What the prompt says."""
    assert isinstance(user.app.screen, SearchPrompt | DatePrompt)
    return user.app.screen.message.render_line(0).text.strip()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_search_prompt_says_at_once_what_opens(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    filled(store)
    async with open_reader(store, size=size) as user:
        await user.press("j", "slash", *f"arxiv.org/abs/{id_of(WED, 1)}v2")
        await user.until(lambda: message(user).startswith(f"opens {id_of(WED, 1)} · Ferry: Mending Wednesday's Tokens"))
        if size is WIDE:
            assert message(user).endswith("Esc back   Enter open")
        await user.press("enter")
        await user.until(lambda: user.view == Search(id_of(WED, 1)))
        assert (user.ids, user.focus) == (ids_of(WED, 1), "papers")
        await user.press("escape")
        await user.until(lambda: user.view == THU)
        assert user.at == id_of(THU, 2)


async def test_a_link_pasted_into_the_search_prompt_is_read_whole(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await user.press("slash")
        await paste(user, f"{id_of(WED, 1)}\n[A title: with words](https://arxiv.org/pdf/{id_of(THU, 3)}v1.pdf)\n")
        await user.until(lambda: message(user).startswith("opens 2 papers"))
        await user.press("enter")
        await user.until(lambda: user.ids == [id_of(WED, 1), id_of(THU, 3)])


async def test_a_link_pasted_anywhere_opens_its_paper(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    filled(store)
    async with open_reader(store, size=extreme) as user:
        for pane in ("1", "2", "3"):
            await user.press(pane)
            focus = user.focus
            await paste(user, f"https://huggingface.co/papers/{id_of(WED, 2)}\n")
            await user.until(lambda: user.view == Search(id_of(WED, 2)))
            await user.press("escape")
            if user.view != THU:  # it left the page, which had the screen for itself
                await user.press("escape")
            assert (user.view, user.focus) == (THU, focus)


async def test_pasted_while_a_text_is_read_the_way_back_leads_into_the_text(open_text: Any) -> None:
    async with open_text(size=WIDE) as user:
        before = user.lines()[:5]
        await paste(user, id_of(THU, 3))
        await user.until(lambda: user.view == Search(id_of(THU, 3)))
        await user.press("escape")
        await user.until(lambda: user.lines()[:3] == before[:3] and user.focus == "text")


async def test_pasted_text_that_names_no_paper_presses_no_keys_and_says_so(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await paste(user, "Qqbx\nb\x1b[2J[/bold] https://example.org/loom")
        await user.until(lambda: user.toasts == ["No arXiv id, and no link that has one, is in what was pasted."])
        assert (user.view, user.at, user.left, user.marks()) == (THU, id_of(THU, 1), False, {})


OVER_THE_LIST = {
    "help": ["question_mark"],
    "copy menu": ["Y"],
    "open menu": ["O"],
    "sort menu": ["s"],
    "question": ["v", "j", "v", "j", "v", *"jvjvjv", "o"],
    "catching up": ["C"],
    "texts": ["T"],
    "letters": ["i"],
    "follow": ["F"],
    "palette": ["colon"],
}


@pytest.mark.parametrize("keys", OVER_THE_LIST.values(), ids=OVER_THE_LIST)
async def test_a_link_pasted_over_a_dialog_closes_it_and_opens_its_paper(
    store: Store, open_reader: Any, keys: list[str]
) -> None:
    fill(store, {THU: papers(THU, 8), WED: papers(WED, 3)})
    async with open_reader(store) as user:
        await user.press(*keys)
        assert user.app.screen is not user.app.reader
        await paste(user, f"https://arxiv.org/abs/{id_of(WED, 2)}")
        await user.until(lambda: user.view == Search(id_of(WED, 2)) and user.app.screen is user.app.reader)
        await user.press("escape")
        await user.until(lambda: user.view == THU)
        assert (user.marks(), user.left) == ({}, False)


@pytest.mark.parametrize("key", ["t", "i", "enter", "Y"])
async def test_over_a_text_too(open_text: Any, key: str) -> None:
    async with open_text(size=WIDE) as user:
        await user.press(key)
        await paste(user, id_of(THU, 3))
        await user.until(lambda: user.view == Search(id_of(THU, 3)) and user.app.screen is user.app.reader)


async def test_pasted_over_the_help_of_the_search_it_is_typed_into_the_search(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await user.press("slash", *"like:", "f1")
        await paste(user, id_of(WED, 1))
        await user.until(lambda: isinstance(user.app.screen, SearchPrompt))
        await user.until(lambda: user.app.screen.text == f"like:{id_of(WED, 1)}")


async def test_text_without_a_paper_leaves_a_dialog_open_and_filters_a_chooser(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await user.press("question_mark")
        dialog = user.app.screen
        await paste(user, "q\nnothing")
        await user.until(lambda: user.toasts == ["No arXiv id, and no link that has one, is in what was pasted."])
        assert user.app.screen is dialog
        await user.press("escape", "F")
        await paste(user, "keyword 2607.1 of none")
        await user.until(lambda: "No matches found" in user.text())
        assert isinstance(user.app.screen, SubjectChooser)


async def test_of_too_long_a_paste_it_says_what_was_read(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await user.press("slash")
        await paste(user, "loom " * 3_000)
        await user.until(lambda: user.toasts == ["Too long to paste: only the first 10,000 characters were read."])
        assert len(user.app.screen.text) == MAX_INPUT_CHARACTERS
        await user.press("escape")
        user.toasts.clear()
        await paste(user, f"{id_of(WED, 2)} {'x' * MAX_PASTE_CHARACTERS}")
        await user.until(lambda: user.view == Search(id_of(WED, 2)))
        assert user.toasts == ["Too long to paste: only the first 1,000,000 characters were read."]


async def test_the_date_prompt_takes_a_paper_too_and_no_id_for_a_date(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await user.press("d", *"2412.1234")
        assert message(user).startswith("not a date")
        await user.press("5")
        assert message(user) == "opens arXiv:2412.12345"
        await user.press(*["backspace"] * 10, *id_of(WED, 1), "enter")
        await user.until(lambda: user.view == Search(id_of(WED, 1)))


async def test_the_palette_takes_a_link_for_its_paper(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store) as user:
        await user.press("colon", *f"arxiv.org/abs/{id_of(WED, 2)}")
        await user.until(lambda: f"Go to arXiv:{id_of(WED, 2)} Orchard: Counting" in user.text())
        await user.press("enter")
        await user.until(lambda: user.view == Search(id_of(WED, 2)))


async def test_a_title_from_the_hub_is_shown_as_it_is(store: Store, open_reader: Any, hub_server: HubServer) -> None:
    filled(store)
    hub_server.days |= {THU: papers(THU, 3), WED: [item(ELSEWHERE, "A [/x] Loom [bold]and\x1b[2J more")]}
    async with open_reader(store, hub=hub_server.url) as user:
        await paste(user, ELSEWHERE)
        await user.until(lambda: user.ids == [ELSEWHERE])
        await user.press("escape", "slash", *ELSEWHERE)
        await user.until(lambda: message(user).startswith(f"opens {ELSEWHERE} · A [/x] Loom [bold]and"))
        assert "\x1b" not in message(user)


async def test_an_unknown_paper_is_said_to_be_unknown_and_the_key_that_opens_arxiv(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    filled(store)
    async with open_reader(store, hub=hub_server.url) as user:
        await paste(user, "https://arxiv.org/abs/2401.99999")
        await user.until(lambda: "The Hub does not have arXiv:2401.99999 · L opens it on arXiv" in user.toasts)
        await user.press("L")
        await user.until(lambda: user.app.clipboard == "https://arxiv.org/abs/2401.99999")


async def test_of_several_that_are_unknown_the_keys_open_one_and_the_footer_names_them(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    filled(store)
    async with open_reader(store, hub=hub_server.url) as user:
        await paste(user, f"{id_of(WED, 1)} 2401.99998 2401.99999")
        await user.until(lambda: "arXiv:2401.99999 is not on the Hub" in user.text())
        assert "open arXiv" not in user.footer
        for key, toast in (("y", "arXiv link"), ("o", "arxiv.org"), ("enter", "arxiv.org")):
            await user.press("G")
            assert "Enter open arXiv" in user.footer
            user.app._clipboard = ""
            await user.press(key)
            await user.until(lambda: user.app.clipboard == "https://arxiv.org/abs/2401.99999")
            await user.until(lambda toast=toast: any(toast in each for each in user.toasts))
            user.toasts.clear()


async def test_what_is_not_stored_can_be_copied_and_opened_as_well(store: Store, open_reader: Any) -> None:
    filled(store)
    links = [f"https://arxiv.org/abs/2401.9999{n}" for n in (8, 9)]
    async with open_reader(store) as user:
        await paste(user, "2401.99998 2401.99999")
        await user.until(lambda: "2 papers are not stored: ask the Hub" in user.text())
        await user.press("y")
        await user.until(lambda: user.app.clipboard == "\n".join(links))
        user.app._clipboard = ""
        await user.press("o")
        await user.until(lambda: user.app.clipboard == "\n".join(links))  # offline
        await user.press("slash", *"zzz", "enter")
        await user.until(lambda: "Ask the Hub for “zzz”" in user.text())
        await user.press("G", "o")
        await user.until(lambda: "No paper is under the cursor: Enter does what this row says." in user.toasts)


async def test_the_cursor_stays_on_an_offer_while_the_list_grows(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    filled(store)
    hub_server.days |= {THU: papers(THU, 3), WED: [item(ELSEWHERE, "Looms that learn")]}
    async with open_reader(store, hub=hub_server.url) as user:
        hub_server.delay = 0.3
        await paste(user, f"{id_of(WED, 1)} 2401.99999 2401.99998 {ELSEWHERE} 2401.99997")
        await user.until(lambda: "arXiv:2401.99999 is not on the Hub" in user.text())
        hub_server.delay = 0
        await user.press("G", "k", "k", "G")
        offer = user.rows.action_row
        assert offer is not None
        assert offer.action == "open-address"
        await user.until(lambda: len(user.rows.all) == 5)
        assert (user.rows.action_row, len(user.ids)) == (offer, 2)


async def test_a_single_unknown_paper_of_the_command_line_is_offered_on_arxiv(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    filled(store)
    async with open_reader(store, hub=hub_server.url, papers=["2401.99999"]) as user:
        await user.until(lambda: "The Hub does not have arXiv:2401.99999 · L opens it on arXiv" in user.toasts)
        await user.until(lambda: "Enter open arXiv" in user.footer)
        await user.press("L")
        await user.until(lambda: user.app.clipboard == "https://arxiv.org/abs/2401.99999")


async def test_the_reader_begins_with_the_papers_of_the_command_line(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    filled(store)
    hub_server.days |= {THU: papers(THU, 3), WED: [item(ELSEWHERE, "Looms that learn")]}
    async with open_reader(store, hub=hub_server.url, papers=[id_of(WED, 1), ELSEWHERE]) as user:
        assert user.view == Search(f"{id_of(WED, 1)} {ELSEWHERE}")
        await user.until(lambda: user.ids == [id_of(WED, 1), ELSEWHERE])
        await user.press("q")
        await user.until(lambda: user.view == THU)


async def test_into_an_empty_store_too_while_the_first_refresh_brings_days(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    hub_server.days |= {THU: papers(THU, 3), WED: [item(ELSEWHERE, "Looms that learn", day=WED)]}
    async with open_reader(store, hub=hub_server.url, papers=[ELSEWHERE]) as user:
        await user.until(lambda: user.ids == [ELSEWHERE] and user.session.sync.is_idle)
        await user.until(lambda: user.session.catalog.days)
        assert user.view == Search(ELSEWHERE)


async def test_the_sidebar_lists_them_as_recently_opened(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store, size=WIDE) as user:
        await paste(user, id_of(WED, 2))
        await user.until(lambda: user.view == Search(id_of(WED, 2)))
        user.session.go(Collection.OPENED)
        await user.until(lambda: user.ids == ids_of(WED, 2))
        assert "Recently opened" in user.status
