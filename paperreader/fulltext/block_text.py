"""The text of a block: its pieces, and all of them as one string, which the places of matches count in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paperreader.fulltext.blocks import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    plain,
)


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


def with_runs(block: Block, change: Callable[[Runs], Runs]) -> Block:
    """The block with its runs changed, piece by piece; an equation has none."""
    match block:
        case Heading() | Paragraph() | Footnote() | Reference():
            return block._replace(runs=change(block.runs))
        case Listing():
            return block._replace(lines=tuple(map(change, block.lines)), caption=change(block.caption))
        case Table():
            rows = tuple(row._replace(cells=tuple(_changed(cell, change) for cell in row.cells)) for row in block.rows)
            return block._replace(rows=rows, caption=change(block.caption))
        case Figure():
            return block._replace(caption=change(block.caption))
        case Equation():
            return block


def _changed(cell: Cell, change: Callable[[Runs], Runs]) -> Cell:
    return cell._replace(runs=change(cell.runs)) if cell.runs else cell
