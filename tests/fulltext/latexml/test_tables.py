"""Tables of arXiv's pages: lines between their rows, and those that are larger than any table of a paper."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Table
from tests.fulltext.latexml.page import block


@pytest.mark.parametrize(("rows", "columns"), [(6_000, 1), (600, 200), (1, 5_000)])
def test_a_table_keeps_no_more_than_can_be_laid_out_at_once(rows: int, columns: int) -> None:
    cells = "<td class='ltx_td'>1</td>" * columns
    table = block(f"<table class='ltx_tabular'>{f'<tr class=ltx_tr>{cells}</tr>' * rows}</table>")
    assert isinstance(table, Table)
    assert sum(len(row.cells) for row in table.rows) <= 20_000
    assert table.note.startswith("only the first ")


TOP, BOTTOM = "ltx_td ltx_border_t", "ltx_td ltx_border_b"


def rules(*rows: str) -> list[tuple[bool, tuple[tuple[int, int], ...]]]:
    """The lines above each row of a table."""
    table = block(f"<table class=ltx_tabular>{''.join(f'<tr class=ltx_tr>{row}</tr>' for row in rows)}</table>")
    assert isinstance(table, Table)
    return [(row.has_rule, row.rules) for row in table.rows]


def test_a_line_above_a_part_of_a_row_is_told_from_one_above_all_of_it() -> None:
    group = f"<td rowspan=2>Loom</td><td class='{TOP}' colspan=2>speed</td><td>cost</td>"
    whole = f"<td class='{TOP}'>a</td><td class='{TOP}'>b</td>"
    part = f"<td class='{TOP}'>a</td><td class='{TOP}'>b</td><td>c</td>"
    last = "<td>a</td><td>b</td><td>c</td><td>d</td>"
    assert rules(group, part, last) == [(False, ((1, 2),)), (False, ((1, 2),)), (False, ())]
    assert rules(f"<td rowspan=2>Loom</td>{whole}", whole) == [(False, ((1, 2),)), (True, ())]
    assert rules(whole, whole) == [(True, ()), (True, ())]
    apart = f"<td class='{TOP}'>a</td><td>b</td><td class='{TOP}'>c</td><td class='{TOP}'>d</td>"
    assert rules(last, apart) == [(False, ()), (False, ((0, 1), (2, 2)))]


def test_a_line_below_a_row_is_above_the_next_one_also_where_rows_without_text_are_left_out() -> None:
    below = f"<td class='{BOTTOM}'>a</td><td class='{BOTTOM}'>b</td>"
    assert rules(below, "<td>a</td><td>b</td>") == [(False, ()), (True, ())]
    part = f"<td>a</td><td class='{BOTTOM}'>b</td>"
    assert rules(part, "<td>a</td><td>b</td>") == [(False, ()), (False, ((1, 1),))]
    empty = f"<td class='{TOP}'></td><td class='{TOP}'></td>"
    assert rules("<td>a</td><td>b</td>", empty, "<td>a</td><td>b</td>") == [(False, ()), (True, ())]
