"""What converters of PDF leave in two parts, and headings within tables."""

from __future__ import annotations

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Equation, Paragraph, Table
from paperreader.fulltext.markdown import parse_markdown

FIRST = "A weaver who works at a loom for many years will know each of its"
FIGURE = "![](a.png)\n\nFigure 1: A loom."


def paragraphs(source: str, header: str = "") -> list[str]:
    blocks = parse_markdown(f"{header}# Looms\n\n## 1 Start\n\nWe weave.\n\n{source}").blocks
    return [block_text(block) for block in blocks[1:] if isinstance(block, Paragraph)][1:]


def test_a_paragraph_goes_on_behind_a_page_break_and_what_came_between() -> None:
    assert paragraphs(f"{FIRST}\n\nthreads by name.") == [f"{FIRST} threads by name."]
    assert paragraphs(f"{FIRST}\n\n{FIGURE}\n\nthreads by name.") == [f"{FIRST} threads by name."]
    assert paragraphs(f"{FIRST} well-\n\nworn threads.") == [f"{FIRST} well-worn threads."]


def test_what_may_be_something_else_is_left_alone() -> None:
    for second in ("Threads have names.", "- threads by name.", "$$x = y$$\n\nwhere x is a thread."):
        assert paragraphs(f"{FIRST}\n\n{second}")[0] == FIRST
    assert paragraphs(f"{FIRST} threads.\n\nof wool.") == [f"{FIRST} threads.", "of wool."]
    assert paragraphs("Looms:\n\nof wood.") == ["Looms:", "of wood."]
    caption = f"![](a.png)\n\nFigure 1: {FIRST}"
    assert paragraphs(f"{FIRST}\n\n{caption}\n\nthreads by name.") == [FIRST, "threads by name."]
    header = "Title: T\n\nURL Source: https://arxiv.org/html/2607.00001\n\nMarkdown Content:\n"
    assert paragraphs(f"{FIRST}\n\nthreads by name.", header)[0] == FIRST, "arXiv's pages have no page breaks"


def test_a_row_with_words_in_one_cell_is_a_heading_of_the_table() -> None:
    table = parse_markdown(
        "# Looms\n\n## 1 Start\n\nWe weave.\n\n| Loom | a | b |\n|---|---|---|\n| Looms of wood | | |\n"
        "| Oak | 1 | 2 |\n| | Looms made of iron | |\n| Ore | 3 | |\n| | 4 | |\n"
    ).blocks[-1]
    assert isinstance(table, Table)
    assert [[(cell.columns, cell.align) for cell in row.cells] for row in table.rows[1:]] == [
        [(3, "left")],
        [(1, "left")] * 3,
        [(3, "center")],
        [(1, "left")] * 3,
        [(1, "left")] * 3,
    ]


def test_a_number_that_is_a_formula_of_its_own_is_that_of_the_one_above() -> None:
    text = parse_markdown("# Looms\n\n## 1 Start\n\nWe weave\n\n$$x = y$$\n\n$$(19)$$\n\nand rest.")
    assert [(block.tex, block.number) for block in text.blocks if isinstance(block, Equation)] == [("x = y", "(19)")]
