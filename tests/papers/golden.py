"""What the invented papers are read as: `python -m tests.papers.golden` writes it down again.

Look at the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

from paperreader.fulltext.html import parse_html
from tests.fulltext.block_lines import block_lines
from tests.papers.make import ARXIV, PAPERS

HERE = Path(__file__).parent


def what_is_read(name: str) -> str:
    """The blocks in the page of an invented paper, as text."""
    return block_lines(parse_html((HERE / f"{name}.html").read_bytes(), address=f"{ARXIV}/html/{PAPERS[name][0]}"))


if __name__ == "__main__":
    for name in PAPERS:
        (HERE / f"{name}.txt").write_text(what_is_read(name), encoding="utf-8")
