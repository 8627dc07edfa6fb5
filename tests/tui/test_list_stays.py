"""Nothing moves on the screen while the store changes: not the list, not the page, not the sidebar's cursor."""

from __future__ import annotations

from typing import Any

from paperreader.store import Store
from tests.hub_server.items import Item, item, papers
from tests.stored_days import FULL, LONG, THU, WED, fill, id_of, parsed, week
from tests.tui.conftest import User

PAPERS = 30
"""A day that is longer than a screen."""

FRIDAY = THU.replace(day=31)


def refreshed(user: User, items: list[Item]) -> None:
    """Thursday is fetched again, and has these papers now."""
    user.session.store.ingest.save_day(THU, parsed(items), complete=False).result()
    user.session.reload()


def friday_comes(user: User) -> None:
    store = user.session.store
    store.settings.set("newest", FRIDAY.isoformat()).result()
    store.ingest.save_day(THU, parsed(papers(THU, 3)), complete=True).result()
    store.ingest.save_day(FRIDAY, parsed(papers(FRIDAY, 5)), complete=False).result()
    user.session.poll()


def scrolled(user: User) -> tuple[str, int, int]:
    """What is under the cursor, and how far list and page are scrolled."""
    return user.at, user.papers.scroll_offset.y, user.page.scroll_offset.y


async def test_a_refresh_changes_figures_where_they_are_and_shows_new_papers_below_a_line(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    items = papers(THU, PAPERS)
    fill(store, {THU: items})
    async with open_reader(store, size=extreme, config=FULL) as user:
        await user.press(*["j"] * 12)
        before, order = scrolled(user), user.ids
        assert before[1] > 0
        for number, each in enumerate(items):
            each["paper"]["upvotes"] = 1000 + number
        refreshed(user, [*papers(THU, PAPERS + 6)[PAPERS:], *reversed(items)])
        await user.until(lambda: "1012" in user.text())
        assert scrolled(user) == before
        assert "36 papers" in user.status
        await user.press("G", *["k"] * 6)
        assert user.at == order[-1]
        await user.press("j")
        assert "6 new" in user.text()
        await user.press("r")
        assert "6 new" not in user.text()


async def test_the_page_stays_at_its_first_visible_line_when_a_summary_comes_above_it(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    items = [item(id_of(THU, n), abstract=LONG, day=THU, upvotes=9 - n) for n in (1, 2)]
    fill(store, {THU: items})
    async with open_reader(store, size=extreme) as user:
        await user.press("3", "ctrl+d", "j", "j", "j")
        page = user.page
        first, y = page.line_at(page.scroll_offset.y).text, page.scroll_offset.y
        assert "entence" in first
        items[0]["paper"]["ai_summary"] = "It says in short what the abstract says at length. " * 5
        items[0]["paper"]["githubRepo"] = "https://github.com/example/loom"
        items[0]["paper"]["upvotes"] = 77
        refreshed(user, items)
        await user.until(lambda: page.scroll_offset.y > y)
        assert page.line_at(page.scroll_offset.y).text == first
        await user.press("g")
        assert "AI summary" in user.text()
        items[0]["paper"]["ai_summary"] = "Now it is shorter."
        refreshed(user, items)
        await user.until(lambda: "Now it is shorter." in user.text())
        assert page.scroll_offset.y == 0


async def test_the_sidebar_s_cursor_stays_on_its_day_when_another_comes_above(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        await user.press("j", "j")
        before = scrolled(user)
        assert user.day_line(THU) == "Thu 30 + 3"
        friday_comes(user)
        assert user.day_line(THU) == "Thu 30 3"
        assert user.day_line(FRIDAY) == "Fri 31 + 5"
        assert scrolled(user) == before
        assert (user.view, user.sidebar_view) == (THU, THU)
        await user.press("[")
        assert (user.view, user.at) == (FRIDAY, id_of(FRIDAY, 1))
    async with open_reader(store) as user:
        await user.press("1", "j", "j")
        assert user.view == WED
        monday = FRIDAY.replace(month=8, day=3)
        store.ingest.save_day(monday, parsed(papers(monday, 1)), complete=False).result()
        await user.until(lambda: "Mon 3" in user.text())
        assert (user.view, user.sidebar_view, user.focus) == (WED, WED, "days")


async def test_what_another_program_fetches_is_shown_the_same_way(store: Store, open_reader: Any, clock: Any) -> None:
    fill(store, {THU: papers(THU, 3), WED: papers(WED, 2)})
    async with open_reader(store) as user:
        await user.press("j")
        other = Store(user.path, now=clock)
        other.ingest.save_day(THU, parsed(papers(THU, 5)), complete=False).result()
        other.close()
        await user.until(lambda: "2 new" in user.text())
        assert (user.at, len(user.ids)) == (id_of(THU, 2), 5)


async def test_a_user_who_only_turns_the_wheel_is_not_taken_to_a_new_day(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), abstract=LONG, day=THU)], WED: papers(WED, 2)})
    async with open_reader(store) as user:
        await user.wheel(100, 10, 3)
        assert user.page.scroll_offset.y > 0
        friday_comes(user)
        await user.until(lambda: "Fri 31" in user.text())
        assert user.view == THU
        assert user.page.scroll_offset.y > 0


async def test_rows_that_stay_as_they_are_are_not_drawn_again(store: Store, open_reader: Any) -> None:
    items = papers(THU, 5)
    fill(store, {THU: items, WED: papers(WED, 2)})
    async with open_reader(store) as user:
        cached = user.papers.item_lines._drawn
        drawn = dict(cached)
        await user.press("r")
        assert all(cached[index] is lines for index, lines in drawn.items())
        items[0]["paper"]["upvotes"] = 4321
        refreshed(user, items)
        await user.until(lambda: "4321" in user.text())
        assert all(cached[index] is lines for index, lines in drawn.items() if index)
        await user.press("]")
        await user.until(lambda: "4321" not in user.text())
