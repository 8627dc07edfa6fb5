"""Learning from a store: what acts count, and that only what is new is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.learning.explain import explain
from paperreader.learning.learn import is_outdated, learn
from paperreader.mark_fields import ALL_PAPERS, COPIED, LEARN_SINCE, LINGERED, NOTE, READ, STARRED, TAG, TASTE, TEXT
from paperreader.models import Cause, Paper, timestamp
from paperreader.store import Store
from paperreader.taste.imported import ImportedPaper
from paperreader.taste.learned import Learned
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, rows

TOPICS = ("looms", "robots", "speech", "proteins")
"""Of the papers 0, 1, 2 …, over and over."""


def about(topic: str, of: int = 16) -> list[str]:
    """The papers about something."""
    return [f"2607.{n:05d}" for n in range(of) if TOPICS[n % 4] == topic]


def sixteen() -> list[Paper]:
    return [a_paper(n, title=f"More {TOPICS[n % 4]}", keywords=(f"key {n}",), upvotes=20 - n) for n in range(16)]


def save(store: Store, papers: list[Paper]) -> None:
    store.ingest.save_day(FRIDAY, papers, complete=True).result()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    """Sixteen papers of a day."""
    store = opened()
    save(store, sixteen())
    return store


def mean_score(store: Store, topic: str) -> float:
    scores = store.taste.scores(about(topic))
    return sum(scores.values()) / len(scores)


def likes(store: Store, clock: Clock) -> list[str]:
    """The topics, the best liked first."""
    learn(store, clock.now)
    return sorted(TOPICS, key=lambda topic: -mean_score(store, topic))


def test_an_empty_store_has_nothing_to_learn_from(opened: Callable[..., Store], clock: Clock) -> None:
    empty = opened()
    learned = learn(empty, clock.now)
    assert (learned.liked, learned.passed, learned.can_order) == (0, 0, False)
    assert not is_outdated(empty)


def test_without_a_star_nothing_is_ordered(store: Store, clock: Clock) -> None:
    store.marks.set(READ, True, about("speech"), Cause.SKIPPED).result()
    learned = learn(store, clock.now)
    assert (learned.passed, learned.can_order) == (4, False)
    assert store.taste.scores(about("speech")) == {}
    assert explain(store, a_paper(1)) is None


def test_one_star_is_enough(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("robots")[:1], Cause.BY_HAND).result()
    assert likes(store, clock)[0] == "robots"


@pytest.mark.parametrize("field", [STARRED, f"{TAG}work", NOTE, COPIED, TEXT, LINGERED])
def test_each_way_to_like_a_paper_counts(store: Store, clock: Clock, field: str) -> None:
    if field in (COPIED, TEXT, LINGERED):
        store.taste.notice(field, about("robots")[:2]).result()
    else:
        store.marks.set(field, "So." if field == NOTE else True, about("robots")[:2], Cause.BY_HAND).result()
    assert likes(store, clock)[0] == "robots"
    learned = store.taste.learned()
    assert learned is not None
    assert learned.liked == 2


@pytest.mark.parametrize("cause", [Cause.SKIPPED, Cause.PASSED, Cause.BULK])
def test_passed_over_counts_against_and_catching_up_does_not(store: Store, clock: Clock, cause: Cause) -> None:
    store.marks.set(STARRED, True, about("robots")[:1], Cause.BY_HAND).result()
    store.marks.set(READ, True, about("speech"), cause).result()
    learn(store, clock.now)
    assert (mean_score(store, "speech") < mean_score(store, "looms")) is (cause is not Cause.BULK)


def test_reading_to_the_end_counts_for_a_paper(store: Store, clock: Clock) -> None:
    store.marks.set(READ, True, about("speech")[:1], Cause.OPENED).result()
    assert likes(store, clock)[0] == "speech"


def test_old_signals_fade(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("speech")[:1], Cause.BY_HAND).result()
    clock.tick(days=182)
    store.marks.set(STARRED, True, about("robots")[:1], Cause.BY_HAND).result()
    learn(store, clock.now)
    weights = store.taste.weights(["word:speech", "word:robot"])
    assert weights["word:robot"] == pytest.approx(2 * weights["word:speech"], rel=0.01)


def test_time_alone_changes_nothing(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("speech")[:2], Cause.BY_HAND).result()
    learn(store, clock.now)
    before = store.taste.heaviest(-1)
    clock.tick(days=500)
    assert not is_outdated(store)
    store.marks.set(f"{TASTE}word:nothing", "up", [ALL_PAPERS], Cause.BY_HAND).result()
    assert learn(store, clock.now).number == 2
    assert store.taste.heaviest(-1) == before


def test_after_a_reset_only_what_is_new_counts(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("speech")[:3], Cause.BY_HAND).result()
    clock.tick(1)
    store.marks.set(LEARN_SINCE, timestamp(clock.now), [ALL_PAPERS], Cause.BY_HAND).result()
    assert not learn(store, clock.now).can_order
    store.marks.set(STARRED, True, about("robots")[:1], Cause.BY_HAND).result()
    assert likes(store, clock)[0] == "robots"
    store.marks.undo().result()
    store.marks.undo().result()
    assert likes(store, clock)[0] == "speech"


def test_what_undo_and_redo_bring_back_does_not_count_anew_after_a_reset(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("speech")[:3], Cause.BY_HAND).result()
    clock.tick(days=1)
    store.marks.set(LEARN_SINCE, timestamp(clock.now), [ALL_PAPERS], Cause.BY_HAND).result()
    for _ in range(2):
        store.marks.undo().result()
    clock.tick(days=1)
    for _ in range(2):
        store.marks.redo().result()
    assert not learn(store, clock.now).can_order
    store.marks.set(STARRED, False, about("speech")[:2], Cause.BY_HAND).result()
    clock.tick(days=1)
    store.marks.undo().result()
    assert store.taste.acts() == []
    store.marks.set(STARRED, False, about("speech")[:1], Cause.BY_HAND).result()
    store.marks.set(STARRED, True, about("speech")[:1], Cause.BY_HAND).result()  # the user says it again
    assert learn(store, clock.now).liked == 1


def test_undo_and_redo_of_a_star_do_not_make_it_newer(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("speech")[:1], Cause.BY_HAND).result()
    (act,) = store.taste.acts()
    learn(store, clock.now)
    clock.tick(days=182)
    store.marks.undo().result()
    store.marks.redo().result()
    assert store.taste.acts() == [act]
    assert not is_outdated(store)


def test_after_a_reset_by_a_clock_that_was_ahead_all_that_follows_counts(store: Store, clock: Clock) -> None:
    paper = ImportedPaper("title:on proteins", "On proteins")
    store.imported.add([paper]).result()
    store.marks.set(STARRED, True, about("speech")[:2], Cause.BY_HAND).result()
    store.taste.notice(COPIED, about("speech")[2:3]).result()
    right = clock.now
    clock.tick(days=2_000)
    store.marks.set(LEARN_SINCE, timestamp(clock.now), [ALL_PAPERS], Cause.BY_HAND).result()
    assert not learn(store, clock.now).can_order
    clock.now = right + timedelta(days=1)
    store.marks.set(STARRED, True, about("robots")[:1], Cause.BY_HAND).result()
    assert learn(store, clock.now).liked == 1
    clock.tick(60)
    store.taste.notice(COPIED, about("robots")[1:2]).result()
    store.imported.add([paper]).result()
    learned = learn(store, clock.now)
    assert (learned.liked, learned.imported) == (2, 1)
    for _ in range(2):  # the star, then the reset
        store.marks.undo().result()
    learned = learn(store, clock.now)
    assert (learned.liked, learned.imported) == (4, 1)


def test_imported_papers_count(store: Store, clock: Clock) -> None:
    store.imported.add([ImportedPaper("title:on proteins", "On proteins and proteins")]).result()
    assert likes(store, clock)[0] == "proteins"
    learned = store.taste.learned()
    assert learned is not None
    assert (learned.liked, learned.imported, learned.can_order) == (0, 1, True)


def test_a_paper_both_imported_and_starred_counts_once(store: Store, clock: Clock) -> None:
    store.imported.add([ImportedPaper("arxiv:2607.00001", "More robots", "2607.00001")]).result()
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    learned = learn(store, clock.now)
    assert (learned.liked, learned.imported) == (1, 0)


def test_what_the_user_says_outweighs_what_was_learned(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("robots"), Cause.BY_HAND).result()
    assert likes(store, clock)[0] == "robots"
    store.marks.set(f"{TASTE}word:robot", "down", [ALL_PAPERS], Cause.BY_HAND).result()
    assert likes(store, clock)[-1] == "robots"
    store.marks.undo().result()
    assert likes(store, clock)[0] == "robots"


def test_new_papers_get_features_and_scores(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("robots"), Cause.BY_HAND).result()
    learn(store, clock.now)
    store.ingest.save_day(FRIDAY + timedelta(1), [a_paper(40, title="New robots")], complete=True).result()
    assert store.taste.news().result()[1:] == (False, False, True)
    learn(store, clock.now)
    assert store.taste.scores(["2607.00040"])["2607.00040"] > 0
    assert not is_outdated(store)


def test_a_changed_abstract_is_looked_at_anew(store: Store, clock: Clock) -> None:
    store.marks.set(STARRED, True, about("robots"), Cause.BY_HAND).result()
    learn(store, clock.now)
    before = store.taste.scores(["2607.00000"])
    first, *others = sixteen()
    save(store, [first._replace(abstract="We show robots."), *others])
    assert is_outdated(store)
    learn(store, clock.now)
    assert store.taste.scores(["2607.00000"])["2607.00000"] > before["2607.00000"]


def test_other_votes_alone_are_nothing_to_learn_from(store: Store, clock: Clock) -> None:
    learn(store, clock.now)
    save(store, [paper._replace(upvotes=99) for paper in sixteen()])
    assert not is_outdated(store)


def test_marks_of_another_store_are_seen_whatever_their_time(store: Store, clock: Clock, tmp_path: Path) -> None:
    store.marks.set(READ, True, ["2607.00001"], Cause.SKIPPED).result()
    clock.tick(60)
    other = Store(tmp_path / "other.db", now=clock)
    other.marks.set(READ, True, ["2607.00001"], Cause.OPENED).result()
    clock.tick(60)
    store.marks.set(STARRED, True, ["2607.00002"], Cause.BY_HAND).result()
    assert learn(store, clock.now).liked == 1
    store.marks.merge(other.marks.all()).result()  # as many marks as before, none newer than the newest
    other.close()
    assert is_outdated(store)
    assert learn(store, clock.now).liked == 2


def test_two_programs_that_learn_at_once_do_not_mix_their_scores(
    store: Store, opened: Callable[..., Store], clock: Clock
) -> None:
    store.marks.set(STARRED, True, about("robots"), Cause.BY_HAND).result()
    learned = learn(store, clock.now)
    later = learned._replace(number=learned.number + 1)
    assert opened().taste.save_learned(later, {"word:speech": 1.0}).result()
    assert not store.taste.save_learned(later, {}).result()
    assert not store.taste.save_scores(learned.number, [(260700000, 9.0)]).result()
    assert store.taste.weights(["word:speech"]) == {"word:speech": 1.0}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE vector SET features = x'00ff' WHERE paper = 260700001",
        "UPDATE vector SET features = 'text' WHERE paper = 260700001",
        "UPDATE vector SET version = 99 WHERE paper = 260700001",
        "UPDATE vector SET version = 'new' WHERE paper = 260700001",
        "UPDATE setting SET value = '{' WHERE name = 'learned'",
        "UPDATE setting SET value = '[]' WHERE name = 'learned'",
        "UPDATE setting SET value = json_set(value, '$.balance[0]', 1e999) WHERE name = 'learned'",
        "UPDATE setting SET value = json_set(value, '$.balance[3]', 0) WHERE name = 'learned'",
        "UPDATE setting SET value = json_set(value, '$.trial', 'good') WHERE name = 'learned'",
        "UPDATE setting SET value = x'00' WHERE name = 'learned'",
        "UPDATE setting SET value = 'many' WHERE name = 'vectors_made'",
        "INSERT INTO learned_weight VALUES (x'00', 1)",
        "UPDATE learned_weight SET weight = 'heavy'",
        "UPDATE own_score SET score = 'good' WHERE paper = 260700001",
        "UPDATE own_score SET learned = 'late' WHERE paper = 260700001",
        "INSERT INTO mark VALUES (x'00', 'starred', 1, 'never', NULL, 'd', NULL)",
        "INSERT INTO mark VALUES ('2607.00002', 'copied', 1, 'never', x'00', 'd', NULL)",
        "INSERT INTO mark VALUES ('2607.00002', 'text', 'yes', '2026-07-31', 7, 'd', NULL)",
        "INSERT INTO mark VALUES ('0000.00000', 'taste:word:robot', 5, 'never', NULL, 'd', NULL)",
        "INSERT INTO mark VALUES ('0000.00000', 'learn-since', x'00', 'never', NULL, 'd', NULL)",
        "INSERT INTO imported VALUES ('a', 5, x'00', x'ff', 'no JSON', '[1, {}]', 'never')",
        "UPDATE paper SET keywords = 'no JSON' WHERE rowid = 260700001",
        "UPDATE paper SET authors = '[1, null]', title = x'00' WHERE rowid = 260700001",
        "UPDATE paper SET id = 'no id' WHERE rowid = 260700001",
        "DELETE FROM vector; DELETE FROM setting WHERE name = 'learned'",
    ],
)
def test_what_another_program_writes_costs_nothing_but_itself(
    store: Store, path: Path, clock: Clock, damage: str
) -> None:
    store.marks.set(STARRED, True, about("robots")[2:], Cause.BY_HAND).result()
    learn(store, clock.now)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(damage)
    store.marks.set(STARRED, True, about("robots")[1:], Cause.BY_HAND).result()
    learned = learn(store, clock.now)
    assert isinstance(learned, Learned)
    assert learned.liked >= 3
    assert not is_outdated(store)
    assert mean_score(store, "robots") > mean_score(store, "proteins")
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
