"""Hostile Markdown costs little time, and never the reader."""

from __future__ import annotations

import time

import pytest

from paperreader.fulltext.blocks import Heading, Run
from paperreader.fulltext.errors import NoText
from tests.fulltext.test_markdown import hub

HOSTILE = {
    "brackets": "[" * 5_000_000,
    "closed brackets": "[" * 50_000 + "]" * 50_000,
    "quotes": "> " * 100_000 + "x",
    "lists": "- " * 100_000 + "x",
    "lists in lists": "\n".join(" " * (2 * depth) + "- x" for depth in range(2_000)),
    "quotes and lists": ("> - " * 30 + "x\n") * 20_000,
    "one line": "word " * 1_000_000,
    "one word": "a" * 5_000_000,
    "columns": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + ("|" + "b|" * 10_000 + "\n") * 20,
    "rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 300_000,
    "dollars": "$a " * 1_000_000,
    "displays": "$$\na\n\n" * 800_000,
    "stars": "**a" * 1_000_000,
    "pictures": "![a](" * 1_000_000,
    "links": '](http://a "b ' * 300_000,
    "tags": "<a " * 1_000_000,
    "comments": "<!--" * 1_000_000,
    "backslashes": "\\" * 5_000_000,
    "macros": "\\alpha " * 700_000,
    "braces": "\\frac{" * 800_000,
    "open braces": "x_{ " * 1_000_000,
    "balanced too late": ("x_{ " * 2_000 + "} " * 2_000 + "\n") * 100,
    "descriptions": "k 𝑘 k italic_k " * 300_000,
    "copies": "italic_a italic_b italic_c " + ("a" * 200 + "\\alpha") * 20_000,
    "notes": "word.1 1 1 text " * 300_000,
    "steps": "1: a\n\n" * 800_000,
    "half code": "a=b\n\nsome words of prose here\n\n" * 150_000,
    "contents": '1.   [a](https://arxiv.org/html/x#S1 "In ' * 100_000,
    "entries": "## References\n\n"
    + "*   [1]A. B (2020)T. Cited by: [a](https://arxiv.org/html/2#bib.bib1).\n" * 60_000,
    "names": "## References\n\n" + "*   A" + "-b" * 100_000,
    "footnotes": "\n\n".join(f"[^{number}]: x [^{number}]" for number in range(60_000)),
    "symbols": "Back to arXiv\nReport Issue\n" + "a\t\n" * 1_000_000,
    "blanks": "*   •" + " " * 5_000_000,
    "spaces in a formula": "$$a" + " " * 700_000 + "$$",
    "a formula of one megabyte": "$" + "x" * 1_000_000 + "$",
    "combining marks": "a" + "\u0301" * 2_500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_little(name: str, long: bool) -> None:
    body = HOSTILE[name] if long else HOSTILE[name][:250_000]
    started = time.process_time()
    try:
        text = hub(body)
    except NoText:
        return
    assert time.process_time() - started < 8  # two seconds on a machine of its own
    assert text.blocks[0] == Heading((Run("Start"),), 1, "1", "S1")
