"""`read_display` without a width: formulas in two dimensions."""

from __future__ import annotations

import pytest

from paperreader.text.formula.reading import read_display
from paperreader.text.width import cell_width, set_ambiguous_width

SHOWN = {
    "a fraction": (
        r"x = \frac{a+b}{2c} + \frac{1}{2}y",
        """
    a + b
x = ───── + ½y
     2c
""",
    ),
    "fractions in a fraction": (
        r"\cfrac{1}{1+\cfrac{1}{x}}",
        """
   1
───────
     1
 1 + ─
     x
""",
    ),
    "limits": (
        r"\max_{\pi\in\Pi} \sum_{t=0}^{T-1} \gamma^t r_t + \lim_{n\to\infty} \int_0^n f",
        """
    T−1
max  ∑  γᵗrₜ + lim ∫₀ⁿ f
π∈Π t=0        n→∞
""",
    ),
    "lines of limits": (
        r"\sum_{\substack{i<n\\ i\neq j}} x_i",
        """
 ∑  xᵢ
i<n
i≠j
""",
    ),
    "something under an operator": (
        r"\underset{\theta}{\operatorname{arg max}}\; J(\theta)",
        """
argmax J(θ)
  θ
""",
    ),
    "notes above relations": (
        r"X \overset{\text{iid}}{\sim} P \xrightarrow[n\to\infty]{d} Q",
        """
  iid    d
X  ∼  P  →  Q
        n→∞
""",
    ),
    "cases": (
        r"f(x)=\begin{cases} 1 & \text{if } x>0\\ 0 & \text{otherwise}\end{cases}",
        """
f(x) = ⎰ 1  if x > 0
       ⎱ 0  otherwise
""",
    ),
    "three cases": (
        r"f = \left\{\begin{array}{ll} 1 & x>0 \\ 0 & x=0 \\ -1 & x<0\end{array}\right.",
        """
    ⎧1   x > 0
f = ⎨0   x = 0
    ⎩−1  x < 0
""",
    ),
    "matrices": (
        r"\begin{pmatrix} a & b \\ c & d \\ e & f \end{pmatrix} \otimes \begin{bmatrix} x_1 \\ \vdots\end{bmatrix}^T",
        """
⎛a  b⎞
⎜c  d⎟ ⊗ ⎡x₁⎤ᵀ
⎝e  f⎠   ⎣⋮ ⎦
""",
    ),
    "a grid with rules": (
        r"\begin{array}{|c|cc|} \hline a & \multicolumn{2}{c|}{bc} \\ \hline d & e & f \\ \hline\end{array}",
        """
────────────
│ a │  bc  │
────────────
│ d │ e  f │
────────────
""",
    ),
    "aligned lines": (
        r"\begin{aligned} L &= a + b \\ &= \frac{c}{d} \\ &- \frac{e}{f} \end{aligned}",
        """
L = a + b
    c
  = ─
    d

    e
  − ─
    f
""",
    ),
    "delimiters as tall as what they hold": (
        r"\left(\frac{a}{b}\right)^2 \left\|\frac{a}{b}\right\|_F"
        r" \left\{\frac{\frac{a}{b}}{c}\right\} \left.\frac{df}{dx}\right|_{0}",
        """
         ⎧ a ⎫
         ⎪ ─ ⎪
⎛a⎞²‖a‖  ⎪ b ⎪df│
⎜─⎟ ‖─‖  ⎨───⎬──│
⎝b⎠ ‖b‖_F⎩ c ⎭dx│₀
""",
    ),
    "brackets that the author did not make tall": (
        r"\mathbb{E}[\frac{a}{b}]^2 = (x)",
        """
 ⎡a⎤²
𝔼⎢─⎥  = (x)
 ⎣b⎦
""",
    ),
    "roots": (
        r"\sqrt{x} + \sqrt{a+b} + \sqrt{\frac{a}{b}}",
        """
                 ┌─
                 │a
√x + √(a + b) +  │─
                √│b
""",
    ),
    "braces": (
        r"\underbrace{a+b+c}_{\text{sum}} + \overbrace{x}^{n}",
        """
             n
            ╭┴╮
a + b + c +  x
╰───┬───╯
   sum
""",
    ),
    "a binomial": (
        r"\binom{n}{k}",
        """
⎛n⎞
⎝k⎠
""",
    ),
    "scripts stay in the line": (
        r"e^{-\frac{x^2}{2}} x_{i,j}^{(k)}",
        """
e^(−x²/2)x⁽ᵏ⁾_(i,j)
""",
    ),
    "a number": (
        r"x = \frac{1}{n} \tag{3}",
        """
    1
x = ─    (3)
    n
""",
    ),
    "room for something": (
        r"a\phantom{bc}d \quad e",
        """
a  d  e
""",
    ),
    "what is unknown": (
        r"\mystery{x} = \frac{1}{\other}",
        r"""
                1
\mystery{x} = ──────
              \other
""",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_formula_is_shown_in_two_dimensions(name: str) -> None:
    tex, shown = SHOWN[name]
    assert "\n".join(read_display(tex)) == shown.strip("\n")


def test_a_formula_of_one_line_is_one_line() -> None:
    assert read_display("a = b") == ("a = b",)
    assert read_display("") == ("",)


def test_columns_stand_below_each_other_where_some_characters_are_wider() -> None:
    tex = r"\alpha = \frac{\text{漢字} + x}{2}"
    try:
        for cells in (1, 2):
            set_ambiguous_width(cells)
            over, middle, under = read_display(tex)
            start = cell_width("α = ")
            assert cell_width(middle) - start in (cell_width("漢字 + x"), cell_width("漢字 + x") - 1)
            assert over.startswith(" " * start + "漢字")
            assert under.strip() == "2"
    finally:
        set_ambiguous_width(1)
