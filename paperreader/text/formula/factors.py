"""Where brackets are needed around a part of a formula that is written in one line: beside a slash, below a root."""

from __future__ import annotations

import re

from paperreader.text.formula.nodes import Brace, Fenced, Fraction, Grid, Group, Node, Row, Scripts, Sign, Space, Tag
from paperreader.text.formula.spacing import sides

_BARS = ("|", "‖")
_LOOSE = frozenset(("relation", "comma", "function", "big", "fraction", "space"))


def is_product(row: Row) -> bool:
    """Whether the row can stand before a slash without brackets."""
    row = _unwrapped(row)
    if is_factor(row):
        return True
    depth = 0
    for index, node in enumerate(row):
        left, right = sides(node)
        if isinstance(node, Sign | Scripts):
            depth += (right == "open") - (left == "close")
        if depth == 0 and (
            left in _LOOSE
            or (left in ("binary", "word") and index > 0)
            or isinstance(node, Brace | Grid)
            or (isinstance(node, Sign) and node.text in ("/", "·", *_BARS))
        ):
            return False
    return bool(row)


def is_factor(row: Row) -> bool:
    """Whether the row is one thing, which can stand after a slash without brackets: `x`, `g(x)`, `∂x`, `‖x‖`."""
    row = _unwrapped(row)
    first = row[0] if row else Space()
    if len(row) > 1 and isinstance(first, Sign) and first.text in ("∂", "∇", "d", "Δ") and sides(row[1])[0] != "open":
        row = row[1:]
        first = row[0]
    if isinstance(first, Sign) and first.kind == "open":
        return _is_one_bracket(row)
    if _is_between_bars(row) or (len(row) == 1 and isinstance(first, Sign) and re.fullmatch("d[a-z]", first.text)):
        return True
    if isinstance(first, Fraction | Brace | Grid | Space | Tag) or sides(first)[0] in ("binary", "relation", "big"):
        return False
    if isinstance(first, Sign) and len(first.text) > 1 and first.kind == "letter":
        return False
    return len(row) == 1 or _is_one_bracket(row[1:])


def _unwrapped(row: Row) -> Row:
    while len(row) == 1 and isinstance(row[0], Group):
        row = row[0].body
    return row


def _is_one_bracket(row: Row) -> bool:
    """Whether the row is all in one pair of brackets."""
    if len(row) == 1:
        return isinstance(row[0], Fenced)
    depth = 0
    for index, node in enumerate(row):
        left, right = sides(node)
        if isinstance(node, Sign | Scripts):
            depth += (right == "open") - (left == "close")
        if depth <= 0:
            return index == len(row) - 1 and depth == 0 and index > 0
    return False


def _is_between_bars(row: Row) -> bool:
    """Whether it is `|…|` or `‖…‖`, with scripts or without."""
    bars = [_bar(node) for node in row]
    return len(row) > 2 and bool(bars[0]) and bars[0] == bars[-1] and not any(bars[1:-1])


def _bar(node: Node) -> str:
    if isinstance(node, Scripts) and len(node.base) == 1:
        node = node.base[0]
    return node.text if isinstance(node, Sign) and node.text in _BARS else ""
