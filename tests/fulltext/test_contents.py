"""The contents of a text: what is listed, and what a few letters find."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Equation, Figure, Fulltext, Heading, Paragraph, Run, Table
from paperreader.fulltext.contents import ContentsIndex, contents, matched_ranges, split_caption

TEXT = Fulltext((
    Paragraph((Run("An introduction without a heading."),)),
    Heading((Run("Weaving"),), 1, "1", "S1"),
    Heading((Run("Attention to the Loom"),), 2, "1.1", "S1.SS1"),
    Table((), (Run("Table 3: Looms of the north"),), id="S1.T3"),
    Heading((Run("Pre-training and "), Run("α", "math", tex="\\alpha")), 1, "2", "S2"),
    Equation("a=b", "a = b", ("a = b",), "(3)", "S2.E3"),
    Equation("c=d", "c = d", ("c = d",)),
    Equation("f=figure", "f = figure", ("f = figure",), "(9)"),
    Figure((Run("Figure 13: Étude of a loom"),), id="S2.F13"),
    Paragraph((Run("Theorem 4 (Ada).", "strong"), Run(" Looms halt, as in a figure."),), "S2.Thm4", frame="theorem"),
    Heading((Run("References"),), 1, "", "bib"),
))  # fmt: skip
ENTRIES = contents(TEXT)
INDEX = ContentsIndex(ENTRIES)


def names(text: str) -> list[str]:
    return [entry.name or entry.title for entry in INDEX.find(text)]


def test_without_a_text_all_headings_are_listed_and_nothing_else() -> None:
    assert names("") == names("  ") == ["1", "1.1", "2", "References"]
    assert [entry.at for entry in INDEX.find("")] == [1, 2, 4, 10]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("loom att", ["1.1"]),
        ("ATT", ["1.1"]),
        ("loom", ["1.1", "Table 3", "Figure 13", "Theorem 4 (Ada)"]),
        ("alpha", ["2"]),
        ("train", ["2"]),  # behind a hyphen
        ("etude", ["Figure 13"]),
        ("table 3", ["Table 3"]),
        ("figure", ["Figure 13", "Theorem 4 (Ada)"]),
        ("3", ["Table 3", "Equation (3)"]),
        ("1", ["1", "1.1", "Figure 13"]),
        ("1.1", ["1.1"]),
        ("eq 3", ["Equation (3)"]),
        ("theorem", ["Theorem 4 (Ada)"]),
        ("eaving", ["1"]),  # nothing begins with it
        ("zebra", []),
        ("(", ["Equation (3)", "Equation (9)", "Theorem 4 (Ada)"]),
    ],
)
def test_words_in_any_order_find_headings_first_then_what_else_has_a_name(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_what_a_text_matches_in_a_title_is_known_by_the_characters_of_the_title() -> None:
    assert [("Étude of a loom"[a:b]) for a, b in matched_ranges("Étude of a loom", "loom etu")] == ["Étu", "loom"]
    assert matched_ranges("ﬁne ﬁbre", "fibre") == [(4, 8)]
    assert matched_ranges("Loom", "zebra") == []


@pytest.mark.parametrize(
    ("caption", "name", "title"),
    [
        ("Table 3: Variations", "Table 3", "Variations"),
        ("Fig. 2. Loss", "Fig. 2", "Loss"),
        ("Algorithm 1 Sorting tokens", "Algorithm 1", "Sorting tokens"),
        ("Table III: Sizes", "Table III", "Sizes"),
        ("Figure A.1 | Scaling", "Figure A.1", "Scaling"),
        ("图 3：结果", "图 3", "结果"),
        ("Table 3", "Table 3", ""),
        ("Sizes of 3 looms: a study", "", "Sizes of 3 looms: a study"),
        ("", "", ""),
    ],
)
def test_a_caption_is_a_name_and_the_rest(caption: str, name: str, title: str) -> None:
    assert split_caption((Run(caption),)) == (name, title)
