"""Hostile pages: each costs its own block, and little time."""

from __future__ import annotations

import resource
import time

import pytest

from paperreader.fulltext.blocks import Fulltext, Paragraph, Run, Table, plain
from paperreader.fulltext.encode import encode
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.latexml.tables import MAX_COLUMNS
from tests.fulltext.latexml.page import read

LIMIT_S = 30
"""Far beyond what any of them takes here (1.5 s), and far below what the parser alone takes without defence."""


def hostile(body: str) -> Fulltext:
    """The text of a page with the body between two paragraphs."""
    begun = time.process_time()
    text = read(f"<p>Before.</p>{body}<p>After.</p>")
    assert time.process_time() - begun < LIMIT_S
    assert text.blocks[0] == Paragraph((Run("Before."),))
    encode(text)
    return text


def all_text(text: Fulltext) -> str:
    return " ".join(plain(block.runs) for block in text.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("tag", ["div", "b", "p", "section", "blockquote", "sup", "figure"])
def test_a_hundred_thousand_nested_tags(tag: str) -> None:
    nested = f"<{tag}>" * 100_000 + "deep" + f"</{tag}>" * 100_000
    text = hostile(nested)
    assert "deep After." in all_text(text)
    if tag != "p":  # one paragraph ends the other
        assert text.lacks == ("what is nested too deep is flattened",)


@pytest.mark.parametrize(
    "piece",
    [
        "<table class=ltx_tabular><tr><td>",
        "<ul class=ltx_itemize><li class=ltx_item>",
        "<div><table></div>",
        "<svg>",
        "<math>",
    ],
)
def test_nesting_of_other_kinds(piece: str) -> None:
    hostile(piece * 20_000 + "deep")


def test_formatting_that_is_left_open_is_not_copied() -> None:
    fonts = "".join(f"<font a={number}>" for number in range(300))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = hostile(f"<p>{fonts}</p>" + "<p>x</p>" * 30_000)
    assert len(text.blocks) > 30_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB; every copy would be 2 GB


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f"a{number}=1" for number in range(300_000)),
        f'class="{"a " * 2_000_000}"',
        f"title='{'x' * 4_000_000}'",
    ],
)
def test_attributes_of_megabytes(attributes: str) -> None:
    assert "Inside. After." in all_text(hostile(f"<p {attributes}>Inside.</p>"))


def test_a_formula_of_a_megabyte_is_replaced_by_its_size() -> None:
    math = f"<math alttext='{'x+' * 500_000}'></math>"
    assert "is [a formula of 1,000,000 characters] long" in all_text(hostile(f"<p>{math} is {math} long.</p>"))
    display = f'<table class="ltx_equation"><tr class="ltx_eqn_row"><td>{math}</td></tr></table>'
    assert "[a formula of 1,000,000 characters] After." in all_text(hostile(display))


def test_a_table_of_ten_thousand_columns_is_cut() -> None:
    text = hostile(f'<table class="ltx_tabular"><tr class="ltx_tr">{"<td>x</td>" * 10_000}</tr></table>')
    table = text.blocks[1]
    assert isinstance(table, Table)
    assert len(table.rows[0].cells) == MAX_COLUMNS
    assert table.note == f"only the first {MAX_COLUMNS} columns"


def test_absurd_spans_are_cut() -> None:
    spans = 'colspan="1000000" rowspan="99999999999999999999"'
    text = hostile(f'<table class="ltx_tabular"><tr><td {spans}>x</td><td>y</td></tr><tr><td>z</td></tr></table>')
    table = text.blocks[1]
    assert isinstance(table, Table)
    assert table.rows[0].cells[0].columns == MAX_COLUMNS
    assert table.rows[0].cells[0].rows <= 5000


def test_sections_that_are_no_text_are_no_text() -> None:
    text = hostile(
        "<![CDATA[ no ]]><!-- <p>no</p> --><style>no</style><script>no<div></script>&lt;b&gt;&#0;&#x1b;[31mred"
    )
    assert all_text(text) == "Before. <b>\ufffdred After."


def test_a_page_with_a_million_tags_is_refused() -> None:
    with pytest.raises(NoText, match="too large"):
        read("<i>" * 1_000_000)


@pytest.mark.parametrize(
    ("row", "end"),
    [
        ("<tr><td>a{n}<td>b{n}", ""),
        ("<tr><td>a{n}</td><td>b{n}</td>", "</tr>"),
        ("<tbody><tr><th>a{n}<td>b{n}", "</tbody>"),
        ("<tr><td>a{n}<td><b>b{n}</tr>", ""),
    ],
)
def test_rows_and_cells_that_are_left_open_are_all_there(row: str, end: str) -> None:
    rows = "".join(row.format(n=number) for number in range(1000))
    text = hostile(f"<table class=ltx_tabular>{rows}{end}</table>")
    table = text.blocks[1]
    assert isinstance(table, Table)
    assert [[plain(cell.runs) for cell in each.cells] for each in table.rows] == [
        [f"a{number}", f"b{number}"] for number in range(1000)
    ]
    assert text.lacks == ()


def test_items_and_paragraphs_that_are_left_open_are_all_there() -> None:
    items = "".join(f"<li>item {number}<p>more {number}" for number in range(1000))
    text = hostile(f"<ul>{items}</ul>")
    assert all_text(text).split()[1:-1] == " ".join(f"item {n} more {n}" for n in range(1000)).split()
    assert {block.depth for block in text.blocks[1:-1] if isinstance(block, Paragraph)} == {1}
    assert text.lacks == ()


def test_tags_that_are_left_out_are_told() -> None:
    text = hostile(f"{'<div>' * 500}<table class=ltx_tabular><tr><td>a<td>b</table>deep")
    assert "deep" in all_text(text)
    assert text.lacks == ("what is nested too deep is flattened",)


def test_scanning_for_what_is_left_open_takes_little_time() -> None:
    hostile(f"<li><ul>{'<span>' * 390}{'<li>x</li>' * 60_000}")
