"""A display in a given width: broken at relations, then at operators outside of brackets, at last anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from paperreader.text.formula import boxes
from paperreader.text.formula.boxes import Box, stacked
from paperreader.text.formula.display import Piece, joined, pieces
from paperreader.text.formula.factors import is_factor, is_product
from paperreader.text.formula.grids import fenced
from paperreader.text.formula.linear import lowered, raised, tag_text, written
from paperreader.text.formula.nodes import Brace, Fraction, Grid, Group, Kind, Root, Row, Scripts, Sign, Tag, in_a_row
from paperreader.text.width import cell_width, wrap

_VALUES = {"relation": 4.0, "binary": 3.0}
"""How good it is to begin a line with something."""
_AFTER_SPACE, _AFTER_COMMA, _BETWEEN, _ANYWHERE = 5.0, 2.0, 1.0, 0.0
_BRACKET_COSTS, _FILLED_WORTH, _EMPTY_COSTS = (0.0, 2.0, 4.4, 7.2, 10.4), 1.5, 8.0
"""The first by depth: a break deep inside of brackets tears several of them apart."""
_APPLIED_COSTS = 1.5
"""Of a break between a function and its argument."""
_MIN_FENCED_CELLS = 12
"""Narrower, rows between delimiters are not worth it."""
_WIDE_GAP = 2
"""The cells of `\\quad`, which sets one formula apart from the next."""
_TAG_GAP = 4


def display(row: Row, width: int | None) -> tuple[str, ...]:
    """A whole formula as lines of at most `width` cells; its number stands at the right."""
    tag = next((tag_text(node) for node in row if isinstance(node, Tag)), "")
    body = tuple(node for node in row if not isinstance(node, Tag))
    box = joined(pieces(body))
    taken = cell_width(tag) + _TAG_GAP if tag else 0
    if width is not None and box.width + taken > width:
        box = fitted(body, width)
    lines = [text.rstrip() for text in box.lines]
    if not tag:
        return tuple(lines)
    if width is None:
        width = box.width + taken
    at = box.base if box.width + taken <= width else len(lines) - 1
    room = width - cell_width(lines[at]) - cell_width(tag)
    if room >= min(_TAG_GAP, width):
        lines[at] += " " * room + tag
    else:
        lines += [" " * (width - cell_width(part)) + part for _, part in wrap(tag, width)]
    return tuple(lines)


def fitted(row: Row, width: int) -> Box:
    """A row as a box of at most `width` cells."""
    if len(row) == 1 and isinstance(row[0], Grid) and row[0].kind == "lines":
        return stacked([fitted(in_a_row(cells), width) for cells in row[0].rows], 0, "l", apart=True)
    return stacked(list(_lines(pieces(row), width)) or [boxes.EMPTY], 0, "l", apart=True)


def _lines(waiting: list[Piece], width: int) -> Iterator[Box]:
    """Pieces in lines; those that follow the first are indented."""
    hang = _relation_column(waiting, width)
    indent = 0
    while waiting:
        room = width - indent
        count = _fitting(waiting, room)
        if count == len(waiting):
            at = count
        elif waiting[count].box.width > width - hang or not count:
            parts = _opened(waiting[count], width - hang if count else room)
            if len(parts) > 1 or parts[0].box.width < waiting[count].box.width:
                waiting[count : count + 1] = parts
                continue
            at = max(count, 1)  # a single character can be wider than the line
        else:
            at = _best_break(waiting, count, room)
        yield _indented(joined(waiting[:at]), indent)
        del waiting[:at]
        if waiting:
            indent = hang if waiting[0].kind == "relation" and not waiting[0].depth else min(hang + 2, width // 3)


def _relation_column(parts: list[Piece], width: int) -> int:
    """How far relations at the beginning of a line are indented: they stand below the first one."""
    at = 0
    for index, piece in enumerate(parts):
        at += piece.gap if index else 0
        if piece.kind == "relation" and not piece.depth:
            return at if at <= width // 3 else min(4, width // 6)
        at += piece.box.width
    return 0


def _fitting(parts: list[Piece], room: int) -> int:
    """How many pieces fit into a line."""
    used = 0
    for index, piece in enumerate(parts):
        used += piece.box.width + (piece.gap if index else 0)
        if used > room:
            return index
    return len(parts)


def _best_break(parts: list[Piece], count: int, room: int) -> int:
    """The index of the piece that the next line begins with, at most `count`."""
    best, best_value = count, float("-inf")
    used = 0
    for at in range(1, count + 1):
        used += parts[at - 1].box.width + (parts[at - 1].gap if at > 1 else 0)
        piece, before = parts[at], parts[at - 1]
        if piece.kind in ("comma", "close") or before.kind in ("open", "big") or not piece.box.width:
            continue
        kind = "binary" if piece.kind == "relation" and piece.depth else piece.kind
        value = _VALUES.get(kind, _BETWEEN if piece.gap else _ANYWHERE)
        if before.kind == "comma":
            value = _AFTER_COMMA if piece.gap < _WIDE_GAP else _AFTER_SPACE
        if before.kind in ("letter", "function", "word") and piece.kind == "open" and not piece.gap:
            value -= _APPLIED_COSTS
        value += (
            _FILLED_WORTH * used / room - _BRACKET_COSTS[min(piece.depth, 4)] - _EMPTY_COSTS * max(0.5 - used / room, 0)
        )
        if value >= best_value:
            best, best_value = at, value
    return best


def _indented(box: Box, cells: int) -> Box:
    return boxes.beside((box,), (cells,)) if cells else box


def _opened(piece: Piece, room: int) -> list[Piece]:
    """A piece that is too wide, as smaller ones: a fraction with a slash, a grid with its rows broken."""
    depth = piece.depth
    match piece.node:
        case Fraction() as fraction if fraction.has_bar:
            over, under = pieces(fraction.over, depth + 1), pieces(fraction.under, depth + 1)
            over = over if is_product(fraction.over) else [_sign("(", depth), *over, _sign(")", depth)]
            under = under if is_factor(fraction.under) else [_sign("(", depth), *under, _sign(")", depth)]
            parts = [*over, _sign("/", depth), *under]
            if fraction.opening or fraction.closing:
                parts = [_sign(fraction.opening, depth), *parts, _sign(fraction.closing, depth)]
        case Root() as root:
            parts = [_sign(written(root._replace(body=(Sign("x"),)))[:-1], depth), _sign("(", depth)]
            parts += [*pieces(root.body, depth + 1), _sign(")", depth)]
        case Group() as group:
            parts = pieces(group.body, depth)
        case Scripts() as scripts if scripts.base and not isinstance(scripts.base[0], Sign):
            parts = pieces(scripts.base, depth)
            after = lowered(scripts.lower) + raised(scripts.upper)
            parts += _text(after, room, depth)
        case Brace() as brace:
            parts = [_sign("(", depth), *pieces(brace.body, depth + 1), _sign(")", depth), _sign(brace.sign, depth)]
        case Grid() as grid if room >= _MIN_FENCED_CELLS:
            return [piece._replace(box=_fitted_grid(grid, room), gap=0)]
        case _:
            parts = _text(written(piece.node), room, depth)
    if len(parts) == 1 and parts[0].box.width >= piece.box.width:
        parts = _text(written(piece.node), room, depth)
    parts[0] = parts[0]._replace(gap=piece.gap, kind=piece.kind)
    return parts


def _sign(text: str, depth: int) -> Piece:
    kinds: dict[str, Kind] = {"(": "open", "{": "open", "[": "open", ")": "close", "}": "close", "]": "close"}
    kind = kinds.get(text, "sign")
    return Piece(boxes.line(text), 0, kind, depth, Sign(text, kind))


def _text(text: str, room: int, depth: int) -> list[Piece]:
    """A text in pieces of at most `room` cells."""
    return [
        Piece(boxes.line(part), int(text[at - 1 : at] == " "), "letter", depth, Sign(part))
        for at, part in wrap(text, room)
    ]


def _fitted_grid(grid: Grid, width: int) -> Box:
    """A grid whose rows are broken between its delimiters."""
    room = width - 4
    rows: list[Box] = []
    for cells in grid.rows:
        parts: list[Piece] = []
        for cell in cells:
            new = pieces(cell.body, 1)
            if parts and new:
                new[0] = new[0]._replace(gap=2)
            parts += new
        rows.append(stacked(list(_lines(parts, room)), 0, "l", apart=True))
    return fenced(grid, boxes.centred(stacked(rows, 0, "l", apart=True)), 1)
