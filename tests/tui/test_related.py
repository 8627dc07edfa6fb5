"""Going on from a paper on the screen: to papers like it, and to those of its authors."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.tui.commands.palette import palette_entries
from paperreader.tui.dialogs.palette import Palette
from paperreader.views import Search
from tests.stored_days import THU, WED, fill
from tests.stores import a_paper
from tests.texts import a_text
from tests.tui.conftest import SMALL, WIDE, User

LOOM, FRAME, BOAT = "2607.00001", "2607.00002", "2607.00003"


@pytest.fixture
def looms(store: Store) -> Store:
    fill(store, {WED: [], THU: []})
    weavers = ("Ada Lovelace", *(f"Weaver Number{n}" for n in range(1, 12)), "Zoë Last")
    papers = [
        a_paper(1, title="Looms at work", abstract="We show looms, shuttles, bobbins.", authors=weavers),
        a_paper(2, title="A frame for looms", abstract="We show looms with bobbins."),
        a_paper(3, title="Boats", abstract="We show shuttles by boat."),
        a_paper(4, title="Engines", abstract="We show engines.", authors=("Zoë Last",)),
        *(a_paper(n, title=f"Subject{n}", abstract=f"We show matter{n}.") for n in range(10, 20)),
    ]
    store.ingest.save_day(THU, papers, complete=False).result()
    return store


async def listed(user: User, text: str) -> None:
    await user.until(lambda: user.view == Search(text) and not user.app.reader.session.searcher.running)


async def test_m_lists_what_is_like_the_paper_and_escape_goes_back(looms: Store, open_reader: Any) -> None:
    async with open_reader(looms, size=WIDE) as user:
        before = user.lines()
        await user.press("M")
        await listed(user, f"like:{LOOM}")
        assert (user.ids, user.focus) == ([FRAME, BOAT], "papers")
        assert user.lines()[0].split("·")[0].strip().endswith("Like “Looms at work”")
        await user.until(lambda: "Similar" in user.text())
        assert "looms" in next(line for line in user.lines() if "Similar" in line)
        assert "2 papers, most similar first" in user.status
        await user.press("s", "v", "escape")
        await user.until(lambda: user.lines() == before)


async def test_in_a_small_window_the_status_line_is_not_cut(looms: Store, open_reader: Any) -> None:
    async with open_reader(looms, size=(60, 20)) as user:
        await user.press("M")
        await listed(user, f"like:{LOOM}")
        assert "Like “Looms at work” · 2 papers, 2 unread" in user.status


async def test_m_on_the_page_of_a_small_window_shows_the_list(looms: Store, open_reader: Any) -> None:
    async with open_reader(looms, size=SMALL) as user:
        await user.press("enter", "M")
        await listed(user, f"like:{LOOM}")
        assert user.focus == "papers"
        await user.until(lambda: "A frame for looms" in user.text())
        await user.press("escape")
        await user.until(lambda: user.view == THU)


async def test_m_in_a_text_leads_back_into_it(looms: Store, open_reader: Any) -> None:
    text = a_text("The first words.", "The second words.")
    looms.texts.save(LOOM, b"", text, converter=1, etag=None, modified=None).result()
    async with open_reader(looms, size=WIDE) as user:
        await user.press("f")
        await user.until(lambda: "The first words" in user.text())
        await user.press("M")
        await listed(user, f"like:{LOOM}")
        assert (user.focus, user.ids) == ("papers", [FRAME, BOAT])
        await user.press("escape")
        await user.until(lambda: "The first words" in user.text())


async def test_a_paper_that_is_not_stored_is_said_and_can_be_asked_for(looms: Store, open_reader: Any) -> None:
    async with open_reader(looms, size=WIDE) as user:
        await user.press("slash", *"like:2607.7")
        assert user.view == THU, "that is no id yet"
        await user.press(*"7777")
        await user.until(lambda: "arXiv:2607.77777 is not stored" in user.text())
        assert "Ask the Hub for “like" not in user.text()


async def test_the_palette_lists_the_papers_of_every_author(looms: Store, open_reader: Any) -> None:
    async with open_reader(looms, size=WIDE) as user:
        names = [entry.name for entry in palette_entries(user.app.reader.context)]
        assert [name for name in names if name.startswith("Papers by ")][-1] == "Papers by Zoë Last"
        assert sum(name.startswith("Papers by ") for name in names) == 13
        await user.press("colon", *"papers by zoe")
        await user.until(lambda: isinstance(user.app.screen, Palette))
        await user.press("enter")
        await listed(user, 'by:"Zoë Last"')
        assert user.ids == ["2607.00004", LOOM]
        await user.press("escape")
        await user.until(lambda: user.view == THU)
