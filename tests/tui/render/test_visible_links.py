"""Links in lines: where they stand, those that are wrapped, and those that are mentioned twice."""

from __future__ import annotations

from paperreader.fulltext.blocks import Equation, Paragraph, Run
from paperreader.tui.render.fulltext import lay_out
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.visible_links import link_at, visible_formulas, visible_links


def line(*spans: StyledSpan, flows: bool = False, gutter: int = 0) -> StyledLine:
    return StyledLine(spans, flows=flows, gutter=gutter)


def test_cells_count_wide_characters_twice() -> None:
    (link,) = visible_links([line(StyledSpan("日本 "), StyledSpan("Figure 2", link="#F2"))])
    assert (link.target, link.text, link.mentions) == ("#F2", "Figure 2", (((5, 0, 8),),))


def test_a_wrapped_link_is_one_also_behind_the_bar_of_a_quote() -> None:
    bar = StyledSpan("| ")
    lines = [
        line(bar, StyledSpan("see "), StyledSpan("Brook and", link="#b1"), gutter=2),
        line(bar, StyledSpan("Reed", link="#b1"), StyledSpan(" (2024)"), flows=True, gutter=2),
    ]
    (link,) = visible_links(lines)
    assert (link.text, link.mentions, link.rows) == ("Brook and Reed", (((6, 0, 9), (2, 1, 4)),), [0, 1])


def test_what_is_mentioned_twice_is_one_link_with_two_mentions() -> None:
    lines = [line(StyledSpan("[1]", link="#b1"), StyledSpan(", "), StyledSpan("[1]", link="#b1"))]
    (link,) = visible_links(lines)
    assert link.mentions == (((0, 0, 3),), ((5, 0, 3),))
    at = link_at(lines, 6, 0)
    assert at is not None
    assert at.mentions == (((5, 0, 3),),)
    assert link_at(lines, 3, 0) is None
    assert link_at(lines, 0, 1) is None


def test_neighbours_in_two_styles_are_one_and_in_two_blocks_are_two() -> None:
    span = StyledSpan("Brook ", link="#b1")
    (link,) = visible_links([line(span, span._replace(text="et al.", role="emphasis"))])
    assert (len(link.mentions), link.text) == (1, "Brook et al.")
    (link,) = visible_links([line(span), line(span)])
    assert len(link.mentions) == 2


def test_only_targets_count_and_they_move_with_their_pane() -> None:
    lines = [line(StyledSpan("code", link="code"), StyledSpan("web", link="https://a.example"))]
    (link,) = visible_links(lines)
    assert link.target == "https://a.example"
    assert link.moved(10, 5).mentions == (((14, 5, 3),),)


def test_they_are_found_in_a_paragraph_as_it_is_laid_out() -> None:
    runs = (
        Run("We follow earlier work on looms ["),
        Run("19", target="#b19"),
        Run(", "),
        Run("20", target="#b20"),
        Run("]."),
    )
    for width in (12, 20, 38, 80):
        links = visible_links(lay_out(Paragraph(runs), width, Glyphs(), pane_width=width))
        assert [(link.target, link.text) for link in links] == [("#b19", "19"), ("#b20", "20")]


def test_formulas_are_found_by_their_tex_displayed_ones_first_and_once_for_all_their_lines() -> None:
    prose = lay_out(Paragraph((Run("of "), Run("ℓᵢ", "math", tex=r"\ell_i"))), 40, Glyphs(), pane_width=40)
    display = Equation(r"\frac{a}{b}=c", "a/b = c", ("a", "─ = c", "b"), "(1)")
    lines = [*prose, *lay_out(display, 40, Glyphs(), pane_width=40)]
    formulas = visible_formulas(lines)
    assert [formula.target for formula in formulas] == [r"\frac{a}{b}=c", r"\ell_i"]
    assert [len(formula.mentions) for formula in formulas] == [1, 1]
    (first, *_), inline = formulas[0].mentions[0], formulas[1].mentions[0]
    assert lines[first.y].text[first.x] != " "
    assert inline == ((3, 0, 2),)
