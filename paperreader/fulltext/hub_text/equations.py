"""Paragraphs that are nothing but a formula, with its number: `x=y,(3)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperreader.fulltext.blocks import Block, Equation, Paragraph, Run, plain
from paperreader.fulltext.formulas import Formulas

_NUMBER = r"\((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?[a-z]?\)"
_ALONE = re.compile(_NUMBER)
_AFTER = re.compile(rf"\s*([.,;:]?)\s*({_NUMBER})?\s*([.,;:]?)\s*")
_GLUED_NUMBER = re.compile(rf"(?<=[.,;:)}}\]])\s*({_NUMBER})$")
_NUMBER_AT_END = re.compile(rf"(?<=[.,;:])(?:\s|\\[ ,;:!])+({_NUMBER})$")
_CONTINUES = re.compile(r"\s*(?:[,;]|(?:and|or|with|where|then|for|if) )")
"""How a paragraph begins that goes on with the formula above it."""
MAX_CONTINUATION_CHARS = 240
MIN_CHARS = 12
"""Of a formula in a list that is set apart; `t` is a word of the list."""


def display_formulas(blocks: Sequence[Block], formulas: Formulas) -> list[Block]:
    """The blocks with an equation for each paragraph that is one."""
    found: list[Block] = []
    for block in blocks:
        alone = block.tex if isinstance(block, Equation) else plain(block.runs) if isinstance(block, Paragraph) else ""
        number = _ALONE.fullmatch(alone.strip())
        if number and found and isinstance(found[-1], Equation) and not found[-1].number:
            found[-1] = found[-1]._replace(number=number[0])
            continue
        if isinstance(block, Paragraph) and found and (whole := _continued(found[-1], block, formulas)):
            found[-1] = whole
            continue
        if isinstance(block, Equation):
            found.append(_numbered(block, formulas))
            continue
        lines = list(_formulas(block.runs)) if isinstance(block, Paragraph) else []
        if isinstance(block, Paragraph) and lines and _stands_apart(block, lines):
            if block.marker:  # of a list
                found.append(block._replace(runs=()))
            equations = [formulas.equation(*line)._replace(frame=block.frame) for line in lines]
            found += [equations[0]._replace(id=block.id), *equations[1:]]
        else:
            found.append(block)
    return found


def _numbered(equation: Equation, formulas: Formulas) -> Equation:
    """The equation with a number that stands at its end: `x = y. (3)`."""
    found = None if equation.number else _NUMBER_AT_END.search(equation.tex)
    if not found:
        return equation
    return formulas.equation(equation.tex[: found.start()], found[1], equation.id)._replace(frame=equation.frame)


def _continued(above: Block, block: Paragraph, formulas: Formulas) -> Equation | None:
    """A formula with the rest of it that stands as a paragraph with its number: `, and y = 2. (3)`."""
    text = plain(block.runs)
    if not isinstance(above, Equation) or above.number or block.marker or len(text) > MAX_CONTINUATION_CHARS:
        return None
    last = _AFTER.fullmatch(block.runs[-1].text) if block.runs and not block.runs[-1].style else None
    if not _CONTINUES.match(text) or last is None or not last[2] or not any(run.tex for run in block.runs):
        return None
    parts = [run.tex or _as_tex(run.text) for run in block.runs[:-1]]
    tex = " ".join([above.tex if text.lstrip()[0] in ",;" else rf"{above.tex} \quad ", *parts])
    return formulas.equation(tex + last[1] + last[3], last[2], above.id or block.id)._replace(frame=above.frame)


def _as_tex(text: str) -> str:
    """Words of a formula, behind the sign that ends what is before them."""
    words = text.lstrip(" ,;")
    escaped = re.sub(r"[\\^~]", " ", words)
    escaped = re.sub(r"([{}$%&#_])", r"\\\1", escaped)
    return text[: len(text) - len(words)].strip() + (rf"\;\text{{{escaped}}}" if words else r"\;")


def _stands_apart(block: Paragraph, lines: Sequence[tuple[str, str]]) -> bool:
    return not block.marker or lines[0][1] != "" or sum(len(tex) for tex, _ in lines) >= MIN_CHARS


def _formulas(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """TeX and number of each formula; nothing if there is more than formulas."""
    found: list[tuple[str, str]] = []
    tex = ""
    for run in runs:
        if run.style == "math":
            tex = f"{tex} {run.tex}" if tex else run.tex
            continue
        after = _AFTER.fullmatch(run.text)
        if after is None or run.style:
            return
        tex += after[1] or after[3]
        if after[2]:
            found.append((tex, after[2]))
            tex = ""
    if tex:
        glued = _GLUED_NUMBER.search(tex)
        found.append((tex[: glued.start()], glued[1]) if glued else (tex, ""))
    yield from ((tex.strip(), number) for tex, number in found if tex.strip())
