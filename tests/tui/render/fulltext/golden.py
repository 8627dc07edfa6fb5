"""The cases as lines of text, in files that can be read: `python -m tests.tui.render.fulltext.golden` writes them.

Look at what has changed (`git diff`) before you commit it.
"""

from __future__ import annotations

from pathlib import Path

from paperreader.tui.render.fulltext import lay_out, lines_before
from paperreader.tui.render.styled_text import Glyphs
from tests.tui.render.fulltext.cases import CASES

FOLDER = Path(__file__).parent / "golden"
PANES = (60, 76, 100)
MEASURE = 80


def golden(pane: int) -> str:
    """All cases in a pane of this width."""
    parts = []
    for name, blocks in CASES.items():
        lines = [f"== {name}"]
        previous = None
        for block in blocks:
            laid_out = lay_out(block, min(MEASURE, pane), Glyphs(), pane_width=pane)
            lines += [line.text.rstrip() for line in [*lines_before(previous, block, Glyphs()), *laid_out]]
            previous = block
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def file_of(pane: int) -> Path:
    return FOLDER / f"{pane}.txt"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for pane in PANES:
        file_of(pane).write_text(golden(pane), "utf-8")
