"""Tables of arXiv's pages that are larger than any table of a paper."""

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
