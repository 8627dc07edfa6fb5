"""`read_inline` and `read_display`: nothing is lost, nothing is raised, whatever the formula."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperreader.text.formula.reading import read_display, read_inline
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width
from tests.formulas import FORMULAS, INVENTED, lost, recorded_formulas
from tests.hostile import nasty

letters = st.sampled_from(
    [*"abxyzABNQR0123", r"\alpha ", r"\Sigma ", r"\ell ", r"\mathbf{w}", r"\mathcal{L}", r"\hat{u}", r"\text{max}"]
)


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    shapes = (
        r"\frac{%s}{%s}", "%s_{%s}", "%s^{%s}", r"\sqrt[%s]{%s}", r"\left(%s\right)%s", "%s + %s", "%s = %s", "%s, %s",
        r"\sum_{%s}^{%s}", r"\begin{cases} %s & %s \end{cases}", r"\begin{bmatrix} %s \\ %s \end{bmatrix}",
        r"\overline{%s} \times %s", r"\underbrace{%s}_{%s}", r"\overset{%s}{=} %s", r"\underset{%s}{\max} %s",
        r"\begin{aligned} %s &= %s \end{aligned}", r"\operatorname{f}(%s, %s)", r"\binom{%s}{%s}", r"\|%s\|, %s",
        r"\mathrm{%s} \le %s", r"{%s \over %s}", r"\text{if $%s$ } %s", r"\bar{%s}^{%s}", "%s'/%s", r"\log %s %s",
    )  # fmt: skip
    return st.builds(lambda shape, one, two: shape % (f"{{{one}}}", two), st.sampled_from(shapes), inner, inner)


formulas = st.recursive(letters, _around, max_leaves=25)
PIECES = r"""
    \frac \sqrt[ \left( \right) \left. \right| \begin{matrix} \end{matrix} \begin{cases} \end{cases} & \\ \\[2pt] { }
    [ ]
    ^ _ ' \text{ \mathbf \mathrm{ \hat \overline{ \sum \limits \underbrace{ \tag{ \operatorname*{ \not \big( \middle| $
    \def \newcommand{\x} \x #1 \over \choose \color{red} \hspace{ 1em \multicolumn{2}{c}{ \hline % \% \, \! \; ~ \end
    \sideset \substack{ \genfrac \phantom{ \mathop{ \xrightarrow[ \stackrel \boxed{ x y 1 0.5 + - = < , ( ) | \| . / :
"""
scraps = st.lists(st.one_of(st.sampled_from(PIECES.split()), st.text(max_size=3)), max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(formulas)
def test_every_letter_digit_and_relation_is_read(tex: str) -> None:
    assert not lost(tex, read_inline(tex))
    assert not lost(tex, read_display(tex))
    assert not lost(tex, read_display(tex, 24))


@settings(max_examples=300, deadline=None)
@example("\\;\u064b", 1)
@example("ك\u200c🏴", 1)
@example("\\ك\u200c0", 1)
@given(st.one_of(scraps, nasty, st.text()), st.integers(1, 60))
def test_anything_can_be_read(tex: str, width: int) -> None:
    line = read_inline(tex)
    assert clean(line) == line
    shown, broken = read_display(tex), read_display(tex, width)
    assert all(clean(text) == " ".join(text.split()) for text in (*shown, *broken))
    assert max(map(cell_width, broken)) <= max(width, 2)


def test_a_loss_is_noticed() -> None:
    assert lost(r"\frac{a}{b} \le \mathbf{c}_2", "a/b ≤ c") == "2"
    assert lost(r"\alpha = \log x", "α log x") == "="
    assert not lost(r"\begin{array}{cc} \mathcal{L} & x \hspace{1em} \end{array}", "ℒ, x")


def test_the_invented_formulas_are_read_without_a_loss() -> None:
    for tex in INVENTED:
        assert not lost(tex, read_inline(tex)), tex
        assert not lost(tex, read_display(tex)), tex


HOSTILE = {
    "a megabyte": r"\frac{a}{b} + " * 75_000,
    "nested braces": "{" * 10_000 + "x" + "}" * 10_000,
    "nested fractions": r"\frac{1}{" * 800,
    "nested environments": r"\begin{matrix}" * 800,
    "columns": "a&" * 10_000,
    "columns that are still read": "a&" * 1_500,
    "rows": "\\\\" * 1_700,
    "brackets": "(" * 1_700 + r"\frac{a}{b}" + ")" * 1_700,
    "scripts": "x^" * 3_000,
    "options that never end": r"\sqrt[" * 1_500,
    "a macro that never ends": r"\def\a{\a\a}\a",
    "macros that grow": r"\def\a{xxxxxxxxxx}\def\b{\a\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b\b}" + r"\c" * 12,
    "definitions": r"\newcommand{\a}[9][" * 600,
    "accents": r"\hat" * 2_900 + "x",
    "fractions in fractions": r"\frac{1}{" * 55 + "x" + "}" * 55,
    "roots of brackets": r"\sqrt{(" * 27 + r"\frac{a}{b}" + ")^2}" * 27,
    "braces below braces": r"\left(\underbrace{" * 27 + "x" + r"}_y\right)" * 27,
    "cases in cases": r"\begin{cases} a & b \\ " * 50 + r"\end{cases}" * 50,
    "accents on accents": r"\overline{\hat{" * 27 + "x" + "}}" * 27,
    "notes on notes": r"\overset{n}{" * 55 + "=" + "}" * 55,
    "one long word": r"\overline{" + "x" * 11_000 + "}",
    "marks": "x" + "\u0301" * 5_000,
    "controls": "a\x00\x1b[31mb\ud800c",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_formula_that_is_meant_to_do_harm_costs_little(name: str) -> None:
    tex = HOSTILE[name]
    for read in (read_inline, read_display, lambda tex: read_display(tex, 40)):
        began = time.process_time()
        text = "".join(read(tex))
        assert time.process_time() - began < 0.5  # a tenth of it on a machine that does nothing else
        assert text or name == "rows"
        assert len(text) < 50_000


def test_what_is_too_long_is_shown_as_tex() -> None:
    assert read_inline("{" * 100 + r"\alpha" + "}" * 100) == "{" * 100 + r"\alpha" + "}" * 100
    assert read_inline(r"\alpha" * 10_000).endswith("…")
    assert read_display(r"\alpha" * 3_000, 12)[0] == r"\alpha\alpha"


@pytest.mark.skipif(not FORMULAS.exists(), reason="needs PAPERREADER_RECORDED, and formulas.tsv.gz beside that folder")
def test_recorded_formulas_are_read_without_a_loss() -> None:
    count = unknown = 0
    for _, tex in recorded_formulas():
        line = read_inline(tex)
        count += 1
        unknown += "\\" in line.replace("\\\\", "")
        assert not lost(tex, line), tex
        assert not lost(tex, read_display(tex)), tex
        lines = read_display(tex, 40)
        assert not lost(tex, lines), tex
        assert max(map(cell_width, lines)) <= 40, tex
    assert count > 1_000
    assert unknown <= 0.003 * count
