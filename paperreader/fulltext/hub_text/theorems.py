"""Theorems and proofs: the source has their names as headings or in bold, and nothing tells where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Equation, Footnote, Frame, Heading, Paragraph, Run, Runs, plain
from paperreader.fulltext.commonmark.line import merged

_KINDS = (
    r"theorem|lemma|proposition|corollary|definition|remark|assumption|claim|conjecture|example|fact|observation|"
    r"hypothesis|property|problem"
)
_NAME = re.compile(rf"(?:{_KINDS}|(?:sketch of )?(?:the )?proof)\b", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?:{_KINDS})\s(?:[A-Z]\.?)?\d{{1,3}}(?:\.\d{{1,3}})*\b", re.IGNORECASE)
_PROOF = re.compile(r"(?:sketch of )?(?:the )?proof\b", re.IGNORECASE)
_END_OF_PROOF = re.compile(r"(?:[∎□■◻◼⬜▢]|Q\.E\.D\.)\W*$")
_SENTENCE_END = re.compile(r"[.!?…][)\]”’\"]*$")
LOWEST = 6
"""The level of Markdown at which the Hub's texts have the names of theorems."""
MAX_BLOCKS = 120
"""A longer proof is taken for one whose end is not marked."""


def with_names(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with names that are headings as the beginning of the paragraphs behind them, which get a frame."""
    found: list[Block] = []
    frame: Frame = ""
    name: Runs = ()
    for block in blocks:
        if isinstance(block, Heading) and block.level == LOWEST and (kind := _NAME.match(plain(block.runs))):
            if name:
                found.append(Paragraph(name, frame=frame))
            frame = _frame_of(kind[0])
            name = merged(run if run.style == "math" else run._replace(style="strong") for run in block.runs)
        elif name and isinstance(block, Paragraph) and not block.marker:
            found.append(block._replace(runs=(*name, Run(" "), *block.runs), frame=frame))
            name = ()
        else:
            if name:
                found.append(Paragraph(name, frame=frame))
                name = ()
            found.append(block)
    return [*found, Paragraph(name, frame=frame)] if name else found


def with_frames(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a frame around all of each theorem and proof, as far as it can be told."""
    found = list(blocks)
    at = 0
    while at < len(found):
        frame = _begins(found[at])
        end = _end(found, at, frame) if frame else at
        for index in range(at, end):
            block = found[index]
            if isinstance(block, Paragraph | Equation) and not block.frame:
                found[index] = block._replace(frame=frame)
        at = max(at + 1, end)
    return found


def _frame_of(name: str) -> Frame:
    return "proof" if _PROOF.match(name) else "theorem"


def _begins(block: Block) -> Frame:
    """What a block is the beginning of; empty: neither."""
    if not isinstance(block, Paragraph) or block.marker or not block.runs or block.frame == "quote":
        return ""
    text, first = plain(block.runs), block.runs[0]
    if block.frame in ("theorem", "proof") and "strong" in first.style:
        return block.frame
    if first.style in ("emphasis", "strong emphasis", "strong") and _PROOF.match(text):
        return "proof"
    return "theorem" if "strong" in first.style and _NUMBERED.match(text) else ""


def _end(blocks: Sequence[Block], start: int, frame: Frame) -> int:
    """The index behind the last block of a theorem or proof."""
    last = min(len(blocks), start + MAX_BLOCKS)
    stop = next(
        (at for at in range(start + 1, last) if isinstance(blocks[at], Heading) or _begins(blocks[at])),
        last,
    )
    if frame == "proof":
        for at in range(start, stop):
            if _END_OF_PROOF.search(block_text(blocks[at])):
                return at + 1
        if not getattr(blocks[start], "frame", ""):
            return start  # most of it would have none
    end = at = start + 1
    while at < stop and (isinstance(blocks[at], Footnote) or _goes_on(blocks[end - 1], blocks[at])):
        at += 1
        end = end if isinstance(blocks[at - 1], Footnote) else at
    return end


def _goes_on(above: Block, block: Block) -> bool:
    """Whether a block goes on with the sentence or the list above it."""
    text = above.tex.rstrip() if isinstance(above, Equation) else block_text(above).rstrip()
    is_open = not _SENTENCE_END.search(text)
    if isinstance(block, Equation):
        return is_open and isinstance(above, Paragraph)
    if not isinstance(block, Paragraph):
        return False
    if block.marker:
        return text.endswith(":") or (isinstance(above, Paragraph) and bool(above.depth))
    if block.goes_on:
        return True
    first = block.runs[0] if block.runs else Run("")
    if first.style == "math":
        return is_open and isinstance(above, Equation)
    return first.text.lstrip()[:1].islower() or (is_open and isinstance(above, Paragraph))
