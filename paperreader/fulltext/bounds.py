"""Bounds what a text can cost its reader, whatever its source says: blocks are laid out and searched between keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from paperreader.fulltext.blocks import (
    Block,
    Cell,
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

MAX_BLOCKS: Final = 8_000
MAX_RUNS: Final = 100_000
"""Of a whole text."""
MAX_CHARS, MAX_RUNS_TOGETHER = 8_000, 1_000
"""Of a paragraph: a longer one goes on in another. Of a heading, a cell, a line of code: the rest is cut."""
MAX_CELLS, MAX_CHARS_OF_CELLS = 8_000, 200_000
"""Of a table, or lines of a listing."""
END_IS_MISSING: Final = "only its beginning is shown"
"""Of a text, as `Fulltext.lacks` says it, or of a block."""


def bounded(text: Fulltext) -> Fulltext:
    """The text with long paragraphs in several, and without what is more than anything can show."""
    blocks, asides = _kept(text.blocks), _kept(text.asides)
    is_whole = len(blocks) < MAX_BLOCKS and sum(map(_runs_in, blocks)) < MAX_RUNS
    lacks = text.lacks if is_whole else (*text.lacks, END_IS_MISSING)
    return text._replace(blocks=blocks, asides=asides, lacks=lacks)


def _kept(blocks: Sequence[Block]) -> tuple[Block, ...]:
    kept: list[Block] = []
    runs = 0
    for piece in (piece for block in blocks for piece in _pieces(block)):
        kept.append(piece)
        runs += _runs_in(piece)
        if len(kept) == MAX_BLOCKS or runs >= MAX_RUNS:
            break
    return tuple(kept)


def _pieces(block: Block) -> Iterator[Block]:
    match block:
        case Paragraph() | Footnote() | Reference():
            runs, *others = _split(block.runs)
            yield block if not others else block._replace(runs=runs)
            depth, frame = (block.depth, block.frame) if isinstance(block, Paragraph) else (0, "")
            yield from (Paragraph(each, "", depth, "", frame) for each in others)
        case Heading():
            yield block._replace(runs=_beginning(block.runs))
        case Listing():
            lines = _first_lines(block)
            is_whole = lines == block.lines
            yield block if is_whole else block._replace(lines=lines, note=_noted(block.note))
        case Table():
            rows = _first_rows(block)
            is_whole = rows == block.rows
            yield block if is_whole else block._replace(rows=rows, note=_noted(block.note))
        case _:
            yield block


def _noted(note: str) -> str:
    return f"{note}; {END_IS_MISSING}" if note else END_IS_MISSING


def _runs_in(block: Block) -> int:
    match block:
        case Listing():
            return sum(map(len, block.lines))
        case Table():
            return sum(len(cell.runs) for row in block.rows for cell in row.cells)
        case Heading() | Paragraph() | Footnote() | Reference():
            return len(block.runs)
        case _:
            return 1


def _first_lines(listing: Listing) -> tuple[Runs, ...]:
    lines: list[Runs] = []
    left = MAX_CHARS_OF_CELLS
    for line in listing.lines:
        if left <= 0:
            break
        lines.append(_beginning(line))
        left -= sum(len(run.text) for run in lines[-1])
    return tuple(lines)


def _first_rows(table: Table) -> tuple[Row, ...]:
    rows: list[Row] = []
    cells, left = MAX_CELLS, MAX_CHARS_OF_CELLS
    for row in table.rows:
        if cells < len(row.cells) or left <= 0:
            break
        kept = tuple(_short(cell) for cell in row.cells)
        rows.append(row if kept == row.cells else row._replace(cells=kept))
        cells -= len(kept)
        left -= sum(len(run.text) for cell in kept for run in cell.runs)
    return tuple(rows)


def _short(cell: Cell) -> Cell:
    runs = _beginning(cell.runs)
    return cell if runs is cell.runs else cell._replace(runs=runs)


def _beginning(runs: Runs) -> Runs:
    first, *others = _split(runs)
    return (*first, Run(" …")) if others else runs


def _split(runs: Runs) -> list[Runs]:
    """The runs in pieces that are short enough, broken at a blank where there is one."""
    if len(runs) <= MAX_RUNS_TOGETHER and sum(len(run.text) for run in runs) <= MAX_CHARS:
        return [runs]
    pieces: list[Runs] = []
    piece: list[Run] = []
    chars = 0
    for run in runs:
        rest = run
        while rest.text:
            room = MAX_CHARS - chars
            if piece and (room <= 0 or len(piece) == MAX_RUNS_TOGETHER or (rest.tex and len(rest.text) > room)):
                pieces.append(tuple(piece))
                piece, chars = [], 0
                continue
            if len(rest.text) <= room or rest.tex:
                piece.append(rest)
                chars += len(rest.text)
                break
            at = rest.text.rfind(" ", 0, room) + 1 or room
            piece.append(rest._replace(text=rest.text[:at]))
            rest = rest._replace(text=rest.text[at:])
            pieces.append(tuple(piece))
            piece, chars = [], 0
    return [*pieces, tuple(piece)] if piece else pieces or [runs]
