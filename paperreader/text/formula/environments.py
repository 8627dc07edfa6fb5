"""Commands that come in pairs: environments with their rows and columns, and delimiters."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from paperreader.text.formula import vocabulary as words
from paperreader.text.formula.nodes import Columns, Fenced, Grid, Kind, Node, Sign
from paperreader.text.formula.parser import Command, Parser, as_body, as_lines


class _Environment(NamedTuple):
    kind: Literal["matrix", "cases", "lines"]
    opening: str = ""
    closing: str = ""
    takes_columns: bool = False
    """An argument follows that tells of its columns."""


_LINES = (
    "align aligned gather gathered split multline multlined eqnarray equation displaymath math flalign subequations"
)
_FENCES = {"": ("", ""), "p": ("(", ")"), "b": ("[", "]"), "B": ("{", "}"), "v": ("|", "|"), "V": ("‖", "‖")}
_ENVIRONMENTS = {
    **{name: _Environment("lines") for name in _LINES.split()},
    **{name: _Environment("lines", takes_columns=True) for name in ("alignat", "alignedat", "xalignat")},
    **{name: _Environment("cases", "{") for name in ("cases", "dcases", "numcases", "subnumcases")},
    **{name: _Environment("cases", "", "}") for name in ("rcases", "drcases")},
    **{f"{letter}matrix": _Environment("matrix", *fences) for letter, fences in _FENCES.items()},
    **{f"{letter}smallmatrix": _Environment("matrix", *fences) for letter, fences in _FENCES.items()},
    **{name: _Environment("matrix", takes_columns=True) for name in ("array", "tabular", "subarray", "tabularx")},
}


def _environment(parser: Parser, name: str) -> list[Node]:
    kind = parser.raw()
    known = _ENVIRONMENTS.get(kind.rstrip("*"))
    columns = ""
    if known and known.takes_columns:
        parser.optional()
        columns = parser.raw() if parser.peek() == "{" else ""
    elif known and known.kind == "matrix" and kind.endswith("*"):
        columns = parser.optional() or ""
    elif known:
        parser.optional(length_only=True)
    outer, parser.rules = parser.rules, set()
    parser.take_rules(0)
    rows = parser.rows(("\\end",))
    rules, parser.rules = frozenset(parser.rules), outer
    closed = parser.take_if("\\end")
    ending = parser.raw() if closed else ""
    if known is None:
        shown: list[Node] = [Sign(f"\\begin{{{kind}}}", "word"), *as_body(rows)]
        return [*shown, Sign(f"\\end{{{ending}}}", "word")] if closed else shown
    if known.kind == "lines" and len(rows) == 1 == len(rows[0]):
        return list(rows[0][0].body)
    if known.kind == "lines":
        return [as_lines(rows)]
    aligned = "".join(re.findall(r"[lcr|]|(?<=[pmbX])(?=\{|$)", re.sub(r"@\{[^{}]*\}|[pmb]\{[^{}]*\}", "l", columns)))
    return [Grid(known.kind, rows, known.opening, known.closing, aligned, rules)]


def _stray_end(parser: Parser, name: str) -> list[Node]:
    return [Sign(f"\\end{{{parser.raw()}}}", "word")]


def _columns(parser: Parser, name: str) -> list[Node]:
    count = parser.raw()
    parser.raw()
    return [Columns(parser.argument(), min(int(count[:3]), 100) if count.isdecimal() else 1)]


def _delimiter_token(parser: Parser) -> str:
    token = parser.peek()
    if token == "{":
        group = parser.raw().strip()
        return words.DELIMITERS.get(group, group)
    token = parser.take_character()
    return words.DELIMITERS.get(token, token)


def _delimiter(parser: Parser, name: str) -> list[Node]:
    """`\\big(` and its like: the delimiter, of whatever size."""
    token = _delimiter_token(parser)
    kind: Kind = "open" if name[-1] == "l" else "close" if name[-1] == "r" else words.KINDS.get(token, "sign")
    if name[-1] == "m":
        kind = "relation"
    return [Sign(token, kind)] if token else []


def _fenced(parser: Parser, name: str) -> list[Node]:
    opening = _delimiter_token(parser)
    body = as_body(parser.rows(("\\right", "}", "\\end")))
    closing = _delimiter_token(parser) if parser.take_if("\\right") else ""
    return [Fenced(opening, body, closing)]


def _middle(parser: Parser, name: str) -> list[Node]:
    token = _delimiter_token(parser)
    return [Sign(token, "relation" if token in "|‖" else "sign")] if token else []


def _stray_right(parser: Parser, name: str) -> list[Node]:
    token = _delimiter_token(parser)
    return [Sign(token, "close")] if token else []


_SIZES = [f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]

ENVIRONMENT_COMMANDS: dict[str, Command] = {
    "begin": _environment,
    "end": _stray_end,
    "multicolumn": _columns,
    "left": _fenced,
    "middle": _middle,
    "right": _stray_right,
    **dict.fromkeys(_SIZES, _delimiter),
}
