"""Formulas with their readings: a run in a line, or a block of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from paperreader.fulltext.blocks import Equation, Run
from paperreader.text.formula.reading import read_display, read_inline
from paperreader.text.sanitize import clean

MAX_TEX_CHARS = 500_000
"""Of all different formulas of a text, displayed ones counted twice (400,000 of the longest of 681 papers). Those after
that are shown as TeX."""
MAX_DISPLAY_CHARS = 12_000
"""Of one with a number; the longest of 87,151 has 4,885."""
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]{1,40})\}")
_LABEL = re.compile(r"\\label\s*\{[^{}]{0,200}\}|\\(?:nonumber|notag)(?![A-Za-z])")
_SPACED_NUMBER = re.compile(
    r"(?:\\q?quad|\\hspace\*?\{[^{}]{1,20}\}|\s\s)\s*+(\(\d{1,3}[a-z]?(?:, ?\d{1,3}[a-z]?){0,9}\))\s*$"
)
_SPACE = re.compile(r"(?:\\(?:q?quad(?![A-Za-z])|[,;:!> ])|~|\{\}|\s)+")
GAP = "  "
"""What a formula of spaces alone is read as."""
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n\s*")


class Formulas:
    """Reads TeX; what occurs often is read once."""

    def __init__(self, repair: Callable[[str], str] | None = None) -> None:
        """`repair` makes TeX of what the source has."""
        self._runs: dict[str, Run] = {}
        self._repair = repair
        self._left = MAX_TEX_CHARS

    def run(self, tex: str) -> Run:
        """A formula in a line."""
        run = self._runs.get(tex)
        if run is None:
            if not self._may_read(tex):
                shown = clean(tex)
                return Run(shown, "math", tex=shown)
            if _SPACE.fullmatch(tex):
                return Run(GAP)
            whole = _one_line(self._repair(tex) if self._repair else tex)
            run = self._runs[tex] = Run(clean(read_inline(whole)) or whole, "math", tex=whole)
        return run

    def equation(self, tex: str, number: str = "", id: str = "") -> Equation:
        """A displayed formula. `\\tag{3}` becomes its number."""
        if len(tex) <= MAX_DISPLAY_CHARS:
            tags = _TAG.findall(tex)
            tex = _LABEL.sub("", _TAG.sub("", tex)) if "\\" in tex else tex
            if spaced := _SPACED_NUMBER.search(tex):
                tex, number = tex[: spaced.start()], number or re.sub(", ?", "), (", spaced[1])
            number = ", ".join(f"({clean(tag)})" for tag in tags) or number
        run = self.run(tex)
        lines = read_display(run.tex) if self._may_read(tex) else (run.text,)
        return Equation(run.tex, run.text, lines, number, id)

    def _may_read(self, tex: str) -> bool:
        self._left -= len(tex)
        return self._left >= 0


def _one_line(tex: str) -> str:
    return clean(_COMMENT.sub("", tex) if "%" in tex else tex)
