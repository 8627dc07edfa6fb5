"""Searching while typing: what is found, what stays of it, and the way back."""

from __future__ import annotations

from datetime import date

import pytest

from paperreader.order import Order
from paperreader.period import Period
from paperreader.reader import marking, navigation, undo
from paperreader.reader.live_search import LiveSearch
from paperreader.reader.paper_rows import ActionRow
from paperreader.reader.searcher import word_ranges
from paperreader.store import Store
from paperreader.views import Collection, DayView, Search
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, WED, fill, flows, id_of, ids_of, week
from tests.stores import a_paper
from tests.texts import a_text

BEST_FIRST, NEWEST_FIRST = ids_of(WED, 1, 3), ids_of(WED, 3, 1)
"""What "flow matching" finds in `flows`."""
TITLE = "Beyond the store"


@pytest.fixture
def user(store: Store, open_session: OpenSession) -> User:
    flows(store)
    return open_session(store)


async def search(user: User, text: str) -> LiveSearch:
    """Type a text, and wait until the search is complete."""
    box = LiveSearch(user.session)
    box.type(text)
    await is_complete(user, text)
    return box


async def is_complete(user: User, text: str) -> None:
    session = user.session
    await user.until(lambda: session.search and session.search.text == text and not session.searcher.running)


def actions(user: User) -> list[str]:
    """The texts of the action rows."""
    return [row.text for row in user.rows.all if isinstance(row, ActionRow)]


async def test_cancelling_goes_back_to_the_paper(user: User) -> None:
    user.rows.move_by(2)
    before = user.session.location()
    box = await search(user, "flow mat")
    assert (user.ids, box.count_text) == (NEWEST_FIRST, "2 found, 2 unread")
    assert user.session.page.paper.id == id_of(WED, 3)  # type: ignore[union-attr]
    box.cancel()
    assert user.session.location() == before


async def test_more_matches_than_are_shown(store: Store, open_session: OpenSession) -> None:
    store.ingest.save_day(WED, [a_paper(n) for n in range(1_001)], complete=True).result()
    user = open_session(store)
    box = await search(user, "paper")
    assert box.count_text.startswith("1,000+ found")
    assert user.location.startswith("“paper” · 1,000 papers and more, newest first")
    box.type("paper -1 -2")
    await is_complete(user, "paper -1 -2")
    assert box.count_text.startswith("999 found")
    assert user.location.startswith("“paper -1 -2” · 999 papers, newest first")


async def test_a_search_that_was_left_at_its_first_results_goes_on(store: Store, open_session: OpenSession) -> None:
    store.ingest.save_day(WED, [a_paper(n) for n in range(120)], complete=True).result()
    user = open_session(store)
    session = user.session
    box = LiveSearch(session)
    box.type("paper")
    await user.until(lambda: len(user.ids) == 50)
    assert session.searcher.running
    box.accept("newest")
    user.rows.move_by(3)
    at = user.entry.id
    again = LiveSearch(session)
    again.type("paper 7")
    await is_complete(user, "paper 7")
    again.cancel()
    assert (session.search, user.entry.id) == (Search("paper", growing=True), at)
    await user.until(lambda: len(user.ids) == 120)
    assert user.entry.id == at
    assert not session.searcher.running


async def test_accepted_newest_first_or_best_first(user: User) -> None:
    (await search(user, "flow matching")).accept("newest")
    assert (user.ids, user.location) == (NEWEST_FIRST, "“flow matching” · 2 papers, newest first, 2 unread")
    LiveSearch(user.session).accept("best")
    await user.until(lambda: user.ids == BEST_FIRST)
    assert user.location == "“flow matching” · 2 papers, best first, 2 unread"
    assert navigation.back(user.session)
    assert (user.view, navigation.back(user.session)) == (THU, False)


@pytest.mark.parametrize(("sort", "order"), [("upvotes", "papers by upvotes"), ("oldest", "papers, oldest first")])
async def test_the_location_says_how_the_text_sorts(user: User, sort: str, order: str) -> None:
    await search(user, f"flow sort:{sort}")
    assert order in user.location


async def test_marked_papers_stay_found(user: User) -> None:
    (await search(user, "flow is:unread")).accept("newest")
    marking.toggle_read(user.session)
    marking.toggle_star(user.session)
    assert user.ids == NEWEST_FIRST
    assert (user.entry.read, user.entry.starred, user.entry.title_matches) == (True, True, ())
    user.rows.move_by(1)
    marking.toggle_read(user.session)
    assert [user.entry.title[a:b] for a, b in user.entry.title_matches] == ["Flow"]
    undo.undo(user.session)
    await user.until(lambda: user.entry.unread)
    navigation.refresh(user.session)
    await user.until(lambda: user.ids == [id_of(WED, 1)])


async def test_highlights_follow_the_paper_and_end_with_the_search(user: User) -> None:
    def highlighted() -> list[str]:
        found, paper = user.session.searcher.highlights.matches.ranges, user.session.page.paper
        return [paper.title[a:b] for a, b in found.get("title", ())] if paper else []

    (await search(user, "flow matching")).accept("newest")
    assert highlighted() == []
    user.rows.move_by(1)
    await user.until(lambda: highlighted() == ["Flow", "matching"])
    user.rows.move_by(1)
    assert (user.rows.entry, highlighted()) == (None, [])
    user.rows.move_by(-1)
    await user.until(lambda: highlighted() == ["Flow", "matching"])
    navigation.back(user.session)
    assert user.session.searcher.highlights.matches.ranges == {}


async def test_the_first_results_come_with_their_highlights(user: User) -> None:
    box = LiveSearch(user.session)
    user.changes.clear()
    box.type("title:matching")
    await user.until(lambda: user.session.searcher.results)
    assert user.session.searcher.highlights.matches.ranges["title"]
    assert len(user.changes) == 2, "it starts, and it has results"


async def test_without_a_match_it_offers_to_drop_a_word(user: User) -> None:
    (await search(user, "matching unheard")).accept("newest")
    assert actions(user) == [
        "No stored paper matches everything.",
        "Drop “unheard”: 2 matches",
        "Ask the Hub for “matching unheard”",
    ]
    navigation.run_action_row(user.session)
    await is_complete(user, "matching")
    assert (user.view, len(user.ids)) == (Search("matching"), 2)


@pytest.mark.parametrize("text", ["has:foo", "is:foo", "upvotes:abc", "sort:foo"])
async def test_an_invalid_value_is_searched_for_as_words(user: User, text: str) -> None:
    box = await search(user, text)
    assert box.count_text == "nothing found"
    assert text.partition(":")[0] + ": takes" in box.hints[0]
    box.accept("best")
    await user.until(lambda: user.view == Search(text, growing=True, ranked=True))


async def test_an_unfinished_value_finds_nothing_until_it_is_accepted(user: User) -> None:
    box = await search(user, "day")
    assert "found" in box.count_text
    box.type("day:2026-13")
    assert (user.view, box.count_text) == (THU, "")
    box.accept("best")
    await user.until(lambda: user.view == Search("day:2026-13", ranked=True))
    assert user.toasts == ["day: takes 2026-07, 2026-06..2026-07, apr, 90d; searching for “day:2026-13” as words"]


async def test_cancelling_over_a_search_leaves_it_as_it_was(user: User) -> None:
    (await search(user, "flow")).accept("best")
    await user.until(lambda: user.view == Search("flow", growing=True, ranked=True))
    user.rows.move_by(1)
    before = user.session.location()
    box = LiveSearch(user.session)
    assert (box.text, user.session.location()) == ("flow", before)
    box.type("flow xyz")
    await is_complete(user, "flow xyz")
    assert user.ids == []
    box.cancel()
    assert user.session.location() == before
    navigation.back(user.session)
    assert user.view == THU


async def test_an_empty_store_is_searched_and_left_as_any_other(store: Store, open_session: OpenSession) -> None:
    user = open_session(store)
    (await search(user, "flow")).cancel()
    assert (user.view, user.rows.all) == (None, [])
    (await search(user, "flow")).accept("newest")
    assert actions(user) == ["No stored paper matches everything.", "Ask the Hub for “flow”"]
    flows(store)
    assert navigation.back(user.session)
    assert (user.view, len(user.session.history)) == (THU, 0), "the newest day has come meanwhile"


async def test_an_id_beside_words_finds_the_paper_that_has_them(user: User) -> None:
    known = BEST_FIRST[0]
    await search(user, f"{known} flow")
    assert user.ids == [known]
    await search(user, "2401.00007 flow")
    assert actions(user)[0] == "arXiv:2401.00007 is not stored: ask the Hub"
    assert "Drop “2401.00007”: 2 matches" in actions(user)


@pytest.mark.parametrize("order", ["best", "newest", "hub"])
async def test_accepting_an_empty_text_leads_out_of_all_searches(user: User, order: str) -> None:
    (await search(user, "flow")).accept("newest")
    box = LiveSearch(user.session)
    box.type(" ")
    box.accept(order)  # type: ignore[arg-type]
    assert (user.view, len(user.session.history)) == (THU, 0)


async def test_a_text_that_is_deleted_at_once_finds_nothing(user: User) -> None:
    box = LiveSearch(user.session)
    box.type("f")
    task = user.session.searcher._task
    box.type("")
    await user.until(lambda: task is None or task.done())
    assert (user.view, user.session.searcher.results) == (THU, None)


async def test_results_can_be_sorted_and_selected_but_not_the_next_ones(store: Store, user: User) -> None:
    (await search(user, "flow matching")).accept("newest")
    offers = actions(user)
    user.session.sort(Order.TITLE)
    assert (user.ids, actions(user)) == (NEWEST_FIRST[::-1], offers)
    assert " by title" in user.location
    assert store.settings.get("order search") is None
    user.session.sort(Order.DEFAULT)
    assert user.ids == NEWEST_FIRST
    user.session.sort(Order.TITLE)
    user.rows.toggle_range()
    user.rows.move_by(1)
    marking.toggle_star(user.session)
    assert all(entry.starred for entry in user.rows.entries)
    await search(user, "flow match")
    assert user.ids == NEWEST_FIRST
    assert " by title" not in user.location
    navigation.back(user.session)
    assert user.selected == []


@pytest.mark.parametrize("on", [DayView(WED), Period.of("week", THU)])
async def test_the_rest_of_the_results_does_not_call_the_user_back(
    store: Store, open_session: OpenSession, on: DayView | Period
) -> None:
    fill(store, {WED: papers(WED, 3), THU: papers(THU, 60)})
    user = open_session(store)
    box = await search(user, "thursday")
    assert len(user.ids) == 60
    box.accept("best")
    task = user.session.searcher._task
    assert task
    user.session.go(on)
    await user.until(task.done)
    assert user.session.view == on


# -- the Hub's own search


async def test_what_the_hub_finds_is_stored(store: Store, open_session: OpenSession, hub_server: HubServer) -> None:
    flows(store)
    hub_server.days[date(2025, 1, 6)] = [
        {**item, "title": TITLE, "paper": {**item["paper"], "id": f"2501.0000{n}", "title": TITLE}}
        for n, item in enumerate(week()[THU])
    ]
    user = open_session(store, hub=hub_server.url)
    (await search(user, "beyond")).accept("hub")
    assert actions(user) == ["Asking the Hub for “beyond” …"]
    await user.until(lambda: user.ids)
    assert user.location == "“beyond” · 3 papers found by the Hub"
    assert [user.entry.title[a:b] for a, b in user.entry.title_matches] == ["Beyond"]
    marking.toggle_star(user.session)
    navigation.back(user.session)
    assert user.view == THU
    assert [entry.title for entry in store.papers.entries(Collection.STARRED)] == [TITLE]


async def test_the_hub_can_be_asked_again(store: Store, open_session: OpenSession, hub_server: HubServer) -> None:
    flows(store)
    hub_server.fail("500")
    user = open_session(store, hub=hub_server.url)
    (await search(user, "flow")).accept("hub")
    await user.until(lambda: "Retry" in actions(user))
    hub_server.fail()
    navigation.run_action_row(user.session)
    await user.until(lambda: actions(user) == ["The Hub found nothing."])


async def test_without_a_network_the_hub_is_not_asked(user: User) -> None:
    (await search(user, "flow")).accept("hub")
    await user.until(lambda: user.toasts)
    assert user.toasts == ["Offline: the Hub is asked when the network is back · {outbox.open} lists what waits"]
    assert user.view == Search("flow", growing=True)


async def test_the_hubs_answer_does_not_call_the_user_back(
    store: Store, open_session: OpenSession, hub_server: HubServer
) -> None:
    flows(store)
    hub_server.fail("slow 0.2")
    user = open_session(store, hub=hub_server.url)
    (await search(user, "flow")).accept("hub")
    await user.until(lambda: hub_server.requests)
    task = user.session.searcher._task
    assert task
    user.session.go(DayView(WED))
    await user.until(task.done)
    assert user.view == WED


def test_word_ranges() -> None:
    assert word_ranges("flow by flow matching", ["flow", "flow matching"]) == ((0, 4), (8, 21))
    assert word_ranges("a.b acb", ["a.b"]) == ((0, 3),)
    assert word_ranges("flow", []) == ()


async def test_a_search_in_texts_has_its_hits_with_the_paper(user: User) -> None:
    def hits() -> list[str]:
        return [hit.words for hit in user.session.searcher.highlights.matches.hits.hits]

    texts = user.session.store.texts
    for number in (1, 3):
        text = a_text(f"The loom of paper {number}.", "Nothing.")
        texts.save(id_of(WED, number), b"", text, converter=1, etag=None, modified=None).result()
    box = LiveSearch(user.session)
    user.changes.clear()
    box.type("text:loom")
    await user.until(lambda: user.session.searcher.results)
    assert hits() == ["The loom of paper 3."]
    assert len(user.changes) == 2, "it starts, and it has results"
    box.accept("newest")
    assert user.ids == ids_of(WED, 3, 1)
    user.rows.move_by(1)
    await user.until(lambda: hits() == ["The loom of paper 1."])
    navigation.back(user.session)
    assert hits() == []


async def test_a_search_in_texts_says_when_there_are_none(user: User) -> None:
    def said() -> str:
        results = user.session.searcher.results
        first = results.rows[0] if results else None
        return first.text if isinstance(first, ActionRow) else ""

    box = LiveSearch(user.session)
    box.type("text:loom")
    await user.until(lambda: said() == "No text of a paper is stored yet.")
    box.type("group:any ")
    await user.until(lambda: said() == "No group is known here: paperreader help machines says how to join one.")
    box.type("tag:lost ")
    await user.until(lambda: said() == "You gave no paper the tag “lost”.")
    user.session.store.texts.save(id_of(WED, 1), b"", a_text("A web."), converter=1, etag=None, modified=None).result()
    box.type("text:looms")
    await user.until(lambda: said() == "No stored paper matches everything.")
