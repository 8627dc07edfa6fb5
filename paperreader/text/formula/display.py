"""A formula in two dimensions: the tree -> boxes. Scripts stay in the line, as does all that is not tall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.text.formula import boxes
from paperreader.text.formula.boxes import Box, beside, stacked
from paperreader.text.formula.grids import lay_out_grid
from paperreader.text.formula.linear import accent_word, goes_on, lowered, raised, write, written
from paperreader.text.formula.nodes import (
    Accent,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Group,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Sign,
    in_a_row,
)
from paperreader.text.formula.spacing import Side, placed, vulgar
from paperreader.text.symbols import script
from paperreader.text.width import cell_width


class Piece(NamedTuple):
    """A part of a formula between two places where it can be broken."""

    box: Box
    gap: int
    kind: Side
    depth: int
    """How many brackets it is in."""
    node: Node


def is_tall(row: Row) -> bool:
    """Whether a display of the row takes more than a line."""
    return any(_is_tall(node) for node in row)


def _is_tall(node: Node) -> bool:
    match node:
        case Fraction():
            return not node.is_small and not vulgar(node)
        case Brace():
            return True
        case Grid():
            return len(node.rows) > 1 or any(is_tall(cell.body) for row in node.rows for cell in row)
        case Scripts():
            return (node.limits and bool(node.lower or node.upper)) or is_tall(node.base)
        case Group() | Fenced() | Root() | Accent():
            return is_tall(node.body)
    return False


def pieces(row: Row, depth: int = 0) -> list[Piece]:
    """A row as the pieces it can be broken into."""
    found: list[Piece] = []
    outer = depth
    plain = False
    for part in placed(paired(row) if is_tall(row) else row):
        node = part.node
        gap = part.gap
        if isinstance(node, Fenced):
            inner = pieces(node.body, depth + 1)
            above = max((piece.box.reach[0] for piece in inner), default=0)
            below = max((piece.box.reach[1] for piece in inner), default=0)
            opening, closing = (boxes.delimiter(sign, above, below) for sign in (node.opening, node.closing))
            found.append(Piece(opening, gap, "open", depth, Sign(node.opening, "open")))
            found += inner
            found.append(Piece(closing, 0, "close", depth, Sign(node.closing, "close")))
        else:
            box = lay_out(node)
            gap = gap or int(plain and box.lines[box.base][:1].isalnum())
            depth -= part.kind == "close" and depth > outer
            kind = "letter" if isinstance(node, Grid | Fraction) else part.kind
            found.append(Piece(box, gap, kind, depth, node))
            depth += part.kind == "open" and isinstance(node, Sign)
            plain = goes_on(node, box.lines[box.base].rstrip())
            continue
        plain = False
    return found


def _stands_tall(node: Node) -> bool:
    inner = node.base[0] if isinstance(node, Scripts) and len(node.base) == 1 else node
    return is_tall(inner.body) if isinstance(inner, Brace) else _is_tall(node)


def paired(row: Row) -> Row:
    """The row with its brackets as tall as what is tall between them, even where the author did not ask for it."""
    nodes: list[Node] = []
    opened: list[int] = []
    for node in row:
        nodes.append(node)
        inner = node.base[0] if isinstance(node, Scripts) and len(node.base) == 1 else node
        if not isinstance(inner, Sign):
            continue
        if inner.kind == "open":
            opened.append(len(nodes) - 1)
        elif inner.kind == "close" and opened:
            first = opened.pop()
            opening, body = nodes[first], tuple(nodes[first + 1 : -1])
            if isinstance(opening, Sign) and any(map(_stands_tall, body)):
                fenced = Fenced(opening.text, body, inner.text)
                nodes[first:] = [node._replace(base=(fenced,)) if isinstance(node, Scripts) else fenced]
    return tuple(nodes)


def joined(parts: Sequence[Piece]) -> Box:
    """Pieces next to each other."""
    return beside([piece.box for piece in parts], [piece.gap if index else 0 for index, piece in enumerate(parts)])


def lay_out_row(row: Row) -> Box:
    """A row as a box."""
    if not is_tall(row):
        return boxes.line(write(row))
    return joined(pieces(row)) if row else boxes.EMPTY


def lay_out(node: Node) -> Box:
    """A node as a box."""
    if isinstance(node, Phantom):
        return boxes.line(" " * lay_out_row(node.body).width)
    if not _is_tall(node):
        return boxes.line(written(node))
    match node:
        case Fraction():
            return _fraction(node)
        case Scripts():
            return _scripted(node)
        case Brace():
            return _braced(node)
        case Root():
            return _root(node)
        case Accent():
            return _accented(node)
        case Grid():
            return lay_out_grid(node, [[lay_out_row(cell.body) for cell in row] for row in node.rows])
        case Fenced() | Group():
            return joined(pieces((node,))) if isinstance(node, Fenced) else lay_out_row(node.body)
    return boxes.line(written(node))


def _fraction(node: Fraction) -> Box:
    over, under = lay_out_row(node.over), lay_out_row(node.under)
    width = max(over.width, under.width, 1)
    if len(over.lines) > 1 or len(under.lines) > 1:
        width += 2
    if not node.has_bar:
        box = boxes.centred(stacked((over, under), 0))
    else:
        box = stacked((boxes.aligned(over, width), boxes.line(boxes.rule(width)), under), 1)
    if not node.opening and not node.closing:
        return box
    fences = [boxes.delimiter(sign, box.base, box.below) for sign in (node.opening, node.closing)]
    return beside((fences[0], box, fences[1]))


def _scripted(node: Scripts) -> Box:
    base = lay_out_row(node.base)
    if node.limits:
        above = [_limit(node.upper)] if node.upper else []
        below = [_limit(node.lower)] if node.lower else []
        return stacked((*above, base, *below), len(above))._replace(held=base.held)
    if len(node.base) == 1 and isinstance(node.base[0], Fraction) and not node.base[0].opening:
        base = beside((boxes.delimiter("(", base.base, base.below), base, boxes.delimiter(")", base.base, base.below)))
    upper, lower = raised(node.upper), lowered(node.lower)
    if len(base.lines) == 1:
        return beside((base, boxes.line(lower + upper)))
    width = max(cell_width(upper), cell_width(lower))
    lines = [" " * width] * len(base.lines)
    lines[-1] = lower + " " * (width - cell_width(lower))
    lines[0] = upper + " " * (width - cell_width(upper))
    return beside((base, Box(tuple(lines), width, base.base)))


def _limit(row: Row) -> Box:
    """What stands above or below an operator: lines, or what is in the line in all other scripts."""
    if len(row) == 1 and isinstance(row[0], Grid) and row[0].kind == "lines":
        return stacked([boxes.line(write(in_a_row(cells), tight=True)) for cells in row[0].rows], 0)
    return boxes.line(write(row, tight=True))


def _braced(node: Brace) -> Box:
    body = lay_out_row(node.body)
    width = max(body.width, 3)
    left, right, joint = ("╭", "╮", "┴") if node.is_above else ("╰", "╯", "┬")
    half = (width - 3) // 2
    sign = boxes.line(left + boxes.rule(half) + joint + boxes.rule(width - 3 - half) + right)
    box = stacked((sign, body), 1) if node.is_above else stacked((body, sign), 0)
    return box._replace(held=body.reach)


def _accented(node: Accent) -> Box:
    body = lay_out_row(node.body)
    rule = boxes.line(boxes.rule(body.width))
    if node.name in ("overline", "bar"):
        return stacked((rule, body), 1)
    if node.name in ("underline", "underbar"):
        return stacked((body, rule), 0)
    fences = [boxes.delimiter(sign, body.base, body.below) for sign in "()"]
    return beside((boxes.line(accent_word(node.name)), fences[0], body, fences[1]))


def _root(node: Root) -> Box:
    body = lay_out_row(node.body)
    index = write(node.degree, tight=True)
    height = len(body.lines)
    side = [" ┌", *[" │"] * (height - 1), "√│"]
    left = Box(tuple(side), 2, body.base + 1)
    roof = Box((boxes.rule(body.width), *body.lines), body.width, body.base + 1)
    return beside((boxes.line(script("^", index).lstrip("^")), left, roof)) if index else beside((left, roof))
