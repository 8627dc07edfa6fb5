"""The discussion that is open: what is stored and asked, what is new, folds, and failing answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from paperreader.discussion.blocks import with_blocks
from paperreader.discussion.comment import Comment
from paperreader.discussion.threads import in_reading_order
from paperreader.reader.changes import Change
from paperreader.reader.comment_folds import Fold
from paperreader.reader.open_discussion import OpenDiscussion
from paperreader.reader.status import discussion_heading
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.comments import comment, discussion, nested
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User, written
from tests.stored_days import THU, fill, id_of

PAPER = id_of(THU, 1)
GIVEN = (
    *(Comment("a", text="one"), Comment("b", "a", text="two"), Comment("c", "b", text="three")),
    *(Comment("d", text="x\n" * 30), Comment("e", roles=("bot",), text="beep"), Comment("f", "e", text="four")),
)


def save(store: Store, given: Sequence[Comment] = GIVEN, paper: str = PAPER) -> None:
    store.discussions.save(paper, list(with_blocks(in_reading_order(given)))).result()


@pytest.fixture
def offline(store: Store, open_session: OpenSession) -> User:
    """On the first of three papers, whose discussion is stored; there is no network."""
    fill(store, {THU: papers(THU, 3)})
    save(store)
    return open_session(store)


@pytest.fixture
def shown(offline: User) -> OpenDiscussion:
    """That discussion."""
    offline.session.discussion.open(PAPER)
    return offline.session.discussion


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days[THU] = papers(THU, 3)
    hub_server.comments[PAPER] = discussion()
    return hub_server


@pytest.fixture
def user(store: Store, open_session: OpenSession, hub: HubServer) -> User:
    """On the first of three papers; no discussion is stored."""
    fill(store, {THU: papers(THU, 3)})
    return open_session(store, hub=hub.url)


def ids(shown: OpenDiscussion) -> list[str]:
    return [each.id for each in shown.comments]


def visible(shown: OpenDiscussion) -> str:
    return "".join(each.id for place, each in enumerate(shown.comments) if shown.folds.is_visible(place))


def facts(user: User) -> str:
    return discussion_heading(user.session)[1][0]


# -- opening and closing


def test_offline_it_shows_what_was_last_seen_with_its_age(offline: User, clock: Clock) -> None:
    clock.tick(days=3)
    offline.session.discussion.open(PAPER)
    shown = offline.session.discussion
    assert ids(shown) == list("abcdef")
    assert facts(offline) == "6 comments · seen 3 days ago, offline"
    assert offline.location.startswith("comment 1 of 6 · seen 3 days ago, offline · ")
    shown.close()
    assert not shown.is_open
    assert offline.changes[-1] & Change.DISCUSSION


def test_offline_and_never_seen_it_says_so(offline: User) -> None:
    offline.session.rows.move_by(1)
    offline.session.discussion.open(offline.at)
    shown = offline.session.discussion
    assert (shown.is_open, shown.is_shown) == (True, False)
    assert shown.message.startswith("Offline, and the discussion is not stored.")
    assert discussion_heading(offline.session) == ("Discussion", [])


def test_another_paper_on_the_page_closes_it(offline: User, shown: OpenDiscussion) -> None:
    offline.session.reload()
    assert shown.is_open
    offline.rows.move_by(1)
    assert not shown.is_open
    assert offline.changes[-1] & Change.DISCUSSION


def test_it_is_shown_again_where_the_user_left_it(offline: User, shown: OpenDiscussion) -> None:
    shown.move_to(3)
    shown.unfold()
    shown.close()
    shown.open(PAPER)
    assert (shown.here, shown.folds.of(3)) == (3, Fold.WHOLE)


async def test_it_is_fetched_when_it_is_opened_and_not_before(user: User, hub: HubServer, store: Store) -> None:
    shown = user.session.discussion
    assert not hub.requests
    shown.open(PAPER)
    assert (shown.is_shown, shown.message) == (False, "Fetching the discussion …")
    await user.until(lambda: shown.is_shown)
    assert ids(shown) == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert shown.threads.depths == [0, 1, 1, 0, 0, 0]
    assert facts(user) == "6 comments · up to date"
    assert [request.target for request in hub.requests] == [f"/api/papers/{PAPER}?field=comments"]
    shown.close()
    shown.open(PAPER)
    assert shown.is_shown
    assert not shown.asking  # a moment ago
    assert store.discussions.get(PAPER) is not None


async def test_new_comments_are_marked_and_the_cursor_is_on_the_first(
    user: User, hub: HubServer, store: Store, clock: Clock
) -> None:
    shown = user.session.discussion
    shown.open(PAPER)
    await user.until(lambda: shown.is_shown)
    written(store)
    shown.close()
    clock.tick(3600, days=2)
    late = [comment("n1", "Late, but well woven.", to="c1"), comment("n2", "So late.")]
    hub.comments[PAPER] = nested([*discussion(), *late])
    user.session.rows.move_by(1)
    user.session.rows.move_by(-1)
    shown._left.clear()
    shown.open(PAPER)
    assert shown.asking
    assert facts(user) == "6 comments · seen 2 days ago, asking …"
    await user.until(lambda: len(shown.comments) == 8)
    assert [shown.comments[place].id for place in range(8) if shown.is_new(place)] == ["n1", "n2"]
    assert facts(user) == "8 comments, 2 new · up to date"
    assert shown.go_to_new()
    assert shown.comments[shown.here].id == "n1"
    written(store)
    user.session.reload()
    assert user.entry.new_comments == 0
    assert user.entry.comments == 8


async def test_what_comes_does_not_move_the_cursor_or_the_folds(user: User, hub: HubServer, clock: Clock) -> None:
    shown = user.session.discussion
    shown.open(PAPER)
    await user.until(lambda: shown.is_shown)
    shown.move_to(3)
    shown.fold()
    clock.tick(300)
    hub.comments[PAPER] = [comment("n0", "First!"), *discussion()]
    shown.ask()
    await user.until(lambda: len(shown.comments) == 7)
    assert shown.comments[shown.here].id == "c4"
    assert shown.folds.of(shown.here) is Fold.FOLDED
    hub.comments[PAPER] = discussion()[:2]
    shown.ask()
    await user.until(lambda: len(shown.comments) == 2)
    assert shown.here == 0  # its comment is gone


async def test_without_comments_it_says_where_to_write_one(user: User, hub: HubServer) -> None:
    hub.comments.clear()
    user.session.discussion.open(PAPER)
    await user.until(lambda: "No comments yet" in user.session.discussion.message)


# -- failing


async def test_a_failing_answer_leaves_what_was_there_and_is_reported_once(
    user: User, hub: HubServer, store: Store, clock: Clock
) -> None:
    save(store)
    clock.tick(3600, days=3)
    shown = user.session.discussion
    for fault in ("404", "401", "truncate", "html", "none", "object", "nested", "redirect http://x/", "429"):
        hub.fail(fault, match="/api/papers/", **({"Retry_After": "600"} if fault == "429" else {}))
        before = len(user.toasts)
        shown.open(PAPER)
        await user.until(lambda: not shown.asking)
        assert ids(shown) == list("abcdef"), fault
        assert facts(user).startswith("6 comments · seen 3 days ago"), fault
        (told,) = [toast for toast in user.toasts[before:] if toast]
        assert told.endswith("What was fetched before stays."), fault
        hub.fail()
    found = store.discussions.get(PAPER)
    assert found is not None
    assert len(found.comments) == 6


async def test_a_failing_answer_is_what_is_shown_where_nothing_was(user: User, hub: HubServer) -> None:
    shown = user.session.discussion
    for fault in ("404", "401", "html"):
        hub.fail(fault, match="/api/papers/")
        shown.open(PAPER)
        await user.until(lambda: shown.message.startswith("No discussion: "))
        assert not [toast for toast in user.toasts if toast]
        hub.fail()
        shown.close()
    shown.open(PAPER)
    await user.until(lambda: shown.is_shown)


async def test_a_hub_that_is_away_is_offline(user: User, hub: HubServer, store: Store, clock: Clock) -> None:
    save(store)
    clock.tick(days=3)
    hub.stop()
    user.session.discussion.open(PAPER)
    await user.until(lambda: not user.session.discussion.asking)
    assert facts(user) == "6 comments · seen 3 days ago, offline"


async def test_an_answer_that_comes_too_late_is_stored_and_not_shown(user: User, hub: HubServer, store: Store) -> None:
    hub.delay = 0.3
    user.session.discussion.open(PAPER)
    await user.until(lambda: hub.requests)
    user.session.rows.move_by(1)
    assert not user.session.discussion.is_open
    user.session.rows.move_by(-1)
    assert not user.session.discussion.is_open


SHAPES: tuple[list[Any], ...] = (
    [{"id": str(n), "data": {"latest": {"raw": "hi"}}} for n in range(10_000)],
    [comment(str(n), to=str((n + 1) % 50)) for n in range(50)],
    [{"data": {"latest": {"raw": "[" * 20_000}}}, {"author": None}, None, 7],
)


async def test_whatever_the_comments_are_they_can_be_read(user: User, hub: HubServer) -> None:
    shown = user.session.discussion
    for comments in SHAPES:
        expected = sum(isinstance(each, dict) for each in comments)
        hub.comments[PAPER] = comments
        shown.open(PAPER)
        shown.ask()
        await user.until(lambda expected=expected: len(shown.comments) == expected)  # type: ignore[misc]
        for _ in range(20):
            shown.fold()
            shown.unfold()
            shown.go_to_thread(1)


# -- folding and moving


def test_bots_are_folded_and_long_comments_shown_in_part(shown: OpenDiscussion) -> None:
    folds = [shown.folds.of(place) for place in range(6)]
    assert folds == [Fold.WHOLE, Fold.WHOLE, Fold.WHOLE, Fold.PART, Fold.FOLDED, Fold.WHOLE]
    assert visible(shown) == "abcde"


def test_folding_hides_all_that_hangs_on_a_comment(shown: OpenDiscussion) -> None:
    assert shown.fold()
    assert visible(shown) == "ade"
    assert shown.unfold()
    assert visible(shown) == "abcde"
    assert not shown.unfold()
    shown.toggle()
    assert visible(shown) == "ade"
    shown.toggle()
    assert visible(shown) == "abcde"


def test_from_a_folded_comment_folding_goes_to_what_it_replies_to(shown: OpenDiscussion) -> None:
    shown.move_to(2)
    assert [(shown.fold(), shown.here) for _ in range(6)] == [
        *[(True, 2), (True, 1), (True, 1), (True, 0), (True, 0)],
        (False, 0),
    ]
    assert visible(shown) == "ade"


def test_threads_are_gone_through(shown: OpenDiscussion) -> None:
    assert [(shown.go_to_thread(1), shown.here) for _ in range(3)] == [(True, 3), (True, 4), (False, 4)]
    shown.move_to(2)
    assert [(shown.go_to_thread(-1), shown.here) for _ in range(2)] == [(True, 0), (False, 0)]


def test_a_new_reply_is_shown_whatever_is_folded(offline: User, store: Store, clock: Clock) -> None:
    store.discussions.see(PAPER).result()
    clock.tick(days=1)
    save(store, [*GIVEN, Comment("g", "f", text="new")])
    offline.session.discussion.open(PAPER)
    shown = offline.session.discussion
    assert shown.comments[shown.here].id == "g"
    assert "g" in visible(shown)


@pytest.mark.parametrize("fault", ["500", "429"])
async def test_another_attempt_is_told_where_the_discussion_will_be(user: User, hub: HubServer, fault: str) -> None:
    hub.fail(fault, match="/api/papers/", times=1, **({"Retry_After": "2"} if fault == "429" else {}))
    user.session.discussion.open(PAPER)
    said = {
        "500": "Fetching the discussion: The Hub returned an error (500); trying again in ",
        "429": "Fetching the discussion: The Hub asks for a pause; next request in 2 s …",
    }
    await user.until(lambda: user.session.discussion.message.startswith(said[fault]))
    await user.until(lambda: user.session.discussion.is_shown)


async def test_a_pause_that_lasts_is_told_without_a_countdown_that_stands_still(
    user: User, store: Store, clock: Clock
) -> None:
    store.settings.set("wait_until", (clock() + timedelta(seconds=24)).isoformat()).result()
    user.session.discussion.open(PAPER)
    said = "No discussion: The Hub asks us to wait 24 s before the next request."
    await user.until(lambda: user.session.discussion.message == said)


async def test_another_attempt_is_told_above_comments_that_are_shown(
    user: User, hub: HubServer, store: Store, clock: Clock
) -> None:
    save(store)
    clock.tick(3600, days=3)
    hub.fail("500", match="/api/papers/", times=1)
    user.session.discussion.open(PAPER)
    await user.until(lambda: "seen 3 days ago, The Hub returned an error (500); trying again in" in facts(user))
    await user.until(lambda: facts(user).endswith("up to date"))


async def test_the_page_and_the_discussion_ask_the_hub_once(user: User, hub: HubServer) -> None:
    session = user.session
    session.start()
    await user.until(lambda: session.sync.has_answered and session.sync.is_idle)
    session.on_user_activity()
    hub.delay = 0.5

    def asked() -> int:
        return len([each for each in hub.requests if each.path == f"/api/papers/{PAPER}"])

    for _ in range(2):
        session.poll()
    await user.until(lambda: asked() == 1)
    session.discussion.open(PAPER)
    await user.until(lambda: session.discussion.is_shown)
    await user.until(lambda: not session.tasks.is_running("asking about a paper"))
    assert asked() == 1


async def test_what_is_asked_for_by_the_page_goes_on_for_who_opens_the_discussion(user: User, hub: HubServer) -> None:
    session = user.session
    session.start()
    await user.until(lambda: session.sync.has_answered and session.sync.is_idle)
    session.on_user_activity()
    hub.delay = 0.5
    for _ in range(2):
        session.poll()
    await user.until(lambda: any(PAPER in each.path for each in hub.requests))
    session.discussion.open(PAPER)
    await asyncio.sleep(0)
    session.tasks.cancel("asking about a paper")
    await user.until(lambda: session.discussion.is_shown)
    assert len([each for each in hub.requests if each.path == f"/api/papers/{PAPER}"]) == 1


def test_an_update_offline_keeps_only_what_there_is(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 3)})
    save(store)
    user = open_session(store)
    discussion = user.session.discussion
    discussion.open(PAPER)
    discussion.update()
    assert user.toasts == ["Offline. What was fetched before stays."]
    discussion.open(id_of(THU, 2))
    discussion.update()
    assert len(user.toasts) == 1
    assert discussion.message.startswith("Offline, and the discussion is not stored.")
