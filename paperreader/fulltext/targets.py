"""What the references in a paper lead to.

Annotations are no strings here: named tuples are then made in half the time.
"""

from functools import cached_property
from typing import NamedTuple

from paperreader.fulltext.blocks import Block, Fulltext, Heading


class Target(NamedTuple):
    """A block that something refers to."""

    block: Block
    at: int | None
    """Its index in the text; None: it is no part of it (see `Fulltext.asides`)."""


class Targets:
    """The blocks of a text by id. They are looked at when one is first looked for."""

    def __init__(self, text: Fulltext) -> None:
        self._text = text

    @cached_property
    def _targets(self) -> dict[str, Target]:
        asides = {block.id: Target(block, None) for block in self._text.asides if block.id}
        blocks: dict[str, Target] = {}
        for index, block in enumerate(self._text.blocks):
            if block.id:
                blocks.setdefault(block.id, Target(block, index))
        return asides | blocks

    def find(self, reference: str) -> Target | None:
        """What `#S3.T1` leads to; None if the text does not have it.

        An id that is unknown may be of a part of something, such as of a line of an equation (`S3.E2.m1`). Then that is
        meant, unless it is a whole section.
        """
        id = reference.removeprefix("#")
        if (target := self._targets.get(id)) is not None:
            return target
        while "." in id:
            id = id.rpartition(".")[0]
            if (target := self._targets.get(id)) is not None:
                return None if isinstance(target.block, Heading) else target
        return None
