"""Blocks as Markdown: a parser reads back what was written, whatever the texts contain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from paperreader.fulltext.blocks import (
    Cell,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)
from paperreader.fulltext.to_markdown import to_markdown
from paperreader.text.sanitize import clean

PARSER = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin).use(footnote_plugin)


def kinds(markdown: str) -> list[str]:
    """The tokens that begin something, or stand alone."""
    return [token.type for token in PARSER.parse(markdown) if token.nesting >= 0]


def words(markdown: str) -> str:
    """What a reader sees of all texts."""
    seen = []
    for token in PARSER.parse(markdown):
        for child in token.children or []:
            if child.type in ("text", "code_inline", "math_inline"):
                seen.append(child.content)
            elif child.type == "softbreak":
                seen.append(" ")
    return "".join(seen)


plain = st.text(st.sampled_from("ab1 *_`#>|$[]()\\<&;~!+-=.:\"'é林"), max_size=30).map(clean).filter(bool)


@given(plain)
def test_plain_text_is_read_back_as_it_was(text: str) -> None:
    shown = to_markdown([Paragraph((Run(text),))])
    assert kinds(shown) == ["paragraph_open", "inline"], shown
    assert words(shown) == text


@given(plain)
def test_the_text_of_headings_cells_and_items_is_read_back_too(text: str) -> None:
    assert words(to_markdown([Heading((Run(text),), 2, "3.2")])) == f"3.2 {text}"
    assert words(to_markdown([Table((Row((Cell((Run(text),)),)), Row((Cell((Run("b"),)),))))])) == f"{text}b"
    item = to_markdown([Paragraph((Run(text),), depth=1, marker="•")])
    assert kinds(item)[:3] == ["bullet_list_open", "list_item_open", "paragraph_open"]
    assert words(item) == text


def test_styles_links_and_formulas() -> None:
    runs = (
        Run("See "),
        Run("all ", "strong"),
        Run("f(`x`)", "code"),
        Run(" and"),
        Run(" this", "emphasis", "https://example.org/a_(b)"),
        Run(", "),
        Run("[19]", target="#b19"),
        Run(": "),
        Run("x²", "math", tex="x^2"),
        Run("."),
    )
    assert to_markdown([Paragraph(runs)]) == (
        "See **all** ``f(`x`)`` and [*this*](https://example.org/a_%28b%29), \\[19\\]: $x^2$.\n".replace(
            "``f(`x`)``", "`` f(`x`) ``"
        )
    )


def test_displayed_formulas_have_their_number() -> None:
    assert to_markdown([Equation("a\nb", "ab", ("ab",), "(3)")]) == "$$\na b \\tag{3}\n$$\n"
    assert to_markdown([Equation(r"a \tag{3}", "a", ("a",), "(3)")]) == "$$\na \\tag{3}\n$$\n"


def test_lists_are_nested_with_their_markers() -> None:
    blocks = [
        Paragraph((Run("Two things:"),)),
        Paragraph((Run("one"),), depth=1, marker="1."),
        Paragraph((Run("inside"),), depth=2, marker="(a)"),
        Paragraph((Run("it goes on"),), depth=2),
        Paragraph((Run("two"),), depth=1, marker="2."),
        Paragraph((Run("after"),)),
    ]
    assert to_markdown(blocks) == ("Two things:\n\n1. one\n   - (a) inside\n\n     it goes on\n\n2. two\n\nafter\n")
    tokens = kinds(to_markdown(blocks))
    assert tokens.count("ordered_list_open") == 1
    assert tokens.count("bullet_list_open") == 1


def test_code_is_fenced_whatever_it_contains() -> None:
    shown = to_markdown([Listing(((Run("```"),), (Run("    x"),)), (Run("Listing 1"),), "indentation lost")])
    (fence,) = [token for token in PARSER.parse(shown) if token.type == "fence"]
    assert fence.content == "```\n    x\n"
    assert shown.startswith("Listing 1\n\n")
    assert shown.endswith("*(indentation lost)*\n")


def test_tables_are_pipe_tables() -> None:
    table = Table(
        (
            Row((Cell((Run("a|b"),), is_header=True), Cell((Run("wide"),), columns=2))),
            Row(
                (
                    Cell((Run("|x|", "math", tex=r"|x| \| y"),)),
                    Cell((Run("c|d", "code"),)),
                    Cell((Run("1"),), "right"),
                )
            ),
        ),
        (Run("Table 1: T"),),
    )
    shown = to_markdown([table])
    assert shown.splitlines()[2:] == [
        r"| a\|b | wide |  |",
        "| --- | --- | --: |",
        r"| $\vert x\vert  \Vert  y$ | `c\|d` | 1 |",
    ]
    assert kinds(shown).count("td_open") == 3


def test_a_table_without_rows_says_so() -> None:
    assert (
        to_markdown([Table((), (Run("Table 2"),), "the table is missing")]) == "Table 2\n\n*(the table is missing)*\n"
    )


def test_figures_notes_and_references() -> None:
    blocks = [
        Figure((Run("Figure 2: The loom"),), ("https://arxiv.org/x1.png",)),
        Paragraph((Run("Red"), Run("1", target="#fn1"), Run("."))),
        Footnote((Run("Or blue."),), "1", "fn1"),
        Reference((Run("A. Lovelace. 1843."),), "[1]"),
        Reference((Run("G. Hopper. 1952."),), "[2]"),
    ]
    assert to_markdown(blocks) == (
        "![Figure 2](https://arxiv.org/x1.png)\n\nFigure 2: The loom\n\nRed[^1].\n\n[^1]: Or blue.\n\n"
        "- \\[1\\] A. Lovelace. 1843.\n- \\[2\\] G. Hopper. 1952.\n"
    )


def test_nothing_can_control_a_terminal() -> None:
    evil = "a\x1b[31m\u202eb"
    blocks = [
        Heading((Run(evil),), 1, evil),
        Paragraph((Run(evil, target=f"https://x.org/{evil}"), Run(evil, "math", tex=evil)), marker=evil, depth=10**9),
        Equation(evil, evil, (evil,), evil),
        Listing(((Run(evil),),), (), evil),
        Footnote((Run(evil),), evil),
        Reference((Run(evil),), evil),
    ]
    assert all(line.isprintable() for line in to_markdown(blocks).split("\n"))


def test_nothing_is_nothing() -> None:
    assert to_markdown([]) == ""
