"""Sets aside the formulas of a text, which nothing delimits: `each pixel \\mathbf{p}_{t}=[u,v]^{\\top} in space`."""

from __future__ import annotations

import re

from paperreader.fulltext.commonmark.set_aside import SetAside
from paperreader.fulltext.hub_text.glued_tex import Copies, Glued, find_glued, set_doubles_aside
from paperreader.fulltext.hub_text.tex_scan import CITATION, MARK, tex_end, trimmed_end, trimmed_start

SKIPPED = re.compile(
    r"`+[^`\n]*+`+"  # code
    r"|\]\((?:[^()\s]|\([^()\s]*+\))*+(?:\s++\"(?:[^\"\\\n]|\\.)*+\")?+\)"  # the address and title of a link
    r"|https?://[^\s)\]]++|\$\$?[^$\n]++\$\$?"
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def set_bare_tex_aside(source: str, set_aside: SetAside) -> str:
    """The source with a placeholder for each formula, and without the copies of formulas that stand beside them."""
    lines = source.split("\n")
    fence = ""
    glued = Glued.of(source)
    for index, line in enumerate(lines):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and (glued.is_doubled or glued.mark.search(line)):
            lines[index] = _line(line, set_aside, glued)
    return "\n".join(lines)


def _line(line: str, set_aside: SetAside, glued: Glued) -> str:
    out: list[str] = []
    at = 0
    while at < len(line):
        skipped = SKIPPED.search(line, at)
        end = skipped.start() if skipped else len(line)
        out.append(_stretch(line[at:end], set_aside, glued))
        if skipped is None:
            break
        out.append(skipped[0])
        at = skipped.end()
    return "".join(out)


def _stretch(text: str, set_aside: SetAside, glued: Glued) -> str:
    """A part of a line without links and code."""
    out: list[str] = []
    at = 0
    search_from = 0
    while mark := glued.mark.search(text, search_from):
        copies = find_glued(text, at, mark, glued) or _alone(text, at, mark)
        if copies is None:
            search_from = mark.end()
            continue
        tex = text[copies.tex_start : copies.tex_end].strip()
        out.append(text[at : copies.start])
        # an escaped sign of the prose is no formula: `50\%`
        out.append(tex if re.fullmatch(r"[\d.,~]*\\[%&#$_]", tex) else set_aside.put(tex))
        after = text[copies.end : copies.end + 1]
        if (after.isalpha() and glued.is_doubled) or CITATION.match(text, copies.end):
            out.append(" ")
        at = search_from = copies.end
    out.append(text[at:])
    stretch = "".join(out)
    return set_doubles_aside(stretch, set_aside.put) if glued.is_doubled else stretch


def _alone(text: str, at: int, mark: re.Match[str]) -> Copies | None:
    """A formula that stands there once."""
    if not MARK.match(text, mark.start()):
        return None
    chunk = _chunk_start(text, at, mark.start())
    start = trimmed_start(text, chunk, mark.start(), tex_end(text, mark.start()))
    end = trimmed_end(text, start, max(tex_end(text, start), mark.end()))
    return Copies(start, start, end, end)


def _chunk_start(text: str, at: int, mark: int) -> int:
    start = mark
    while start > at and not text[start - 1].isspace():
        start -= 1
    return start
