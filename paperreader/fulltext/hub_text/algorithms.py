"""Algorithms as converters write them: numbered lines in a fence, with formulas that nothing delimits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Listing, Run, Runs, plain
from paperreader.fulltext.commonmark.line import merged
from paperreader.fulltext.commonmark.scripts import lowered, raised
from paperreader.fulltext.commonmark.set_aside import PLACEHOLDER, SetAside
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.hub_text.bare_tex import formulas_set_aside

_STEP = re.compile(r"\s*\d{1,3}:")
_TEX = re.compile(r"\\[A-Za-z]{2,}|[_^]\{")
_SHORT = re.compile(r"(?<![\w\\])([A-Za-z]_[A-Za-z0-9](?:\^[A-Za-z0-9*])?)(?![\w{^(])")
"""A letter with a script, `t_i`, which no delimiter and no macro shows to be a formula."""
_SCRIPT = re.compile(r"<(sup|sub)>([^<>\n]{1,40})</\1>")
_TAG = re.compile(r"</?(?:b|strong|i|em|code|span|sup|sub)>")
MIN_STEPS = 3
MAX_GAP = 4
"""Columns before a comment, which converters put far to the right."""


def read_algorithms(blocks: Sequence[Block], formulas: Formulas) -> list[Block]:
    """The blocks with formulas read in listings that are algorithms."""
    return [_read(block, formulas) if isinstance(block, Listing) else block for block in blocks]


def _read(block: Listing, formulas: Formulas) -> Listing:
    lines = [plain(line) for line in block.lines]
    if sum(bool(_STEP.match(line)) for line in lines) < MIN_STEPS or sum(map(bool, map(_TEX.search, lines))) < 2:
        return block
    return block._replace(lines=tuple(_line(line, formulas) for line in lines))


def _line(line: str, formulas: Formulas) -> Runs:
    set_aside = SetAside()
    text = _TAG.sub("", _SCRIPT.sub(_script, line.lstrip(" ")))
    indent = " " * min(len(line) - len(text), MAX_GAP * 8)
    parts = PLACEHOLDER.split(formulas_set_aside(text, set_aside))
    runs: list[Run] = []
    for part in parts:
        if PLACEHOLDER.match(part):
            runs.append(formulas.run(set_aside.get(part)))
        else:
            pieces = _SHORT.split(part)
            runs += [formulas.run(piece) if at % 2 else Run(piece) for at, piece in enumerate(pieces)]
    return ((Run(indent),) if indent and text else ()) + merged(runs)


def _script(found: re.Match[str]) -> str:
    if found[1] == "sup":
        return raised(found[2]) or f"^{found[2]}"
    return lowered(found[2]) or f"_{found[2]}"
