"""Displayed formulas."""

from __future__ import annotations

from paperreader.fulltext.blocks import Equation
from tests.fulltext.latexml.page import read


def test_rows_of_an_equation_group_are_joined_up_to_their_number() -> None:
    def row(id: str, left: str, right: str, number: str = "") -> str:
        tag = f'<td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag">{number}</span></td>' if number else ""
        return (
            f'<tbody id="{id}"><tr class="ltx_equation ltx_eqn_row">'
            '<td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>'
            f'<td class="ltx_td ltx_eqn_cell"><math alttext="\\displaystyle {left}"></math></td>'
            f'<td class="ltx_td ltx_eqn_cell"><math alttext="\\displaystyle {right}"></math></td>{tag}</tr></tbody>'
        )

    rows = (
        row("E1", "a", "=b", "(1)") + row("Ex1", "c", "=d") + row("E2", "", "=e", "(2)") + row("E3", "f", "=g", "(3)")
    )
    text = read(f'<table class="ltx_equationgroup ltx_eqn_align ltx_eqn_table">{rows}</table>')
    assert [(found.tex, found.number, found.id) for found in text.blocks if isinstance(found, Equation)] == [
        ("a =b", "(1)", "E1"),
        (r"\begin{aligned}c & =d \\ & =e\end{aligned}", "(2)", "E2"),
        ("f =g", "(3)", "E3"),
    ]
