"""Searches saved to the sidebar, and rules that hide papers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperreader.period import Period
from paperreader.reader import marking, navigation
from paperreader.reader.live_search import LiveSearch
from paperreader.reader.saved_searches import (
    RULE_PREVIEW_DAYS,
    delete_search,
    hide,
    move_search,
    preview_rule,
    rename_search,
)
from paperreader.reader.session import Session
from paperreader.reader.subjects import Subject, subjects
from paperreader.store import Store
from paperreader.views import DayView, Hidden, Search
from tests.hub_server.items import item, papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, WED, fill, flows, id_of, ids_of

ADA = 'author:"Ada Brook"'


def sidebar(session: Session) -> list[tuple[str, int]]:
    """The names of the saved searches, and how much is unread of each."""
    return [(search.name, search.count) for search in session.catalog.sidebar_searches]


async def make_rule(user: User, query: str) -> None:
    hide(user.session, await preview_rule(user.session, query))
    await user.until(lambda: query in user.session.catalog.rules)


async def test_a_search_is_saved_renamed_and_deleted(store: Store, open_session: OpenSession) -> None:
    flows(store)
    user = open_session(store)
    session = user.session
    box = LiveSearch(session)
    box.type("flow ")
    box.save(box.saved_name)
    await user.until(lambda: sidebar(session) == [("flow", 2)])
    assert user.toasts == ["Saved to the sidebar as “flow”"]
    box.cancel()
    session.go(Search("flow"))
    await user.until(lambda: user.ids == ids_of(WED, 3, 1))
    assert not navigation.back(session), "it was not opened from somewhere"
    marking.toggle_read(session)
    assert sidebar(session) == [("flow", 1)]
    rename_search(session, "flow", "rivers")
    await user.until(lambda: sidebar(session) == [("rivers", 1)])
    assert user.location.startswith("“rivers”")
    delete_search(session, session.catalog.saved[0])
    await user.until(lambda: sidebar(session) == [])
    assert user.toasts[-1] == "Deleted saved search “rivers” · {mark.undo} undo"


@pytest.mark.parametrize("typed", ["match", "flow matc", "flow", "flow ", "title:matc", "is:unread flo", '"flow mat'])
async def test_a_saved_search_finds_what_was_shown(store: Store, open_session: OpenSession, typed: str) -> None:
    flows(store)
    user = open_session(store)
    session = user.session
    box = LiveSearch(session)
    box.type(typed)
    await user.until(lambda: session.search and session.search.text == typed and not session.searcher.running)
    shown = user.ids
    assert shown
    box.save(box.saved_name)
    await user.until(lambda: len(session.catalog.saved) == 1)
    [saved] = session.catalog.saved
    assert (saved.name, session.catalog.name_of(typed.strip())) == (typed.strip(), typed.strip())
    session.go(Search(saved.query))
    await user.until(lambda: session.search == Search(saved.query) and not session.searcher.running)
    assert user.ids == shown


async def test_a_name_that_is_taken_is_refused(store: Store, open_session: OpenSession) -> None:
    for name in ("first", "second"):
        store.searches.save(name, name).result()
    user = open_session(store)
    rename_search(user.session, "first", "second")
    await user.until(lambda: user.toasts)
    assert "second" in user.toasts[0]
    assert [name for name, _ in sidebar(user.session)] == ["first", "second"]


async def test_a_search_is_moved(store: Store, open_session: OpenSession) -> None:
    for name in ("first", "second", "third"):
        store.searches.save(name, name).result()
    user = open_session(store)
    move_search(user.session, "third", -1)
    await user.until(lambda: [name for name, _ in sidebar(user.session)] == ["first", "third", "second"])


async def test_a_rule_says_what_it_would_hide_and_its_papers_can_be_seen(
    store: Store, open_session: OpenSession
) -> None:
    flows(store)
    user = open_session(store)
    before = user.ids
    author = user.session.page.paper.authors[0]  # type: ignore[union-attr]
    rule = Subject("author", author)
    preview = await preview_rule(user.session, rule.query)
    assert (preview.hidden, preview.lately) == (preview.hidden_lately, 21)
    await make_rule(user, rule.query)
    hidden = [id for id in before if id not in user.ids]
    assert user.toasts[-1] == f"{preview.hidden} hidden · {{mark.undo}} undo"
    assert sidebar(user.session) == []
    user.rows.move_to(len(user.rows.all) - 1)
    assert user.rows.action_row
    assert user.rows.action_row.text == f"{len(hidden)} hidden"
    navigation.run_action_row(user.session)
    assert (user.view, user.ids) == (Hidden(DayView(THU)), hidden)
    navigation.back(user.session)
    assert user.view == THU
    delete_search(user.session, user.session.catalog.saved[0])
    await user.until(lambda: user.ids == before)
    assert user.toasts[-1].startswith("Deleted rule")


async def test_the_preview_counts_the_last_days_apart(store: Store, open_session: OpenSession) -> None:
    first, before = THU - timedelta(days=RULE_PREVIEW_DAYS), THU - timedelta(days=RULE_PREVIEW_DAYS + 1)
    fill(store, {day: [item(id_of(day, 1), authors=["Ada Brook"], day=day)] for day in (THU, first, before)})
    preview = await preview_rule(open_session(store).session, ADA)
    assert (preview.hidden, preview.hidden_lately, preview.lately) == (3, 2, 2)


@pytest.mark.parametrize(("on", "then"), [(3, 4), (6, 4)])
async def test_the_cursor_stays_near_a_paper_that_a_rule_hides(
    store: Store, open_session: OpenSession, on: int, then: int
) -> None:
    names = {3: "Ada Brook", 5: "Ada Brook", 6: "Ada Brook"}
    fill(store, {THU: [item(id_of(THU, n), authors=[names.get(n, f"Bo {n}")], day=THU) for n in range(1, 7)]})
    user = open_session(store)
    user.rows.move_to(on - 1)
    await make_rule(user, ADA)
    assert (user.ids, user.at) == (ids_of(THU, 1, 2, 4), id_of(THU, then))


async def test_a_rule_also_counts_where_a_search_was_opened(store: Store, open_session: OpenSession) -> None:
    flows(store)
    user = open_session(store)
    before = user.ids
    box = LiveSearch(user.session)
    box.type("flow")
    await user.until(lambda: user.view == Search("flow", growing=True))
    box.accept("newest")
    found = user.ids
    await make_rule(user, ADA)
    assert user.ids == found, "a search stays as it was found"
    navigation.back(user.session)
    assert user.view == THU
    assert 0 < len(user.ids) < len(before)


async def test_hidden_papers_of_a_week(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 6), WED: papers(WED, 6)})
    user = open_session(store)
    user.session.go(Period.of("week", THU))
    before = user.ids
    await make_rule(user, ADA)
    hidden = {id for id in before if id not in user.ids}
    user.rows.move_to(len(user.rows.all) - 1)
    navigation.run_action_row(user.session)
    assert set(user.ids) == hidden
    assert len({id[:7] for id in hidden}) == 2, "of both days"


def test_quotes_in_a_name_do_not_end_the_rule(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: [item(id_of(THU, 1), authors=['Ada "Bee" Brook'], keywords=["weaving"], day=THU)]})
    rules = list(subjects(store.papers.get(id_of(THU, 1))))
    assert [rule.query for rule in rules][:2] == ['author:"Ada  Bee  Brook"', 'keyword:"weaving"']
