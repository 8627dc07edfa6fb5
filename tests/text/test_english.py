"""Stems of English words."""

from __future__ import annotations

import pytest

from paperreader.text.english import stem


@pytest.mark.parametrize(
    "words",
    [
        "plan plans planned planning",
        "tune tunes tuned tuning",
        "rate rates rated rating ratings",
        "type types typed typing",
        "box boxes boxed",
        "fix fixes fixed fixing",
        "show shows showed showing",
        "policy policies",
        "model models modeled modelled modeling modelling",
        "fine-tune fine-tunes fine-tuned fine-tuning",
        "long-horizon long-horizons",
        "leave leaves leaving",
        "训练",
    ],
)
def test_forms_of_a_word_are_one(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        *("car care", "cars cares", "plan plane", "planning planing", "hop hope", "not note", "them theme", "mod mode"),
        *("star stare", "pos pose", "sam same", "fine-tune tune", "rat rate"),
    ],
)
def test_different_words_are_two(words: str) -> None:
    one, other = words.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["", "-", "-ing", "x-", "ing", "ed", "s", "e", "é", "über-loom"])
def test_what_has_no_ending_stays_as_it_is(word: str) -> None:
    assert stem(word) == word
