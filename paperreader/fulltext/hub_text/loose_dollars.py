r"""Sets aside formulas between dollars that Markdown does not take for formulas: `$x_i $`, `$\times$3`,
`$a \text{ if $b$}$`."""

from __future__ import annotations

import re

from paperreader.fulltext.commonmark.inline import unescaped
from paperreader.fulltext.commonmark.set_aside import SetAside
from paperreader.fulltext.hub_text.bare_tex import Fences

MAX_CHARS = 2_000
"""Of such a formula."""
_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
_CODE_OR_DISPLAY = re.compile(r"`+[^`\n]*+`+|\$\$[^$\n]*+\$\$|\]\([^()\s]*+\)|https?://[^\s)\]]++")
_IS_TEX = re.compile(r"\\[A-Za-z]{2,}|[_^](?:\{|\\?\w(?!\w))|^[A-Za-z]\s*[=<>]")
_BRACE = re.compile(r"\\.|[{}]")


def set_loose_dollars_aside(source: str, set_aside: SetAside) -> str:
    """The source with a placeholder for each such formula, outside of code."""
    fences = Fences()
    lines = source.split("\n")
    for index, line in enumerate(lines):
        if fences.is_outside(line) and line.count("$") > 1:
            lines[index] = _line(line, set_aside)
    return "\n".join(lines)


def _line(line: str, set_aside: SetAside) -> str:
    out: list[str] = []
    skipped = [found.span() for found in _CODE_OR_DISPLAY.finditer(line)]
    dollars = [
        found.start()
        for found in _DOLLAR.finditer(line)
        if not any(start <= found.start() < end for start, end in skipped)
    ]
    at = number = 0
    while number + 1 < len(dollars):
        begin, last = dollars[number], _closing(line, dollars, number)
        end = dollars[last]
        tex = line[begin + 1 : end]
        if _is_plain(line, tex, begin, end) and last == number + 1:
            number += 2
        elif _is_formula(line, tex):
            gap = " " if tex[-1].isspace() and line[end + 1 : end + 2].isalnum() else ""
            out += [line[at:begin], set_aside.put(unescaped(tex.strip())), gap]
            at = end + 1
            number = last + 1
        else:
            number += 1
    return "".join([*out, line[at:]])


def _closing(line: str, dollars: list[int], number: int) -> int:
    """The dollar that ends the formula: the next one that stands in no braces, where there is one."""
    depth, at = 0, dollars[number]
    for last in range(number + 1, len(dollars)):
        if dollars[last] - dollars[number] > MAX_CHARS:
            break
        signs = _BRACE.findall(line, at, dollars[last])
        depth += signs.count("{") - signs.count("}")
        at = dollars[last]
        if depth <= 0:
            return last
    return number + 1


def _is_plain(line: str, tex: str, begin: int, end: int) -> bool:
    """Whether Markdown takes it for a formula."""
    is_apart = not line[max(0, begin - 1) : begin].isdigit() and not line[end + 1 : end + 2].isdigit()
    return bool(tex) and is_apart and not tex[0].isspace() and not tex[-1].isspace()


def _is_formula(line: str, tex: str) -> bool:
    """Whether it is one, and not what stands between two prices or in two cells of a table."""
    is_in_cells = line.lstrip().startswith("|") and "|" in tex.replace("\\|", "")
    is_short = 0 < len(tex) <= MAX_CHARS and not tex[0].isspace()
    return is_short and not is_in_cells and _IS_TEX.search(tex) is not None
