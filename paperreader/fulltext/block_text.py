"""The text of a block as one string: what a search looks through, and what the places of its matches count in."""

from __future__ import annotations

from collections.abc import Iterator

from paperreader.fulltext.blocks import Block, Equation, Figure, Listing, Run, Runs, Table, plain


def parts(block: Block) -> Iterator[Runs]:
    """The pieces of the block's text in order: the caption, then lines of code or cells of a table."""
    match block:
        case Equation():
            yield (Run(block.text, "math", tex=block.tex),)
        case Listing():
            yield block.caption
            yield from block.lines
        case Table():
            yield block.caption
            for row in block.rows:
                for cell in row.cells:
                    yield cell.runs
        case Figure():
            yield block.caption
        case _:
            yield block.runs


def block_text(block: Block) -> str:
    """The pieces with a line break between them."""
    return "\n".join(map(plain, parts(block)))


def formulas_in(block: Block) -> Iterator[tuple[int, int, str]]:
    """Where each formula begins and ends in the block's text, and its TeX."""
    at = 0
    for runs in parts(block):
        for run in runs:
            if run.tex:
                yield at, at + len(run.text), run.tex
            at += len(run.text)
        at += 1
