"""`read_display` in a width: where formulas are broken."""

from __future__ import annotations

import pytest

from paperreader.text.formula.reading import read_display
from paperreader.text.width import cell_width
from tests.formulas import INVENTED, lost

SHOWN = {
    "at relations, which stand below each other": (
        r"L(\theta) = a_1 + a_2 + a_3 \le b_1 + b_2 + b_3 = c_1 + c_2 + c_3",
        30,
        """
L(θ) = a₁ + a₂ + a₃
     ≤ b₁ + b₂ + b₃
     = c₁ + c₂ + c₃
""",
    ),
    "at operators, further to the right": (
        r"L(\theta) = a_1 b_1 c_1 + a_2 b_2 c_2 - a_3 b_3 c_3",
        24,
        """
L(θ) = a₁b₁c₁ + a₂b₂c₂
       − a₃b₃c₃
""",
    ),
    "at operators outside of brackets": (
        r"x = f(a + b + c + d) + g(a - b)",
        24,
        """
x = f(a + b + c + d)
    + g(a − b)
""",
    ),
    "never behind the sign of a sum": (
        r"x = a b c d e f g h \sum_{i} (x_i y_i z_i w_i)",
        22,
        """
x = abcdefgh
    ∑ (xᵢyᵢzᵢwᵢ)
    i
""",
    ),
    "rather in few brackets than deep in several": (
        r"x = g(u, h(v, k(a_1, a_2 + b), c_1))",
        24,
        """
x
  = g(u,
    h(v, k(a₁, a₂ + b),
    c₁))
""",
    ),
    "a matrix after another": (
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \otimes \begin{pmatrix} e & f \\ g & h \end{pmatrix}",
        12,
        """
⎛a  b⎞
⎝c  d⎠
  ⊗ ⎛e  f⎞
    ⎝g  h⎠
""",
    ),
    "a fraction that is too wide, with a slash": (
        r"\frac{a_1 + a_2 + a_3 + a_4}{b}",
        14,
        """
(a₁ + a₂ + a₃
  + a₄)/b
""",
    ),
    "the number at the right": (
        r"x = \frac{a}{b} \tag{7}",
        20,
        """
    a
x = ─            (7)
    b
""",
    ),
    "the number below where there is no room": (
        r"x = a + b + c \tag{7}",
        14,
        """
x = a + b + c
           (7)
""",
    ),
    "aligned lines, each by itself": (
        r"\begin{aligned} x &= a + b + c \\ &= d + e + f\end{aligned}",
        10,
        """
x = a + b
   + c
= d + e
  + f
""",
    ),
    "words": (
        r"\text{all that is known of it}",
        10,
        """
all that
  is known
  of it
""",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_formula_that_is_too_wide_is_broken(name: str) -> None:
    tex, width, shown = SHOWN[name]
    assert "\n".join(read_display(tex, width)) == shown.strip("\n")


def test_a_formula_that_fits_is_as_without_a_width() -> None:
    for tex in INVENTED:
        lines = read_display(tex)
        assert read_display(tex, max(map(cell_width, lines))) == lines or "tag" in tex


@pytest.mark.parametrize("width", [2, 5, 13, 24, 40, 76])
def test_no_line_is_wider_than_the_width_and_nothing_is_lost(width: int) -> None:
    for tex in INVENTED:
        lines = read_display(tex, width)
        assert max(map(cell_width, lines)) <= width, tex
        assert not lost(tex, lines), tex
