"""Any size: which panes are there, nothing lost in a resize, nothing broken by what papers can be like."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Region, Size

from paperreader import demo
from paperreader.models import Collection
from paperreader.store import Store
from tests.hub_server.items import Item, item, papers
from tests.tui.conftest import LONG, NARROW, SMALL, THU, TUE, WED, WIDE, fill, id_of, ids_of, with_config

ALL = {"days", "papers", "page"}
LIST_AND_PAGE = {"days": {"days", "papers"}, "papers": {"papers", "page"}, "page": {"papers", "page"}}
ONE = {"days": {"days"}, "papers": {"papers"}, "page": {"page"}}


def two_days(store: Store) -> None:
    fill(store, {THU: papers(THU, 12), WED: papers(WED, 3)})


SIZES: list[tuple[int, int, dict[str, set[str]]]] = [
    *[(*size, dict.fromkeys(ALL, ALL)) for size in ((140, 40), (130, 20))],
    *[(*size, LIST_AND_PAGE) for size in ((129, 24), (100, 30), (99, 30), (80, 24), (60, 20))],
    *[(*size, ONE) for size in ((59, 24), (50, 20), (140, 18), (110, 18), (80, 18), (40, 10))],
]


async def test_the_panes_that_are_there(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        for width, height, displayed in SIZES:
            await person.pilot.resize_terminal(width, height)
            for key, pane in (("3", "page"), ("1", "days"), ("2", "papers")):
                await person.press(key)
                assert person.focus == pane
                assert person.displayed == displayed[pane], (width, height, pane)
                panes = (person.days, person.papers, person.page)
                assert all(person.panes.region.contains_region(each.region) for each in panes if each.display)
                assert len(person.lines()) == height


@pytest.mark.parametrize(("width", "height", "displayed"), [SIZES[3], SIZES[5], SIZES[9], SIZES[12]])
async def test_the_panes_are_there_from_the_start(
    store: Store, reading: Any, width: int, height: int, displayed: dict[str, set[str]]
) -> None:
    two_days(store)
    async with reading(store, size=(width, height)) as person:
        assert (person.focus, person.displayed) == ("papers", displayed["papers"])


@pytest.mark.parametrize("size", [SMALL, NARROW, WIDE])
async def test_every_row_is_as_wide_as_its_pane_whatever_its_padding_was(
    store: Store, reading: Any, size: tuple[int, int]
) -> None:
    two_days(store)
    async with reading(store, size=size) as person:
        for key in ("3", "z", "z", "j", "z", "2", "1", "3"):
            await person.press(key)
            for pane in (person.days, person.papers, person.page):
                if pane.display:
                    whole = Region(0, 0, *pane.outer_size)
                    widths = {cell_len(strip.text) for strip in pane.render_lines(whole)}
                    assert widths == {pane.outer_size.width}, (key, pane.id)


@pytest.mark.parametrize("keys", ["j" * 16, "j" * 16 + "kkk", "1" + "j" * 20 + "k" * 9, "3G"])
async def test_a_window_made_small_and_large_again_shows_what_it_did(store: Store, reading: Any, keys: str) -> None:
    """As when tmux zooms another pane, or splits this one for a while."""
    days = [date(2026, 7, day) for day in range(1, 31)]
    long = [item(id_of(THU, n), abstract=LONG, day=THU) for n in range(1, 31)]
    fill(store, {THU: long} | {day: [] for day in days[:-1]})
    async with reading(store, size=(140, 24)) as person:
        await person.press(*keys)
        tops = [pane.scroll_offset.y for pane in (person.days, person.papers, person.page)]
        for sizes in ([(140, 12)], [(60, 20)], [(20, 5)], [(120, 38), (100, 30), (99, 20), (40, 10)], [(140, 60)]):
            for size in (*sizes, (140, 24)):
                await person.pilot.resize_terminal(*size)
                await person.pilot.pause(0.03)
            assert [pane.scroll_offset.y for pane in (person.days, person.papers, person.page)] == tops, sizes


@pytest.mark.parametrize("key", ["", "/", "question_mark"])
async def test_sizes_that_come_in_turn_come_to_an_end(store: Store, reading: Any, key: str) -> None:
    """Textual tells a screen of each layout, too; with other messages between them it does not fold them into one."""
    two_days(store)
    async with reading(store, size=WIDE) as person:
        await person.press(*[key] if key else [])
        person.app._size = Size(100, 30)
        layouts = 0

        def count(_: object) -> None:
            nonlocal layouts
            layouts += 1
            if layouts > 20:
                raise asyncio.CancelledError  # or it would never end

        screen = person.app.screen
        screen.screen_layout_refresh_signal.subscribe(screen, count)
        for size in ((60, 20), (100, 30), (50, 10)):
            screen.post_message(events.Resize(Size(*size), Size(*size)))
            screen.call_later(lambda: None)
        await person.pilot.pause(0.2)
        for each in person.app.screen_stack:
            assert each._compositor.size == (100, 30)
            assert not {"-narrow", "-tiny", "-short"} & each.classes


@pytest.mark.parametrize("key", ["/", "question_mark", "y", "ctrl+p"])
@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_a_frame_can_be_painted_when_the_terminal_has_another_size_already(
    store: Store, reading: Any, key: str, size: tuple[int, int]
) -> None:
    """Textual lays out anew some time after it knows of the size; what came before that is painted meanwhile."""
    two_days(store)
    async with reading(store, size=(100, 30)) as person:
        await person.press(key)
        person.app._size = Size(*size)
        person.app.screen.refresh()
        for row in person.app.screen._compositor.render_full_update().strips:
            assert sum(strip.cell_length for strip in row) == 100
        person.app._size = Size(100, 30)


async def test_a_frame_of_another_size_than_the_terminals_is_not_kept(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=(100, 30)) as person:
        person.app._size = Size(60, 20)
        assert person.app.reader.first_picture() is None
        person.app._size = Size(100, 30)
        assert person.app.reader.first_picture()


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6, 7])
async def test_no_row_is_longer_than_the_terminal(store: Store, reading: Any, width: int) -> None:
    two_days(store)
    async with reading(store, size=(width, 12)) as person:
        for key in ("1", "j", "2", "3", "z", "z", "2", "question_mark", "escape", "Y", "escape", "V", "j"):
            await person.press(key)
            for row in person.app.screen._compositor.render_full_update().strips:
                told = sum(strip.cell_length for strip in row)
                real = sum(segment.cell_length for strip in row for segment in strip)
                assert (told, real) == (width, width), (key, person.focus)


async def test_from_100_columns_the_list_stands_beside_the_page_and_below_above_it(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=(100, 30)) as person:
        assert person.papers.region.right == person.page.region.x
        assert person.papers.line_width >= 52
        await person.pilot.resize_terminal(99, 30)
        assert person.papers.region.bottom == person.page.region.y
        assert person.papers.region.width == person.page.region.width == 99


async def test_a_click_chooses_and_a_second_one_opens(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 4), THU.replace(month=6): papers(THU.replace(month=6), 2)})

    def row(text: str) -> int:
        return next(y for y, line in enumerate(person.lines()) if text in line)

    async with reading(store, size=SMALL) as person:
        await person.click(10, row("Part 3"))
        assert (person.at, person.displayed) == (id_of(THU, 3), {"papers"})
        await person.click(10, row("Part 3"))
        await person.until(lambda: person.displayed == {"page"})
        assert "Part 3" in person.text()
        await person.press("1")
        await person.click(5, row("Starred"))
        assert person.view is Collection.STARRED
        await person.click(5, row("July 2026"))
        await person.until(lambda: "July 2026 ▸ 4" in person.text())
        await person.click(5, row("July 2026"))
        await person.until(lambda: "July 2026 ▸ 4" not in person.text())


async def test_forty_by_ten_is_usable(store: Store, reading: Any) -> None:
    fill(
        store, {THU: [item(id_of(THU, n), abstract=LONG, upvotes=9 - n, day=THU) for n in (1, 2)], WED: papers(WED, 2)}
    )
    async with reading(store, size=(40, 10)) as person:
        assert "A Loom for Small Models" in person.text()
        await person.press("space")
        assert person.displayed == {"page"}
        assert "A Loom for Small Models" in person.text()
        for _ in range(200):
            if person.at != id_of(THU, 1):
                break
            await person.press("space")
        assert person.read_by(id_of(THU, 1)) == "opened"
        assert person.displayed == {"page"}
        await person.press("x", "space")
        assert person.view == WED
        await person.press("y", "Y", "escape", "?", "escape", "h", "h", "j", "l", "l", "z", "z", "u", "b", "A")
        await person.pilot.pause()
        assert len(person.lines()) == 10
        assert not person.left


async def test_resizing_keeps_paper_and_place(store: Store, reading: Any) -> None:
    fill(store, {THU: [item(id_of(THU, n), abstract=LONG, upvotes=90 - n, day=THU) for n in range(1, 31)]})
    sizes = [(110, 40), NARROW, SMALL, (140, 18), (40, 10), WIDE, SMALL, WIDE, (80, 18), NARROW, WIDE]
    async with reading(store) as person:
        await person.press(*["j"] * 15, "3", "ctrl+d", "j", "j")
        section, offset = person.page.place
        assert section == "Abstract"
        words = LONG[offset:].split()[:3]
        for size in sizes:
            await person.pilot.resize_terminal(*size)
            await person.pilot.pause(0.03)
            assert person.at == person.page.paper.id == id_of(THU, 16)
            assert person.focus == "page"
            top = person.page.line_at(person.page.scroll_offset.y)
            below = person.page.line_at(person.page.scroll_offset.y + 1)
            assert " ".join(words) in f"{top.text} {below.text}", size
        await person.press("2")
        for size in sizes[1::2]:
            await person.pilot.resize_terminal(*size)
            await person.pilot.pause(0.03)
            assert (person.focus, person.at) == ("papers", id_of(THU, 16))
            first = person.papers.start_of(15) - person.papers.scroll_offset.y
            assert 0 <= first < person.papers.scrollable_content_region.height, size


async def test_the_end_of_a_page_is_still_there_after_a_resize(store: Store, reading: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), abstract=LONG, day=THU)]})
    async with reading(store) as person:
        await person.press("3", "G")
        for size in (SMALL, (140, 18), NARROW, WIDE):
            await person.pilot.resize_terminal(*size)
            await person.pilot.pause(0.03)
            assert person.page.place[0] not in ("", "title"), size
            assert person.page.scroll_offset.y > 0, size


async def test_the_page_of_a_paper_gone_to_while_it_was_hidden_is_there(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=SMALL) as person:
        for number in (1, 2, 3):
            await person.press("enter")
            assert f"Part {number}" in person.text()
            await person.press("escape", "j")
        await person.press("]", "enter")
        assert "Wednesday's Tokens, Part 1" in person.text()
        await person.press("1", "k", "3")
        assert "Thursday's Tokens, Part 4" in person.text()


async def test_the_page_is_where_it_was_after_a_look_at_the_list(store: Store, reading: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), abstract=LONG, day=THU)]})
    async with reading(store, size=SMALL) as person:
        await person.press("3", "ctrl+d")
        top = person.page.scroll_offset.y
        assert top > 0
        await person.press("h", "b", "l")
        assert person.page.scroll_offset.y == top
        assert person.page.place[0] == "Abstract"


@pytest.mark.parametrize("size", [(20, 6), (10, 3), (3, 2), (1, 1)])
async def test_no_size_ends_the_reader(store: Store, reading: Any, size: tuple[int, int]) -> None:
    demo.fill(store)
    async with reading(store, size=NARROW) as person:
        await person.pilot.resize_terminal(*size)
        await person.press("j", "space", "space", "1", "j", "2", "z", "?", "escape", "Y", "escape", "x", "A", "q")
        await person.pilot.resize_terminal(*WIDE)
        await person.pilot.pause(0.05)
        assert person.papers.entry is not None
        assert not person.left


# -- what papers can be like


async def test_a_day_without_papers_says_so(store: Store, reading: Any, extreme: tuple[int, int]) -> None:
    fill(store, {THU: papers(THU, 1), WED: [], TUE: papers(TUE, 1)})
    async with reading(store, size=extreme, start=WED) as person:
        assert person.said == "No papers that day."
        await person.press(
            "j", "k", "J", "K", "space", "x", "u", "b", "A", "n", "p", "y", "Y", "o", "z", "z", "g", "G", "2", "ctrl+d"
        )
        assert person.view == WED
        await person.press("]")
        assert person.view == TUE


async def test_a_day_of_one_paper(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 1)})
    async with reading(store) as person:
        assert "1 paper," in person.status
        await person.press("j", "k", "J", "n", "p", "G", "g", "ctrl+d", "]", "[", "x")
        assert person.at == id_of(THU, 1)
        assert "everything is read" in person.status


async def test_a_day_of_three_hundred_papers_stays_fast(store: Store, reading: Any) -> None:
    many = [item(f"2607.{n:05}", f"Paper {n}", day=THU, upvotes=1000 - n, abstract=LONG[:1500]) for n in range(1, 301)]
    fill(store, {THU: many})
    async with reading(store) as person:
        assert "300 papers" in person.status
        await person.press("G")
        assert person.at == "2607.00300"
        assert "Paper 300" in person.text()
        begun = time.monotonic()
        await person.blind(*["k"] * 100)
        await person.until(lambda: person.at == "2607.00200")
        assert person.page.paper.id == "2607.00200"
        assert time.monotonic() - begun < 3
        await person.press("A")
        assert "300 marked read" in person.toasts[-1]


async def test_a_paper_with_six_hundred_authors(store: Store, reading: Any, extreme: tuple[int, int]) -> None:
    names = [f"Given{n} Family{n}" for n in range(600)]
    fill(store, {THU: [item(id_of(THU, 1), "Many Hands", authors=names, day=THU), *papers(THU, 3)[1:]]})
    async with reading(store, size=extreme) as person:
        await person.press("g")
        index = next(i for i, entry in enumerate(person.papers.entries) if entry.title == "Many Hands")
        await person.press(*["j"] * index, "3")
        assert (
            "Given4 Family4 and 595 more" in " ".join(" ".join(person.lines()).split()) or "595 more" in person.text()
        )
        begun = time.monotonic()
        await person.press("G")
        assert time.monotonic() - begun < 1
        text = " ".join(person.page.line_at(y).text for y in range(person.page.virtual_size.height))
        assert all(name in text for name in (names[0], names[300], names[599]))
        await person.press("2")
        assert "Given0 Family0 +599" in person.text()


async def test_papers_with_hardly_anything_and_with_too_much(store: Store, reading: Any, size: tuple[int, int]) -> None:
    bare = item(id_of(THU, 1), "Bare", authors=[], abstract="", day=THU, upvotes=3)
    long_title = " ".join(["Unreasonably"] * 24)
    wordy = item(id_of(THU, 2), long_title, abstract="W" * 9000, authors=["N" * 200], day=THU, upvotes=2)
    wide = item(id_of(THU, 3), "多言語 🦜 論文" * 12, abstract="多言語の論文。" * 200, authors=["李 明"], day=THU)
    fill(store, {THU: [bare, wordy, wide]})
    async with reading(store, size=size) as person:
        assert "Abstract" not in " ".join(person.page.line_at(y).text for y in range(30))
        for number in (1, 2, 3):
            assert person.at == id_of(THU, number)
            await person.press("3", "G", "g", "2", "j")
        await person.press("k")
        width = size[0]
        for strip in person.app.screen._compositor.render_strips():
            assert strip.cell_length == width
        await person.press("3")
        title = [person.page.line_at(y).text for y in range(40)]
        assert " ".join(title).count("Unreasonably") == 24
        await person.press("2")
        rows = [line for line in person.lines() if "Unreasonably" in line]
        assert any("…" in line for line in rows)


MARKUP = ("[/]", "[bold]bold", "[@click=app.quit]x[/]", "[link=https://example.org]y[/link]", "$text [red", "\\[a]")


async def test_what_looks_like_markup_is_shown_as_it_is_everywhere(
    store: Store, reading: Any, extreme: tuple[int, int]
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
    async with reading(store, size=extreme, problems=["config.toml:1: [/] [bold"]) as person:
        assert "[/] [bold" in person.toasts[0]
        for number, text in enumerate(MARKUP, 1):
            kept = store.paper(id_of(THU, number))
            assert person.at == kept.id
            if extreme != SMALL:
                assert kept.title in person.text()
            page = " ".join(person.page.line_at(y).text for y in range(person.page.virtual_size.height))
            if extreme != SMALL:
                for shown in (kept.title, kept.abstract, kept.summary, *kept.keywords, kept.authors[0], kept.submitter):
                    assert shown in page, text
            if "click" in text:
                assert "[@click=app.quit]x[/]" in kept.title
            await person.press("Y", "t")
            await person.until(lambda number=number: len(person.toasts) > number)
            assert kept.title in person.toasts[-1] or "characters" in person.toasts[-1]
            assert person.app.clipboard.startswith(kept.title)
            await person.press("J")
        lines = person.lines()
        y = next((y for y, line in enumerate(lines) if "app.quit" in line), None)
        if y is not None:
            await person.click(lines[y].index("app.quit") + 18, y)
        assert not person.left
        await person.press("?", "escape")


async def test_the_demo_feed_can_be_read_from_end_to_end(store: Store, reading: Any, size: tuple[int, int]) -> None:
    demo.fill(store)
    async with reading(store, size=size, demo=True) as person:
        for _ in range(10):
            count = len(person.ids)
            await person.blind(*["J"] * count, "3", "G", "2")
            await person.until(lambda: person.page.paper.id == person.ids[-1])
            for strip in person.app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
            await person.press("]")
        assert person.view == min(day.date for day in store.days())
        assert not person.left


async def test_ascii_glyphs_need_no_font(store: Store, reading: Any) -> None:
    two_days(store)
    store.set_setting("first", "2026-07-20").result()
    async with reading(store, config=with_config(glyphs="ascii")) as person:
        await person.press("b", "x")
        await person.until(lambda: person.entry.id == ids_of(THU, 2)[0])
        panes = [
            pane.line_at(y).text
            for pane in (person.days, person.papers, person.page)
            for y in range(pane.virtual_size.height)
        ]
        assert [line for line in panes if not line.isascii()] == []
        assert any(line.startswith(" o ") for line in panes)
        assert any(line.startswith("  * ") for line in panes)
