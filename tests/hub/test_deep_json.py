"""JSON that is nested deeper than Python's reader goes is read as that would read it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from paperreader.hub.deep_json import _deep, decoded


def value(chance: random.Random, depth: int) -> Any:
    kind = chance.random()
    if depth <= 0 or kind < 0.4:
        return chance.choice([0, 17, -2.5, 1e10, 'a\né"\\x', "", True, False, None])
    if kind < 0.7:
        return [value(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {f'{n} "k': value(chance, depth - 1) for n in range(chance.randrange(4))}


@pytest.mark.parametrize("seed", range(300))
def test_any_value_and_no_half_of_one(seed: int) -> None:
    chance = random.Random(seed)
    given = value(chance, 6)
    text = json.dumps(given, indent=chance.choice([None, 1]))
    assert _deep(text) == given
    half = text[: chance.randrange(len(text))]
    try:
        expected = json.loads(half)
    except ValueError:
        with pytest.raises((ValueError, IndexError)):
            _deep(half)
    else:
        assert _deep(half) == expected


def test_nested_without_end() -> None:
    many = 50_000
    found: Any = decoded('{"replies":[' * many + "{}" + "]}" * many, deep=True)
    depth = 0
    while found:
        (found,) = found["replies"]
        depth += 1
    assert depth == many


@pytest.mark.parametrize("text", ["", "{", "[1,", '{"a"', '{"a":}', "[1 2]", '{"a" 1}', "[1}", "nul", "[" * 50_000])
def test_what_is_no_json(text: str) -> None:
    assert decoded(text, deep=True) is None


def test_what_need_not_be_deep_is_refused() -> None:
    assert decoded("[" * 5_000 + "]" * 5_000) is None


def test_what_python_would_refuse_for_one_number() -> None:
    assert decoded("[%s, 3, NaN]" % ("9" * 5_000)) == [None, 3, None]
