"""Sets aside the formulas of a text, which nothing delimits: `each pixel \\mathbf{p}_{t}=[u,v]^{\\top} in space`."""

from __future__ import annotations

import re

from paperreader.fulltext.commonmark.set_aside import SetAside
from paperreader.fulltext.hub_text.glued_tex import Copies, GluedFormulas, set_doubles_aside
from paperreader.fulltext.hub_text.tex_scan import CITATION, MARK, MAX_TEX_CHARS, tex_end, trimmed_end, trimmed_start

SKIPPED = re.compile(
    r"`+[^`\n]*+`+"  # code
    r"|\]\((?:[^()\s]|\([^()\s]*+\))*+(?:\s++\"(?:[^\"\\\n]|\\.)*+\")?+\)"  # the address and title of a link
    r"|https?://[^\s)\]]++|\$\$?[^$\n]++\$\$?"
)
_DOLLARS = re.compile(r"\$[^$\n]{0,400}?[\\^_][^$\n]{0,400}\$")
MIN_DOLLARS = 8
MAX_LINE_CHARS = 30_000
"""A line that is longer has no formulas (6,720)."""
MAX_EFFORT = 3_000_000
"""Characters of formulas, where braces are not closed as many as would have been looked at."""
_GARBLED = re.compile(r"(?<![A-Za-z])italic_[\w]|start_POST(?:SUB|SUPER)SCRIPT")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def set_bare_tex_aside(source: str, set_aside: SetAside) -> str:
    """The source with a placeholder for each formula, and without the copies of formulas that stand beside them. One
    with formulas between dollars has no others."""
    if len(_DOLLARS.findall(source)) >= MIN_DOLLARS:
        return source
    finder = _Finder(set_aside, GluedFormulas(source))
    lines = source.split("\n")
    fences = Fences()
    for index, line in enumerate(lines):
        if fences.is_outside(line) and len(line) <= MAX_LINE_CHARS:
            lines[index] = finder.line(line)
    return "\n".join(lines)


def formulas_set_aside(line: str, set_aside: SetAside) -> str:
    """A line with a placeholder for each formula."""
    return _Finder(set_aside, GluedFormulas("")).line(line) if len(line) <= MAX_LINE_CHARS else line


def has_garbled_formulas(source: str) -> bool:
    """Whether formulas are left that were not found, described in words."""
    return _GARBLED.search(source) is not None


class Fences:
    """The fences around code, while the lines of a text are gone through."""

    def __init__(self) -> None:
        self._open = ""

    def is_outside(self, line: str) -> bool:
        """Whether the next line is neither code nor a fence."""
        if found := _FENCE.match(line):
            self._open = "" if self._open and found[1].startswith(self._open) else self._open or found[1]
            return False
        return not self._open


class _Finder:
    """Finds the formulas of a text, with an effort that is bounded."""

    def __init__(self, set_aside: SetAside, glued: GluedFormulas) -> None:
        self._set_aside = set_aside
        self._glued = glued
        self._effort = MAX_EFFORT

    def line(self, line: str) -> str:
        """A line with placeholders for its formulas."""
        if not self._glued.is_doubled and not self._glued.mark.search(line):
            return line
        out: list[str] = []
        at = 0
        while at < len(line):
            skipped = SKIPPED.search(line, at)
            end = skipped.start() if skipped else len(line)
            out.append(self._stretch(line[at:end]))
            if skipped is None:
                break
            out.append(skipped[0])
            at = skipped.end()
        return "".join(out)

    def _stretch(self, text: str) -> str:
        """A part of a line without links and code."""
        out: list[str] = []
        at = search_from = 0
        while (mark := self._glued.mark.search(text, search_from)) and not self._set_aside.is_full and self._effort > 0:
            copies = self._glued.find(text, at, mark) or self._alone(text, at, mark)
            if copies is None:
                search_from = mark.end()
                continue
            tex = text[copies.tex_start : copies.tex_end].strip()
            out.append(text[at : copies.start])
            # an escaped sign of the prose is no formula: `50\%`
            out.append(tex if re.fullmatch(r"[\d.,~]*\\[%&#$_]", tex) else self._set_aside.put(tex))
            after = text[copies.end : copies.end + 1]
            if (after.isalpha() and self._glued.is_doubled) or CITATION.match(text, copies.end):
                out.append(" ")
            at = search_from = copies.end
        out.append(text[at:])
        stretch = "".join(out)
        return set_doubles_aside(stretch, self._set_aside.put) if self._glued.is_doubled else stretch

    def _alone(self, text: str, at: int, mark: re.Match[str]) -> Copies | None:
        """A formula that stands there once."""
        if not MARK.match(text, mark.start()):
            return None
        chunk = _chunk_start(text, at, mark.start())
        start = trimmed_start(text, chunk, mark.start(), tex_end(text, mark.start()))
        end = trimmed_end(text, start, max(tex_end(text, start), mark.end()))
        is_open = text.count("{", start, end) != text.count("}", start, end)
        self._effort -= MAX_TEX_CHARS if is_open else end - start
        return Copies(start, start, end, end)


def _chunk_start(text: str, at: int, mark: int) -> int:
    start = mark
    while start > at and not text[start - 1].isspace():
        start -= 1
    return start
