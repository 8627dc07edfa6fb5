"""Searching on the screen: the prompt, highlights on the page, the sidebar, keys in bursts."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.tui.commands.palette import palette_entries
from paperreader.tui.dialogs.palette import Palette
from paperreader.tui.dialogs.search_prompt import SearchPrompt
from paperreader.views import Hidden, Search
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, flows, id_of, ids_of
from tests.texts import a_text
from tests.tui.conftest import SMALL, WIDE, User


def prompt(user: User) -> str:
    """What the search prompt says."""
    assert isinstance(user.app.screen, SearchPrompt)
    return user.app.screen.message.render_line(0).text.strip()


async def look_for(user: User, text: str) -> None:
    await user.press("slash", *text)
    await user.until(lambda: isinstance(user.view, Search) and user.view.text == text)


async def test_escape_goes_back_to_the_very_same_screen(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    flows(store)
    async with open_reader(store, size=extreme) as user:
        await user.press("j", "j")
        before = (user.view, user.at, user.papers.scroll_offset, user.focus, user.lines())
        await look_for(user, "flow mat")
        await user.until(lambda: user.ids == ids_of(WED, 3, 1))
        assert prompt(user).startswith("2 found, 2 unread")
        await user.press("escape")
        assert before == (user.view, user.at, user.papers.scroll_offset, user.focus, user.lines())


async def test_escape_puts_back_what_was_scrolled_to(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 40), WED: papers(WED, 3)})
    async with open_reader(store) as user:
        await user.press(*"jjjjjjjj", "pagedown")
        before = (user.papers.scroll_offset.y, user.at, user.lines())
        assert before[0] > 0
        await look_for(user, "wednesday")
        await user.until(lambda: len(user.ids) == 3)
        await user.press("enter")
        await user.until(lambda: user.app.screen is user.app.reader)
        assert user.papers.scroll_offset.y == 0
        await user.press("escape")
        assert before == (user.papers.scroll_offset.y, user.at, user.lines())


async def test_enter_down_and_q(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store) as user:
        await look_for(user, "flow matching")
        await user.until(lambda: len(user.ids) == 2)
        await user.press("down")
        assert "newest first" in user.status
        await user.press("slash", "enter")
        await user.until(lambda: user.ids == ids_of(WED, 1, 3))
        assert "best first" in user.status
        assert user.focus == "papers"
        await user.press("q")
        assert (user.view, user.left) == (THU, False)


async def test_matches_are_highlighted_and_n_goes_from_one_to_the_next(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=WIDE) as user:
        await look_for(user, "title:matching flow")
        await user.until(lambda: user.ids == [id_of(WED, 1)])
        await user.press("down", "3")
        await user.until(lambda: "next match" in user.footer)
        marked = [span.text for line in user.page.draw(0) for span in line.spans if span.role == "match"]
        assert marked == ["Flow", "matching", "flow", "flow", "flow", "flow"]

        def here() -> list[tuple[int, str]]:
            lines = enumerate(user.page.draw(0))
            return [(y, span.text) for y, line in lines for span in line.spans if span.role == "match-here"]

        await user.press("n")
        assert here() == [(0, "Flow")]
        await user.press("n", "n")
        first = here()
        assert first[0][1] == "flow"
        await user.press("N", "N", "N")
        [(last, _)] = here()
        assert last > first[0][0]
        assert user.page.scroll_offset.y <= last < user.page.scroll_offset.y + user.page.size.height
        await user.press("n")
        assert here() == [(0, "Flow")]
        await user.press("2", "n")  # in the list it is what it always is
        assert user.at == id_of(WED, 1)
        await user.press("escape")
        await user.until(lambda: not user.page.has_matches)


async def test_enter_on_an_action_row(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store) as user:
        await look_for(user, "matching unheard")
        await user.until(lambda: "Drop “unheard”: 2 matches" in user.text())
        await user.press("down", "enter")
        await user.until(lambda: len(user.ids) == 2)
        assert user.view == Search("matching", ranked=False)


async def test_a_click_on_an_action_row(store: Store, open_reader: Any) -> None:
    """It is one line high, so that the lines below it are no part of it."""
    flows(store)
    async with open_reader(store) as user:
        await look_for(user, "matching unheard")
        await user.until(lambda: "Drop “unheard”: 2 matches" in user.text())
        await user.press("down")
        lines = user.lines()
        y = next(y for y, line in enumerate(lines) if "Drop “unheard”" in line)
        x = lines[y].index("Drop “unheard”")
        assert "Ask the Hub" in lines[y + 1]
        await user.click(x, y - 1)  # it has no action
        assert user.view == Search("matching unheard", growing=True)
        await user.click(x, y)
        await user.until(lambda: len(user.ids) == 2)
        assert user.view == Search("matching", ranked=False)


async def test_letters_of_a_burst_all_go_into_the_prompt(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store) as user:
        await user.blind("slash", *"flow xuA", "enter")
        await user.until(lambda: isinstance(user.view, Search) and user.view.text == "flow xuA")
        assert user.marks() == {}


async def test_keys_of_a_burst_act_in_their_order(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store) as user:
        await user.press("slash", *"lost")
        await user.blind("ctrl+u", *"flow is:unr", "tab", *" mat", "home", *"-x ")
        await user.until(lambda: user.view == Search("-x flow is:unread mat", growing=True))
        await user.blind("end", "ctrl+u", *"flow matching", "enter", *"xuA")
        await user.until(lambda: user.ids == ids_of(WED, 1, 3))
        assert user.view == Search("flow matching", growing=True, ranked=True)
        assert user.marks() == {}


async def test_the_prompt_shows_the_keys_that_fit(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=(60, 20)) as user:
        await user.press("slash")
        assert prompt(user) == "Esc back   Enter best first   F1 help   Down newest first"
        await user.press(*"flow matching")
        await user.until(lambda: prompt(user) == "2 found, 2 unread  Esc back   Enter best first   F1 help")


async def test_hints_completion_and_help(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("slash", *"foo:x ")
        assert "“foo:” is not a search field" in prompt(user)
        await user.press("ctrl+u", *"flow is:un", "tab")
        await user.until(lambda: user.view == Search("flow is:unread", growing=True))
        await user.press("f1")
        assert "What to search for" in user.text()
        await user.press("escape", "escape")
        assert user.view == THU


@pytest.mark.parametrize("pane", ["1", "3"])
async def test_results_are_visible_where_only_one_pane_is(store: Store, open_reader: Any, pane: str) -> None:
    flows(store)
    async with open_reader(store, size=SMALL) as user:
        await user.press(pane)
        await look_for(user, "flow")
        await user.until(lambda: "Flow matching for all" in user.text())
        await user.press("escape")
        assert user.focus == {"1": "days", "3": "page"}[pane]


async def test_escape_deselects_before_it_goes_back(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store) as user:
        await look_for(user, "flow matching")
        await user.until(lambda: len(user.ids) == 2)
        await user.press("down", "v", "escape")
        assert (user.rows.selected, isinstance(user.view, Search)) == ([], True)
        await user.press("escape")
        assert user.view == THU


# -- the sidebar and rules


def sidebar(user: User) -> list[str]:
    rows = range(len(user.days.rows))
    return [" ".join(user.days.draw(index)[0].text.split()) for index in rows]


def palette(user: User) -> dict[str, Any]:
    return {entry.name: entry.run for entry in palette_entries(user.app.reader.context)}


async def test_a_saved_search_is_in_the_sidebar_and_renamed_from_the_palette(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("slash", *"flow", "ctrl+s")
        await user.until(lambda: "Enter saves" in user.text())
        await user.press("enter")
        await user.until(lambda: "flow 2" in sidebar(user))
        await user.press("escape", "1")
        user.days.move_to(sidebar(user).index("flow 2"))
        await user.until(lambda: user.ids == ids_of(WED, 3, 1))
        await user.press("2", "u")
        assert "flow 1" in sidebar(user)
        palette(user)["Rename saved search “flow”"]()
        await user.until(lambda: user.app.screen is not user.app.reader)
        await user.press("s", "enter")
        await user.until(lambda: "flows 1" in sidebar(user))
        for key, stays in (("escape", True), ("y", False)):
            palette(user)["Delete saved search “flows” …"]()
            await user.until(lambda: "Delete this saved search?" in user.text())
            await user.press(key)
            await user.until(lambda stays=stays: ("flows 1" in sidebar(user)) is stays)


async def test_a_search_is_saved_under_a_name(store: Store, open_reader: Any) -> None:
    flows(store)
    store.searches.save("taken", "tokens").result()
    async with open_reader(store, size=WIDE) as user:
        await user.press("slash", *"flow", "ctrl+s")
        await user.until(lambda: "Enter saves" in user.text())
        await user.press("ctrl+u", *"Rivers", "enter")
        await user.until(lambda: "Rivers 2" in sidebar(user))
        assert user.toasts[-1] == "Saved to the sidebar as “Rivers”"
        await user.press(*"s", "ctrl+s")  # it goes on to be a prompt
        await user.until(lambda: "Enter saves" in user.text())
        await user.press("escape", "backspace", "ctrl+s")
        await user.until(lambda: "Enter saves" in user.text())
        await user.press("x", "enter")
        await user.until(lambda: "Riversx 2" in sidebar(user))
        await user.press("ctrl+u", *"flow matching", "ctrl+s", "ctrl+u", *"taken", "enter")
        await user.until(lambda: user.toasts[-1] == "A search named “taken” already exists.")
        assert len(user.session.catalog.saved) == 2


async def test_a_search_that_is_saved_is_selected_in_the_sidebar(store: Store, open_reader: Any) -> None:
    flows(store)
    store.searches.save("rivers", "flow").result()
    async with open_reader(store, size=WIDE) as user:
        await look_for(user, "flow")
        await user.press("enter")
        assert user.sidebar_view == Search("flow")
        await user.press("escape")
        assert user.sidebar_view == THU


async def test_the_cursor_of_the_sidebar_stays_where_it_was_moved_to(store: Store, open_reader: Any) -> None:
    fill(store, {WED: papers(WED, 3), THU: papers(THU, 60)})
    for name in ("tokens", "thursday"):
        store.searches.save(name, name).result()
    async with open_reader(store, size=WIDE) as user:
        await user.press("1")
        search = sidebar(user).index("thursday 60")
        for start, keys, row in ((3, "kkkkk", -3), (3, "kkj", 2), (-2, "jk", -2)):
            user.days.move_to(search + start)
            await user.until(lambda: user.session.searcher.running is None)
            await user.blind(*keys)
            await user.until(lambda row=row: user.days.cursor == search + row)
            await user.until(lambda: user.session.searcher.running is None)
            await user.stands_for(0)
            assert user.days.cursor == search + row
            assert user.sidebar_view in (None, user.view)


async def test_hiding_papers_from_the_palette(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=WIDE) as user:
        before = user.ids
        author = user.page.paper.authors[0]
        palette(user)[f"Hide papers by {author}"]()
        await user.until(lambda: "hide them" in user.text())
        assert "of the last 21 papers" in user.text()
        await user.press("y")
        await user.until(lambda: user.ids != before)
        hidden = [id for id in before if id not in user.ids]
        assert f"{len(hidden)} hidden" in user.text()
        await user.press("G", "enter")
        await user.until(lambda: isinstance(user.view, Hidden))
        assert user.ids == hidden
        assert "hidden by author" in user.text()
        await user.press("escape")
        assert user.view == THU
        next(act for name, act in palette(user).items() if name.startswith("Delete rule"))()
        await user.until(lambda: "hidden papers will be listed again" in user.text())
        await user.press("y")
        await user.until(lambda: user.ids == before)


async def test_the_palette_moves_a_saved_search_as_far_as_there_are_others(store: Store, open_reader: Any) -> None:
    flows(store)
    for name in ("first", "second", "third"):
        store.searches.save(name, name).result()
    async with open_reader(store, size=WIDE) as user:
        assert [name for name in palette(user) if name.startswith("Move")] == [
            "Move “first” down",
            "Move “second” up",
            "Move “second” down",
            "Move “third” up",
        ]


async def test_a_search_for_nothing_leaves_the_focus(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("3", "slash", "enter")
        assert (user.view, user.focus) == (THU, "page")


async def test_space_in_another_pane_runs_no_action_row(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=WIDE) as user:
        await look_for(user, "zebra")
        await user.until(lambda: user.rows.action_row)
        await user.press("enter", "3", "space")
        assert isinstance(user.view, Search)
        assert not user.view.hub
        assert not user.toasts
        assert user.focus == "page"


async def test_back_from_hidden_papers_the_row_that_opened_them_is_in_sight(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 60)})
    store.searches.save("rule", "title:orchard", hides=True).result()
    async with open_reader(store, size=WIDE) as user:
        await user.press("w", "G", "enter")
        assert isinstance(user.view, Hidden)
        await user.press("escape")
        assert user.rows.action_row
        assert "hidden" in user.lines()[user.papers.content_region.bottom - 1]


async def test_the_prompt_keeps_its_way_out_on_a_small_screen(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store, size=(40, 10)) as user:
        for text in ("t", "https: nothing of this kind"):
            await user.press("slash", *text)
            await user.until(lambda: prompt(user).endswith("Esc back"))
            await user.press("escape")


async def test_the_palette_opens_from_prompts(store: Store, open_reader: Any) -> None:
    flows(store)
    async with open_reader(store) as user:
        await look_for(user, "flow:")
        await user.press("ctrl+p")
        await user.until(lambda: isinstance(user.app.screen, Palette))
        await user.press("escape")
        await user.until(lambda: user.app.screen is user.app.reader)
        assert isinstance(user.view, Search)
        assert user.view.text == "flow:"
        await user.press("d", "ctrl+p")
        await user.until(lambda: isinstance(user.app.screen, Palette))


def with_texts(store: Store) -> None:
    """The texts of two papers have the word `shuttle`, far down."""
    flows(store)
    for number in (1, 3):
        paragraphs = [f"Paragraph {n} has many other words." for n in range(40)]
        text = a_text(*paragraphs, f"The shuttle flies in paper {number}.", *paragraphs)
        store.texts.save(id_of(WED, number), b"", text, converter=1, etag=None, modified=None).result()


def row_of(user: User, words: str) -> tuple[int, int]:
    """Where the words stand on the screen."""
    y = next(y for y, line in enumerate(user.lines()) if words in line)
    return user.lines()[y].index(words), y


async def test_a_paper_that_was_found_by_its_text_shows_where(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await look_for(user, "text:shut")
        await user.until(lambda: "The shuttle flies in paper 3." in user.text())
        x, y = row_of(user, "In the text   1 place")
        shown = [line[x:].rstrip() for line in user.lines()[y + 1 : y + 3]]
        assert shown == ["§ 1 Introduction", "The shuttle flies in paper 3."]
        await user.press("down", "j")
        await user.until(lambda: "The shuttle flies in paper 1." in user.text())
        assert "flies in paper 3." not in user.text()
        await user.click(*row_of(user, "flies in paper 1."))
        await user.until(lambda: "Paragraph 1 has many other words." in user.text())
        assert row_of(user, "The shuttle flies in paper 1.")[1] < 3, "it is shown where it stands"
        assert user.session.text.search.text == "shuttle"
        await user.press("escape", "escape", "q")  # the search in it, the text, the results
        await user.until(lambda: not isinstance(user.view, Search))
        assert "In the text" not in user.text()


async def test_the_text_of_a_paper_that_a_search_has_found_opens_there(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=SMALL) as user:
        await look_for(user, "text:shuttle")
        await user.until(lambda: len(user.ids) == 2)
        await user.press("down", "f")
        await user.until(lambda: "The shuttle flies in paper 3." in user.text())
        user.session.text.go_to(0)
        user.session.text.save_place()
        user.session.text.show(user.session.text.here._replace(block=20))
        await user.press("f")
        await user.until(lambda: not user.session.text_slot.is_open)
        await user.press("f")
        await user.until(lambda: user.session.text_slot.is_shown)
        assert user.session.text.here.block == 20, "where the user was"
