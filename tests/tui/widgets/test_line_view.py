"""Clicks in a list."""

from __future__ import annotations

from typing import Any

from paperreader.store import Store
from paperreader.views import Collection
from tests.hub_server.items import papers
from tests.stored_days import FULL, THU, fill, id_of
from tests.tui.conftest import SMALL


async def test_a_click_selects_and_a_second_one_opens(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 4), THU.replace(month=6): papers(THU.replace(month=6), 2)})

    def row(text: str) -> int:
        return next(y for y, line in enumerate(user.lines()) if text in line)

    async with open_reader(store, size=SMALL, config=FULL) as user:
        await user.click(10, row("Part 3"))
        assert (user.at, user.displayed) == (id_of(THU, 3), {"papers"})
        await user.click(10, row("Part 3"))
        await user.until(lambda: user.displayed == {"page"})
        assert "Part 3" in user.text()
        await user.press("1")
        await user.click(5, row("Starred"))
        assert user.view is Collection.STARRED
        await user.click(5, row("July 2026"))
        await user.until(lambda: "July 2026 ▸ 4" in user.text())
        await user.click(5, row("July 2026"))
        await user.until(lambda: "July 2026 ▸ 4" not in user.text())
