"""Any size: which panes are there, nothing lost in a resize, nothing broken by what papers can be like."""

from __future__ import annotations

import time
from typing import Any

import pytest
from textual.geometry import Size

from paperreader import demo
from paperreader.store import Store
from paperreader.views import DayView
from tests.hub_server.items import Item, item, papers
from tests.stored_days import FULL, LONG, THU, TUE, WED, fill, id_of, ids_of, two_days, with_config
from tests.tui.conftest import NARROW, SMALL, WIDE

ALL = {"days", "papers", "page"}
LIST_AND_PAGE = {"days": {"days", "papers"}, "papers": {"papers", "page"}, "page": {"papers", "page"}}
ONE = {"days": {"days"}, "papers": {"papers"}, "page": {"page"}}


SIZES: list[tuple[int, int, dict[str, set[str]]]] = [
    *[(*size, dict.fromkeys(ALL, ALL)) for size in ((140, 40), (130, 20))],
    *[(*size, LIST_AND_PAGE) for size in ((129, 24), (100, 30), (99, 30), (80, 24), (60, 20))],
    *[(*size, ONE) for size in ((59, 24), (50, 20), (140, 18), (110, 18), (80, 18), (40, 10))],
]


async def test_the_panes_that_are_there(store: Store, open_reader: Any) -> None:
    two_days(store)
    async with open_reader(store) as user:
        for width, height, displayed in SIZES:
            await user.pilot.resize_terminal(width, height)
            for key, pane in (("3", "page"), ("1", "days"), ("2", "papers")):
                await user.press(key)
                assert user.focus == pane
                assert user.displayed == displayed[pane], (width, height, pane)
                panes = (user.days, user.papers, user.page)
                assert all(user.panes.region.contains_region(each.region) for each in panes if each.display)
                assert len(user.lines()) == height


@pytest.mark.parametrize(("width", "height", "displayed"), [SIZES[3], SIZES[5], SIZES[9], SIZES[12]])
async def test_the_panes_are_there_from_the_start(
    store: Store, open_reader: Any, width: int, height: int, displayed: dict[str, set[str]]
) -> None:
    two_days(store)
    async with open_reader(store, size=(width, height)) as user:
        assert (user.focus, user.displayed) == ("papers", displayed["papers"])


async def test_a_frame_of_another_size_than_the_terminals_is_not_kept(store: Store, open_reader: Any) -> None:
    two_days(store)
    async with open_reader(store, size=(100, 30)) as user:
        user.app._size = Size(60, 20)
        assert user.app.reader.first_frame() is None
        user.app._size = Size(100, 30)
        assert user.app.reader.first_frame()


async def test_from_100_columns_the_list_stands_beside_the_page_and_below_above_it(
    store: Store, open_reader: Any
) -> None:
    two_days(store)
    async with open_reader(store, size=(100, 30)) as user:
        assert user.papers.region.right == user.page.region.x
        assert user.papers.line_width >= 52
        await user.pilot.resize_terminal(99, 30)
        await user.until(lambda: user.papers.region.bottom == user.page.region.y)
        assert user.papers.region.width == user.page.region.width == 99


@pytest.mark.parametrize("back", ["escape", "h", "q"])
@pytest.mark.parametrize("size", [NARROW, (60, 20), (99, 50)])
async def test_enter_on_a_paper_gives_the_page_the_room_and_esc_takes_it_back(
    store: Store, open_reader: Any, size: tuple[int, int], back: str
) -> None:
    two_days(store)
    async with open_reader(store, size=size) as user:
        await user.press("j", "enter")
        assert (user.focus, user.displayed) == ("page", {"page"})
        await user.press("J", "n")
        assert user.displayed == {"page"}
        await user.press(back)
        assert (user.focus, user.displayed, user.at) == ("papers", {"papers", "page"}, id_of(THU, 4))
        await user.press("3")
        assert user.displayed == {"papers", "page"}, "going there is not opening it"
        await user.press("2", "l", "z")
        assert (user.focus, user.displayed) == ("page", {"papers", "page"}), "z shows the list again"
        await user.press("z")
        assert user.displayed == {"page"}
        await user.press("tab")
        assert user.focus == "days"
        assert "page" not in user.displayed
        assert not user.left


@pytest.mark.parametrize(("size", "key"), [(NARROW, "enter"), (WIDE, "z")])
async def test_back_from_a_search_the_page_has_its_room_again(
    store: Store, open_reader: Any, size: tuple[int, int], key: str
) -> None:
    two_days(store)
    async with open_reader(store, size=size) as user:
        await user.press("j", key, "/", *"loom", "escape")
        await user.until(lambda: user.displayed == {"page"})
        assert (user.focus, user.at) == ("page", id_of(THU, 2))
        await user.press("escape")
        assert user.displayed >= {"papers", "page"}


async def test_an_entered_page_shares_the_room_again_in_a_larger_window(store: Store, open_reader: Any) -> None:
    two_days(store)
    async with open_reader(store, size=NARROW) as user:
        await user.press("enter")
        for size, displayed in ((WIDE, ALL), (SMALL, {"page"}), ((110, 30), {"papers", "page"}), (NARROW, {"page"})):
            await user.pilot.resize_terminal(*size)
            await user.until(lambda displayed=displayed: user.displayed == displayed)
            assert user.focus == "page"


async def test_a_click_on_the_paper_under_the_cursor_opens_it(store: Store, open_reader: Any) -> None:
    two_days(store)
    async with open_reader(store, size=NARROW) as user:
        x, y = user.papers.content_region.offset
        await user.click(x + 12, y)
        await user.until(lambda: user.displayed == {"page"})


async def test_forty_by_ten_is_usable(store: Store, open_reader: Any) -> None:
    fill(
        store, {THU: [item(id_of(THU, n), abstract=LONG, upvotes=9 - n, day=THU) for n in (1, 2)], WED: papers(WED, 2)}
    )
    async with open_reader(store, size=(40, 10)) as user:
        assert "A Loom for Small Models" in user.text()
        await user.press("space")
        assert user.displayed == {"page"}
        assert "A Loom for Small Models" in user.text()
        for _ in range(200):
            if user.at != id_of(THU, 1):
                break
            await user.press("space")
        assert user.read_by(id_of(THU, 1)) == "opened"
        assert user.displayed == {"page"}
        await user.press("x", "space")
        assert user.view == WED
        await user.press("y", "Y", "escape", "?", "escape", "h", "h", "j", "l", "l", "z", "z", "u", "b", "A")
        await user.until(lambda: len(user.lines()) == 10)
        assert not user.left


async def test_the_page_of_a_paper_gone_to_while_it_was_hidden_is_there(store: Store, open_reader: Any) -> None:
    two_days(store)
    async with open_reader(store, size=SMALL) as user:
        for number in (1, 2, 3):
            await user.press("enter")
            assert f"Part {number}" in user.text()
            await user.press("escape", "j")
        await user.press("]", "enter")
        assert "Wednesday's Tokens, Part 1" in user.text()
        await user.press("1", "k", "3")
        assert "Thursday's Tokens, Part 4" in user.text()


@pytest.mark.parametrize("size", [(20, 6), (10, 3), (3, 2), (1, 1)])
async def test_no_size_ends_the_reader(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    demo.fill(store)
    async with open_reader(store, size=NARROW) as user:
        await user.pilot.resize_terminal(*size)
        await user.press("j", "space", "space", "1", "j", "2", "z", "?", "escape", "Y", "escape", "x", "A", "q")
        await user.pilot.resize_terminal(*WIDE)
        await user.until(lambda: len(user.lines()) == WIDE[1])
        assert user.rows.entry is not None
        assert not user.left


# -- what papers can be like


async def test_a_day_without_papers_says_so(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    fill(store, {THU: papers(THU, 1), WED: [], TUE: papers(TUE, 1)})
    async with open_reader(store, size=extreme, start=WED) as user:
        assert user.said == "No papers that day."
        await user.press(
            "j", "k", "J", "K", "space", "x", "u", "b", "A", "n", "p", "y", "Y", "o", "z", "z", "g", "G", "2", "ctrl+d"
        )
        assert user.view == WED
        await user.press("]")
        assert user.view == TUE


async def test_a_day_of_one_paper(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 1)})
    async with open_reader(store) as user:
        assert "1 paper," in user.status
        await user.press("j", "k", "J", "n", "p", "G", "g", "ctrl+d", "]", "[", "x")
        assert user.at == id_of(THU, 1)
        assert "everything is read" in user.status


async def test_a_day_of_three_hundred_papers_stays_fast(store: Store, open_reader: Any) -> None:
    many = [item(f"2607.{n:05}", f"Paper {n}", day=THU, upvotes=1000 - n, abstract=LONG[:1500]) for n in range(1, 301)]
    fill(store, {THU: many})
    async with open_reader(store) as user:
        assert "300 papers" in user.status
        await user.press("G")
        assert user.at == "2607.00300"
        assert "Paper 300" in user.text()
        begun = time.process_time()
        await user.blind(*["k"] * 100)
        await user.until(lambda: user.at == "2607.00200")
        assert user.page.paper.id == "2607.00200"
        assert time.process_time() - begun < 3
        await user.press("A")
        assert "300 marked read" in user.toasts[-1]


async def test_a_paper_with_six_hundred_authors(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    names = [f"Given{n} Family{n}" for n in range(600)]
    fill(store, {THU: [item(id_of(THU, 1), "Many Hands", authors=names, day=THU), *papers(THU, 3)[1:]]})
    async with open_reader(store, size=extreme, config=FULL) as user:
        await user.press("g")
        index = next(i for i, entry in enumerate(user.rows.entries) if entry.title == "Many Hands")
        await user.press(*["j"] * index, "3")
        assert "Given4 Family4 and 595 more" in " ".join(" ".join(user.lines()).split()) or "595 more" in user.text()
        begun = time.process_time()
        await user.press("G")
        assert time.process_time() - begun < 1
        text = " ".join(user.page.line_at(y).text for y in range(user.page.virtual_size.height))
        assert all(name in text for name in (names[0], names[300], names[599]))
        await user.press("2")
        assert "Given0 Family0 +599" in user.text()


async def test_papers_with_hardly_anything_and_with_too_much(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    bare = item(id_of(THU, 1), "Bare", authors=[], abstract="", day=THU, upvotes=3)
    long_title = " ".join(["Unreasonably"] * 24)
    wordy = item(id_of(THU, 2), long_title, abstract="W" * 9000, authors=["N" * 200], day=THU, upvotes=2)
    wide = item(id_of(THU, 3), "多言語 🦜 論文" * 12, abstract="多言語の論文。" * 200, authors=["李 明"], day=THU)
    fill(store, {THU: [bare, wordy, wide]})
    async with open_reader(store, size=size) as user:
        assert "Abstract" not in " ".join(user.page.line_at(y).text for y in range(30))
        for number in (1, 2, 3):
            assert user.at == id_of(THU, number)
            await user.press("3", "G", "g", "2", "j")
        await user.press("k")
        width = size[0]
        for strip in user.app.screen._compositor.render_strips():
            assert strip.cell_length == width
        await user.press("3")
        title = [user.page.line_at(y).text for y in range(40)]
        assert " ".join(title).count("Unreasonably") == 24
        await user.press("2")
        rows = [line for line in user.lines() if "Unreasonably" in line]
        assert any("…" in line for line in rows)


MARKUP = ("[/]", "[bold]bold", "[@click=app.quit]x[/]", "[link=https://example.org]y[/link]", "$text [red", "\\[a]")


async def test_what_looks_like_markup_is_shown_as_it_is_everywhere(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    items: list[Item] = [
        item(
            id_of(THU, n),
            f"T {text} t",
            abstract=f"A {text} a",
            summary=f"S {text} s",
            keywords=[f"K {text} k"],
            authors=[f"P {text} p", "Q"],
            organization=("o", f"O {text} o"),
            submitter=f"U {text} u",
            day=THU,
            upvotes=99 - n,
        )
        for n, text in enumerate(MARKUP, 1)
    ]
    fill(store, {THU: items})
    async with open_reader(store, size=extreme, problems=["config.toml:1: [/] [bold"]) as user:
        assert "[/] [bold" in user.toasts[0]
        for number, text in enumerate(MARKUP, 1):
            kept = store.papers.get(id_of(THU, number))
            assert user.at == kept.id
            if extreme != SMALL:
                assert kept.title in user.text()
            page = " ".join(user.page.line_at(y).text for y in range(user.page.virtual_size.height))
            if extreme != SMALL:
                for shown in (kept.title, kept.abstract, kept.summary, *kept.keywords, kept.authors[0], kept.submitter):
                    assert shown in page, text
            if "click" in text:
                assert "[@click=app.quit]x[/]" in kept.title
            await user.press("Y", "t")
            await user.until(lambda number=number: len(user.toasts) > number)
            assert kept.title in user.toasts[-1] or "characters" in user.toasts[-1]
            assert user.app.clipboard.startswith(kept.title)
            await user.press("J")
        lines = user.lines()
        y = next((y for y, line in enumerate(lines) if "app.quit" in line), None)
        if y is not None:
            await user.click(lines[y].index("app.quit") + 18, y)
        assert not user.left
        await user.press("?", "escape")


async def test_the_demo_feed_can_be_read_from_end_to_end(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    demo.fill(store)
    async with open_reader(store, size=size, demo=True) as user:
        for _ in range(10):
            count = len(user.ids)
            await user.blind(*["J"] * count, "3", "G", "2")
            await user.until(lambda: user.page.paper.id == user.ids[-1])
            for strip in user.app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
            await user.press("]")
        assert user.view == min(day.date for day in store.papers.days())
        assert not user.left


async def test_ascii_glyphs_need_no_font(store: Store, open_reader: Any) -> None:
    two_days(store)
    store.settings.set("first", "2026-07-20").result()
    async with open_reader(store, config=with_config(glyphs="ascii")) as user:
        await user.press("b", "x")
        await user.until(lambda: user.entry.id == ids_of(THU, 2)[0])
        panes = [
            pane.line_at(y).text
            for pane in (user.days, user.papers, user.page)
            for y in range(pane.virtual_size.height)
        ]
        assert [line for line in panes if not line.isascii()] == []
        assert any(line.startswith(" o ") for line in panes)
        assert any(line.startswith("  * ") for line in panes)


@pytest.mark.parametrize("pane", ["days", "page"])
async def test_what_arrives_while_the_reader_ends_is_not_drawn(store: Store, open_reader: Any, pane: str) -> None:
    """The panes leave the screen one by one, and the session ends after the last."""
    two_days(store)
    async with open_reader(store) as user:
        reader = user.app.reader
        await user.panes.query_one(f"#{pane}").remove()
        user.session.go(DayView(WED))
        assert user.view == WED
        await user.pilot.pause()
        assert user.app.reader is reader
        user.app.exit()
