"""The user's own order beside a session: what is noticed, and when it is learned."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from paperreader import children
from paperreader.mark_fields import COPIED, LINGERED, READ, STARRED, TEXT
from paperreader.models import Cause
from paperreader.reader import copy_and_open, learner, undo
from paperreader.reader.changes import Change
from paperreader.reader.marking import toggle_star
from paperreader.store import Store
from tests.conftest import FRIDAY, Clock
from tests.reader.conftest import OpenSession, User, move, written
from tests.stores import a_paper

WORDS = ("looms", "weaving", "robots", "agents", "vision", "speech", "proteins", "memory")


@pytest.fixture
def week(store: Store) -> Store:
    """Twenty papers of a day, each about something."""
    papers = [a_paper(n, title=f"On {WORDS[n % 8]} and {WORDS[n % 7]}", upvotes=n) for n in range(20)]
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    return store


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for."""
    monkeypatch.setattr("paperreader.reader.own_order.DELAY_S", 0)
    monkeypatch.setattr("paperreader.reader.learner.MARK_DELAY_S", 0)
    monkeypatch.setattr("paperreader.reader.learner.OTHER_PROGRAM_DELAY_S", 0)


def learning(user: User) -> None:
    user.session.tasks.start("learning", user.session.own_order.run)


def liked(user: User) -> int:
    learned = user.session.own_order.learned
    return learned.liked if learned else -1


@pytest.mark.usefixtures("at_once")
async def test_a_star_is_learned_and_its_undo_as_well(week: Store, open_session: OpenSession) -> None:
    user = open_session(week)
    assert user.session.own_order.learned is None
    learning(user)
    await user.until(lambda: liked(user) == 0)
    toggle_star(user.session)
    await user.until(lambda: liked(user) == 1)
    scores = week.taste.scores(user.ids)
    assert len(scores) == 20
    assert max(scores, key=scores.__getitem__) == user.at
    undo.undo(user.session)
    await user.until(lambda: liked(user) == 0)
    assert Change.LEARNED in user.changes


@pytest.mark.usefixtures("at_once")
async def test_what_another_program_marks_is_learned(
    week: Store, open_session: OpenSession, opened: Callable[..., Store]
) -> None:
    user = open_session(week)
    learning(user)
    await user.until(lambda: liked(user) == 0)
    opened().marks.set(STARRED, True, user.ids[:2], Cause.BY_HAND).result()

    def seen() -> int:
        user.session.poll()
        return liked(user)

    await user.until(lambda: seen() == 2)


@pytest.mark.usefixtures("at_once")
async def test_papers_passed_over_can_wait(
    week: Store, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = open_session(week)
    learning(user)
    await user.until(lambda: liked(user) == 0)
    user.session.mark(READ, True, user.ids[5:7], Cause.SKIPPED)
    toggle_star(user.session)
    await user.until(lambda: liked(user) == 1)  # the star is not waited with
    learned = user.session.own_order.learned
    assert learned is not None
    assert learned.passed == 2
    user.session.mark(READ, True, user.ids[7:9], Cause.SKIPPED)
    assert week.taste.news().result()[1:] == (False, True, False)
    monkeypatch.setattr("paperreader.reader.learner.USUAL_INTERVAL_S", 0)

    def passed() -> int:
        user.session.own_order.follow(Change.MARKS)
        learned = user.session.own_order.learned
        return learned.passed if learned else 0

    await user.until(lambda: passed() == 4)


@pytest.mark.usefixtures("at_once")
async def test_a_child_that_fails_is_logged_once_and_costs_nothing_else(
    week: Store, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    started: list[str] = []

    def failing(module: str, *args: str) -> list[str]:
        started.append(module)
        return ["sh", "-c", "echo no >&2; exit 3"]

    monkeypatch.setattr("paperreader.children.own", failing)
    user = open_session(week)
    learning(user)
    await user.until(lambda: "learning failed: no" in caplog.text)
    for _ in range(5):
        toggle_star(user.session)
        await asyncio.wrap_future(week.taste.news())  # after what the learner asks in the same thread
        await asyncio.wrap_future(week.taste.news())
    assert started == ["paperreader.learning.child"]
    assert not user.toasts


@pytest.mark.usefixtures("at_once")
async def test_a_child_that_failed_is_tried_again_soon(
    week: Store, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert learner.FIRST_RETRY_S <= 30
    monkeypatch.setattr(learner, "FIRST_RETRY_S", 0.05)
    right, once = children.own, tmp_path / "once"

    def failing_once(module: str, *args: str) -> list[str]:
        if once.exists():
            return right(module, *args)
        once.touch()
        return ["sh", "-c", "exit 3"]

    monkeypatch.setattr("paperreader.children.own", failing_once)
    user = open_session(week)
    learning(user)
    await user.until(lambda: user.session.own_order.learned is not None)
    assert once.exists()


@pytest.mark.usefixtures("at_once")
async def test_the_child_ends_with_the_session(
    week: Store, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waiting = f"echo $$ > {tmp_path}/pid; exec sleep 1000"
    monkeypatch.setattr("paperreader.children.own", lambda module, *args: ["sh", "-c", waiting])
    user = open_session(week)
    learning(user)
    pid = tmp_path / "pid"
    await user.until(lambda: pid.exists() and pid.read_text().strip())
    user.session.close()
    await user.until(lambda: not is_running(int(pid.read_text())))


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
        return True
    return False


@pytest.mark.usefixtures("at_once")
async def test_a_store_that_cannot_be_written_is_left_alone(
    week: Store, opened: Callable[..., Store], open_session: OpenSession
) -> None:
    user = open_session(opened(read_only=True))
    await user.session.own_order.run()
    user.session.own_order.notice(COPIED, user.ids[:1])
    assert week.taste.learned() is None
    assert user.marks() == {}
    assert not user.toasts


# -- what is noticed


async def test_copying_papers_counts_for_them(week: Store, open_session: OpenSession) -> None:
    user = open_session(week)
    user.rows.toggle_selected()
    user.rows.toggle_selected()
    papers = user.selected or [user.at]
    copy_and_open.copy_papers(user.session, "bibtex")
    written(week)
    assert user.marks() == {(paper, COPIED): (1, "passed") for paper in papers}
    assert week.marks.next_step(redo=False) is None


async def test_a_format_that_a_paper_lacks_copies_nothing(week: Store, open_session: OpenSession) -> None:
    user = open_session(week)
    copy_and_open.copy_papers(user.session, "project")
    written(week)
    assert user.marks() == {}


async def test_a_mark_of_some_weeks_is_set_again(week: Store, open_session: OpenSession, clock: Clock) -> None:
    user = open_session(week)
    times = []
    for days in (0, 20, 20):
        clock.tick(days=days)
        user.session.own_order.notice(TEXT, [user.at])
        written(week)
        times += [mark.at[:10] for mark in week.marks.all()]
    assert times == ["2026-07-31", "2026-07-31", "2026-09-09"]


async def test_reading_for_half_a_minute_counts_for_a_paper(
    week: Store, open_session: OpenSession, clock: Clock
) -> None:
    user = open_session(week)
    paper, session = user.at, user.session
    session.on_user_activity()
    for _ in range(2):
        clock.tick(16)
        session.on_user_activity()
    move(session, 1, clock=clock)
    written(week)
    assert user.marks() == {(paper, LINGERED): (1, "passed")}


async def test_a_user_who_was_away_has_not_read(week: Store, open_session: OpenSession, clock: Clock) -> None:
    user = open_session(week)
    session = user.session
    session.on_user_activity()
    clock.tick(600)
    session.on_user_activity()
    move(session, 1, clock=clock)
    session.on_user_activity()
    written(week)
    assert user.marks() == {}
