"""Prose is wrapped with its styles, and what belongs together stays together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Footnote, Heading, Paragraph, Reference, Run
from paperreader.tui.render.fulltext import lay_out
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from tests.tui.render.fulltext.cases import CASES, cite, math, text


def lines_of(block: Block, width: int) -> list[StyledLine]:
    return lay_out(block, width, Glyphs(), pane_width=width)


def texts(block: Block, width: int) -> list[str]:
    return [line.text for line in lines_of(block, width)]


PROSE = [block for blocks in CASES.values() for block in blocks if isinstance(block, Paragraph | Heading | Reference)]


@pytest.mark.parametrize("width", [10, 17, 33, 60, 80])
def test_no_word_is_lost_and_all_are_in_order(width: int) -> None:
    for block in PROSE:
        shown = "".join(span.text for line in lines_of(block, width) for span in line.spans if span.start >= 0)
        assert "".join(shown.split()) == "".join(block_text(block).split())


@given(st.lists(st.text("ab -é林", max_size=12), min_size=1, max_size=6), st.integers(10, 30))
def test_pieces_follow_each_other_without_a_gap_but_blanks(parts: list[str], width: int) -> None:
    block = Paragraph(tuple(Run(part, "strong" if number % 2 else "") for number, part in enumerate(parts)))
    whole, at = block_text(block), 0
    for line in lines_of(block, width):
        for span in line.spans:
            assert not whole[at : span.start].strip()
            assert whole[span.start : span.start + len(span.text)] == span.text
            at = span.start + len(span.text)
    assert not whole[at:].strip()


def test_a_short_formula_is_not_broken() -> None:
    paragraph = Paragraph(text("We see that the loss ", math("f(x) = a − b", "f(x)=a-b"), " falls."))
    assert texts(paragraph, 30) == ["We see that the loss", "f(x) = a − b falls."]


def test_a_long_formula_is_broken_at_a_blank() -> None:
    paragraph = Paragraph(text(math("a + b + c + d + e + f + g + h + i + j", "a+b")))
    assert texts(paragraph, 20) == ["a + b + c + d + e +", "f + g + h + i + j"]


def test_a_formula_keeps_to_its_hyphen_and_a_number_to_its_word() -> None:
    assert texts(Paragraph(text("We take the top-", math("k", "k"), " threads.")), 16) == [
        "We take the",
        "top-k threads.",
    ]
    assert texts(Paragraph(text("An ", math("f", "f"), "-divergence.")), 10) == ["An", "f-divergen", "ce."]
    assert texts(Paragraph(text("It is in Figure ", cite("2", "F2"), ".")), 15) == ["It is in", "Figure 2."]
    assert texts(Paragraph(text("It was said ", cite("[19]", "b19"), ".")), 15) == ["It was", "said [19]."]


def test_styles_are_roles() -> None:
    (line,) = lines_of(CASES["styles"][0], 80)
    assert {span.text.strip(): span.role for span in line.spans} == {
        "Data.": "strong",
        "We use": "text",
        "only": "emphasis",
        "threads of the class": "text",
        "loom.Thread": "code",
        ", and": "text",
        "never": "strong-emphasis",
        "wool.": "text",
    }


def test_links_know_where_they_lead_on_every_line() -> None:
    address = "https://example.org/" + "loom/" * 12
    lines = lines_of(Paragraph(text("See ", Run(address, target=address), ", ", cite("[3, 14]", "b3"), ".")), 30)
    shown = [span for line in lines for span in line.spans if span.role == "link"]
    assert "".join(span.text for span in shown) == address
    assert all(span.link == address for span in shown)
    assert [span.link for line in lines for span in line.spans if span.role == "citation"] == ["#b3"]


def test_pieces_of_a_formula_have_its_tex() -> None:
    lines = lines_of(Paragraph(text(math("a + b + c + d + e + f + g + h + i + j", "a+b"))), 20)
    assert [span.tex for line in lines for span in line.spans] == ["a+b", "a+b"]


def test_gutters_are_what_is_no_text() -> None:
    item = Paragraph(text("A thread that is longer than the line."), "", 1, "•")
    lines = lines_of(item, 25)
    assert [line.text[line.gutter :] for line in lines] == ["• A thread that is", "longer than the line."]
    assert [line.flows for line in lines] == [False, True]
    quote = lines_of(Paragraph(text("A thread that is longer than the line."), frame="quote"), 24)
    assert [line.text[line.gutter :] for line in quote] == ["A thread that is", "longer than the line."]
    heading = lines_of(Heading(text("A heading that is longer than the line"), 2, "3.2"), 24)
    assert [line.text[line.gutter :] for line in heading] == ["3.2  A heading that is", "longer than the", "line"]


def test_notes_are_quiet_and_marked() -> None:
    (line,) = lines_of(Footnote(text("Equal."), "12"), 40)
    assert line.text == " ¹² Equal."
    assert {span.role for span in line.spans if span.text.strip()} == {"note"}


def test_what_is_nested_deep_still_has_room() -> None:
    lines = lines_of(Paragraph(text("A thread of wool."), "", 100, "•"), 30)
    assert len(lines) == 1


def test_control_characters_are_shown_as_such() -> None:
    assert texts(Paragraph(text("a\x1b[31mb\u202ec\nd")), 40) == ["a\ufffd[31mb\ufffdc d"]
