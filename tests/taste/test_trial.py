from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest

from paperreader.taste.judge import Taste
from paperreader.taste.profile import Profile
from paperreader.taste.rarity import Rarity
from paperreader.taste.trial import MAX_STARS, MIN_STARS, Candidate, Star, Trial, compare_with_votes
from paperreader.taste.vector import ONE, Vector

STAR, PASSED = 1024, -1024


def a_taste(stars: Sequence[Star]) -> Taste:
    """Learned from these stars and the others of their days."""
    profile = Profile()
    papers = [star.paper for star in stars] + list(
        {id(other): other for star in stars for other in star.others}.values()
    )
    for paper in papers:
        profile.add(paper.vector, paper.weight)
    return Taste(profile, Rarity([paper.vector for paper in papers]))


def a_star(about: Sequence[str], upvotes: int, others: Sequence[tuple[str, int]]) -> Star:
    return Star(
        Candidate(a_vector(*about), upvotes, STAR),
        [Candidate(a_vector(word), votes, PASSED) for word, votes in others],
    )


def a_vector(*words: str) -> Vector:
    return {f"word:{word}": round(ONE / math.sqrt(len(words))) for word in words}


def test_votes_by_hand() -> None:
    stars = [
        a_star(["moss"], 5, [("rust", 1), ("salt", 5), ("iron", 9), ("tin", 2)]),  # above two, level with one of four
        a_star(["moss"], 0, [("rust", 3), ("salt", 3)]),  # above none
    ]
    trial = compare_with_votes(a_taste(stars), stars)[1]
    assert trial.votes == pytest.approx((2.5 / 4 + 0) / 2)
    assert trial.stars == 2


def test_one_subject_is_ranked_by_taste() -> None:
    stars = [a_star(["moss", f"own{n}"], 1, [(f"other{n}", 50), (f"another{n}", 60)]) for n in range(6)]
    balance, trial = compare_with_votes(a_taste(stars), stars)
    assert (trial.own, trial.votes) == (1.0, 0.0)
    assert (balance.own, balance.votes) == (1.0, 0.0)
    assert trial.own_is_clearly_better


def test_a_star_is_ranked_by_what_does_not_know_it() -> None:
    stars = [a_star([f"own{n}"], 9, [(f"other{n}", 1), (f"another{n}", 2)]) for n in range(6)]
    taste = a_taste(stars)
    before = taste.weights(1.0)
    balance, trial = compare_with_votes(taste, stars)
    assert taste.score(stars[0].paper.vector) > taste.score(stars[0].others[0].vector), (
        "known, it would be ranked first"
    )
    assert balance.own < 0.2, "what is learned of one star says nothing of the next"
    assert not trial.own_is_better
    assert taste.weights(1.0) == before, "the trial leaves the profile as it was"


def test_who_follows_the_crowd_is_left_to_votes() -> None:
    chance = random.Random(1)
    subjects = [f"s{n}" for n in range(40)]
    stars = [
        a_star([chance.choice(subjects)], 90, [(chance.choice(subjects), chance.randrange(80)) for _ in range(10)])
        for _ in range(MAX_STARS)
    ]
    trial = compare_with_votes(a_taste(stars), stars)[1]
    assert trial.votes == 1.0
    assert trial.own > 0.9
    assert not trial.own_is_better


def test_nothing_to_judge_by() -> None:
    taste = Taste(Profile(), Rarity([]))
    for stars in ([], [Star(Candidate({}, 0, STAR), [])], [a_star(["moss"], 3, [("rust", 3)])]):
        balance, trial = compare_with_votes(taste, stars, [[], [Candidate({}, 7, 0)]])
        assert balance.own + balance.votes == pytest.approx(1.0)
        assert all(math.isfinite(figure) for figure in (*trial, *balance.own_scale, *balance.votes_scale))
        assert not trial.own_is_better
        assert trial.missing_stars >= MIN_STARS - len(stars)


def test_of_thousands_of_stars_the_newest_are_judged() -> None:
    old = [a_star(["moss"], 0, [("rust", 5)]) for _ in range(300)]
    new = [a_star(["moss"], 9, [("rust", 5)]) for _ in range(MAX_STARS)]
    assert compare_with_votes(a_taste(new), [*old, *new])[1].votes == 1.0


def test_how_many_stars_are_missing() -> None:
    assert [Trial(stars, 1.0, 0.0).missing_stars for stars in (0, MIN_STARS - 1, MIN_STARS, 99)] == [MIN_STARS, 1, 0, 0]
    assert not Trial(MIN_STARS - 1, 1.0, 0.0).own_is_better


def test_an_order_that_is_better_by_chance_is_not_offered() -> None:
    assert [Trial(stars, 0.75, 0.69).own_is_clearly_better for stars in (3, 5, 30)] == [False, False, True]
    assert not Trial(30, 0.7, 0.7).own_is_better
    assert Trial(3, 0.75, 0.69).own_is_better


@pytest.mark.parametrize("upvotes", [5, 53])
def test_days_whose_papers_all_have_as_many_votes_have_no_scale(upvotes: int) -> None:
    taste = Taste(Profile(), Rarity([]))
    days = [[Candidate({"word:loom": ONE}, upvotes, 0)] * papers for papers in range(1, 60)]
    balance, _ = compare_with_votes(taste, [], days)
    assert abs(balance.votes_part(500)) < 10
