"""The parser of formulas: tokens -> a tree. It takes any TeX; what it does not know becomes signs that show it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from paperreader.text import symbols
from paperreader.text.formula import vocabulary as words
from paperreader.text.formula.cursor import Cursor
from paperreader.text.formula.nodes import (
    Accent,
    Brace,
    Cell,
    Columns,
    Fraction,
    Grid,
    Group,
    Node,
    Row,
    Scripts,
    Sign,
    Space,
    Tag,
)
from paperreader.text.formula.tokens import TooLong, tokenize

MAX_DEPTH = 60
"""How deep groups may be nested."""
Command = Callable[["Parser", str], list[Node]]
"""Reads what follows a command, whose name it gets."""


def as_body(rows: tuple[tuple[Cell, ...], ...]) -> Row:
    """Rows as what they are if there is but one, else as a grid."""
    return rows[0][0].body if len(rows) == 1 == len(rows[0]) else (as_lines(rows),)


def as_lines(rows: tuple[tuple[Cell, ...], ...]) -> Grid:
    """Rows as aligned lines: a sum goes on with the sign after a `&`."""
    return Grid("lines", tuple(tuple(_going_on(cell) if at else cell for at, cell in enumerate(row)) for row in rows))


def _going_on(cell: Cell) -> Cell:
    first = cell.body[0] if cell.body else None
    if isinstance(first, Sign) and first.kind == "binary":
        return cell._replace(body=(first._replace(kind="relation"), *cell.body[1:]))
    return cell


class Parser(Cursor):
    """Reads tokens from left to right. What follows a command is read by a function of `commands`."""

    def __init__(self, tokens: list[str], commands: Mapping[str, Command], depth: int = 0) -> None:
        super().__init__(tokens)
        self.commands = commands
        self.depth = depth
        self.font = ""
        """The style of letters, as Unicode names it: `BOLD`."""
        self.rules: set[int] = set()
        """Rows of the grid that is being read that have a rule above them."""

    def formula(self) -> Row:
        """Everything."""
        return as_body(self.rows(()))

    def inner(self, tex: str) -> Row:
        """A piece of TeX that was taken as text."""
        return Parser(tokenize(tex), self.commands, self.depth).formula()

    # --- rows

    def rows(self, ends: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
        """Cells between `&`, in rows between `\\\\`, up to one of the ends, which is not taken."""
        rows: list[tuple[Cell, ...]] = []
        cells: list[Cell] = []
        font = self.font
        while True:
            body = self.row(("&", "\\\\", "\\cr", "\\newline", *ends))
            self.font = font
            columns = 1
            if body and isinstance(body[0], Columns):
                columns, body = body[0].span, body[0].body + body[1:]
            cells.append(Cell(body, columns))
            end = self.peek()
            if end == "&":
                self.at += 1
                continue
            rows.append(tuple(cells))
            cells = []
            if end not in ("\\\\", "\\cr", "\\newline"):
                break
            self.at += 1
            if self.peek() == "*":
                self.at += 1
            if self.at < len(self.tokens) and self.tokens[self.at] == "[":
                self.optional(length_only=True)
            self.take_rules(len(rows))
        if len(rows) > 1 and rows[-1] == (Cell(()),):
            rows.pop()
        return tuple(rows)

    def take_rules(self, row: int) -> None:
        """Takes the rules above a row of a grid."""
        while (token := self.peek()) in words.RULES:
            self.at += 1
            if words.RULES[token]:
                self.raw()
            self.rules.add(row)

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLong("nested too deep")

    def row(self, ends: tuple[str, ...]) -> Row:
        """Nodes up to one of the ends, which is not taken."""
        self.enter()
        nodes: list[Node] = []
        while (token := self.peek()) and token not in ends:
            if token in ("^", "_") or token[0] == "'":
                self.scripts(nodes)
            elif token in ("\\over", "\\atop", "\\choose", "\\brack", "\\brace"):
                self.at += 1
                over, under = tuple(nodes), self.row(ends)
                nodes = [_divided(token, over, under)]
            elif token in ("\\limits", "\\nolimits", "\\displaylimits"):
                self.at += 1
                last = nodes[-1] if nodes else None
                if isinstance(last, Scripts | Sign):
                    nodes[-1] = last._replace(limits=token == "\\limits")
            else:
                nodes += self.node()
        self.depth -= 1
        return tuple(nodes)

    def scripts(self, nodes: list[Node]) -> None:
        """Adds what is raised or lowered to the last of the nodes."""
        mark = self.take()
        last = nodes[-1] if nodes else None
        if mark[0] == "'":
            new: Row = (Sign({1: "′", 2: "″", 3: "‴"}.get(len(mark), "′" * len(mark)), "sign"),)
        else:
            new = self.argument()
        raised = mark != "_"
        if isinstance(last, Scripts) and raised and _is_primes(last.upper):
            nodes[-1] = last._replace(upper=last.upper + new)
            return
        if isinstance(last, Scripts) and not raised and not last.lower:
            nodes[-1] = last._replace(lower=new)
            return
        base: Row = ()
        if last is not None and not isinstance(last, Space | Tag):
            base = (nodes.pop(),)
            if isinstance(last, Sign) and len(last.text) > 1 and last.kind == "letter" and last.text.isalpha():
                first, second = _split_last(last.text)
                if first:
                    nodes.append(last._replace(text=first))
                base = (last._replace(text=second),)
        limits = isinstance(last, Brace) or (isinstance(last, Sign) and last.limits)
        nodes.append(Scripts(base, () if raised else new, new if raised else (), limits))

    def argument(self) -> Row:
        """A group, or the next thing where there are no braces."""
        token = self.peek()
        if token == "{":
            self.at += 1
            return self.group()
        if token in ("", "}", "&", "\\\\", "\\end", "\\right"):
            return ()
        if len(token) > 1 and token[0] != "\\" and token[0] != "'":
            return self.plain(self.take_character())
        if token in ("^", "_"):
            self.at += 1
            return (Sign(token, "sign"),)
        self.enter()
        nodes = tuple(self.node())
        self.depth -= 1
        return nodes

    def group(self) -> Row:
        """What stands in the braces of which the first is taken."""
        font = self.font
        rows = self.rows(("}", "\\end"))
        self.font = font
        self.take_if("}")
        return as_body(rows)

    # --- nodes

    def node(self) -> list[Node]:
        """What the next token begins."""
        token = self.take()
        if token == "{":
            body = self.group()
            return [Group(body)]
        if token[0] == "\\" and len(token) > 1:
            return self.command(token[1:])
        return list(self.plain(token))

    def plain(self, text: str) -> Row:
        """Characters that are no command."""
        first = text[0]
        if first.isalpha():
            return (Sign(symbols.styled(self.font, text), "letter"),)
        if first.isdigit():
            return (Sign(symbols.styled(self.font, text), "number"),)
        if first in ":" and self.peek() == "=":
            self.at += 1
            return (Sign(":=", "relation"),)
        if first == "~":
            return (Space(),)
        if first == "-" and re.fullmatch("[A-Za-z]{4,}", self.tokens[self.at] if self.at < len(self.tokens) else ""):
            return (Sign("-"),)  # `k-means`
        return (Sign(words.CHARACTERS.get(text, text), words.KINDS.get(first, "sign")),)

    def command(self, name: str) -> list[Node]:
        """The nodes of a command whose name is taken."""
        if name in words.SIGN_KINDS:
            sign = symbols.SIGNS[name]
            kind = words.SIGN_KINDS[name]
            return [Sign(symbols.styled(self.font, sign) if kind == "letter" else sign, kind, _has_limits(sign, kind))]
        if name in symbols.FUNCTIONS or name in words.FUNCTION_TEXTS:
            return [Sign(words.FUNCTION_TEXTS.get(name, name), "function", name in symbols.LIMIT_FUNCTIONS)]
        if name in words.SPACES:
            space = words.SPACES[name]
            return [space] if space else []
        if name in words.ESCAPED:
            return [Sign(words.ESCAPED[name], words.KINDS.get(words.ESCAPED[name], "sign"))]
        if command := self.commands.get(name.rstrip("*")):
            return command(self, name)
        if name in words.ACCENTS:
            return [Accent(name, self.argument())]
        return self.unknown(name)

    def unknown(self, name: str) -> list[Node]:
        """A macro that nobody told us about, with its arguments in their braces."""
        nodes: list[Node] = [Sign(f"\\{name}", "word")]
        while self.at < len(self.tokens) and self.tokens[self.at] == "{":
            self.at += 1
            nodes += [Sign("{", "open"), *self.group(), Sign("}", "close")]
        return nodes


def _is_primes(row: Row) -> bool:
    """Whether it is nothing but primes, or nothing at all: a superscript can follow."""
    return all(isinstance(node, Sign) and not node.text.strip("′″‴") for node in row)


def _has_limits(sign: str, kind: str) -> bool:
    return kind == "big" and sign not in symbols.INTEGRALS


def _split_last(text: str) -> tuple[str, str]:
    """All but the last letter, and that with its marks."""
    at = len(text) - 1
    while at and unicodedata.combining(text[at]):
        at -= 1
    return text[:at], text[at:]


def _divided(name: str, over: Row, under: Row) -> Node:
    fences = {"\\choose": "()", "\\brack": "[]", "\\brace": "{}"}.get(name)
    if fences:
        return Fraction(over, under, False, False, *fences)
    return Fraction(over, under, has_bar=name == "\\over")
