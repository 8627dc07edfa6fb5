"""Displayed formulas: tables of cells with TeX, joined to one formula for each number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from paperreader.fulltext.latexml.addresses import identifier
from paperreader.fulltext.latexml.tree import Element

_STYLE = re.compile(r"^\s*\\(?:displaystyle|textstyle)(?![a-zA-Z])\s*")


class Display(NamedTuple):
    """A displayed formula."""

    tex: str
    number: str
    id: str


class _Row(NamedTuple):
    cells: list[str]
    number: str
    rows_of_number: int
    id: str


def displays(table: Element, read: Callable[[Element], str]) -> Iterator[Display | Element]:
    """The formulas in the element; elements between them are text. `read` gives the text of a number."""
    rows: list[_Row] = []
    missing = 0
    for id, element in _rows(table, table.id):
        row = _row(element, id, read)
        if isinstance(row, Element):
            yield from _joined(rows)
            rows, missing = [], 0
            yield row
            continue
        numbered = any(known.number for known in rows)
        if numbered and missing <= 0 and (row.number or (row.cells and row.cells[0])):
            yield from _joined(rows)
            rows = []
        missing = row.rows_of_number - 1 if row.number else missing - 1
        rows.append(row)
    yield from _joined(rows)


def _rows(element: Element, id: str) -> Iterator[tuple[str, Element]]:
    found = False
    for child in element.elements():
        if "ltx_eqn_row" in child.classes:
            found = True
            yield child.id or id, child
        elif child.has("ltx_eqn_row"):
            found = True
            yield from _rows(child, child.id or id)
    if not found and element.tag != "td":
        yield id, element


def _row(element: Element, id: str, read: Callable[[Element], str]) -> _Row | Element:
    cells: list[str] = []
    numbers: list[str] = []
    rows_of_number = 1
    formulas = 0
    text_cell: Element | None = None
    for cell in element.elements():
        if "ltx_eqn_eqno" in cell.classes or "ltx_tag" in cell.classes:
            numbers.append(read(cell))
            span = cell.get("rowspan")
            rows_of_number = min(int(span), 1000) if span.isascii() and span.isdigit() else 1
        elif cell.classes & {"ltx_eqn_center_padleft", "ltx_eqn_center_padright"}:
            continue
        else:
            tex, has_formula = cell_tex(cell)
            formulas += has_formula
            text_cell = text_cell or cell
            cells.append(tex)
    if not formulas and text_cell is not None and not numbers:
        return element
    return _Row(cells, ", ".join(filter(None, numbers)), rows_of_number, identifier(id))


def cell_tex(cell: Element) -> tuple[str, bool]:
    """The TeX of a cell, words as `\\text`; and whether it has a formula."""
    if cell.tag == "math":
        return _STYLE.sub("", cell.get("alttext")), True
    parts: list[str] = []
    has_formula = False
    for child in cell.children:
        if isinstance(child, str):
            if child.strip():
                parts.append(rf"\text{{{_escaped(child)}}}")
        else:
            tex, inner = cell_tex(child)
            has_formula |= inner
            parts.append(tex)
    return " ".join(filter(None, parts)), has_formula


def _escaped(text: str) -> str:
    return re.sub(
        r"([\\{}$%&#_^~])",
        lambda found: {"\\": r"\backslash ", "~": " ", "^": r"\hat{}"}.get(found[1], "\\" + found[1]),
        text,
    )


def _joined(rows: list[_Row]) -> Iterator[Display]:
    rows = [row for row in rows if any(row.cells) or row.number]
    if not rows:
        return
    number = ", ".join(row.number for row in rows if row.number)
    id = next((row.id for row in rows if row.number and row.id), rows[0].id)
    if len(rows) == 1:
        tex = " ".join(filter(None, rows[0].cells))
        if _has_lines(tex):
            tex = rf"\begin{{gathered}}{tex}\end{{gathered}}"
    else:
        one_cell = all(len(row.cells) < 2 for row in rows)
        name = "gathered" if one_cell else "aligned"
        tex = " \\\\ ".join(" & ".join(row.cells) for row in rows)
        tex = rf"\begin{{{name}}}{tex}\end{{{name}}}"
    yield Display(tex, number, id)


def _has_lines(tex: str) -> bool:
    """Whether it has line breaks that no environment or group has."""
    depth = 0
    for token in re.findall(r"\\\\|\\begin\b|\\end\b|\\[{}]|[{}]", tex):
        if token == "\\\\" and depth == 0:
            return True
        depth += {"\\begin": 1, "{": 1, "\\end": -1, "}": -1}.get(token, 0)
    return False
