"""The beginning of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.text.beginning import beginning


@pytest.mark.parametrize(
    ("text", "max_chars", "begins"),
    [
        ("We weave. We knit. We sew.", 100, "We weave. We knit. We sew."),
        ("We weave. We knit. We sew.", 20, "We weave. We knit."),
        ("We weave. We knit. We sew.", 9, "We weave."),
        ("We weave (cf. A. Brook et al. 2020) carpets. We knit.", 46, "We weave (cf. A. Brook et al. 2020) carpets."),
        ("As in i.e. Brook it works! So it does, and more.", 30, "As in i.e. Brook it works!"),
        ("We weave, knit and sew, all at once.", 16, "We weave, knit…"),
        ("x" * 50, 20, "x" * 19 + "…"),
        ("", 5, ""),
    ],
)
def test_whole_sentences_as_far_as_they_fit(text: str, max_chars: int, begins: str) -> None:
    assert beginning(text, max_chars) == begins


@given(st.text(alphabet="aB .,!?…漢", max_size=60), st.integers(4, 40))
def test_it_is_never_longer(text: str, max_chars: int) -> None:
    text = " ".join(text.split())
    begins = beginning(text, max_chars)
    assert len(begins) <= max_chars
    assert text.startswith(begins.removesuffix("…")) or begins == text
