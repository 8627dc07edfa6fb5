"""Notifications can be read whole."""

from __future__ import annotations

import pytest

from paperreader.tui.app import PaperReader
from paperreader.tui.terminal.internals import frame_strips, has_toasts
from tests.conftest import until


@pytest.mark.parametrize("size", [(40, 12), (50, 20), (70, 24), (140, 40)])
async def test_a_toast_is_readable_as_a_whole(demo_app: PaperReader, size: tuple[int, int]) -> None:
    words = [f"word{number}" for number in range(14)]
    async with demo_app.run_test(size=size, notifications=True):
        demo_app.reader.toast(" ".join(words))

        def shown() -> set[str]:
            return set(" ".join(strip.text for strip in frame_strips(demo_app.screen, demo_app.size)).split())

        await until(lambda: set(words) <= shown())


@pytest.mark.parametrize("size", [(140, 40), (100, 30)])
@pytest.mark.parametrize("before", ["", "a"])
async def test_no_wide_character_is_lost_over_an_edge_of_a_pane(
    demo_app: PaperReader, size: tuple[int, int], before: str
) -> None:
    async with demo_app.run_test(size=size, notifications=True):
        demo_app.reader.toast(before + "図" * 90)
        await until(lambda: has_toasts(demo_app))

        def shown() -> int:
            return "".join(strip.text for strip in frame_strips(demo_app.screen, demo_app.size)).count("図")

        await until(shown)
        assert shown() == 90


async def test_a_toast_breaks_between_its_parts(demo_app: PaperReader) -> None:
    async with demo_app.run_test(size=(40, 12), notifications=True):
        demo_app.reader.toast("Undone: 2 papers unread again · Fri 31 Jul · {mark.show} goes there")

        def lines() -> list[str]:
            return [strip.text.strip(" ▌▐") for strip in frame_strips(demo_app.screen, demo_app.size)]

        await until(lambda: any(line.endswith("Fri 31 Jul · L goes there") for line in lines()))


async def test_a_toast_goes_when_it_is_out_of_date(demo_app: PaperReader) -> None:
    async with demo_app.run_test(size=(40, 10), notifications=True) as pilot:
        for key in ("C", "slash", "question_mark", "b", "u", "x"):
            demo_app.reader.session.toasts.show("Undone: 2 papers unread again")
            await until(lambda: has_toasts(demo_app))
            await pilot.press(key)
            await until(lambda: not has_toasts(demo_app))
            await pilot.press("escape")
        demo_app.reader.session.toasts.show("Not marked: the disk is full.", stays=True)
        await until(lambda: has_toasts(demo_app))
        await pilot.press("C")
        assert has_toasts(demo_app), "nobody may have read it"
