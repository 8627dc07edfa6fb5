"""Blocks as bytes, for the store: a line of compact JSON each, which is read when the block is first looked at.

The store compresses them together with what they were made of.
"""

from __future__ import annotations

import json
import zlib
from itertools import chain
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
from paperreader.fulltext.lazy_blocks import LazyBlocks

HEADING = b'["h",'
"""Begins the line of a heading."""
FORMAT = 1
"""Where the checksum begins to count. Lines of another form get another number: they are refused, not misread."""


def encode(text: Fulltext) -> bytes:
    """The text as bytes that `decode` reads. A named tuple is written as a list, without defaults at its end."""
    lines = b"".join(b"\n" + _line(_written(block)) for block in chain(text.blocks, text.asides))
    about = [len(text.blocks), text.source, text.version, text.lacks, zlib.crc32(lines, FORMAT)]
    return _line(about) + lines


def decode(data: bytes) -> Fulltext:
    """The text in bytes of `encode`. Raises ValueError, TypeError, LookupError or RecursionError for any others.

    Only what has a checksum is known to be whole without reading all of it.
    """
    first, *lines = data.split(b"\n")
    count, source, version, lacks, *checksum = json.loads(first)
    if len(lines) < count:
        raise ValueError("the end is missing")
    if checksum and checksum[0] != zlib.crc32(memoryview(data)[len(first) :], FORMAT):
        raise ValueError("damaged, or of another version")
    headings = [index for index, line in enumerate(lines[:count]) if line.startswith(HEADING)]
    blocks, asides = LazyBlocks(lines[:count], _block, headings), LazyBlocks(lines[count:], _block, ())
    if not checksum:
        return Fulltext(tuple(blocks), tuple(asides), source, version, tuple(lacks))
    return Fulltext(blocks, asides, source, version, tuple(lacks))


def _line(value: list[Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _block(line: bytes) -> Block:
    return _read(json.loads(line))


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
