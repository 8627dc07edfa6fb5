"""The blocks of the invented papers as text, a line each: `python -m tests.papers.golden` writes the files again.

Formulas are shown as their TeX: how they are read is tested elsewhere. Look at the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
from paperreader.fulltext.html import parse_html
from tests.papers.make import ARXIV, PAPERS

HERE = Path(__file__).parent

_STYLES = {"strong": "**", "emphasis": "_", "strong emphasis": "**_", "code": "`", "math": "$"}


def read(name: str) -> Fulltext:
    """The text in the page of an invented paper."""
    return parse_html((HERE / f"{name}.html").read_bytes(), address=f"{ARXIV}/html/{PAPERS[name][0]}")


def readable(text: Fulltext) -> str:
    """The blocks, for people: kind, place, content, and the id in braces."""
    lines = [f"{text.source} {text.version}", *text.lacks]
    for block in text.blocks:
        lines += _lines(block)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    id = f"  {{{block.id}}}" if block.id else ""
    match block:
        case Heading():
            yield ""
            yield f"{'#' * block.level} {block.number} {_text(block.runs)}{id}"
        case Paragraph():
            place = f"{block.frame} {'>' * block.depth}{block.marker}".strip()
            yield f"paragraph {f'({place}) ' if place else ''}{_text(block.runs)}{id}"
        case Equation():
            yield f"equation {block.number} {block.tex}{id}"
        case Listing():
            yield f"listing {_text(block.caption)} {block.note}{id}"
            yield from (f"    |{_text(line)}" for line in block.lines)
        case Table():
            yield f"table {_text(block.caption)} {block.note}{id}"
            for row in block.rows:
                yield f"    {'--' if row.has_rule else '  '} " + " | ".join(map(_cell, row.cells))
        case Figure():
            yield f"figure {_text(block.caption)} {' '.join(block.images)}{id}"
        case Footnote():
            yield f"footnote {block.mark} {_text(block.runs)}{id}"
        case Reference():
            yield f"reference {block.label} {_text(block.runs)}{f' = {block.arxiv}' if block.arxiv else ''}{id}"


def _cell(cell: Cell) -> str:
    size = f" <{cell.columns}x{cell.rows}>" if cell.columns > 1 or cell.rows > 1 else ""
    return f"{'H ' if cell.is_header else ''}{cell.align[0]} {_text(cell.runs)}{size}"


def _text(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    sign = _STYLES.get(run.style, "")
    text = f"{sign}{run.tex or run.text}{sign[::-1]}"
    return f"[{text}]({run.target})" if run.target else text


if __name__ == "__main__":
    for name in PAPERS:
        (HERE / f"{name}.blocks.txt").write_text(readable(read(name)))
