"""Letters for what can be chosen: short, all different, none the beginning of another's."""

from __future__ import annotations

import pytest

from paperreader.tui.dialogs.hint_labels import LETTERS, hint_labels

ALL = len(LETTERS) ** 2


@pytest.mark.parametrize("count", [0, 1, 9, 26, 27, 51, 52, 300, ALL, ALL + 1, 10_000])
def test_each_has_its_own_and_as_many_as_can_be_have_one_letter(count: int) -> None:
    labels = hint_labels(count)
    assert len(labels) == len(set(labels)) == min(count, ALL)
    assert not [(a, b) for a in labels for b in labels if a != b and b.startswith(a)]
    assert {len(label) for label in labels} <= {1, 2}
    singles = [label for label in labels if len(label) == 1]
    assert labels[: len(singles)] == singles, "the first ones are the short ones"
    if count <= ALL:  # with one letter more to stand alone there would not be enough
        assert len(singles) + 1 + (len(LETTERS) - len(singles) - 1) * len(LETTERS) < count or len(singles) == count


def test_they_begin_where_the_hands_rest() -> None:
    assert hint_labels(4) == ["a", "s", "d", "f"]
