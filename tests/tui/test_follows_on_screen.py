"""Following on the screen: the key and its dialogs, names on the page, the palette, signs in lists and sidebar."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.models import SavedSearch
from paperreader.store import Store
from paperreader.tui.commands.palette import palette_entries
from paperreader.tui.dialogs.follow import SubjectChooser
from paperreader.views import Collection, Search
from tests.hub_server.items import item
from tests.stored_days import CONFIG, FULL, THU, WED, fill, id_of, ids_of
from tests.tui.conftest import NARROW, WIDE, User

NAMES = {1: ["Ada Brook", "Bo Ek"], 2: ["A. Brook", "Bo Ek"], 3: ["Emi Tan"], 4: ["Brook, Ada"]}


def filled(store: Store, *, follows: bool = False) -> None:
    listed = [
        item(id_of(THU, n), authors=names, day=THU, keywords=["weaving"], organization=("marsh", "Marsh Lab"))
        for n, names in NAMES.items()
    ]
    fill(store, {THU: listed, WED: [item(id_of(WED, 1), authors=["Ada Brook"], day=WED)]})
    if follows:
        store.searches.save("Ada Brook", 'by:"Ada Brook"', follows=True).result()


def signs(user: User) -> str:
    """The first cell of each paper's first line: followed, selected or neither."""
    starts = [user.papers.start_of(index) for index in range(len(user.rows.entries))]
    return "".join(user.papers.line_at(y).text[0] for y in starts)


def entries(user: User) -> dict[str, Any]:
    return {entry.name: entry.run for entry in palette_entries(user.app.reader.context)}


def names_on_page(user: User, text: str) -> tuple[int, int]:
    """A cell in the middle of a text on the page."""
    left = user.page.region.x
    y, line = next((y, line) for y, line in enumerate(user.lines()) if text in line[left:])
    return line.index(text, left) + len(text) // 2, y


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_key_follows_an_author_after_showing_what_would_be_found(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    filled(store)
    async with open_reader(store, size=size) as user:
        await user.press("F")
        await user.until(lambda: "Organization" in user.text())
        assert isinstance(user.app.screen, SubjectChooser)
        await user.press(*"ada", "enter")
        await user.until(lambda: "Follow Ada Brook?" in user.text())
        text = user.text()
        assert "2 papers Ada Brook" in text
        assert "1 paper Brook, Ada" in text
        assert "1 paper A. Brook by the initial" in text
        assert "1 of 4 papers has the name only as far as an initial tells" in text
        assert "Enter follow however the name is written: 4 papers" in text
        assert "e follow only as it is written here: 2 papers" in text
        await user.press("enter")
        await user.until(lambda: user.session.catalog.follows)
        assert signs(user) == "◈◈ ◈"
        assert user.toasts[-1].startswith("Following Ada Brook: 4 papers")


async def test_only_as_it_is_written_or_not_at_all(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store, size=WIDE) as user:
        for key, query in (("escape", None), ("e", 'author:"Ada Brook"')):
            entries(user)["Follow Ada Brook …"]()
            await user.until(lambda: "Follow Ada Brook?" in user.text())
            await user.press(key)
            await user.until(lambda: "Follow Ada Brook?" not in user.text())
            await user.until(
                lambda query=query: [each.query for each in user.session.catalog.follows] == [query] * bool(query)
            )
        assert signs(user) == "◈   "


async def test_enter_takes_only_the_name_itself_where_the_rest_are_initials(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("j", "F")
        await user.press(*"a. br", "enter")
        await user.until(lambda: "Follow A. Brook?" in user.text())
        assert "Enter follow only as it is written here: 1 paper" in user.text()
        await user.press("enter")
        await user.until(lambda: user.session.catalog.follows)
        assert signs(user) == " ◈  "


async def test_unfollowing_asks(store: Store, open_reader: Any) -> None:
    filled(store, follows=True)
    async with open_reader(store, size=WIDE) as user:
        for key, left in (("enter", 1), ("y", 0)):
            await user.press("F", "enter")
            await user.until(lambda: "Unfollow?" in user.text())
            await user.press(key)
            await user.until(lambda left=left: len(user.session.catalog.follows) == left)
        await user.until(lambda: signs(user) == "    ")
        assert user.toasts[-1] == "Unfollowed Ada Brook · U undo"
        await user.press("U")
        await user.until(lambda: len(user.session.catalog.follows) == 1 and "◈" in signs(user))
        assert user.toasts[-1] == "Undone: following Ada Brook"
        await user.press("ctrl+r")
        await user.until(lambda: signs(user) == "    ")
        assert user.toasts[-1] == "Redone: Ada Brook unfollowed"


@pytest.mark.parametrize("rows", [CONFIG, FULL], ids=["one line", "full"])
async def test_signs_stand_beside_the_other_marks_and_move_nothing(store: Store, open_reader: Any, rows: Any) -> None:
    filled(store)
    async with open_reader(store, size=NARROW, config=rows) as user:
        await user.press("b")
        before = [line[1:] for line in user.lines()[:-2]]
        store.searches.save("Ada", 'by:"Ada Brook"', follows=True).result()
        user.session.reload()
        await user.until(lambda: signs(user) == "◈◈ ◈")
        assert [line[1:] for line in user.lines()[:-2]] == before or user.page.display
        await user.press("v")
        assert signs(user) == "┃◈ ◈", "a selected paper shows that first"


async def test_without_special_glyphs(store: Store, open_reader: Any) -> None:
    filled(store, follows=True)
    async with open_reader(store, size=WIDE, config=CONFIG._replace(glyphs="ascii")) as user:
        assert signs(user) == "@@ @"
        assert "@ followed: Ada Brook" in user.text()


async def test_the_page_says_why(store: Store, open_reader: Any) -> None:
    filled(store, follows=True)
    store.searches.save("marsh", 'org:"Marsh Lab"', follows=True).result()
    async with open_reader(store, size=WIDE) as user:
        assert "◈ followed: Ada Brook, marsh" in user.text()
        await user.press("j", "j")
        assert "◈ followed: marsh" in user.text()


async def test_follows_stand_below_their_heading_in_the_sidebar(store: Store, open_reader: Any) -> None:
    store.searches.save("mine", "loom").result()
    filled(store, follows=True)
    async with open_reader(store, size=WIDE) as user:
        rows = [user.days.line_at(y).text.split() for y in range(8)]
        assert rows[4:7] == [["Following", "4"], ["Ada", "Brook", "4"], ["mine", "5"]]
        assert [type(row) for row in user.days.rows[4:7]] == [Collection, SavedSearch, SavedSearch]
        await user.press("1", "g", "j", "j", "j", "j")
        await user.until(lambda: user.view is Collection.FOLLOWING)
        assert user.ids == ids_of(THU, 1, 2, 4) + ids_of(WED, 1)
        await user.press("j")
        await user.until(lambda: user.view == Search('by:"Ada Brook"') and user.rows.entries)
        assert user.ids == [*ids_of(THU, 4, 2, 1), *ids_of(WED, 1)]
        await user.press("2", "u")
        await user.until(lambda: user.days.line_at(5).text.split() == ["Ada", "Brook", "3"])
        assert user.days.line_at(4).text.split() == ["Following", "3"]


async def test_a_click_on_a_name_of_the_page_asks_what_to_do(store: Store, open_reader: Any) -> None:
    filled(store)
    async with open_reader(store, size=WIDE) as user:
        for text, title in (
            ("Bo Ek", "show papers by Bo Ek"),
            ("Marsh Lab", "show papers of Marsh Lab"),
            ("weaving", "show papers about weaving"),
            ("Ada Brook", "show papers by Ada Brook"),
        ):
            await user.click(*names_on_page(user, text))
            await user.until(lambda title=title: title in user.text())
            await user.press("escape")
        await user.click(*names_on_page(user, "Ada Brook"))
        await user.until(lambda: "hide papers by Ada Brook" in user.text())
        await user.press("f")
        await user.until(lambda: "Follow Ada Brook?" in user.text())
        await user.press("h")
        await user.until(lambda: "Hide these papers?" in user.text())
        await user.press("escape")
        await user.click(*names_on_page(user, "Bo Ek"))
        await user.until(lambda: "show papers by Bo Ek" in user.text())
        await user.press("p")
        await user.until(lambda: user.view == Search('by:"Bo Ek"'))
        assert user.focus == "papers"
        await user.press("escape")
        await user.until(lambda: user.view == THU)


@pytest.mark.parametrize("text", ["A Loom for Small Models", ", ", "We weave small models"])
async def test_a_click_beside_the_names_asks_nothing(store: Store, open_reader: Any, text: str) -> None:
    filled(store)
    async with open_reader(store, size=WIDE) as user:
        await user.click(*names_on_page(user, text))
        await user.stands_for(0)
        assert user.app.screen is user.app.reader


async def test_the_palette_has_every_author_but_lists_the_first(store: Store, open_reader: Any) -> None:
    names = [f"Ada{n} Brook" for n in range(300)]
    fill(store, {THU: [item(id_of(THU, 1), authors=names, keywords=["weaving"], day=THU, submitter="Emi Tan")]})
    async with open_reader(store, size=WIDE) as user:
        offered = {entry.name: entry for entry in palette_entries(user.app.reader.context)}
        listed = [name for name, entry in offered.items() if name.startswith("Follow ") and not entry.is_further]
        first = [f"Follow {name} …" for name in (*names[:3], "weaving", "submissions by Emi Tan")]
        assert listed == ["Follow …", *first]
        assert {f"Follow {names[-1]} …", f"Hide papers by {names[-1]}", "Hide papers submitted by Emi Tan"} <= {
            *offered
        }
        await user.press("ctrl+p")
        await user.press(*"follow ada299", "enter")
        await user.until(lambda: "Follow Ada299 Brook?" in user.text())


async def test_a_paper_with_nothing_to_follow_says_so(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), authors=["🤖"], day=THU, submitter="…")]})
    async with open_reader(store) as user:
        await user.press("F")
        await user.until(lambda: user.toasts)
        assert "Nothing to follow" in user.toasts[-1]
