"""Text that is made harmless without moving anything in it. (What `clean` does is tested with what is readable.)"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperreader.text.sanitize import printable


@given(st.text(max_size=40))
def test_what_is_made_printable_keeps_its_places(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(new == old or not old.isprintable() for new, old in zip(shown, text, strict=True))
    assert all(each.isprintable() or each in "\u200c\u200d" for each in shown)


def test_white_space_becomes_blanks_and_the_rest_a_sign() -> None:
    assert printable("a\tb\x1b[31m\u202ec") == "a b\ufffd[31m\ufffdc"
