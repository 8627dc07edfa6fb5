"""Figures and tables with their captions: what belongs to which."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeGuard

from paperreader.fulltext.blocks import Block, Figure, Footnote, Listing, Run, Runs, Table, plain
from paperreader.fulltext.latexml.tree import Element

FLOATS: Final = frozenset(["ltx_figure", "ltx_table", "ltx_float"])


class Float(NamedTuple):
    """The blocks of a float."""

    blocks: list[Block]
    places: list[int]
    """Where in them the content is that was at the same index before."""
    main: int
    """The index of the block with the caption."""


def take_captions(element: Element) -> list[Element]:
    """Removes the captions of a float from it, but leaves those of the floats inside it."""
    captions: list[Element] = []
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if "ltx_caption" in child.classes:
                captions.append(child)
                continue
            if not child.classes & FLOATS:
                captions += take_captions(child)
        kept.append(child)
    element.children = kept
    return captions


def arranged(content: list[Block], captions: list[Runs], id: str, images: tuple[str, ...]) -> Float:
    """The content of a float with its captions: figures in a figure become one, a table gets the caption.

    A table that has a name of its own keeps it (`Algorithm 1`), but not a part of the float (`(a)`).
    """
    content, beside = _with_captions_beside(content)
    whole = _with_caption(content, joined(captions), id, images)
    return whole._replace(places=[whole.places[at] for at in beside])


def _with_captions_beside(content: list[Block]) -> tuple[list[Block], list[int]]:
    """The content with captions in their tables that stand beside them in a float of their own; and its places."""
    blocks: list[Block] = []
    places: list[int] = []
    for block in content:
        last = blocks[-1] if blocks else None
        if isinstance(last, Table | Listing) and not last.caption and _is_caption(block):
            blocks[-1] = last._replace(caption=block.caption, id=block.id)
        elif isinstance(block, Table | Listing) and not block.caption and last and _is_caption(last):
            blocks[-1] = block._replace(caption=last.caption, id=last.id)
        else:
            blocks.append(block)
        places.append(len(blocks) - 1)
    return blocks, places


def _is_caption(block: Block) -> TypeGuard[Figure]:
    return isinstance(block, Figure) and bool(block.caption) and not block.images


def _with_caption(content: list[Block], caption: Runs, id: str, images: tuple[str, ...]) -> Float:
    if all(isinstance(block, Figure | Footnote) for block in content):
        return _one_figure(content, caption, id, images)
    places = list(range(len(content)))
    for at, block in enumerate(content):
        if isinstance(block, Table | Listing) and not images and not plain(block.caption)[:1].isalpha():
            captioned = block._replace(caption=joined([caption, block.caption]), id=id or block.id)
            return Float([*content[:at], captioned, *content[at + 1 :]], places, at)
    figures: list[Block] = [Figure(caption, images, id)] if caption or images else []
    return Float(content + figures, places, len(content) if figures else 0)


def _one_figure(content: list[Block], caption: Runs, id: str, images: tuple[str, ...]) -> Float:
    parts = [block for block in content if isinstance(block, Figure)]
    notes = [block for block in content if isinstance(block, Footnote)]
    for part in parts:
        images += part.images
        id = id or part.id
    caption = joined([caption, *(part.caption for part in parts)])
    figures: list[Block] = [Figure(caption, images, id)] if caption or images or parts else []
    at = iter(range(len(figures), len(content) + 1))
    return Float([*figures, *notes], [0 if isinstance(block, Figure) else next(at) for block in content], 0)


def joined(texts: list[Runs]) -> Runs:
    """Texts, one after the other."""
    runs: Runs = ()
    for text in filter(None, texts):
        runs = (*runs, Run(" "), *text) if runs else text
    return runs
