"""Reading a text on the screen: opening it, moving through it, searching in it, and leaving it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Fulltext, Heading, Paragraph, Run
from paperreader.reader import undo
from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page as arxiv_page
from tests.hub_server.items import papers
from tests.long_text import long_text
from tests.stored_days import FULL, THU, fill, id_of
from tests.tui.conftest import NARROW, PLAIN, SMALL, WIDE, User

TEXT = long_text(5, 6, words=60)


def with_texts(store: Store, count: int = 4, text: Fulltext = TEXT) -> None:
    """Thursday with so many papers, of which the first two have this text."""
    fill(store, {THU: papers(THU, count)})
    for number in (1, 2):
        save(store, number, text)


def save(store: Store, number: int, text: Fulltext) -> None:
    store.texts.save(id_of(THU, number), b"<html>", text, converter=1, etag=None, modified=None).result()


def page_text(user: User) -> list[str]:
    """The lines of the page pane that are on the screen, without the one on top."""
    pane = user.panes.shown_page
    region = pane.content_region
    return [line[region.x : region.right - 1].rstrip() for line in user.lines()[region.y : region.bottom]]


def heading(user: User) -> str:
    return user.panes.shown_page.heading_line().text.strip()


async def settled(user: User) -> None:
    """All of the text is laid out."""
    assert user.panes.text is not None
    text = user.panes.text
    await user.until(lambda: text.is_laid_out)


# -- opening and closing


async def test_f_shows_the_text_and_f_the_abstract_again(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    with_texts(store)
    async with open_reader(store, size=size) as user:
        before, shown = user.text(), user.displayed
        await user.press("f")
        assert user.panes.focused is user.panes.text
        assert page_text(user)[0].split() == ["1", *block_text(TEXT.blocks[0]).split()]
        assert ("papers" in user.displayed) is (size == WIDE)  # a small window is all for the text
        assert "§ 1 · 0 %" in user.status
        if size != SMALL:
            assert re.fullmatch(r"§ 1 On .* arXiv HTML v2 · 0 %", heading(user))
        await user.press("f")
        assert (user.focus, user.displayed) == ("papers", shown)
        assert user.text() == before


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_it_puts_focus_and_zoom_back(store: Store, open_reader: Any, key: str) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("3", "z", "f")
        assert user.panes.has_class("-zoomed")
        await user.press(key)
        assert (user.focus, user.panes.has_class("-zoomed"), user.left) == ("page", True, False)
        await user.press("z", "f", "z", key)
        assert (user.focus, user.panes.has_class("-zoomed"), user.left) == ("page", False, False)


async def test_keys_typed_right_behind_f_are_for_the_text(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store) as user:
        await user.blind("f", "space", "j")
        await user.until(lambda: user.panes.text is not None and user.panes.text.scroll_offset.y > 10)
        assert user.at == id_of(THU, 1)


async def test_moving_the_cursor_closes_the_text_and_its_place_is_kept(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    with_texts(store)
    async with open_reader(store, size=size) as user:
        await user.press("f", "space", "space", "j")
        seen = page_text(user)
        await user.press("J")
        assert (user.at, user.session.text.is_open) == (id_of(THU, 2), False)
        assert user.page.paper.id == user.at
        await user.press("K", "f")
        assert page_text(user) == seen


async def test_the_place_survives_a_restart_and_another_width(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", "space", "space", "space")
        first = user.session.text.here
    store.settings.set("place", None).result()
    async with open_reader(store, size=NARROW) as user:
        await user.press("f")
        here = user.session.text.here
        assert here.block == first.block
        line = user.panes.text.line_at(user.panes.text.scroll_offset.y)
        assert line.offset <= first.offset < line.offset + len(line.text) + 1


async def test_a_resize_keeps_the_line_on_top(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", "}", "}", "}", "j", "j", "j")
        await settled(user)
        place = user.session.text.here
        for size in (NARROW, SMALL, WIDE):
            await user.pilot.resize_terminal(*size)
            await user.pilot.pause(0.1)
            assert user.session.text.here.block == place.block
            assert user.session.text.here.offset <= place.offset
        assert user.session.text.here == place


async def test_the_text_beside_the_list_takes_no_keys_of_it(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", "h")
        assert user.focus == "papers"
        assert "¶" in user.text()
        assert page_text(user)[0].startswith("1  On ")
        top = user.panes.text.scroll_offset.y
        await user.press("/")
        assert "Enter best first" in user.text()  # the search for papers
        await user.press("escape", "l")
        assert user.panes.focused is user.panes.text
        await user.press("j")
        assert user.panes.text.scroll_offset.y == top + 1


async def test_going_back_from_a_search_shows_the_text_again(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", "space", "h")
        seen = page_text(user)
        await user.press("/", *"zzz")
        await user.until(lambda: user.session.search)
        await user.press("escape")
        await user.until(lambda: user.session.text.is_open)
        await user.pilot.pause(0.1)
        assert (user.focus, page_text(user)) == ("papers", seen)
        await user.press("f")
        assert (user.focus, user.page.display) == ("papers", True)


async def test_the_footer_names_the_keys_of_the_text(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        assert "f text" not in user.footer or "/ search" in user.footer
        await user.press("f")
        for hint in ("/ find", "n section", "f abstract", "t contents", "i letters"):
            assert hint in user.footer
        assert "Ctrl+O back" not in user.footer
        await user.press("n")
        assert "Ctrl+O back" in user.footer
        await user.press("/", *"loom", "enter")
        assert "n match" in user.footer
        await user.press("h")
        assert "/ search" in user.footer


# -- moving


async def test_j_k_g_and_half_pages(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    with_texts(store)
    async with open_reader(store, size=extreme) as user:
        await user.press("f")
        text = user.panes.text
        await user.press("j", "j", "k")
        assert text.scroll_offset.y == 1
        await user.press("G")
        assert text.at_end
        assert "100 %" in user.status
        last = block_text(TEXT.blocks[-1]).split()[-1]
        *_, end, one, two, three = page_text(user)
        assert end.endswith(last)
        assert (one, two, three) == ("", "", ""), "room for a toast"
        await user.press("g")
        assert (text.scroll_offset.y, user.session.text.percent) == (0, 0)
        await user.press("ctrl+d", "ctrl+u", "pagedown", "pageup")
        assert text.scroll_offset.y == 0


async def test_paging_down_and_up_shows_every_line_once(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    """Also before the text is laid out: guessed heights never skip a line."""
    with_texts(store)
    async with open_reader(store, size=extreme) as user:
        await user.press("f")
        text = user.panes.text
        height = text.size.height
        seen = list(page_text(user))
        while not text.at_end:
            await user.press("space")
            step = min(height - 1, len(page_text(user)))
            seen += page_text(user)[-step:] if not text.at_end else []
        assert user.at == id_of(THU, 1)
        await settled(user)
        whole = [text.line_at(y).text.rstrip() for y in range(len(seen))]
        assert seen == whole
        bottom = text.scroll_offset.y
        await user.press("backspace")
        assert text.scroll_offset.y == max(0, bottom - (height - 1))


async def test_space_at_the_end_marks_the_paper_read_and_goes_on(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    with_texts(store)
    async with open_reader(store, size=size) as user:
        await user.press("f", "G", "space")
        await user.until(lambda: user.read_by(id_of(THU, 1)) == "opened")
        assert user.at == id_of(THU, 2)
        assert not user.session.text.is_open
        undo.undo(user.session)
        await user.pilot.pause()
        assert user.session.rows.entries[0].unread


async def test_what_is_laid_out_later_leaves_the_screen_as_it_is(store: Store, open_reader: Any) -> None:
    with_texts(store, text=long_text(30, 20))
    store.texts.save_position(id_of(THU, 1), '[300,0,0.5,"xx"]').result()
    async with open_reader(store, size=WIDE) as user:
        await user.press("f")
        text = user.panes.text
        assert not text.is_laid_out
        before, y = page_text(user), text.scroll_offset.y
        await settled(user)
        assert page_text(user) == before
        assert text.scroll_offset.y != y  # the blocks above had been guessed


async def test_the_percent_is_of_the_lines_as_they_are_in_the_end(store: Store, open_reader: Any) -> None:
    with_texts(store, text=long_text(16, 8, words=60, equations=8))
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", *("}" for _ in range(9)), "space")
        text = user.panes.text
        await settled(user)
        percent = int(100 * text.scroll_offset.y / text.max_scroll_y)
        assert 20 < percent < 80
        assert user.session.text.percent == percent
        await user.until(lambda: f"{percent} %" in user.status)
        await user.until(lambda: user.session.text.search.is_prepared)


async def test_sections_by_key_and_the_way_back(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store) as user:
        await user.press("f", "j", "j")
        start = page_text(user)
        await user.press("n")
        assert page_text(user)[0].startswith("1.1  The ")
        await user.press("n", "n", "N", "}", "{")
        assert page_text(user)[0].startswith("2  On ")
        await user.press("ctrl+o")
        assert page_text(user) == start
        await user.press("ctrl+y")
        assert page_text(user)[0].startswith("2  On ")
        await user.press("G", "ctrl+o")
        assert page_text(user)[0].startswith("2  On ")


async def test_a_jump_shows_the_block_on_top(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    with_texts(store)
    async with open_reader(store, size=extreme) as user:
        await user.press("f")
        for target in ("S4.T1", "S2.E2", "bib.bib1", "S3"):
            block = user.session.text.targets.find(target).at
            user.session.text.go_to(block)
            await user.pilot.pause()
            text = user.panes.text
            assert block in {text.block_at(text.line_in_row(row)) for row in range(text.size.height)}
            shown = text.start_of(block) - text.scroll_offset.y
            assert shown <= 0 or text.at_end


# -- searching in the text


async def test_what_is_typed_is_found_and_gone_through(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    blocks = list(TEXT.blocks)
    blocks[20:20] = [Paragraph((Run("An Aardvark crossed the loom."),))]
    blocks[60:60] = [Paragraph((Run("Two aardvarks: aardvark."),))]
    with_texts(store, text=TEXT._replace(blocks=tuple(blocks)))
    async with open_reader(store, size=size) as user:
        await user.press("f", "j")
        top = page_text(user)
        await user.press("/", *"AARD")
        await user.until(lambda: user.session.text.search.is_complete)
        assert "1 of 3" in user.lines()[-1]
        await user.until(lambda: any("An Aardvark" in line for line in page_text(user)))
        assert styles_of(user, "Aard") == {"reverse"}
        await user.press("escape")
        assert page_text(user) == top
        await user.press("/", *"aardvark", "enter")
        await user.until(lambda: user.session.text.search.is_complete)
        await user.press("n")
        await user.until(lambda: any("Two aardvarks" in line for line in page_text(user)))
        if size != SMALL:
            assert "2 of 3" in heading(user)
        await user.press("n", "n")
        assert any("An Aardvark" in line for line in page_text(user))
        await user.press("N")
        assert any("Two aardvarks" in line for line in page_text(user))
        await user.press("ctrl+o")
        assert page_text(user) == top
        await user.press("n", "escape")  # Escape ends the search, and then leaves the text
        assert user.session.text.is_open
        assert styles_of(user, "aardvark") <= {""}
        await user.press("escape")
        assert not user.session.text.is_open


@pytest.mark.parametrize("keys", [["slash", *"aardvark"], ["t", *"3"]])
async def test_keys_right_behind_enter_find_the_user_there(store: Store, open_reader: Any, keys: list[str]) -> None:
    blocks = list(TEXT.blocks)
    blocks[60:60] = [Paragraph((Run("An aardvark crossed the loom."),))]
    with_texts(store, text=TEXT._replace(blocks=tuple(blocks)))
    async with open_reader(store) as user:
        for opened_before in (keys, []):
            await user.press("f", *opened_before)
            await user.blind(*keys[len(opened_before) :], "enter", "f")
            await user.until(lambda: not user.session.text.is_open)
            await user.press("f")
            assert user.session.text.here.block > 20
            await user.press("g", "f")


async def test_a_search_that_ends_late_takes_nobody_back(store: Store, open_reader: Any) -> None:
    with_texts(store, text=long_text(60, 40))
    async with open_reader(store) as user:
        await user.press("f", "slash", *"warp")
        await user.blind("enter", "G")
        await user.until(lambda: user.session.text.search.is_complete)
        await settled(user)
        assert user.session.text.percent == 100


def styles_of(user: User, word: str) -> set[str]:
    """`reverse`, `underline` or nothing, for each place of the screen where the page has the word."""
    found = set()
    for y, line in enumerate(user.lines()):
        at = user.panes.shown_page.content_region.x
        while (at := line.find(word, at)) >= 0:
            style = user.app.screen.get_style_at(at, y)
            found.add("reverse" if style.reverse else "underline" if style.underline else "")
            at += 1
    return found


async def test_formulas_are_found_as_they_are_read_and_by_their_tex(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f")
        for typed in ("alpha_k", r"\alpha_{k}", "αₖ²"):
            await user.press("/", *typed, "enter")
            assert styles_of(user, "αₖ") & {"reverse"}, typed
        await user.press("/", *r"\frac{", "enter")
        assert user.session.text.search.total == sum(type(block).__name__ == "Equation" for block in TEXT.blocks)


async def test_what_is_not_there_is_said(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store) as user:
        await user.press("f", "j", "/", *"xyzzy")
        assert "not found" in user.lines()[-1]
        await user.press("enter", "n")
        assert user.panes.text.scroll_offset.y == 1


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (200, 50)])
async def test_the_zoomed_abstract_stands_where_the_text_does(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    with_texts(store)
    async with open_reader(store, size=size) as user:
        await user.press("3", "z")
        abstract = next(line for line in page_text(user) if line.strip() == "Abstract")
        await user.press("f")
        text = page_text(user)[2]
        margin = len(text) - len(text.lstrip())
        assert len(abstract) - len(abstract.lstrip()) == margin == (size[0] - 5 - 80) // 2


async def test_a_click_on_the_centred_page_finds_what_is_below_the_mouse(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("3", "z")
        author = user.page.paper.authors[0]
        y, line = next((y, line) for y, line in enumerate(user.lines()) if author in line)
        await user.click(line.index(author) + 2, y)
        await user.until(lambda: f"Follow {author}" in user.text() or author in user.lines()[y])
        assert user.app.screen is not user.app.reader


# -- texts that have to be fetched


async def test_a_text_is_fetched_while_everything_else_goes_on(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    with HubServer({THU: papers(THU, 3)}) as hub:
        hub.delay = 0.5
        hub.texts.html[id_of(THU, 1)] = arxiv_page()
        async with open_reader(store, size=WIDE, hub=hub.url) as user:
            await user.press("f")
            assert page_text(user)[0].startswith("Fetching the text")
            await user.press("b", "2")  # the paper is starred, the list has the focus
            await user.until(lambda: user.session.text.is_shown)
            await user.pilot.pause(0.1)
            assert user.focus == "papers"  # the text does not take it away
            assert "weaves" in " ".join(page_text(user))
            assert user.entry.starred


async def test_what_is_waited_for_is_said(store: Store, open_reader: Any, hub_server: HubServer) -> None:
    with_texts(store)
    hub_server.texts.html[id_of(THU, 3)] = arxiv_page("Third")
    hub_server.fail("500", match="/html/", times=1)
    async with open_reader(store, hub=hub_server.url) as user:
        await user.press("J", "J", "f")
        said = re.compile(r"arXiv returned an error \(500\); trying again in [12] s …")
        await user.until(lambda: said.search(" ".join(page_text(user))))
        await user.until(lambda: user.session.text.is_shown)
        assert user.panes.focused is user.panes.text


async def test_where_there_is_no_text_r_tries_again(store: Store, open_reader: Any, hub_server: HubServer) -> None:
    with_texts(store)
    hub_server.fail("404", match="/html/")
    async with open_reader(store, hub=hub_server.url) as user:
        await user.press("J", "J", "f")
        await user.until(lambda: "No text available" in user.text())
        assert "r try again" in user.footer
        hub_server.fail()
        hub_server.texts.html[id_of(THU, 3)] = arxiv_page("Third")
        await user.press("r")
        await user.until(lambda: user.session.text.is_shown)
        assert "try again" not in user.footer


async def test_who_has_gone_on_is_not_called_back(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    with HubServer({THU: papers(THU, 3)}) as hub:
        hub.delay = 0.3
        hub.texts.html[id_of(THU, 1)] = arxiv_page()
        async with open_reader(store, size=WIDE, hub=hub.url) as user:
            await user.press("f", "J")
            await user.until(lambda: store.texts.get(id_of(THU, 1)))
            assert not user.session.text.is_open
            await user.press("K", "f")
            assert user.session.text.is_shown


async def test_without_a_text_it_says_why_and_what_else_there_is(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    with HubServer({THU: papers(THU, 3)}) as hub:
        async with open_reader(store, size=WIDE, hub=hub.url) as user:
            await user.press("f")
            await user.until(lambda: "No text available" in user.text())
            said = " ".join(page_text(user)).split("  ")[0]
            assert said.endswith("Op opens the PDF.")
            await user.press("space")  # back to the abstract, and no paper is marked
            assert (user.session.text.is_open, user.at) == (False, id_of(THU, 1))
            assert user.read_by(user.at) is None


async def test_offline_it_says_so(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, size=WIDE) as user:
        await user.press("f")
        assert "The text is fetched when the network is back" in " ".join(" ".join(page_text(user)).split())
        await user.press("n")  # the keys of a text mean what they mean elsewhere
        assert user.at == id_of(THU, 2)


# -- what else happens to a screen


async def test_other_colours_and_glyphs_repaint_the_text(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", "space")
        before = page_text(user)
        user.app.theme = "textual-light"
        await user.pilot.pause(0.1)
        assert page_text(user) == before
        assert user.panes.text.theme_colors == user.page.theme_colors
        user.app.reader.apply_glyphs(user.page.glyphs._replace(cut="~"))
        await user.pilot.pause(0.1)
        assert page_text(user) == before


async def test_a_text_that_is_open_spoils_no_start(store: Store, open_reader: Any) -> None:
    with_texts(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("f", "space", "2")
        frame = user.app.reader.first_frame()
        assert frame is None or "§" not in frame
        await user.press("f")
        assert user.app.reader.first_frame() is not None


async def test_a_text_without_blocks_is_no_accident(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 2)})
    save(store, 1, Fulltext((), (), "hub", "", ("formulas are garbled",)))
    save(store, 2, Fulltext((Heading((), 1), Paragraph(())), (), "hub", "", ("tables are missing",)))
    async with open_reader(store, size=WIDE, config=FULL) as user:
        for _ in range(2):
            await user.press(
                "f", "j", "G", "g", "n", "N", "}", "{", "/", "x", "enter", "n", "ctrl+o", "escape", "f", "J"
            )
        assert not user.left


async def test_the_note_above_the_text_says_what_is_missing(store: Store, open_reader: Any) -> None:
    with_texts(store, text=long_text(2, 2, source="hub"))
    async with open_reader(store, size=PLAIN) as user:
        await user.press("f")
        assert page_text(user)[:3] == ["Hub text: tables are missing", "", page_text(user)[2]]
        await user.press("j")
        assert "tables are missing" not in " ".join(page_text(user))
