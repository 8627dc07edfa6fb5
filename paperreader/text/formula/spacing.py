"""The spaces between the parts of a formula: they follow from what each is to its neighbours, as in TeX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from paperreader.text.formula.nodes import (
    Accent,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Group,
    Node,
    Phantom,
    Row,
    Scripts,
    Sign,
    Space,
    Tag,
)

Side = str
"""A `Kind`, or one of `fraction`, `space` and nothing at all."""

_BEFORE_UNARY = frozenset(("", "binary", "relation", "open", "comma", "function", "big", "space"))
_OPERANDS = frozenset(("letter", "number", "word", "close", "fraction"))
_BARS = ("|", "‖")
_OWN_SPACES = frozenset(" -–")
"""At the end or the beginning of a text: no gap is needed."""
_WORDS = frozenset(("word", "function"))


class Placed(NamedTuple):
    """A node of a row with its surroundings."""

    gap: int
    """Cells between it and what is before it."""
    node: Node
    kind: Side
    before: Side
    after: Side


_VULGAR = {("1", "2"): "½", ("1", "3"): "⅓", ("2", "3"): "⅔", ("1", "4"): "¼", ("3", "4"): "¾"}


def vulgar(node: Fraction) -> str:
    """The one character for a fraction, if there is one: `½`."""
    over, under = node.over, node.under
    if not (len(over) == len(under) == 1 and isinstance(over[0], Sign) and isinstance(under[0], Sign) and node.has_bar):
        return ""
    return _VULGAR.get((over[0].text, under[0].text), "")


def sides(node: Node) -> tuple[Side, Side]:
    """What a node is to what is left and right of it."""
    match node:
        case Sign():
            return node.kind, node.kind
        case Scripts() if len(node.base) == 1:
            return sides(node.base[0])
        case Scripts() if node.base:
            return sides(node.base[0])[0], sides(node.base[-1])[1]
        case Fraction():
            kind = "number" if vulgar(node) else "fraction"
            return ("open", "close") if node.opening else (kind, kind)
        case Fenced():
            return "open", "close"
        case Grid():
            return ("open" if node.opening else "letter"), ("close" if node.closing else "letter")
        case Space() | Phantom() | Tag():
            return "space", "space"
        case Group() if len(node.body) == 1 and isinstance(node.body[0], Sign | Scripts):
            left, right = sides(node.body[0])
            return ("letter", "letter") if left in ("binary", "relation", "comma", "open", "close") else (left, right)
        case Group() if node.body and isinstance(node.body[0], Sign) and node.body[0].kind == "word":
            return "word", "word"
        case Accent() if len(node.body) == 1 and isinstance(node.body[0], Sign):
            return node.body[0].kind, node.body[0].kind
        case Brace() if node.body:
            return sides(node.body[0])[0], "letter"
    return "letter", "letter"


def placed(row: Row, tight: bool = False) -> Iterator[Placed]:
    """The nodes of a row with the gaps between them; in a script (`tight`) only words are set apart."""
    before: Side = ""
    before_text = ""
    wish = 0  # of the author's
    bars = 0
    after_number = False
    for index, node in enumerate(row):
        if isinstance(node, Space):
            wish = max(wish, 0 if tight and node.is_thin else node.cells)
            continue
        left, right = sides(node)
        text = node.text if isinstance(node, Sign) else ""
        after = _next(row, index + 1)
        if left == "binary":
            is_inside = before_text in ("/", "·") or (before_text in _BARS and bars % 2)
            if is_inside or _is_unary(text, before, after):
                left = right = "sign"
            elif text == "×" and index == len(row) - 1:
                left = "sign"  # `9.6×`
        bars += text in _BARS
        gap = _gap(before, left, tight)
        if before == "function" and left == "sign" and text and text not in "/·!′″‴":
            gap = 1  # `log |x|`
        elif left == before == "relation" and not (text and before_text):
            gap = 1  # notes above them would touch
        elif (before_text == ":" and after_number) or before_text[-1:] in _OWN_SPACES or text[:1] in _OWN_SPACES:
            gap = 0  # `1:N`, `k-means`, `for all `
        after_number = before == "number"
        if wish and before:
            close = before == "open" or left in ("close", "comma")
            gap = max(gap, 1 if tight else wish if wish > 1 or not close else 0)
        wish = 0
        yield Placed(gap, node, left, before, after)
        before, before_text = right, text


def _is_unary(sign: str, before: Side, after: Side) -> bool:
    """Whether an operator is a sign of what follows: `-x`, `= -x`."""
    if sign == "+" and not before and after != "number":
        return False  # a line that goes on with a sum
    return before in _BEFORE_UNARY and (sign in "+−±∓" or before not in ("function", "big"))


def _next(row: Row, at: int) -> Side:
    """What follows in the row, though a small space may be between."""
    for index in range(at, len(row)):
        node = row[index]
        if not isinstance(node, Space) or node.cells > 1:
            return sides(node)[0]
    return ""


def _gap(left: Side, right: Side, tight: bool) -> int:
    if not left:
        return 0
    if not tight:
        if "relation" in (left, right):
            return int(left != right and left != "open" and right not in ("close", "comma"))
        if "binary" in (left, right) or left == "comma":
            return int(right not in ("close", "comma") and left != "open")
        if "fraction" in (left, right) and left in _OPERANDS and right in _OPERANDS and right != "close":
            return 1
    if left == right == "number":
        return 1
    if left == "big":
        return int(right not in ("close", "comma", "space"))
    if left in _WORDS:
        return int(right in _OPERANDS - {"close"} or right in _WORDS or right == "big")
    if right in _WORDS or right == "big":
        return int(left in _OPERANDS)
    return 0
