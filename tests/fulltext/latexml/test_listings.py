"""Code and algorithms."""

from __future__ import annotations

from paperreader.fulltext.blocks import Listing, Run, plain
from tests.fulltext.latexml.page import block


def test_an_algorithm_keeps_numbers_indentation_and_formulas() -> None:
    def line(number: str, content: str) -> str:
        tag = f'<span class="ltx_tag ltx_tag_listingline">{number}</span>'
        return f'<div class="ltx_listingline">\n{tag}\n   {content}\n</div>'

    math = '<math alttext="x_1"></math>'
    lines = (
        line("1:", f"<b>for</b> {math} <b>do</b>")
        + line("10:", f"\u2003\u2002\u200a{math}\u00a0done")
        + line("11:", "")
    )
    found = block(f'<div class="ltx_listing">{lines}</div>')
    assert isinstance(found, Listing)
    assert [plain(line) for line in found.lines] == [" 1: for x₁ do", "10:    x₁ done", "11: "]
    assert found.lines[0][3].tex == "x_1"


def test_code_keeps_its_spaces() -> None:
    lines = (
        '<div class="ltx_listingline"><span class="ltx_lst_space">    </span><span>if</span> a == "'
        '<span class="ltx_lst_string">b<span class="ltx_lst_space">␣</span>c</span>":\n</div>'
        '<div class="ltx_listingline">\n</div>'
        '<div class="ltx_listingline"><span>␣</span></div>'
    )
    found = block(f'<div class="ltx_listing ltx_lstlisting">{lines}</div>')
    assert isinstance(found, Listing)
    assert [plain(line) for line in found.lines] == ['    if a == "b c":', "", "␣"]
    assert block("<pre class='ltx_verbatim'>\na\n\n   b  c\td\n</pre>") == Listing(
        ((Run("a", "code"),), (), (Run("   b  c d", "code"),))
    )
