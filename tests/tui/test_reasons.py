"""Reasons on the screen: on the page, by letter and mouse, and in the dialogs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from paperreader.learning.learn import learn
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.taste.judge import Verdict
from paperreader.taste.reasons import Feature
from paperreader.tui.dialogs.learned import Act, LearnedChooser
from paperreader.tui.dialogs.reasons import ReasonChooser
from tests.conftest import Clock
from tests.hostile import evil_item
from tests.liked import LIKED, liking
from tests.stored_days import THU, id_of
from tests.tui.conftest import NARROW, SMALL, WIDE, User

EVIL = id_of(THU, 3)


@pytest.fixture
def filled(store: Store, clock: Clock) -> Store:
    return liking(store, clock.now)


def reasons(user: User) -> str:
    """What the page says of them."""
    return " ".join(line.text for line in user.page.visible_lines if line.section == "For you")


def link_cell(user: User, link: str) -> tuple[int, int]:
    """A cell of the screen where a link of the page is."""
    region = user.page.content_region
    for y, line in enumerate(user.page.visible_lines):
        x = 0
        for span in line.spans:
            if span.link == link:
                return region.x + x + 2, region.y + y
            x += len(span.text)
    raise AssertionError(link)


async def explained(user: User) -> None:
    await user.until(lambda: " more " in reasons(user) or "+ " in reasons(user))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_reason_is_chosen_by_its_letter_and_turned_down_and_undone(
    filled: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    async with open_reader(filled, size=size) as user:
        if size == NARROW:
            await user.press("enter")
        await explained(user)
        before = reasons(user)
        rows = user.rows.all
        await user.press("i")
        await user.until(lambda: "Type the letter of a link" in user.text())
        links = list(dict.fromkeys(span.link for line in user.page.visible_lines for span in line.spans if span.link))
        wanted = next(link for link in links if link.startswith("reason-"))
        await user.press("asdfghjkl"[links.index(wanted)])
        await user.until(lambda: "count it against papers" in user.text())
        assert "Adds 0." in user.text()
        await user.press("a")
        await user.until(lambda: reasons(user) != before)
        assert filled.taste.said()[wanted.removeprefix("reason-")] is Verdict.DOWN
        assert "against papers · U undo" in user.toasts[-1]
        assert user.rows.all == rows
        await user.press("U")
        await user.until(lambda: reasons(user) == before)
        assert user.toasts[-1].startswith("Undone: your order counts “")
        assert filled.taste.said() == {}


async def test_a_click_chooses_a_reason_or_the_others(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled, size=WIDE) as user:
        await explained(user)
        link = next(s.link for line in user.page.visible_lines for s in line.spans if s.link.startswith("reason-"))
        await user.click(*link_cell(user, link))
        await user.until(lambda: "count it more" in user.text())
        await user.press("m")
        await user.until(lambda: filled.taste.said())
        await user.click(*link_cell(user, "all-reasons"))
        await user.until(lambda: isinstance(user.app.screen, ReasonChooser))
        assert "counts more" in user.text()
        score = next(line for line in user.lines() if "in your order" in line)
        parts = [line for line in user.lines() if "For it: " in line or "Against it: " in line]
        figures = [
            float(found.replace("−", "-")) for line in [score, *parts] for found in re.findall(r"[+−][\d.]+", line)[:1]
        ]
        assert figures[0] == pytest.approx(sum(figures[1:]))
        await user.press("down", "enter")
        await user.until(lambda: "count it as it was learned" in user.text())
        await user.press("n")
        await user.until(lambda: "does not count" in user.text())
        assert isinstance(user.app.screen, ReasonChooser)


async def test_the_dialog_lists_all_that_was_learned_and_starts_anew(
    filled: Store, open_reader: Any, clock: Clock
) -> None:
    async with open_reader(filled, size=WIDE) as user:
        await explained(user)
        shown = reasons(user)
        await user.press(":", *"has learned", "enter")
        await user.until(lambda: isinstance(user.app.screen, LearnedChooser))
        chooser = user.app.screen
        assert isinstance(chooser, LearnedChooser)
        assert "Learned just now from 4 papers that you liked and 4 that you passed over." in user.text()
        await user.until(lambda: any(isinstance(row, Feature) for row in chooser.entries.rows))
        assert "Against it" in chooser.entries.rows
        await user.press(*"agents", "enter")
        await user.until(lambda: "count it against papers" in user.text())
        await user.press("a")
        await user.until(lambda: "counts against" in user.text())
        assert filled.taste.said() == {"word:agent": Verdict.DOWN}
        await user.press(*["backspace"] * 6, *"anew")
        assert [row for row in chooser.entries.rows if row] == [Act.START_ANEW]
        await user.press("enter")
        await user.until(lambda: "keep what is learned" in user.text())
        clock.tick(60)
        await user.press("y")
        await user.until(lambda: filled.taste.said() == {})
        assert learn(filled, clock.now).liked == 0
        await user.press("escape", "U")
        await user.until(lambda: filled.taste.said() == {"word:agent": Verdict.DOWN})
        await user.press("U")
        await user.until(lambda: filled.taste.said() == {})
        assert learn(filled, clock.now).liked == len(LIKED)
        await user.press("j", "k")
        await user.until(lambda: reasons(user) == shown)


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
async def test_hostile_names_stay_in_their_lines(
    store: Store, clock: Clock, open_reader: Any, size: tuple[int, int]
) -> None:
    liking(store, clock.now, evil_item(EVIL))
    store.marks.set("starred", True, [EVIL], Cause.BY_HAND).result()
    learn(store, clock.now)
    async with open_reader(store, size=size) as user:
        await user.press("G")
        await user.press(":", *"its place", "enter")
        await user.until(lambda: isinstance(user.app.screen, ReasonChooser))
        await user.press("down", "down", "enter")
        await user.until(lambda: "count it more" in user.text())
        await user.press("m")
        await user.press("escape", ":", *"has learned", "enter")
        await user.until(lambda: isinstance(user.app.screen, LearnedChooser) and "You said" in user.text())


async def test_without_a_star_the_page_is_as_it_was_and_the_dialog_says_so(store: Store, open_reader: Any) -> None:
    async with open_reader(store) as user:
        await user.press(":", *"has learned", "enter")
        await user.until(lambda: isinstance(user.app.screen, LearnedChooser))
        assert "Nothing is learned yet. Star papers that you like" in user.text()
        await user.press("escape")
        assert reasons(user) == ""


async def test_the_text_below_does_not_move_when_reasons_come(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled, size=WIDE) as user:
        heights = [user.page.virtual_size.height]
        await explained(user)
        heights.append(user.page.virtual_size.height)
        assert heights[0] == heights[1]


async def test_the_next_start_keeps_their_room_and_explains_later(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled, size=WIDE) as user:
        await explained(user)
        frame = user.app.reader.first_frame()
        assert frame is not None
        assert "For you" in frame
        assert reasons(user).split() == ["For", "you"]
    async with open_reader(filled, size=WIDE) as user:
        assert reasons(user).startswith("For you")
        await explained(user)
