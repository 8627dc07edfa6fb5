"""Words that rose or fell, on the screen, and their papers."""

from __future__ import annotations

from typing import Any

from paperreader.config import Config
from paperreader.store import Store
from paperreader.trends.trend import query
from paperreader.tui.dialogs.trends import TrendsChooser
from paperreader.views import Search
from tests.stored_days import CONFIG, THU, two_days
from tests.trends.titles import FELL, HALF_YEARS, ROSE, fill, titles
from tests.tui.conftest import User


async def open_trends(user: User) -> TrendsChooser:
    """From the palette, until the store has answered."""
    await user.press("ctrl+p", *"Trends", "enter")
    await user.until(lambda: isinstance(user.app.screen, TrendsChooser) and "Comparing" not in user.text())
    assert isinstance(user.app.screen, TrendsChooser)
    return user.app.screen


def line(user: User, name: str) -> str:
    return next((line for line in user.lines() if name in line), "")


async def test_a_word_leads_to_its_papers_and_escape_leads_back(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    fill(store, titles())
    async with open_reader(store, size=size) as user:
        dialog = await open_trends(user)
        assert dialog.trends is not None
        rose, fell = dialog.trends.words
        assert f"{rose.rate_before:.0f} → {rose.rate_now:.0f}" in " ".join(line(user, ROSE.lower()).split())
        assert "1 word rose" in user.text()
        await user.press(*"hand")
        assert "1 of 1 word that fell" in user.text()
        assert not line(user, ROSE.lower())
        assert "→" in line(user, FELL.lower())
        await user.press("enter")
        await user.until(lambda: user.view == Search(query(fell, HALF_YEARS)) and len(user.ids) == fell.now)
        assert user.focus == "papers"
        assert all("Handlooms" in entry.title for entry in user.rows.entries)
        await user.press("escape")
        await user.until(lambda: user.view == THU)
        await open_trends(user)
        await user.press("escape")
        assert user.app.screen is user.app.reader
        assert user.view == THU


async def test_without_enough_days_it_says_what_is_missing(store: Store, open_reader: Any) -> None:
    two_days(store, 3)
    async with open_reader(store) as user:
        await open_trends(user)
        assert "256 of 258 are missing. “Archive” in the palette (Ctrl+P) fetches them." in framed(user)
        await user.press("enter")  # there is nothing to choose
        assert isinstance(user.app.screen, TrendsChooser)
        await user.press("escape")
        assert user.view == THU


async def test_ascii_terminals_get_bars_of_signs(store: Store, open_reader: Any) -> None:
    fill(store, titles())
    config: Config = CONFIG._replace(glyphs="ascii")
    async with open_reader(store, config=config) as user:
        await open_trends(user)
        shown = line(user, ROSE.lower())
        assert " -> " in shown
        assert shown.isascii()


def framed(user: User) -> str:
    """The lines of the dialog as one."""
    lines = user.app.screen.query_one("#chooser-list").rows  # type: ignore[attr-defined]
    return " ".join(" ".join(map(str, lines)).split())
