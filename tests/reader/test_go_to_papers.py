"""Going to papers by id or link: from the store, from a Hub on loopback, later, or not at all."""

from __future__ import annotations

import socket
from datetime import date

import pytest

from paperreader.mark_fields import STARRED
from paperreader.reader import navigation, undo
from paperreader.reader.go_to_papers import MAX_ASKED, go_to_papers, go_to_text
from paperreader.reader.live_search import LiveSearch
from paperreader.reader.paper_rows import ActionRow
from paperreader.store import Store
from paperreader.text.paper_ids import MAX_IDS
from paperreader.views import Collection, DayView, Search
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.reader.conftest import OpenSession, User, written
from tests.stored_days import THU, WED, fill, id_of, ids_of

LONG_AGO = date(2024, 3, 12)
ELSEWHERE = [f"2403.{number:05}" for number in range(1, 31)]
"""Papers that only the Hub has."""


@pytest.fixture
def server(hub_server: HubServer) -> HubServer:
    hub_server.days |= {THU: papers(THU, 3), WED: papers(WED, 3)}
    hub_server.days |= {LONG_AGO: [item(id, f"Loom {id[-2:]}", day=LONG_AGO) for id in ELSEWHERE]}
    return hub_server


@pytest.fixture
def user(store: Store, server: HubServer, open_session: OpenSession) -> User:
    fill(store, {THU: papers(THU, 3), WED: papers(WED, 3)})
    return open_session(store, hub=server.url)


def asked(server: HubServer) -> list[str]:
    """The papers that the Hub was asked for, in order."""
    return [each.path.removeprefix("/api/papers/") for each in server.requests if "/api/papers/" in each.path]


def said(user: User) -> list[str]:
    """What the list says below its papers."""
    return [row.text for row in user.rows.all if isinstance(row, ActionRow)]


def is_settled(user: User) -> bool:
    return bool(user.rows.all) and not any("Asking the Hub" in text for text in said(user))


def recently_opened(store: Store) -> list[str]:
    written(store)
    return [entry.id for entry in store.papers.entries(Collection.OPENED)]


# -- one paper


async def test_a_stored_paper_is_shown_at_once_and_the_way_back_leads_to_the_same_place(
    user: User, server: HubServer
) -> None:
    user.rows.move_to(1)
    go_to_text(user.session, f"have a look: https://arxiv.org/abs/{id_of(WED, 2)}v1")
    assert (user.view, user.ids) == (Search(id_of(WED, 2)), [id_of(WED, 2)])
    assert user.session.page.paper is not None
    assert user.session.page.paper.id == id_of(WED, 2)
    assert navigation.back(user.session)
    assert (user.view, user.at) == (THU, id_of(THU, 2))
    assert asked(server) == []


async def test_a_paper_that_only_the_hub_has_is_asked_once_stored_and_shown(
    user: User, store: Store, server: HubServer
) -> None:
    go_to_text(user.session, ELSEWHERE[0])
    assert (user.view, user.ids) == (THU, ids_of(THU, 1, 2, 3)), "nothing changes before the Hub has answered"
    await user.until(lambda: user.toasts == [f"Asking the Hub for arXiv:{ELSEWHERE[0]} …"])
    await user.until(lambda: user.ids == ELSEWHERE[:1])
    assert asked(server) == ELSEWHERE[:1]
    assert store.papers.get(ELSEWHERE[0])
    assert not user.entry.unread
    navigation.back(user.session)
    go_to_text(user.session, ELSEWHERE[0])
    assert user.ids == ELSEWHERE[:1]
    assert asked(server) == ELSEWHERE[:1], "now it is stored"


async def test_one_that_the_hub_does_not_have_is_offered_on_arxiv(user: User) -> None:
    go_to_text(user.session, "arXiv:2401.99999")
    await user.until(lambda: "The Hub does not have arXiv:2401.99999 · {mark.show} opens it on arXiv" in user.toasts)
    assert user.view == THU
    undo.go_to_place(user.session)  # there is no browser here
    await user.until(lambda: "https://arxiv.org/abs/2401.99999" in user.copied)


@pytest.mark.parametrize("id", ["hep-th/9901001", "math/0309136"])
async def test_one_of_before_april_2007_is_offered_on_arxiv(user: User, id: str) -> None:
    go_to_text(user.session, f"https://arxiv.org/abs/{id}v1")
    await user.until(lambda: any(f"The Hub does not have arXiv:{id}" in toast for toast in user.toasts))
    undo.go_to_place(user.session)
    await user.until(lambda: f"https://arxiv.org/abs/{id}" in user.copied)


async def test_who_has_gone_on_meanwhile_is_told_and_not_called_back(user: User, server: HubServer) -> None:
    server.delay = 0.3
    go_to_text(user.session, ELSEWHERE[0])
    user.rows.move_by(1)
    await user.until(lambda: "“Loom 01” is here: {mark.show} shows it" in user.toasts)
    assert (user.view, user.at) == (THU, id_of(THU, 2))
    undo.go_to_place(user.session)
    assert user.ids == ELSEWHERE[:1]


async def test_a_text_without_an_id_says_so_and_blanks_say_nothing(user: User, server: HubServer) -> None:
    go_to_text(user.session, "see https://github.com/example/loom, page 2607")
    go_to_text(user.session, " \n ")
    assert user.toasts == ["No arXiv id, and no link that has one, is in what was pasted."]
    assert (user.view, asked(server)) == (THU, [])


FAULTS = {
    "404": "The Hub does not have",
    "401": "The Hub returned an error (401",
    "429": "The Hub asks us to wait 15 minutes",
    "500": "The Hub returned an error (500",
    "truncate": "connection",
    "html": "The answer is not the Hub's",
    "none": "The answer is not the Hub's",
    "surrogates": "The Hub answered with another paper",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_the_hub_answers_instead_nothing_is_stored_and_it_is_said_once(
    user: User, store: Store, server: HubServer, fault: str
) -> None:
    server.fail(fault, match="/api/papers/", **({"Retry_After": "900"} if fault == "429" else {}))
    go_to_text(user.session, ELSEWHERE[0])
    await user.until(lambda: len(user.toasts) > 1)
    if fault == "truncate":  # as if the network were away
        await user.until(lambda: any("Offline: the Hub is asked when the network is back" in t for t in user.toasts))
        assert any("was lost; trying again in" in toast for toast in user.toasts)
    else:
        assert FAULTS[fault] in user.toasts[1]
        assert len(user.toasts) == 2
    assert (user.view, store.papers.get(ELSEWHERE[0]), store.papers.get(ELSEWHERE[1])) == (THU, None, None)
    assert recently_opened(store) == []


# -- several


async def test_several_are_a_list_in_their_order_which_grows_with_what_the_hub_has(
    user: User, store: Store, server: HubServer
) -> None:
    wanted = [id_of(WED, 1), *ELSEWHERE[:2], "2401.99999", id_of(THU, 3)]
    server.delay = 0.05
    go_to_text(user.session, " and ".join(wanted))
    assert user.ids == [id_of(WED, 1), id_of(THU, 3)]
    assert user.view == Search(" ".join(wanted))
    await user.until(lambda: user.activity == "asking the Hub: 2 of 3")
    assert f"Asking the Hub for arXiv:{ELSEWHERE[1]} …" in said(user)
    await user.until(lambda: is_settled(user))
    assert user.ids == [id_of(WED, 1), id_of(THU, 3), *ELSEWHERE[:2]]
    assert said(user) == ["arXiv:2401.99999 is not on the Hub: open arXiv"]
    assert asked(server) == [*ELSEWHERE[:2], "2401.99999"]
    assert "asking" not in user.activity
    assert user.location == f"{Search(' '.join(wanted)).title} · 4 papers, 2 unread"
    user.rows.move_to(4)
    navigation.run_action_row(user.session)
    await user.until(lambda: "https://arxiv.org/abs/2401.99999" in user.copied)
    assert {*recently_opened(store)} == {*user.ids}
    assert navigation.back(user.session)
    assert user.view == THU


async def test_the_cursor_stays_on_its_paper_while_others_come(user: User, server: HubServer) -> None:
    server.delay = 0.05
    go_to_papers(user.session, [id_of(WED, 1), id_of(WED, 2), *ELSEWHERE[:4]])
    user.rows.move_to(1)
    await user.until(lambda: len(user.ids) == 6 and is_settled(user))
    assert user.at == id_of(WED, 2)


async def test_what_is_marked_while_others_come_stays_marked(user: User, server: HubServer) -> None:
    server.delay = 0.2
    go_to_papers(user.session, [id_of(WED, 1), *ELSEWHERE[:4]])
    await user.until(lambda: len(user.ids) == 2)
    user.session.mark(STARRED, True, [id_of(WED, 1)])
    count = len(user.changes)
    await user.until(lambda: is_settled(user))
    assert len(user.changes) > count
    assert [entry.id for entry in user.rows.entries if entry.starred] == [id_of(WED, 1)]


async def test_leaving_the_list_stops_the_asking_and_what_came_stays(
    user: User, store: Store, server: HubServer
) -> None:
    server.delay = 0.2
    go_to_papers(user.session, ELSEWHERE)
    await user.until(lambda: len(user.ids) == 2)
    user.session.go(DayView(WED))
    await user.until(lambda: any("Stopped: the Hub was asked for" in toast for toast in user.toasts))
    count = len(asked(server))
    assert count <= 4
    assert user.view == WED
    assert store.papers.get(ELSEWHERE[1])
    go_to_papers(user.session, ELSEWHERE[:2])  # answered by the store, and nothing more is asked before it
    assert user.ids == ELSEWHERE[:2]
    assert len(asked(server)) <= count + 1


async def test_a_thousand_are_asked_in_bounded_numbers_one_after_the_other(
    user: User, store: Store, server: HubServer
) -> None:
    ids = [f"2403.{number:05}" for number in range(1, 951)]
    go_to_text(user.session, "\n".join(ids))
    await user.until(lambda: is_settled(user))
    assert asked(server) == ids[:MAX_ASKED]
    assert user.ids == ELSEWHERE
    assert len(said(user)) == MAX_ASKED - len(ELSEWHERE) + 1
    assert said(user)[-1] == "750 papers are not stored: ask the Hub"
    user.rows.move_to(len(user.rows.all) - 1)
    navigation.run_action_row(user.session)
    await user.until(lambda: len(asked(server)) == 2 * MAX_ASKED and is_settled(user))
    assert asked(server)[MAX_ASKED:] == ids[MAX_ASKED : 2 * MAX_ASKED]
    assert (user.ids, len(said(user)), said(user)[-1]) == (
        ELSEWHERE,
        2 * MAX_ASKED - len(ELSEWHERE) + 1,
        "550 papers are not stored: ask the Hub",
    )


async def test_of_more_than_a_list_has_the_rest_is_said_to_be_left_out(user: User) -> None:
    go_to_text(user.session, "\n".join(f"2403.{number:05}" for number in range(1, MAX_IDS + 235)))
    assert "Only the first 1,000 of 1,234 papers are listed." in user.toasts


async def test_back_in_a_list_that_was_left_while_it_grew_nothing_is_under_way(user: User, server: HubServer) -> None:
    server.delay = 0.2
    go_to_papers(user.session, [id_of(WED, 1), *ELSEWHERE[:9]])
    await user.until(lambda: ELSEWHERE[0] in user.ids)
    navigation.to_period(user.session, "month")
    navigation.back(user.session)
    await user.until(lambda: said(user)[-1:] and said(user)[-1].endswith("not stored: ask the Hub"))
    assert user.ids[:2] == [id_of(WED, 1), ELSEWHERE[0]]
    assert is_settled(user)


async def test_going_to_where_one_is_leaves_one_way_back(user: User) -> None:
    for _ in range(3):
        go_to_text(user.session, id_of(WED, 1))
    assert navigation.back(user.session)
    assert user.view == THU


async def test_a_hub_that_is_in_trouble_is_left_alone_and_says_why_once(user: User, server: HubServer) -> None:
    server.fail("401", match="/api/papers/")
    go_to_papers(user.session, [id_of(WED, 1), *ELSEWHERE])
    await user.until(lambda: is_settled(user) and len(said(user)) > 1)
    assert asked(server) == ELSEWHERE[:3]
    reason, offer = said(user)
    assert "401" in reason
    assert offer == "30 papers are not stored: ask the Hub"
    server.fail()
    user.rows.move_to(len(user.rows.all) - 1)
    navigation.run_action_row(user.session)
    await user.until(lambda: len(user.ids) == 1 + len(ELSEWHERE) and is_settled(user))
    assert user.ids == [id_of(WED, 1), *ELSEWHERE]


async def test_one_bad_answer_does_not_keep_the_others_away(user: User, server: HubServer) -> None:
    server.fail("html", match=ELSEWHERE[1])
    go_to_papers(user.session, ELSEWHERE[:4])
    await user.until(lambda: is_settled(user) and len(user.ids) == 3)
    assert user.ids == [ELSEWHERE[0], *ELSEWHERE[2:4]]
    assert said(user)[1:] == [f"arXiv:{ELSEWHERE[1]} is not stored: ask the Hub"]


# -- offline


def nobody() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def test_offline_the_store_answers_and_the_rest_is_asked_for_once_the_network_is_back(
    store: Store, open_session: OpenSession
) -> None:
    address = nobody()
    fill(store, {THU: papers(THU, 3)})
    user = open_session(store, hub=address)
    user.session.start()
    await user.until(lambda: user.session.sync.offline)
    go_to_text(user.session, id_of(THU, 2))
    assert user.ids == [id_of(THU, 2)]
    navigation.back(user.session)
    go_to_text(user.session, ELSEWHERE[0])
    await user.until(lambda: user.session.deliveries.outbox.count == 1)
    assert user.toasts[-1].startswith("Offline: the Hub is asked when the network is back")
    assert [each.what for each in user.session.deliveries.outbox.entries()] == [
        f"Ask the Hub for “arXiv:{ELSEWHERE[0]}”"
    ]
    go_to_text(user.session, ELSEWHERE[1])
    await user.until(lambda: user.session.deliveries.outbox.count == 2)
    days = {THU: papers(THU, 3), LONG_AGO: [item(id, "Looms that learn", day=LONG_AGO) for id in ELSEWHERE]}
    with HubServer(days, port=int(address.rpartition(":")[2])) as server:
        user.session.sync.request_due()
        await user.until(lambda: "“Looms that learn” is here: {mark.show} shows it" in user.toasts)
        await user.until(lambda: user.session.deliveries.outbox.count == 0)
        assert asked(server) == ELSEWHERE[:2]
    assert (user.view, user.toasts[-1]) == (THU, "2 papers are here: {mark.show} shows them")
    undo.go_to_place(user.session)
    assert user.ids == ELSEWHERE[:2]
    assert {*recently_opened(store)} == {*ELSEWHERE[:2], id_of(THU, 2)}


async def test_without_a_network_from_the_start_a_list_says_what_is_not_stored(
    store: Store, open_session: OpenSession
) -> None:
    fill(store, {THU: papers(THU, 3)})
    user = open_session(store)
    go_to_papers(user.session, [id_of(THU, 1), *ELSEWHERE[:2]])
    await user.until(lambda: is_settled(user) and said(user))
    assert user.ids == ids_of(THU, 1)
    assert said(user) == ["2 papers are not stored: ask the Hub"]
    await user.until(lambda: store.outbox.count() == 2)


async def test_the_demo_asks_nobody_and_keeps_nothing_for_later(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 3)})
    user = open_session(store, demo=True)
    go_to_text(user.session, ELSEWHERE[0])
    await user.until(lambda: user.toasts == ["Offline: this is a demo, nothing is fetched."])
    written(store)
    assert store.outbox.count() == 0


# -- typed as a search


async def test_while_it_is_typed_the_prompt_says_what_opens(user: User) -> None:
    box = LiveSearch(user.session)
    for text, says in (
        (f"hf.co/papers/{id_of(WED, 1)}", f"opens {id_of(WED, 1)} · Ferry: Mending Wednesday's Tokens, Part 1"),
        (ELSEWHERE[0], f"asks the Hub for arXiv:{ELSEWHERE[0]}"),
        (f"{id_of(WED, 1)} {id_of(WED, 2)} {ELSEWHERE[0]}", "opens 3 papers, 1 of them not stored"),
    ):
        box.type(text)
        await user.until(lambda says=says: box.count_text == says)
        assert box.names_papers
    box.type("flow")
    assert not box.names_papers
    box.cancel()
    assert user.view == THU


async def test_accepted_it_opens_from_wherever_the_search_began(user: User) -> None:
    user.rows.move_to(2)
    box = LiveSearch(user.session)
    box.type(f"arXiv:{id_of(WED, 1)}")
    await user.until(lambda: user.ids == ids_of(WED, 1))
    box.accept("best")
    assert (user.view, user.ids) == (Search(id_of(WED, 1)), ids_of(WED, 1))
    assert len(user.session.history) == 1
    assert navigation.back(user.session)
    assert (user.view, user.at) == (THU, id_of(THU, 3))


async def test_accepted_what_is_not_stored_is_asked(user: User, server: HubServer) -> None:
    box = LiveSearch(user.session)
    box.type(ELSEWHERE[0])
    await user.until(lambda: said(user) == [f"arXiv:{ELSEWHERE[0]} is not stored: ask the Hub"])
    assert asked(server) == [], "nothing is asked before the user wants it"
    box.accept("newest")
    await user.until(lambda: user.ids == ELSEWHERE[:1])


async def test_papers_that_a_rule_hides_are_shown_to_who_asks_for_them(user: User, store: Store) -> None:
    store.searches.save("title:ferry", "title:ferry", hides=True).result()
    user.session.reload(rules=True)
    user.session.go(DayView(WED))
    hidden = id_of(WED, 1)
    assert hidden not in user.ids
    go_to_text(user.session, hidden)
    assert user.ids == [hidden]


async def test_saved_ids_are_a_list_with_a_count(user: User, store: Store) -> None:
    box = LiveSearch(user.session)
    box.type(f"{id_of(WED, 1)} {id_of(THU, 2)}")
    box.save("for Monday")
    await user.until(lambda: [each.name for each in store.searches.saved()] == ["for Monday"])
    assert [each.count for each in store.searches.saved()] == [2]
    user.session.go(Search(store.searches.saved()[0].query))
    await user.until(lambda: user.ids == [id_of(WED, 1), id_of(THU, 2)])


async def test_refreshing_reads_the_store_again(user: User, server: HubServer) -> None:
    go_to_papers(user.session, [id_of(WED, 1), "2401.99999"])
    await user.until(lambda: is_settled(user) and said(user))
    navigation.refresh(user.session)
    await user.until(lambda: said(user) == ["arXiv:2401.99999 is not stored: ask the Hub"])
    assert user.ids == ids_of(WED, 1)


async def test_the_next_search_begins_without_the_id_and_escape_returns_to_the_paper(user: User) -> None:
    go_to_text(user.session, id_of(WED, 1))
    box = LiveSearch(user.session)
    assert box.text == ""
    box.type("orchard")
    await user.until(lambda: id_of(WED, 2) in user.ids)
    box.cancel()
    assert (user.view, user.ids) == (Search(id_of(WED, 1)), ids_of(WED, 1))


# -- recently opened


async def test_what_was_gone_to_is_recently_opened_the_last_first_after_a_restart_too(
    user: User, store: Store, clock: Clock, open_session: OpenSession
) -> None:
    for id in (id_of(WED, 1), id_of(THU, 1), id_of(WED, 2), id_of(WED, 1)):
        clock.tick(60)
        go_to_text(user.session, id)
    written(store)
    user.session.close()
    other = open_session(store)
    other.session.go(Collection.OPENED)
    assert other.ids == [id_of(WED, 1), id_of(WED, 2), id_of(THU, 1)]
    assert other.rows.unread == 3, "going to a paper does not mark it read"
