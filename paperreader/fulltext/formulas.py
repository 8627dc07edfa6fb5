"""Formulas with their readings: a run in a line, or a block of its own."""

from __future__ import annotations

import re

from paperreader.fulltext.blocks import Equation, Run
from paperreader.text.sanitize import clean

_TAG = re.compile(r"\\tag\*?\s*\{([^{}]{1,40})\}")
_LABEL = re.compile(r"\\label\s*\{[^{}]{0,200}\}|\\(?:nonumber|notag)(?![A-Za-z])")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n\s*")


class Formulas:
    """Reads TeX; what occurs often is read once."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}

    def run(self, tex: str) -> Run:
        """A formula in a line."""
        run = self._runs.get(tex)
        if run is None:
            whole = _one_line(tex)
            run = self._runs[tex] = Run(clean(_inline(whole)) or whole, "math", tex=whole)
        return run

    def equation(self, tex: str, number: str = "", id: str = "") -> Equation:
        """A displayed formula. `\\tag{3}` becomes its number."""
        tags = _TAG.findall(tex)
        whole = _one_line(_LABEL.sub("", _TAG.sub("", tex)))
        number = ", ".join(f"({clean(tag)})" for tag in tags) or number
        return Equation(whole, self.run(whole).text, _display(whole), number, id)


def _one_line(tex: str) -> str:
    return clean(_COMMENT.sub("", tex) if "%" in tex else tex)


def _inline(tex: str) -> str:
    try:
        from paperreader.text.formula.reading import read_inline  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        return tex
    return str(read_inline(tex))


def _display(tex: str) -> tuple[str, ...]:
    try:
        from paperreader.text.formula.reading import read_display  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        return (tex,)
    return tuple(read_display(tex))
