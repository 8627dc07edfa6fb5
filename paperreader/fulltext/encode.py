"""Blocks as bytes, for the store: a line of compact JSON each, so that reading them never takes their memory twice.

The store compresses them together with what they were made of.
"""

from __future__ import annotations

import json
from typing import Any

from paperreader.fulltext.blocks import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Runs,
    Table,
)


def encode(text: Fulltext) -> bytes:
    """The text as bytes that `decode` reads. A named tuple is written as a list, without defaults at its end."""
    about = [len(text.blocks), text.source, text.version, text.lacks]
    lines = [about, *map(_written, text.blocks), *map(_written, text.asides)]
    return b"\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() for line in lines)


def decode(data: bytes) -> Fulltext:
    """The text in bytes of `encode`. Raises ValueError, TypeError, LookupError or RecursionError for any others."""
    first, *lines = data.split(b"\n")
    count, source, version, lacks = json.loads(first)
    blocks = tuple(_read(json.loads(line)) for line in lines)
    if len(blocks) < count:
        raise ValueError("the end is missing")
    return Fulltext(blocks[:count], blocks[count:], source, version, tuple(lacks))


def _written(block: Block) -> list[Any]:
    match block:
        case Heading():
            return ["h", *_short(block, _runs(block.runs))]
        case Paragraph():
            return ["p", *_short(block, _runs(block.runs))]
        case Equation():
            return ["e", *_without_defaults(list(block), Equation._field_defaults.values())]
        case Listing():
            return ["l", [_runs(line) for line in block.lines], _runs(block.caption), *block[2:]]
        case Table():
            return ["t", [_row(row) for row in block.rows], _runs(block.caption), *block[2:]]
        case Figure():
            return ["f", _runs(block.caption), *block[1:]]
        case Footnote():
            return ["n", _runs(block.runs), *block[1:]]
        case Reference():
            return ["r", _runs(block.runs), *block[1:]]


def _short(block: Heading | Paragraph, runs: list[Any]) -> list[Any]:
    return _without_defaults([runs, *block[1:]], type(block)._field_defaults.values())


def _row(row: Row) -> list[Any]:
    cells = [_without_defaults([_runs(cell.runs), *cell[1:]], Cell._field_defaults.values()) for cell in row.cells]
    return _without_defaults([cells, *row[1:]], Row._field_defaults.values())


def _runs(runs: Runs) -> list[Any]:
    """Plain text as a string, everything else as a list."""
    return [run.text if run[1:] == ("", "", "") else _without_defaults(list(run), ("", "", "")) for run in runs]


def _without_defaults(values: list[Any], defaults: Any) -> list[Any]:
    ends = list(defaults)
    while ends and values[-1] == ends[-1]:
        values.pop()
        ends.pop()
    return values


def _read(parts: list[Any]) -> Block:
    kind, first, *rest = parts
    match kind:
        case "h":
            return Heading(_read_runs(first), *rest)
        case "p":
            return Paragraph(_read_runs(first), *rest)
        case "e":
            text, lines, *more = rest
            return Equation(first, text, tuple(lines), *more)
        case "l":
            caption, *more = rest
            return Listing(tuple(map(_read_runs, first)), _read_runs(caption), *more)
        case "t":
            caption, *more = rest
            return Table(tuple(map(_read_row, first)), _read_runs(caption), *more)
        case "f":
            images, *more = rest
            return Figure(_read_runs(first), tuple(images), *more)
        case "n":
            return Footnote(_read_runs(first), *rest)
        case "r":
            return Reference(_read_runs(first), *rest)
        case _:
            raise ValueError(f"no block is called {kind!r}")


def _read_row(row: list[Any]) -> Row:
    cells, has_rule, rules = (*row, False, ())[:3] if len(row) == 1 else (*row, ())[:3]
    parts = tuple(Cell(_read_runs(runs), *rest) for runs, *rest in cells)
    return Row(parts, has_rule, tuple((first, columns) for first, columns in rules))


def _read_runs(runs: list[Any]) -> Runs:
    return tuple(Run(run) if isinstance(run, str) else Run(*run) for run in runs)
