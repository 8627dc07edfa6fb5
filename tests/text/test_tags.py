"""Tags as they are typed: alike however they are written, and no surprises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.text.sanitize import clean
from paperreader.text.tags import MAX_TAG_CHARS, InvalidTag, is_tag, read_tags, search_for, split
from tests.hostile import EVIL


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("To-Cite", ["to-cite"]),
        ("#to-cite  ##vision,", ["to-cite", "vision"]),
        ("a, b;c、d，e\tf\u00a0g\u3000h", ["a", "b", "c", "d", "e", "f", "g", "h"]),
        ("a A ａ", ["a"]),
        ("CAFE\u0301 café", ["café"]),
        ("ÜBER/straße ml:rl x_2 c++ 🔥 読む", ["über/straße", "ml:rl", "x_2", "c++", "🔥", "読む"]),
        ("\x1b[31mred\x1b[0m \x00\u202eoff\u200b", ["red", "off"]),
        ("x" * MAX_TAG_CHARS, ["x" * MAX_TAG_CHARS]),
        ("", []),
        (" ,# ", []),
    ],
)
def test_what_is_typed_is_read_as_tags(typed: str, tags: list[str]) -> None:
    assert read_tags(typed) == tags
    assert all(map(is_tag, tags))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("x" * (MAX_TAG_CHARS + 1), "51 characters, and 50 is the most"),
        ("x" * 10_000, "10,000 characters, and 50 is the most"),
        ("x" * 1_000_000, "1,000,000 characters"),
        ("ok " * 10_000, "30,000 characters"),
        ('a"b', '“a"b” cannot be a tag: it has a quote or *'),
        ("to-*", "quote or *"),
        ("Any", "“any” cannot be a tag: tag:any has a meaning"),
        ("none", "tag:none"),
    ],
)
def test_what_is_no_tag_is_said_in_one_short_line(typed: str, why: str) -> None:
    with pytest.raises(InvalidTag) as error:
        read_tags(typed)
    assert why in str(error.value)
    assert len(str(error.value)) < 120


@given(st.text() | st.sampled_from(EVIL))
def test_a_tag_is_itself_however_often_it_is_read(text: str) -> None:
    for tag in split(text):
        assert split(tag) == [tag]
        assert clean(tag) == tag != ""


def test_others_that_could_be_typed_in_the_same_way_are_quoted_in_a_search() -> None:
    assert [search_for(tag) for tag in ("to-cite", "café", "to_read")] == ["tag:to-cite", 'tag:"café"', 'tag:"to_read"']
