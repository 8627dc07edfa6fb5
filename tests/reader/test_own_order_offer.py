"""What is said of the user's own order next to votes, and that it is offered once."""

from __future__ import annotations

import pytest

from paperreader.order import Order
from paperreader.reader.learned_words import trial_text
from paperreader.reader.own_order_offer import SETTING, OwnOrderOffer, standing
from paperreader.store import Store
from paperreader.taste.judge import Balance
from paperreader.taste.learned import Learned
from paperreader.taste.trial import Trial
from paperreader.views import DayView
from tests.conftest import Clock
from tests.reader.conftest import OpenSession, written
from tests.stored_days import THU, WED, fill, id_of, with_config
from tests.taught import mixed_day, teach, weaver


def learned(clock: Clock, trial: Trial, liked: int | None = None) -> Learned:
    return Learned(1, clock(), "", trial.stars if liked is None else liked, 3, 0, Balance(), trial)


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (Trial(12, 0.812, 0.664), "0.81 vs 0.66 by votes on 12 stars"),
        (Trial(12, 0.601, 0.66), "votes still do better: 0.60 vs 0.66"),
        (Trial(5, 0.664, 0.661), "as good as votes: 0.66 on 5 stars"),
        (Trial(2, 0.9, 0.5), "1 more star to compare with votes"),
    ],
)
def test_how_it_stands(clock: Clock, trial: Trial, said: str) -> None:
    assert standing(learned(clock, trial)) == said


def test_stars_on_all_papers_of_a_day_are_no_comparison(store: Store, clock: Clock) -> None:
    fill(store, {THU: mixed_day(THU), WED: mixed_day(WED)})
    known = teach(store, clock(), *(entry.id for entry in store.papers.entries(DayView(THU))))
    assert standing(known) == "3 more stars to compare with votes, on days where you do not star every paper"
    assert trial_text(known).startswith("3 more stars, on days where you do not star every paper, and it can be")
    assert "stars" not in standing(teach(store, clock(), *(id_of(WED, number) for number in (1, 2, 3))))[:7]


def test_before_anything_is_known_of_the_user(clock: Clock) -> None:
    for nothing in (None, learned(clock, Trial(0, 0.5, 0.5), liked=0)):
        assert standing(nothing) == "nothing learned yet: star papers, or run `paperreader taste import`"


def test_it_is_offered_once_when_it_is_first_better(store: Store, open_session: OpenSession, clock: Clock) -> None:
    fill(store, {THU: mixed_day(THU), WED: mixed_day(WED)})
    offer = OwnOrderOffer(open_session(store).session)
    assert offer.poll() is None
    teach(store, clock(), id_of(WED, 3))
    assert offer.poll() is None, "one star says nothing"
    trial = weaver(store, clock()).trial
    text = offer.poll()
    assert trial.own_is_better
    assert text == (
        f"Your order would have ranked your stars higher: {trial.own:.2f} vs {trial.votes:.2f} by votes."
        " {list.sort} y sorts by it"
    )
    written(store)
    teach(store, clock(), id_of(THU, 3))
    assert offer.poll() is None
    assert OwnOrderOffer(open_session(store).session).poll() is None, "nor at the next start"


def test_it_waits_while_the_user_does_something_else(store: Store, open_session: OpenSession, clock: Clock) -> None:
    weaver(store, clock())
    session = open_session(store).session
    offer = OwnOrderOffer(session)
    session.rows.toggle_range()
    assert offer.poll() is None
    session.rows.toggle_range()
    assert offer.poll()


def test_votes_that_do_better_are_no_reason_to_offer_it(store: Store, open_session: OpenSession, clock: Clock) -> None:
    fill(store, {THU: mixed_day(THU), WED: mixed_day(WED)})
    known = teach(store, clock(), *(id_of(day, number) for day in (THU, WED) for number in (1, 2)))
    assert not known.trial.own_is_better
    assert OwnOrderOffer(open_session(store).session).poll() is None
    assert store.settings.get(SETTING) is None


@pytest.mark.parametrize("by_setting", [True, False])
def test_who_sorts_by_it_knows_it(store: Store, open_session: OpenSession, clock: Clock, *, by_setting: bool) -> None:
    weaver(store, clock())
    user = open_session(store, config=with_config(order="yours" if by_setting else "own"))
    if not by_setting:
        user.session.sort(Order.YOURS)
    assert OwnOrderOffer(user.session).poll() is None
    written(store)
    assert store.settings.get(SETTING) == "known"
