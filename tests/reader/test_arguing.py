"""Arguing with the own order: what is said counts at once, undo takes it back, and other machines learn of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from paperreader.learning.explain import explain
from paperreader.learning.learn import learn
from paperreader.mark_fields import ALL_PAPERS, LEARN_SINCE, TASTE
from paperreader.models import Cause, MarkChange
from paperreader.reader import undo
from paperreader.reader.arguing import say, start_anew
from paperreader.reader.changes import Change
from paperreader.store import Store
from paperreader.taste.acts import AS_LEARNED
from paperreader.taste.judge import Verdict
from paperreader.taste.reasons import verdict_on
from tests.conftest import Clock
from tests.liked import LIKED, NEW, OTHER, liking
from tests.reader.conftest import OpenSession, User, written

AGENT, ADA, BOTH = ("word:agent",), ("author:Ada Brook",), ("pair:world model", "keyword:world models")


def shares(store: Store, id: str) -> tuple[float, Mapping[str, float]]:
    """The score of a paper, and what each feature adds to it."""
    written(store)
    paper = store.papers.get(id)
    assert paper is not None
    explanation = explain(store, paper)
    assert explanation is not None
    return explanation.score, {reason.feature: reason.share for reason in explanation.reasons}


async def undone(user: User, *, redo: bool = False) -> str:
    count = len(user.toasts)
    (undo.redo if redo else undo.undo)(user.session)
    await user.until(lambda: len(user.toasts) > count)
    return user.toasts[-1]


@pytest.fixture
def user(store: Store, clock: Clock, open_session: OpenSession) -> User:
    return open_session(liking(store, clock.now))


def test_what_is_said_changes_score_and_reasons_by_just_that(user: User, store: Store) -> None:
    score, before = shares(store, NEW)
    assert before["word:agent"] > 0
    assert before["author:Ada Brook"] > 0
    say(user.session, AGENT, Verdict.UP.value)
    up, now = shares(store, NEW)
    assert now["word:agent"] > before["word:agent"]
    assert up - score == pytest.approx(now["word:agent"] - before["word:agent"])
    say(user.session, AGENT, Verdict.OFF.value)
    off, now = shares(store, NEW)
    assert now["word:agent"] == 0
    assert off == pytest.approx(score - before["word:agent"])
    say(user.session, AGENT, Verdict.DOWN.value)
    down, now = shares(store, NEW)
    assert now["word:agent"] < 0
    assert down < off
    say(user.session, AGENT, AS_LEARNED)
    assert shares(store, NEW) == (score, before)
    assert shares(store, OTHER)[0] < score


async def test_undo_and_redo_say_what_they_do_in_words(user: User, store: Store) -> None:
    was = shares(store, NEW)
    say(user.session, AGENT, "up")
    assert user.toasts[-1] == "Your order counts “agent” more · {mark.undo} undo"
    say(user.session, ADA, "off")
    assert user.toasts[-1] == "Your order does not count “Ada Brook” (author) · {mark.undo} undo"
    say(user.session, BOTH, "down", text="world models")
    words = "our order counts “world models” against papers"
    assert user.toasts[-1] == f"Y{words} · {{mark.undo}} undo"
    written(store)
    assert undo.next_step(user.session, redo=False) == f"y{words}"
    assert await undone(user) == "Undone: your order counts “world models” as before"
    assert verdict_on(BOTH, store.taste.said()) is None
    assert await undone(user) == "Undone: your order counts “Ada Brook” (author) as before"
    assert await undone(user, redo=True) == "Redone: your order does not count “Ada Brook” (author)"
    assert verdict_on(ADA, store.taste.said()) is Verdict.OFF
    say(user.session, ADA, AS_LEARNED)
    assert user.toasts[-1] == "Your order counts “Ada Brook” (author) as it was learned · {mark.undo} undo"
    for _ in range(3):
        await undone(user)
    assert shares(store, NEW) == was
    assert await undone(user) != "Nothing to undo."


def test_saying_what_holds_already_is_no_step(user: User, store: Store) -> None:
    say(user.session, AGENT, AS_LEARNED)
    assert user.toasts == []
    written(store)
    assert not [field for paper, field in user.marks() if paper == ALL_PAPERS]
    say(user.session, AGENT, "up")
    say(user.session, AGENT, "up")
    assert len(user.toasts) == 1


async def test_starting_anew_is_one_step(user: User, store: Store, clock: Clock) -> None:
    say(user.session, AGENT, "up")
    say(user.session, ADA, "down")
    was = shares(store, NEW)
    clock.tick(60)
    start_anew(user.session)
    assert user.toasts[-1] == "Your order learns anew · {mark.undo} undo"
    written(store)
    assert store.taste.said() == {}
    learned = learn(store, clock.now)
    assert (learned.liked, learned.passed, learned.can_order) == (0, 0, False)
    assert "your order knows again what it had learned" in await undone(user)
    assert store.taste.said() == {"word:agent": Verdict.UP, "author:Ada Brook": Verdict.DOWN}
    learn(store, clock.now)
    assert shares(store, NEW) == (pytest.approx(was[0], rel=0.01), pytest.approx(was[1], rel=0.01))
    assert "your order learns anew" in await undone(user, redo=True)
    assert learn(store, clock.now).liked == 0
    store.marks.set("starred", False, LIKED, Cause.BY_HAND).result()
    clock.tick(60)
    store.marks.set("starred", True, LIKED, Cause.BY_HAND).result()
    assert learn(store, clock.now).liked == len(LIKED)


def test_what_was_said_comes_to_other_machines(user: User, store: Store, clock: Clock, tmp_path: Path) -> None:
    say(user.session, AGENT, "down")
    written(store)
    other = Store(tmp_path / "other.db", now=clock)
    try:
        liking(other, clock.now)
        other.marks.merge(store.marks.all()).result()
        assert other.taste.said() == {"word:agent": Verdict.DOWN}
        assert shares(other, NEW) == shares(store, NEW)
    finally:
        other.close()


async def test_the_page_is_explained_a_moment_after_a_paper_came_to_it(user: User, store: Store) -> None:
    reasons = user.session.reasons
    assert reasons.are_shown
    assert reasons.explanation is None
    await reasons.run()
    await user.until(lambda: reasons.explanation is not None)
    assert any(Change.REASONS in change for change in user.changes)
    before = reasons.explanation
    user.rows.move_by(1)
    assert reasons.explanation is None
    await user.until(lambda: reasons.explanation is not None)
    assert reasons.explanation != before
    before = reasons.explanation
    say(user.session, [reasons.explanation.reasons[0].feature], "off")
    await user.until(lambda: reasons.explanation != before)


async def test_they_are_hidden_and_shown_again(user: User, clock: Clock, open_session: OpenSession) -> None:
    reasons = user.session.reasons
    await reasons.run()
    await user.until(lambda: reasons.explanation is not None)
    reasons.toggle()
    assert not reasons.are_shown
    written(user.session.store)
    assert not open_session(user.session.store).session.reasons.are_shown
    reasons.toggle()
    assert reasons.are_shown


def test_who_has_few_stars_is_spared_them(store: Store, clock: Clock, open_session: OpenSession) -> None:
    liking(store, clock.now)
    store.marks.set("starred", False, LIKED[1:], Cause.BY_HAND).result()
    learn(store, clock.now)
    assert not open_session(store).session.reasons.are_shown
    store.settings.set("learned", "nonsense").result()
    user = open_session(store)
    assert not user.session.reasons.are_shown
    assert user.toasts == []


async def test_hostile_names_harm_nothing(user: User, store: Store) -> None:
    telling = "word:[bold]{mark.undo}"
    evil = [telling, "word:[bold]\x1b[2J", f"author:{'x' * 5_000}", "keyword:{mark.undo}\n\x00", "no kind", ":"]
    store.marks.apply(
        [MarkChange(f"{TASTE}{name}", "up", [ALL_PAPERS]) for name in evil]
        + [MarkChange(f"{TASTE}odd", "sideways", [ALL_PAPERS]), MarkChange(LEARN_SINCE, "nonsense", [ALL_PAPERS])],
        Cause.BY_HAND,
    ).result()
    assert set(store.taste.said()) == {telling}, "what no paper can have is left out"
    assert (await undone(user)).startswith("Undone: your order ")
    assert all(len(toast) < 600 for toast in user.toasts)
