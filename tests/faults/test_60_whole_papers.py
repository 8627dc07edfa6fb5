"""60 whole papers that are too much of something: none costs more time or memory than a long paper"""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from time import thread_time

import pytest

from paperreader.fulltext.blocks import Block, Fulltext, Paragraph, Run, plain
from paperreader.fulltext.bounds import END_IS_MISSING, MAX_BLOCKS, MAX_CHARS, MAX_RUNS, bounded
from paperreader.fulltext.convert import convert
from paperreader.fulltext.encode import decode, encode
from paperreader.fulltext.errors import NoText
from paperreader.reader.text_place import Place
from paperreader.reader.text_search import TextSearch
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.widgets.text_blocks import TextBlocks
from tests.hostile_papers import MARKDOWN, PAGES
from tests.stores import ROOT

BLOCK_S, TEXT_S = 0.3, 1.0
"""Processor time for a block and for opening a text: three times what a slow machine takes."""
CONVERSION_S, CONVERSION_MB = 40, 350
JOINERS = "\u200c\u200d"
"""They are kept where letters or emoji are joined."""
WORST = [
    *("paragraph of 4 MB", "wide word", "breaks", "spans that overlap", "citations of one", "bibliography"),
    *("cell of 4 MB", "listing line", "inline of 11,900", "nested 100,000", "spans of 10^9", "ids in a ring"),
]
"""Each would have kept the screen waiting, or taken hundreds of megabytes, without a bound of its own."""
WORST_MARKDOWN = ["stars", "lists", "brackets", "html tables", "words", "flat page of references", "headings"]


def text_of(kind: str, name: str) -> Fulltext | None:
    try:
        if kind == "arxiv":
            return convert("arxiv", PAGES[name](), address="https://arxiv.org/html/2607.00001")
        body = MARKDOWN[name]().encode("utf-8", "surrogatepass")
        return convert("hub", body, address="https://huggingface.co/papers/2607.00001")
    except NoText:
        return None


def check(kind: str, name: str) -> None:
    """Convert it in time, and do all that the screen does with it, block by block."""
    began = thread_time()
    text = text_of(kind, name)
    assert thread_time() - began < CONVERSION_S
    if text is None:
        return
    data = encode(text)
    began = thread_time()
    blocks = TextBlocks(decode(data).blocks, "", 100, Glyphs())
    assert thread_time() - began < TEXT_S
    for index, block in enumerate(islice(text.blocks, 1_000)):
        began = thread_time()
        lines = blocks.lines(index)
        took = thread_time() - began
        assert took < BLOCK_S, f"{type(block).__name__} {index} took {took:.2f} s"
        assert all(each.isprintable() or each in JOINERS for line in lines for each in line.text)
    search = TextSearch(text)
    for wanted in ("loom", "x", r"\frac"):
        search.start(wanted, 0)
        for act in (lambda: search.step(0.01), lambda: search.move(1, Place()), lambda: search.move(-1, Place())):
            began = thread_time()
            act()
            assert thread_time() - began < BLOCK_S, wanted


@pytest.mark.parametrize("name", WORST)
def test_fault_60_a_page_of_arxiv(name: str) -> None:
    check("arxiv", name)


@pytest.mark.parametrize("name", WORST_MARKDOWN)
def test_fault_60_a_text_of_the_hub(name: str) -> None:
    check("hub", name)


@pytest.mark.parametrize(("kind", "names"), [("arxiv", PAGES), ("hub", MARKDOWN)])
def test_fault_60_all_the_others(kind: str, names: dict[str, object], long: bool) -> None:
    if not long:
        pytest.skip("takes minutes: --long")
    for name in names:
        check(kind, name)


@pytest.mark.parametrize("name", ["styles", "wide word"])
def test_fault_60_memory_of_the_worker(name: str, long: bool) -> None:
    if name == "wide word" and not long:
        pytest.skip("takes a quarter of a minute: --long")
    code = (
        "import sys; from paperreader.store.packed_text import pack;"
        "from tests.faults.test_60_whole_papers import text_of;"
        "from tests.hostile_papers import PAGES; text = text_of('arxiv', sys.argv[1]);"
        "text and pack(text, PAGES[sys.argv[1]]());"
        "print(int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert not done.stderr
    assert int(done.stdout) < CONVERSION_MB


def test_fault_60_nothing_of_a_long_paragraph_is_lost() -> None:
    formula = Run("x + " * 3_000, "math", tex="x+" * 3_000)
    long = Paragraph((Run("weft warp " * 2_000), formula, Run("y" * 20_000), *[Run("a ")] * 3_000), "S1.p1", 2, "•")
    text = bounded(Fulltext((long,)))
    pieces = [block for block in text.blocks if isinstance(block, Paragraph)]
    assert "".join(plain(piece.runs) for piece in pieces) == plain(long.runs)
    assert [(piece.id, piece.depth, piece.marker) for piece in pieces[:2]] == [("S1.p1", 2, "•"), ("", 2, "")]
    assert all(len(plain(piece.runs)) <= MAX_CHARS for piece in pieces if formula not in piece.runs)
    assert [run for piece in pieces for run in piece.runs if run.tex] == [formula]
    assert not text.lacks


def test_fault_60_a_text_without_end_says_so() -> None:
    many: tuple[Block, ...] = (Paragraph((Run("x"),)),) * (MAX_BLOCKS + 1)
    assert bounded(Fulltext(many)).lacks == (END_IS_MISSING,)
    assert len(bounded(Fulltext(many)).blocks) == MAX_BLOCKS
    runs = (Run("x"),) * (MAX_RUNS + 10_000)
    assert bounded(Fulltext((Paragraph(runs),), lacks=("tables are missing",))).lacks == (
        "tables are missing",
        END_IS_MISSING,
    )
    assert bounded(Fulltext(many[:-2])).lacks == ()
