"""Numbers as a user reads them."""

from __future__ import annotations

import pytest

from paperreader.humanize import ordinal, parameter_count, short_number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((0, "0"), (999, "999"), (1_000, "1.0k"), (9_949, "9.9k"), (9_999, "10k"), (12_345, "12k")),
        *((999_499, "999k"), (999_999, "1.0M"), (9_960_000, "10M"), (10**30, "999M")),
    ],
)
def test_a_large_number_takes_at_most_four_characters(number: int, shown: str) -> None:
    assert short_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((0, "0"), (999, "999"), (30_000, "30k"), (350_000_000, "350M"), (999_960_000, "1B"), (1_540_000_000, "1.5B")),
        *((7_000_000_000, "7B"), (9_960_000_000, "10B"), (70_553_706_496, "71B"), (1_800_000_000_000, "1.8T")),
    ],
)
def test_a_model_has_the_size_that_its_name_has(number: int, shown: str) -> None:
    assert parameter_count(number) == shown


def test_a_place_is_said_as_it_is_counted() -> None:
    said = "1st 2nd 3rd 4th 10th 11th 12th 13th 20th 21st 32nd 101st 111th 1,003rd"
    assert " ".join(map(ordinal, (1, 2, 3, 4, 10, 11, 12, 13, 20, 21, 32, 101, 111, 1003))) == said
