"""What the invented papers are read as, also for the demo: `python -m tests.papers.golden` writes it down again.

Look at the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

from paperreader import demo
from paperreader.fulltext.blocks import Fulltext
from paperreader.fulltext.encode import encode
from paperreader.fulltext.html import parse_html
from tests.fulltext.block_lines import block_lines
from tests.papers.make import ARXIV, PAPERS

HERE = Path(__file__).parent
IN_DEMO = ("slowcoach", "atlas")
DEMO = Path(demo.__file__).parent / "texts"


def read(name: str) -> Fulltext:
    """The text in the page of an invented paper."""
    return parse_html((HERE / f"{name}.html").read_bytes(), address=f"{ARXIV}/html/{PAPERS[name][0]}")


def what_is_read(name: str) -> str:
    """Its blocks, for people."""
    return block_lines(read(name))


def demo_file(name: str) -> Path:
    """The file of the demo that has its blocks."""
    return DEMO / f"{PAPERS[name][0]}.jsonl"


if __name__ == "__main__":
    for name in PAPERS:
        (HERE / f"{name}.txt").write_text(what_is_read(name), encoding="utf-8")
    for name in IN_DEMO:
        demo_file(name).write_bytes(encode(read(name)) + b"\n")
