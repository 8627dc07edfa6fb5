"""The tree of a formula: what the parser makes of TeX, and what both writers read."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["letter", "number", "word", "sign", "function", "big", "binary", "relation", "open", "close", "comma"]
"""What a sign is to its neighbours; the spaces between them follow from it. `word`: an upright word or a text; `sign`:
one that stands close to both neighbours; `function`: `log`; `big`: a big operator, such as a sum."""


class Sign(NamedTuple):
    """A sign, a number, or letters in a row."""

    text: str
    kind: Kind = "letter"
    limits: bool = False
    """In displays its scripts stand above and below it."""


class Space(NamedTuple):
    """A space that the author asked for."""

    cells: int = 1
    is_thin: bool = False
    """It is not worth a cell in a script."""


class Phantom(NamedTuple):
    """Room for something that is not shown."""

    body: Row


class Group(NamedTuple):
    """What stands in braces: one thing to its neighbours."""

    body: Row


class Columns(NamedTuple):
    """The beginning of a cell that spans columns."""

    body: Row
    span: int


class Scripts(NamedTuple):
    """Something with what is lowered and raised beside it, or set below and above it."""

    base: Row
    lower: Row = ()
    upper: Row = ()
    limits: bool = False


class Fraction(NamedTuple):
    """One thing over another."""

    over: Row
    under: Row
    is_small: bool = False
    """It is written in a line in displays, too."""
    has_bar: bool = True
    opening: str = ""
    closing: str = ""


class Root(NamedTuple):
    """A root."""

    body: Row
    degree: Row = ()


class Accent(NamedTuple):
    """A mark above or below something."""

    name: str
    body: Row


class Brace(NamedTuple):
    """Something with a horizontal brace above or below it. A note at the brace is a script of this."""

    sign: str
    body: Row
    is_above: bool


class Fenced(NamedTuple):
    """What stands between delimiters that are as tall as it is."""

    opening: str
    body: Row
    closing: str


class Cell(NamedTuple):
    """A cell of a grid."""

    body: Row
    columns: int = 1


class Grid(NamedTuple):
    """Rows of cells: a matrix, cases, aligned lines."""

    kind: Literal["matrix", "cases", "lines"]
    rows: tuple[tuple[Cell, ...], ...]
    opening: str = ""
    closing: str = ""
    columns: str = ""
    """How they are aligned: `l`, `c` or `r` each; a `|` is a rule."""
    rules: frozenset[int] = frozenset()
    """The rows that have a rule above them."""


def in_a_row(cells: tuple[Cell, ...]) -> Row:
    """The cells of a line that was aligned; every other one begins something new."""
    nodes: list[Node] = []
    for at, cell in enumerate(cells):
        if at and at % 2 == 0 and cell.body:
            nodes.append(Space(2))
        nodes += cell.body
    return tuple(nodes)


class Tag(NamedTuple):
    """The number of a formula, as its author set it."""

    body: Row
    is_bare: bool = False


Node = Sign | Space | Phantom | Group | Columns | Scripts | Fraction | Root | Accent | Brace | Fenced | Grid | Tag
Row = tuple[Node, ...]
