"""Hostile Markdown costs little time, and never the reader."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.fulltext.blocks import Heading, Run
from paperreader.fulltext.encode import decode, encode
from paperreader.fulltext.errors import NoText
from tests.fulltext.test_markdown import hub
from tests.fulltext.words import words_of

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


PIECES = [
    *(
        "\n\n",
        "\n",
        "$",
        "$$",
        "\\",
        "{",
        "}",
        "[",
        "]",
        "](",
        ")",
        "|",
        "`",
        "```",
        "*",
        "**",
        "_",
        "<",
        ">",
        "# ",
        "- ",
    ),
    *("1. ", "1 1 1 ", "italic_x", "\\left", "\\begin{a}", "\\end{a}", "x_{1}", "Table 1: ", "Figure 2: ", "1:for "),
    *(
        "![a](https://b.c/d.png)",
        "[e](https://arxiv.org/html/1#bib.bib1 'f')",
        "\x1b[31m",
        "&#27;",
        "\u0301",
        "<table>",
    ),
    *(
        "</table>",
        "<td>",
        "[^1]",
        "[^1]: ",
        "    ",
        "\t",
        "\U000f0001",
        "\U00100000",
        "\U0010ff00",
        "word ",
        "def f(x):",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read_and_shows_only_what_can_be_printed(body: str) -> None:
    text = hub(body)
    assert decode(encode(text)) == text
    shown = "".join(words_of(text)) + "".join(run.text for block in text.blocks for run in getattr(block, "runs", ()))
    assert shown.isprintable()
    assert not re.search("[\U000f0000-\U0010ffff]", shown)
