"""What is a trend, and what is chance; compared with figures worked out by hand."""

from __future__ import annotations

from random import Random

import pytest

from paperreader.trends.significance import greatest_significant, p_value, z_score


def test_a_score_is_the_log_odds_with_a_prior_in_standard_errors() -> None:
    # of 500 papers at the common rate of 25 in 1,000 each side gets 12.5:
    # (ln(52.5 / 1447.5) - ln(22.5 / 1477.5)) / sqrt(1/22.5 + 1/1477.5 + 1/52.5 + 1/1447.5)
    assert z_score(10, 1000, 40, 1000) == pytest.approx(3.408, abs=0.001)
    assert z_score(40, 1000, 10, 1000) == pytest.approx(-3.408, abs=0.001)
    assert z_score(20, 1000, 20, 1000) == 0
    assert 0 < z_score(1, 1000, 4, 1000) < 1.2  # four times as often, but rare
    assert z_score(0, 1000, 0, 1000) == z_score(1000, 1000, 1000, 1000) == 0


def test_a_p_value_is_two_sided() -> None:
    assert p_value(1.959964) == p_value(-1.959964) == pytest.approx(0.05, abs=1e-6)
    assert p_value(0) == 1


def test_false_discoveries_are_bounded_as_benjamini_and_hochberg_do() -> None:
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
    p_values += [0.6528, 0.7590, 1.0]  # limits: 0.0033, 0.0067, 0.0100, 0.0133, 0.0167, …
    Random(1).shuffle(p_values)
    assert greatest_significant(p_values) == 0.0095
    assert greatest_significant([0.03, 0.04]) == 0.04  # the first is above its own limit, but not the second
    assert greatest_significant([0.06, 0.9]) == greatest_significant([]) == -1
