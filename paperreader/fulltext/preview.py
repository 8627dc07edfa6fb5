"""What a reference in a paper leads to, as far as it is shown beside the reference.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperreader.fulltext.blocks import (
    Block,
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
    plain,
)
from paperreader.fulltext.contents import split_caption
from paperreader.fulltext.targets import Target, Targets

MAX_BLOCKS = 12
"""So many blocks of a section, or of a theorem, are shown."""
MISSING = "The source does not have it."
ADDRESS = re.compile(r"https?://[^\s<>\"”’]*[^\s<>\"”’.,;:!?)\]}]")
PAPER = re.compile(
    r"https?://(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers)/(\d{4}\.\d{4,5})(?!\d)"
)
DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"”’]*[^\s<>\"”’.,;:!?)\]}]")


class Preview(NamedTuple):
    """What a reference leads to."""

    title: str
    blocks: tuple[Block, ...]
    at: int | None = None
    """The index of the first block in the text; None: there is nothing to go to."""
    address: str = ""
    """What a browser opens; empty if that is not known."""
    arxiv: str = ""
    """The arXiv id of a cited paper."""
    is_missing: bool = False
    """The source does not have it."""
    is_link: bool = False
    """It is no part of the text, but a page of the web."""


def preview(text: Fulltext, targets: Targets, reference: str, shown: str, *, page: str) -> Preview:
    """What a reference of the text leads to.

    `reference`: `#` and an id, or an address. `shown`: how it reads in the text. `page`: the web page of the text.
    """
    title = " ".join(shown.split()).strip("[]() ") or "Link"
    if not reference.startswith("#"):
        paper = PAPER.match(reference)
        return Preview(
            "Link", (Paragraph((Run(reference),)),), None, reference, paper[1] if paper else "", is_link=True
        )
    place = f"{page}{reference}" if page and text.source == "arxiv" else page
    target = targets.find(reference)
    if target is None:
        return Preview(title, (Paragraph((Run(MISSING),)),), address=place, is_missing=True)
    block = target.block
    address = _address_in(block.runs, block.arxiv) if isinstance(block, Reference) else place
    if isinstance(block, Figure) and block.images:
        address = block.images[0]
    arxiv = block.arxiv if isinstance(block, Reference) else ""
    return Preview(name_of(block) or title, tuple(_shown(text, target)), target.at, address, arxiv)


def name_of(block: Block) -> str:
    """What the block is called: `Table 3`, `Equation (2)`, `[19]`; empty if it has no name."""
    match block:
        case Heading():
            return f"Section {block.number}" if block.number else "Section"
        case Equation():
            return f"Equation {block.number}".strip()
        case Table():
            return split_caption(block.caption)[0] or "Table"
        case Figure():
            return split_caption(block.caption)[0] or "Figure"
        case Listing():
            return split_caption(block.caption)[0] or "Listing"
        case Footnote():
            return f"Note {block.mark}".strip()
        case Reference():
            return block.label or "Reference"
        case Paragraph() if block.frame in ("theorem", "proof") and block.runs and "strong" in block.runs[0].style:
            return block.runs[0].text.strip().rstrip(".:")
    return ""


def _shown(text: Fulltext, target: Target) -> Iterator[Block]:
    """The block; of a section its first blocks, of a theorem all of it. What a note is called is in the title."""
    block = target.block
    if isinstance(block, Reference | Footnote):
        yield Paragraph(block.runs)
        return
    yield block
    if target.at is not None and isinstance(block, Heading | Paragraph):
        rest = text.blocks[target.at + 1 : target.at + MAX_BLOCKS]
        yield from _up_to_end(block, rest)


def _up_to_end(first: Heading | Paragraph, blocks: Sequence[Block]) -> Iterator[Block]:
    """What goes on after a heading, up to the next one, or after the first paragraph of a theorem or list item."""
    for block in blocks:
        if isinstance(first, Heading):
            if isinstance(block, Heading):
                return
        elif not _goes_on(first.frame, block):
            return
        yield block


def _goes_on(frame: str, block: Block) -> bool:
    """Whether a block is in the same theorem, proof or quote, and does not begin the next one."""
    if not frame or not isinstance(block, Paragraph | Equation) or block.frame != frame:
        return False
    return isinstance(block, Equation) or not name_of(block)


def _address_in(runs: Runs, arxiv: str) -> str:
    """Where a cited paper is found on the web."""
    if arxiv:
        return f"https://arxiv.org/abs/{arxiv}"
    text = plain(runs)
    if links := [run.target for run in runs if run.target.startswith("http")]:
        return links[0]
    if found := ADDRESS.search(text):
        return found[0]
    return f"https://doi.org/{found[0]}" if (found := DOI.search(text)) else ""
