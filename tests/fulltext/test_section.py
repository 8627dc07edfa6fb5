"""A section is found by its number or its heading, the best match first."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Heading, Paragraph, Run
from paperreader.fulltext.section import find_section


def heading(title: str, level: int, number: str = "") -> Heading:
    return Heading((Run(title),), level, number)


def words(text: str) -> Paragraph:
    return Paragraph((Run(text),))


BLOCKS = (
    words("before"),
    heading("Related Work on Method", 1, "2."),
    words("a"),
    heading("Method", 1, "3"),
    words("b"),
    heading("Weaving by Day", 2, "3.2"),
    words("c"),
    heading("Wool", 3, "3.2.1"),
    words("d"),
    heading("Weaving by Night", 2, "3.21"),
    words("e"),
    heading("Proofs", 1, "A"),
)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("3.2", 5, 8),
        ("§ 3.2", 5, 8),
        ("3.2.", 5, 8),
        ("2", 1, 2),
        ("3", 3, 10),
        ("a", 11, 11),
        ("method", 3, 10),
        ("3 METHOD", 3, 10),
        ("weaving", 5, 8),
        ("night by weaving", 9, 10),
        ("related", 1, 2),
        ("wool", 7, 8),
    ],
)
def test_sections_are_found(wanted: str, first: int, last: int) -> None:
    assert find_section(BLOCKS, wanted) == BLOCKS[first : last + 1]


@pytest.mark.parametrize("wanted", ["", " ", "§", "9", "silk"])
def test_what_is_not_there_is_empty(wanted: str) -> None:
    assert not find_section(BLOCKS, wanted)
