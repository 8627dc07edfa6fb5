"""`read_inline` and `read_display`: formulas as they are read."""

from __future__ import annotations

import pytest

from paperreader.text.formula.reading import read_display, read_inline

INLINE = {
    r"\mathbf{P}_{t}=D_{t}(u,v)\cdot\mathbf{K}^{-1}\mathbf{p}_{t},": "𝐏ₜ = Dₜ(u, v)·𝐊⁻¹𝐩ₜ,",
    r"\mathcal{C}_{t}=\{\mathbf{P}_{t}^{i}\}_{i=1}^{H\times W}": "𝒞ₜ = {𝐏ₜⁱ}ᵢ₌₁^(H×W)",
    r"\|\nabla D\|>\tau": "‖∇D‖ > τ",
    r"\frac{7\pi k}{16K}": "7πk/(16K)",
    r"\frac{1}{2}\lambda + \frac{1}{2\lambda}": "½λ + 1/(2λ)",
    r"\|R_{M}-R_{\widehat{M}}\|": "‖R_M − R_(M̂)‖",
    r"\bar{\alpha}_{n-1}, \bar{r}_k, \hat{\mathbf z}^l": "ᾱₙ₋₁, r̄ₖ, 𝐳̂ˡ",
    r"\underset{\pi}{\operatorname{arg max}}": "argmax_π",
    r"\mathbb{E}\bigl{[}x\bigr{]} + \Bigl{(}y\Bigr{)} + \big{|}z\big{|}": "𝔼[x] + (y) + |z|",
}


@pytest.mark.parametrize(("tex", "read"), INLINE.items())
def test_a_formula_is_read_in_one_line(tex: str, read: str) -> None:
    assert read_inline(tex) == read


def test_a_fraction_is_displayed_in_two_dimensions() -> None:
    assert read_display(r"x = \frac{a+b}{2c}") == ("    a + b", "x = ─────", "     2c")
