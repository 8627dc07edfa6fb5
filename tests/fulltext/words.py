"""The words of a text and of its blocks, formulas aside, to see that none was lost."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

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
    Runs,
    Table,
)

_WORD = re.compile(r"[^\W\d_]{3,}")
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<!\\)\$[^$\n]+?(?<!\\)\$|\\[A-Za-z]+", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(```|~~~)[^\n]*\n.*?^ {0,3}\1[^\n]*$", re.DOTALL | re.MULTILINE)
_HIDDEN = re.compile(
    r"<!--.*?-->"
    r"|!\[[^\]\n]*\]\([^()\n]*\)"  # a picture
    r"|\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"(?:[^\"\\]|\\.)*\")?\)"  # where a link leads
    r"|</?[A-Za-z][^<>\n]*>|https?://[^\s<>\])]+",
    re.DOTALL,
)


def words(text: str) -> Counter[str]:
    """The words of Markdown, without formulas, addresses and tags."""
    shown = html.unescape(_HIDDEN.sub(" ", _FORMULA.sub(" ", _FENCE.sub(" ", text))))
    return Counter(_WORD.findall(re.sub(r"[*`\\\u00ad]", "", shown)))


def words_of(text: Fulltext) -> Counter[str]:
    """The words of all blocks."""
    shown = " ".join(_texts([*text.blocks, *text.asides]))
    return Counter(_WORD.findall(re.sub(r"[⁰¹²³⁴-⁹ᵃ]", " ", shown)))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield f"{block.number} {_text(block.runs)}"
            case Paragraph():
                yield f"{block.marker} {_text(block.runs)}"
            case Footnote():
                yield _text(block.runs)
            case Reference():
                yield f"{block.label} {_text(block.runs)}"
            case Figure():
                yield _text(block.caption)
            case Table():
                yield _text(block.caption)
                yield from (_text(cell.runs) for row in block.rows for cell in row.cells)
            case Listing():
                yield _text(block.caption)
                yield from (_text(line) for line in block.lines)
            case Equation():
                yield f"{block.tex} {block.text}"


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs) + "".join(f" {run.tex}" for run in runs if run.tex)
