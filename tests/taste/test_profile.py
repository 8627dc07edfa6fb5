from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from paperreader.taste.judge import Taste
from paperreader.taste.profile import Profile
from paperreader.taste.rarity import Rarity

vectors = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 1 << 16), max_size=4)
counted = st.lists(st.tuples(vectors, st.integers(-1024, 1024)), max_size=12)


@given(counted, counted, st.randoms(use_true_random=False))
def test_taking_away_is_as_if_it_had_never_been_added(
    kept: list[tuple[dict[str, int], int]], gone: list[tuple[dict[str, int], int]], chance: random.Random
) -> None:
    anew, step_by_step = Profile(), Profile()
    for vector, weight in kept:
        anew.add(vector, weight)
    steps = [*kept, *gone]
    chance.shuffle(steps)
    for vector, weight in steps:
        step_by_step.add(vector, weight)
    chance.shuffle(gone)
    for vector, weight in gone:
        step_by_step.remove(vector, weight)
    assert step_by_step == anew
    assert step_by_step.means() == anew.means()
    assert [step_by_step.mean(feature) for feature in "abcdef"] == [anew.mean(feature) for feature in "abcdef"]


def test_the_mean_of_the_liked_less_that_of_the_others() -> None:
    profile = Profile()
    profile.add({"a": 100, "b": 50}, 3)
    profile.add({"a": 20}, 1)
    profile.add({"b": 10}, -1)
    profile.add({"b": 30}, -1)
    assert (profile.mean("a"), profile.mean("b"), profile.mean("c")) == (80.0, 17.5, 0.0)


def test_rare_features_tell_more_and_those_of_all_papers_nothing() -> None:
    rarity = Rarity([{"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 1, "c": 1}, {"a": 1}])
    assert rarity.weight("unheard-of") > rarity.weight("c") > rarity.weight("b") > rarity.weight("a") >= 0
    assert rarity.weight("a") < 0.02
    assert Rarity([]).weight("a") > 0, "the first paper of a store can be liked"


def test_the_same_acts_make_the_same_weights() -> None:
    def learned(order: list[int]) -> dict[str, float]:
        profile = Profile()
        for number in order:
            profile.add({f"f{number % 7}": number, f"f{number % 5}": 3}, 5 if number % 3 else -5)
        return Taste(profile, Rarity([{"f1": 1}, {"f2": 1}])).weights(1.0)

    assert list(learned(list(range(50))).items()) == list(learned(list(range(49, -1, -1))).items())
