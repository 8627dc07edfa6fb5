"""The blocks of a stored text, each read from its bytes when it is looked at: a screen needs only a few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from paperreader.fulltext.blocks import Block, Heading

MAX_KEPT_BLOCKS = 96
"""Blocks that are kept once they are read: as objects they take several times the memory of their bytes."""


class LazyBlocks(Sequence[Block]):
    """Equal to a tuple of the same blocks."""

    def __init__(self, lines: Sequence[bytes], read: Callable[[bytes], Block], headings: Sequence[int]) -> None:
        """`read`: makes the block of a line; `headings`: which lines are headings."""
        self._lines, self._read, self._headings = lines, read, headings
        self._kept: dict[int, Block] = {}
        self.sizes = [*map(len, lines)]
        """The bytes of each line: what can be known of a block before it is read."""

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Block, ...]: ...
    def __getitem__(self, index: int | slice) -> Block | tuple[Block, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        block = self._kept.get(index)
        if block is None:
            block = self._read(self._lines[index])
            if len(self._kept) >= MAX_KEPT_BLOCKS:
                del self._kept[next(iter(self._kept))]  # the one that was read first
            self._kept[index] = block
        return block

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, LazyBlocks) else other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def headings(self) -> Iterator[tuple[int, Heading]]:
        """See the function `headings`."""
        for index in self._headings:
            block = self[index]
            if isinstance(block, Heading):
                yield index, block


def headings(blocks: Sequence[Block]) -> Iterator[tuple[int, Heading]]:
    """Where the headings among the blocks are; of a stored text nothing else is read."""
    if isinstance(blocks, LazyBlocks):
        return blocks.headings()
    return ((index, block) for index, block in enumerate(blocks) if isinstance(block, Heading))
