"""Blocks as text that can be compared: a line for each, and one for each of their rows. Formulas are shown as TeX.

`python -m tests.fulltext.block_lines` writes what the invented papers in `shapes` are read as: look at the difference
before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    Run,
    Runs,
    Table,
)
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.markdown import parse_markdown
from tests.fulltext.shapes import FOLDER, NAMES, source

_STYLE = {"strong": "**", "emphasis": "_", "strong emphasis": "**_", "code": "`", "math": "$"}


def block_lines(text: Fulltext) -> str:
    """A text as lines."""
    head = f"{text.source} {text.version} lacks: {'; '.join(text.lacks)}"
    asides = ["", "asides", *map(_block, text.asides)] if text.asides else []
    return "\n".join([head, "", *map(_block, text.blocks), *asides]) + "\n"


def what_is_read(name: str) -> str:
    """What a shape is read as, or why it is not."""
    try:
        return block_lines(parse_markdown(source(name)))
    except NoText as error:
        return f"no text: {error}\n"


def _block(block: Block) -> str:
    return "\n    ".join(line.rstrip() for line in _lines(block)) + (f"  #{block.id}" if block.id else "")


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {block.number} {_runs(block.runs)}"
        case Paragraph():
            yield f"{block.frame or 'text'}{' >' * block.depth} {block.marker} {_runs(block.runs)}"
        case Equation():
            yield f"{block.frame} equation {block.number} {block.tex}".strip()
        case Listing():
            yield f"listing [{block.note}] {_runs(block.caption)}"
            yield from map(_runs, block.lines)
        case Table():
            yield f"table [{block.note}] {_runs(block.caption)}"
            for row in block.rows:
                rules = "".join(f"--{first + 1}-{first + count} " for first, count in row.rules)
                yield ("--- " if row.has_rule else rules) + " | ".join(map(_cell, row.cells))
        case Figure():
            yield f"figure {_runs(block.caption)} {' '.join(block.images)}"
        case Footnote():
            yield f"footnote {block.mark}: {_runs(block.runs)}"
        case Reference():
            yield f"reference {block.label} {_runs(block.runs)} {block.arxiv}"


def _cell(cell: Cell) -> str:
    size = f" {cell.columns}×{cell.rows}" if cell.columns > 1 or cell.rows > 1 else ""
    return f"{'!' * cell.is_header}{_runs(cell.runs)} {cell.align[0]}{size}"


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    sign = _STYLE.get(run.style, "")
    text = f"{sign}{run.tex or run.text}{sign[::-1]}"
    return f"[{text}]({run.target})" if run.target else text


if __name__ == "__main__":
    for shape in NAMES:
        (FOLDER / f"{shape}.txt").write_text(what_is_read(shape), encoding="utf-8")
