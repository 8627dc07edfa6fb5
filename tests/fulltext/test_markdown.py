"""Markdown as the text of a paper: the shapes that the Hub's texts have, converters' Markdown, and hostile input."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path
from typing import TypeVar

import pytest

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Footnote,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Run,
    Table,
    plain,
)
from paperreader.fulltext.convert import convert
from paperreader.fulltext.encode import decode, encode
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.markdown import parse_comment, parse_markdown
from tests.fulltext.block_lines import what_is_read
from tests.fulltext.shapes import FOLDER, NAMES, source
from tests.fulltext.words import words, words_of

RECORDED = Path(os.environ.get("PAPERREADER_RECORDED", "/nonexistent")) / "fulltext"
Kind = TypeVar("Kind", bound=Block)
HEADER = "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n"


def hub(body: str) -> Fulltext:
    """A text of the Hub with this body."""
    return parse_markdown(f"{HEADER}## 1 Start\n\nSome words.\n\n{body}")


def of(text: Fulltext, kind: type[Kind]) -> list[Kind]:
    """The blocks of a kind."""
    return [block for block in text.blocks if isinstance(block, kind)]


def formulas(text: Fulltext) -> list[str]:
    """The TeX of the formulas in paragraphs."""
    return [run.tex for block in of(text, Paragraph) for run in block.runs if run.style == "math"]


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_is_read_as_it_was_when_somebody_looked_at_it(name: str) -> None:
    assert what_is_read(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        (r"as \cite{loom19} and \citep{a_b_c,  d}", "as [loom19] and [a_b_c, d]"),
        (r"as \citep[see][p. 3]{loom19}, \citet*[p. 4]{warp}(2020)", "as [see loom19, p. 3], [warp, p. 4](2020)"),
        (r"\textcite{weft} \autocite{weft}\nocite{*}", "[weft] [weft]"),
        (
            r"in Table\ref{tab:all\_runs}, Sec.~\ref{sec:x-y} and Eq. \eqref{eq:1}",
            "in Table all runs, Sec. x-y and Eq. (1)",
        ),
        (r"\Cref{fig:a,fig:b} and \autoref{unknown:c}\label{sec:d}", "Figure a, b and unknown:c"),
        (r"see [\cite{loom}](https://example.org/\ref{no})", "see [loom]"),
    ],
)
def test_citations_and_references_that_were_left_as_tex_can_be_read(source: str, read: str) -> None:
    text = hub(f"{source} end.\n\n| a | b |\n|---|---|\n| x | {source} |")
    assert plain(of(text, Paragraph)[-1].runs) == f"{read} end."
    assert plain(of(text, Table)[0].rows[1].cells[1].runs) == read


def test_a_converters_spaces_around_formulas_are_no_part_of_the_sentence() -> None:
    text = hub("For $x$ , $y$ ( $z$ ), the $k$ -th $n$ - 1 words of $m$ : $a$ .5 and $b$ . So $c$ := 1 ... then.")
    paragraph = of(text, Paragraph)[-1]
    assert plain(paragraph.runs) == "For x, y (z), the k-th n - 1 words of m: a .5 and b. So c := 1 ... then."


@pytest.mark.parametrize("name", ["a_described", "a_doubled", "c", "d", "converted"])
def test_no_word_of_a_shape_is_lost(name: str) -> None:
    text = source(name)
    start = re.search(r"^(?:#+ \W*1\W|1 Introduction\n|I Introduction\n)", text, re.MULTILINE)
    assert start
    body = re.sub(r"Cited by:.*|(?:italic|bold|roman|caligraphic)_|(?:start|end)_[A-Z]+", "", text[start.start() :])
    body = re.sub(r"\b(?:subscript|superscript|similar-to|plus-or-minus)\b|\\beginappendix", "", body)
    lost = words(body) - words_of(parse_markdown(text))
    # a heading without entries; a word of a formula, which is told once
    assert set(lost) <= {"d": {"References"}, "a_doubled": {"max"}}.get(name, set())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n",
        "<!DOCTYPE html><html><body><h1>404</h1></body></html>",
        "\ufeff\n<html lang='en'></html>",
        f"{HEADER}\n",
        f"{HEADER}# No HTML for '2607.00001'\n\nHTML is not available for the source.\n",
        "Just a few words.",
        source("f"),
    ],
)
def test_what_is_no_text_of_a_paper_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(NoText, match=r"^(the Hub|arXiv) .*\w$"):
        convert("hub", text.encode(), address="https://huggingface.co/papers/2607.00001.md")


def test_a_symbol_a_line_is_refused() -> None:
    with pytest.raises(NoText, match="formulas"):
        parse_markdown(source("b_garbled"))


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("a depth map D_{t} at t", ["D_{t}"]),
        (r"the set \{x_{i}\}_{i=1}^{H\times W}.", [r"\{x_{i}\}_{i=1}^{H\times W}"]),
        (r"where \|\nabla D\|>\tau, we", [r"\|\nabla D\|>\tau"]),
        (r"a pair (\phi,R), where", [r"(\phi,R)"]),
        (r"(see \alpha) and", [r"\alpha"]),
        (r"the \ell_{2}-norm of x", [r"\ell_{2}"]),
        (r"with \theta such that", [r"\theta"]),
        (r"takes \sim 1.1 s and \approx 0.9 Hz", [r"\sim 1.1", r"\approx 0.9"]),
        (r"for m\in\{\text{rgb, depth}\} we", [r"m\in\{\text{rgb, depth}\}"]),
        (r"by \pi_{0}(black2024pi_0) first", [r"\pi_{0}"]),
        (r"it is 50.3\% of them", []),
        (r"a value of `\alpha` in code", []),
        (r"see [the \beta page](https://a.b/x_{1} 'T') and x_{2}", [r"\beta", "x_{2}"]),
        ("_three_ of snake_case_names and **four**", []),
    ],
)
def test_formulas_are_found_in_prose(prose: str, expected: list[str]) -> None:
    assert formulas(hub(prose)) == expected


def test_every_symbol_of_the_prose_around_formulas_stays() -> None:
    text = hub(r"We set (\alpha, see [1](https://a.b)) to 3; “\beta” is _not_ used.")
    assert plain(text.blocks[-1].runs).replace(" ", "") == "Weset(α,see1)to3;“β”isnotused."


def test_a_formula_alone_is_an_equation_with_its_number() -> None:
    text = hub(
        r"\mathcal{I}=(\phi,R),(7)" + "\n\nf(1)\n\n" + "$$a=b \\tag{8a}$$\n\n$c = d ,$(9)\n\n$$e=f \\quad (10)$$\n"
    )
    assert [block.number for block in of(text, Equation)] == ["(7)", "(8a)", "(9)", "(10)"]
    assert [block.tex for block in of(text, Equation)][1] == "a=b"


def test_a_rewritten_formula_is_put_back_as_its_author_wrote_it() -> None:
    text = hub(
        r"So $\left(\right. k \bigotimes L \left.\right)$ and $\left{\right. 0 \left.\right}$, with"
        r" $\left(\hat{z}\right)_{j} sim \text{max} max$ and $\left[\right. a \left]\right.$."
    )
    assert formulas(text) == [r"( k \bigotimes L )", r"\{ 0 \}", r"{\hat{z}}_{j} \sim \text{max} \max", "[ a ]"]


def test_notes_are_taken_out_of_their_sentence() -> None:
    text = hub(
        "It is a function.1 1 1 For simplicity, we fix it. This is more, on a chip 2 2 2 Of some kind. for speed."
    )
    first, second = of(text, Footnote)
    assert (first.mark, plain(first.runs)) == ("1", "For simplicity, we fix it.")
    assert (second.mark, plain(second.runs)) == ("2", "Of some kind.")
    assert plain(of(text, Paragraph)[-1].runs) == "It is a function.¹ This is more, on a chip² for speed."
    assert [run.target for run in of(text, Paragraph)[-1].runs if run.target] == [f"#{first.id}", f"#{second.id}"]


def test_figures_in_a_row_of_decimals_are_no_note() -> None:
    assert not of(hub("The scores are 0.1 1 1 and 2.1 1 1 in all."), Footnote)


def test_links_into_the_paper_lead_to_blocks() -> None:
    page = "https://arxiv.org/html/2607.00001"
    text = hub(
        f"See [2.1]({page}#S2.SS1 '2.1 Inside ‣ 2 More ‣ T'), [3]({page}v1#S2.F3), [4]({page}#S2.T4),"
        f" [(5)]({page}#S2.E5), [9]({page}#S9.F9) and [x](https://example.org/#S2).\n\n## 2 More\n\n### 2.1 Inside\n\n"
        "Figure 3: A picture.\n\nTable 4: Numbers.\n\na_{1}=b,(5)\n"
    )
    targets = [run.target for run in of(text, Paragraph)[1].runs if run.target]
    assert targets == ["#S2.SS1", "#S2.F3", "#S2.T4", "#S2.E5", f"{page}#S9.F9", "https://example.org/#S2"]
    assert {target[1:] for target in targets[:4]} <= {block.id for block in text.blocks}


def test_citations_find_their_entries_by_label_title_or_order() -> None:
    page = "https://arxiv.org/html/2607.00001"
    for cited, entries in (
        (f"[[7]({page}#bib.bib1)]", "*   [7]A. B (2024)First things. \n*   [2]C. D (2023)Second things. "),
        (
            f'[2024]({page}#bib.bib1 "First things of all")',
            "*   A. B (2024)First things of all. \n*   C. D (2023)Other. ",
        ),
        (f"[2024]({page}#bib.bib1)", "*   A & B (2024) First things. \n*   C (2023) Second things. "),
    ):
        text = hub(f"As in {cited}.\n\n## References\n\n{entries}\n")
        first = of(text, Reference)[0]
        assert first.id == "bib.bib1", entries
        assert "First things" in plain(first.runs)


def test_what_a_link_tells_of_a_cited_paper_is_kept_beside_the_text() -> None:
    text = parse_markdown(source("d"))
    assert [(plain(block.runs), block.id) for block in text.asides if isinstance(block, Reference)] == [
        ("Diving: an introduction", "bib.bib39")
    ]
    assert "references are missing" in text.lacks


def test_only_web_addresses_are_links() -> None:
    text = hub("[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) <mailto:d@e.f> [g](https://h.i)")
    assert [run.target for run in of(text, Paragraph)[-1].runs if run.target] == ["https://h.i"]


def test_nothing_that_controls_a_terminal_comes_through() -> None:
    text = hub(
        "a \x1b[31mred\x07 &#27;[0m &#x9b; \u202ebidi\u202c [\x1b]8;;x\x07](https://a.b) `\x1b[2J`\n\n```\n\x1bc\n```\n"
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", repr(text).replace("\\n", "").encode().decode())
    shown = "".join(run.text for block in of(text, Paragraph) for run in block.runs)
    shown += "".join(run.text for block in of(text, Listing) for line in block.lines for run in line)
    assert shown.isprintable()


def test_private_characters_of_the_source_are_not_taken_for_formulas() -> None:
    assert formulas(hub("An icon \U000f0000 and \U000f0001 of a font, and x_{1}.")) == ["x_{1}"]


def test_cells_beyond_the_head_of_a_table_are_kept() -> None:
    (table,) = of(parse_markdown("# T\n\n## 1 Start\n\nSome.\n\na | b\n--- | ---\nc | d | e\n"), Table)
    assert [[plain(cell.runs) for cell in row.cells] for row in table.rows] == [["a", "b", ""], ["c", "d", "e"]]


def test_the_version_is_the_one_that_the_text_links_to() -> None:
    other = "[x](https://arxiv.org/abs/1706.03762v7)"
    assert hub(f"![Image 1](https://arxiv.org/html/2607.00001v3/x1.png)\n\n{other}").version == "v3"
    assert hub(other).version == ""


def test_a_comment_is_read_without_the_repairs_of_papers() -> None:
    blocks = parse_comment("# Abstract\n\nFigure 1: no caption. 1 1 1 x_{1} stays, $x_1$ is read.\n\n- `code`\n")
    assert isinstance(blocks[0], Heading)
    assert isinstance(blocks[1], Paragraph)
    assert "x_{1} stays" in plain(blocks[1].runs)
    assert blocks[2] == Paragraph((Run("code", "code"),), depth=1, marker="•")


@pytest.mark.skipif(
    not RECORDED.is_dir(), reason="set PAPERREADER_RECORDED to a folder whose fulltext/ has recorded texts"
)
def test_every_recorded_text_is_read_whole() -> None:
    paths = sorted(RECORDED.glob("*.md.gz"))
    assert paths
    for path in paths:
        source_text = gzip.decompress(path.read_bytes()).decode()
        text = parse_markdown(source_text)
        assert decode(encode(text)) == text
        abstract = re.search(r"^#+ \W*Abstract\W*\n.*?(?=^#+ )", source_text, re.DOTALL | re.MULTILINE)
        expected = words(source_text[abstract.end() :] if abstract else source_text)
        contents = words_of(Fulltext([block for block in text.blocks if isinstance(block, Heading)]))
        lost = (expected - words_of(text) - contents).total()  # the list of sections and pages is left out
        assert lost * 400 <= expected.total(), path.name  # what is not formula is told apart only roughly


def test_lines_of_a_comment_end_where_its_author_ended_them() -> None:
    blocks = parse_comment(
        "Thanks,\nAda **Brook\nof** the lab<br>[a\nlink](https://example.org)\n\n- one\n  more\n\nEnd"
    )
    assert [(plain(block.runs), block.goes_on) for block in blocks if isinstance(block, Paragraph)] == [
        ("Thanks,", False),
        ("Ada Brook", True),
        ("of the lab", True),
        ("a", True),
        ("link", True),
        ("one", False),
        ("more", True),
        ("End", False),
    ]
    heading, table = parse_comment("Two\nlines\n===\n\n| a<br>b |\n| - |\n")
    assert isinstance(heading, Heading)
    assert isinstance(table, Table)
    assert (plain(heading.runs), plain(table.rows[0].cells[0].runs)) == ("Two lines", "a b")


def test_films_and_pictures_of_a_comment_are_links() -> None:
    (figure,) = parse_comment('![](https://example.org/a.png)\n<video src="https://example.org/b.mp4"></video>')
    assert figure == Figure((), ("https://example.org/a.png", "https://example.org/b.mp4"))


@pytest.mark.parametrize(
    ("source", "equations"),
    [
        ("$$x = y. (3)$$", [("x = y.", "(3)")]),
        (r"$$x = f(y),\ (3a)$$", [("x = f(y),", "(3a)")]),
        (r"$$x = f (3)$$", [("x = f(3)", "")]),
        (r"$$x = y, \quad (2, 3)$$", [("x = y,", "(2), (3)")]),
        ("$$f = 0$$\n\n, $g = 1$, and $h = 2$. (7)", [("f = 0, g = 1, and h = 2.", "(7)")]),
        ("$$f = 0$$\n\nand $g_{a} = 1$, (7)", [("f = 0 and gₐ = 1,", "(7)")]),
        ("$$f = 0$$\n\nand $g = 1$ holds for all.", [("f = 0", "")]),
        ("$$f = 0 \\tag{1}$$\n\n, and $g = 1$. (7)", [("f = 0", "(1)")]),
    ],
)
def test_the_number_of_an_equation_may_stand_at_its_end_or_on_a_line_that_goes_on(
    source: str, equations: list[tuple[str, str]]
) -> None:
    text = parse_markdown(f"# Boats\n\n## Start\n\nWords.\n\n{source}\n\nMore words.\n")
    found = [(block.text, block.number) for block in text.blocks if isinstance(block, Equation)]
    assert found == equations


def test_each_number_of_an_equation_with_several_is_a_name_of_it() -> None:
    text = parse_markdown("# Boats\n\n## Start\n\nSee Eq. 2 and Eq. 3.\n\n$$x = y, \\quad (2, 3)$$\n")
    (equation,) = [block for block in text.blocks if isinstance(block, Equation)]
    targets = [run.target for block in text.blocks if isinstance(block, Paragraph) for run in block.runs if run.target]
    assert targets == [f"#{equation.id}"] * 2


@pytest.mark.parametrize(
    "listed",
    [
        "|1|Start|4|\n|---|---|---|\n|1.1|Of boats|5|\n|A|More words|9|",
        "- 1 Start . . . . 4\n- 1.1 Of boats 5\n- Appendix A More words 9",
        "1 Start 4\n\n1.1 Of boats ..... 5\n\nA. More words 9",
    ],
)
def test_a_table_of_contents_is_left_out(listed: str) -> None:
    rest = "# 1 Start\n\nWords.\n\n## 1.1 Of boats\n\nWords.\n\n# Appendix A More words\n\nWords."
    text = parse_markdown(f"# Looms\n\nAda Brook\n\n# Contents\n\n{listed}\n\n{rest}\n")
    assert [plain(block.runs) for block in text.blocks if isinstance(block, Heading)] == [
        "Start",
        "Of boats",
        "More words",
    ]
    assert not any(isinstance(block, Table) for block in text.blocks)


def test_a_section_about_contents_stays() -> None:
    text = parse_markdown(
        "# Looms\n\n# 1 Start\n\nWords.\n\n# 2 Contents\n\nStart\n\nWarp and weft.\n\n# 3 End\n\nWords.\n"
    )
    assert [block.number for block in text.blocks if isinstance(block, Heading)] == ["1", "2", "3"]


def test_names_that_a_converter_has_escaped_twice_and_powers_of_ten_are_read() -> None:
    source = (
        r"See [https://loom.example/a\\_b](https://loom.example/a_b), my\\_loom, 4 × 10−<sup>6</sup> and $x \\\\ _1$."
    )
    (block,) = [
        block
        for block in parse_markdown(f"# Looms\n\n{'Words. ' * 40}\n\n{source}\n").blocks
        if "See" in plain(getattr(block, "runs", ()))
    ]
    assert isinstance(block, Paragraph)
    assert plain(block.runs).startswith("See https://loom.example/a_b, my_loom, 4 × 10⁻⁶ and ")


def test_short_formulas_in_the_lines_of_an_algorithm_are_read_and_names_are_not() -> None:
    lines = [
        "1: for \\alpha \\in A do",
        "2: t_i \\leftarrow x_0^2 + f(t_{i+1})",
        "3: my_var = a_bc + h_i",
        "4: return x_N",
    ]
    code = "\n".join(lines)
    text = parse_markdown(f"# Looms\n\n{'Words. ' * 50}\n\n```\n{code}\n```\n\n```\nt_i = my_var\n```\n")
    algorithm, other = (block for block in text.blocks if isinstance(block, Listing))
    assert [plain(line) for line in algorithm.lines[1:]] == [
        *("2: tᵢ ← x₀² + f(tᵢ₊₁)", "3: my_var = a_bc + hᵢ", "4: return x_N"),
    ]
    assert plain(other.lines[0]) == "t_i = my_var"


def test_a_heading_that_is_too_long_is_prose() -> None:
    text = parse_markdown(f"# Looms\n\n# 1 Start\n\nWords.\n\n# PROMPT {'Which loom is it? ' * 20}\n\nMore words.\n")
    assert [plain(block.runs) for block in text.blocks if isinstance(block, Heading)][-1] == "Start"
    prose = [plain(block.runs) for block in text.blocks if isinstance(block, Paragraph)]
    assert prose[-2].startswith("PROMPT Which loom")
