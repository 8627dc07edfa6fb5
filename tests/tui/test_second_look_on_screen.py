"""A second look on the screen: its row in the sidebar, what list and page say, and the way there without the row."""

from __future__ import annotations

from typing import Any

from paperreader.store import Store
from paperreader.views import Collection
from tests.conftest import Clock
from tests.second_look import DAY, id_of, play
from tests.tui.conftest import NARROW, WIDE, User


def row(user: User) -> str:
    """What the sidebar says of it; empty without a row."""
    if Collection.SECOND_LOOK not in user.days.rows:
        return ""
    index = user.days.rows.index(Collection.SECOND_LOOK)
    return " ".join("".join(line.text for line in user.days.draw(index)).split())


async def test_the_sidebar_has_a_row_while_there_is_something_to_look_at(
    store: Store, clock: Clock, open_reader: Any
) -> None:
    play(store, clock, 12, 13)
    async with open_reader(store, size=WIDE) as user:
        assert row(user) == "", "a start counts nothing"
        await user.until(lambda: row(user) == "Second look 2")
        assert (user.view, user.sidebar_view) == (DAY, DAY), "the cursor stays on its day"
        await user.press("1", "g", "j", "j", "j", "j")
        await user.until(lambda: user.view is Collection.SECOND_LOOK)
        assert user.ids == [id_of(13), id_of(12)]
        page = " ".join(line.text.strip() for line in user.page.visible_lines)
        assert "You passed it on 29 Jul: 0 upvotes then, 113 now, 1st of 30 that day" in page
        await user.press("2", "x", "x")
        assert user.ids == [id_of(13), id_of(12)]
        await user.until(lambda: row(user) == "Second look")
        assert user.sidebar_view is Collection.SECOND_LOOK, "no row goes away under the cursor"
        await user.press("]")
        assert row(user) == ""
        assert user.view == user.sidebar_view != Collection.SECOND_LOOK
        await user.press("U", "U")
        await user.until(lambda: row(user) == "Second look 2")
    async with open_reader(store, size=WIDE) as user:
        assert row(user) == "Second look 2", "as it was last counted"


async def test_the_palette_leads_there_always(store: Store, clock: Clock, open_reader: Any) -> None:
    play(store, clock)
    async with open_reader(store, size=NARROW) as user:
        await user.press("ctrl+p", *"second", "enter")
        await user.until(lambda: user.view is Collection.SECOND_LOOK)
        assert user.said.startswith("Nothing for a second look. Papers that you passed over in the last weeks")
        assert user.sidebar_view is Collection.SECOND_LOOK, "its row is there while it is shown"
        await user.press("space", "x", "j")
        assert user.toasts == []
