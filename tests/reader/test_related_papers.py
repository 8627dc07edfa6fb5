"""Lists that lead on from a paper, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.models import Paper
from paperreader.order import Order
from paperreader.reader import navigation
from paperreader.reader.related_papers import list_papers, more_like
from paperreader.reader.subjects import Subject
from paperreader.store import Store
from paperreader.views import Search
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, WED, fill
from tests.stores import a_paper

LOOM, FRAME, BOAT = "2607.00001", "2607.00002", "2607.00003"


def about(n: int, title: str, abstract: str, **more: Any) -> Paper:
    return a_paper(n, title=title, abstract=f"We show {abstract}.", **more)


@pytest.fixture
def user(store: Store, open_session: OpenSession) -> User:
    """Wednesday has two papers about looms and one about boats; Thursday another with the author of the first."""
    fill(store, {WED: [], THU: []})
    loom = about(1, "Looms at work", "looms, shuttles and bobbins", authors=("Ada Lovelace", 'Bo "Bob" Weaver'))
    frame = about(2, "A frame", "looms with bobbins", upvotes=3)
    boat = about(3, "Boats", "shuttles by boat", upvotes=9)
    others = [about(n, f"Subject{n}", f"matter{n}") for n in range(10, 20)]
    store.ingest.save_day(WED, [loom, frame, boat, *others], complete=True).result()
    store.ingest.save_day(THU, [about(4, "Engines", "engines", authors=("Ada Lovelace",))], complete=False).result()
    return open_session(store, start=WED)


async def shown(user: User, text: str) -> None:
    await user.until(lambda: user.view == Search(text) and not user.session.searcher.running)


async def test_papers_like_this_one_are_listed_and_the_way_leads_back(user: User) -> None:
    user.rows.move_to(1)
    user.rows.move_to(0)
    before = user.session.location()
    more_like(user.session)
    await shown(user, f"like:{LOOM}")
    assert user.ids == [FRAME, BOAT]
    assert user.location == "Like “Looms at work” · 2 papers, most similar first, 2 unread"
    assert user.view.default_order == "similarity"  # type: ignore[union-attr]
    assert user.entry.shared_words
    await user.until(lambda: user.session.searcher.highlights.matches.ranges)
    assert "abstract" in user.session.searcher.highlights.matches.ranges
    user.session.sort(Order.UPVOTES)
    assert user.ids == [BOAT, FRAME]
    assert all(entry.shared_words for entry in user.rows.entries)
    assert navigation.back(user.session)
    assert user.session.location() == before


async def test_similar_papers_lead_on_to_similar_ones_and_back_one_by_one(user: User) -> None:
    more_like(user.session)
    await shown(user, f"like:{LOOM}")
    more_like(user.session)
    more_like(user.session)
    await shown(user, f"like:{FRAME}")
    assert user.ids[0] == LOOM
    assert navigation.back(user.session)
    assert (user.view, user.at) == (Search(f"like:{LOOM}"), FRAME)
    assert navigation.back(user.session)
    assert (user.view, user.at) == (WED, LOOM)


async def test_papers_like_the_selection_together(user: User) -> None:
    user.rows.toggle_selected()
    user.rows.move_to(2)
    user.rows.toggle_selected()
    more_like(user.session)
    await shown(user, f"like:{LOOM} like:{BOAT}")
    assert (user.ids, user.selected) == ([FRAME], [])
    assert user.location.startswith("Like 2 papers · ")


async def test_papers_by_the_same_author(user: User) -> None:
    list_papers(user.session, Subject("author", "Ada Lovelace").wide_query)
    await shown(user, 'by:"Ada Lovelace"')
    assert user.ids == ["2607.00004", LOOM]
    list_papers(user.session, Subject("author", 'Bo "Bob" Weaver').wide_query)
    await shown(user, 'by:"Bo (Bob) Weaver"')
    assert user.ids == [LOOM]
    assert navigation.back(user.session)
    assert navigation.back(user.session)
    assert user.view == WED


async def test_a_list_that_is_shown_is_not_opened_again(user: User) -> None:
    more_like(user.session)
    more_like(user.session)
    await shown(user, f"like:{LOOM}")
    more_like_this = len(user.session.history)
    list_papers(user.session, f"like:{LOOM}")
    assert len(user.session.history) == more_like_this == 1
