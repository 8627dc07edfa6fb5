"""`read_inline`: formulas in one line."""

from __future__ import annotations

import pytest

from paperreader.text.formula.reading import read_inline

READ = {
    # scripts: Unicode where it has every character, else brackets; words stay as they are
    r"\mathbf{P}_{t}=D_{t}(u,v)\cdot\mathbf{K}^{-1}\mathbf{p}_{t},": "𝐏ₜ = Dₜ(u, v)·𝐊⁻¹𝐩ₜ,",
    r"\mathcal{C}_{t}=\{\mathbf{P}_{t}^{i}\}_{i=1}^{H\times W}": "𝒞ₜ = {𝐏ₜⁱ}ᵢ₌₁^(H×W)",
    r"x^{43} + x_12 + x_{ij}^2": "x⁴³ + x₁2 + xᵢⱼ²",
    r"x_\theta^2, x_{\theta}^{\pi}, x^{(i)}, x^{(\lambda)}, x^{\lambda}": "x²_θ, x_θ^π, x⁽ⁱ⁾, x^(λ), x^λ",
    r"2^{2^n} e^{-x^2/2}, x_{i_j}, w_{\text{model}} y": "2^(2ⁿ)e^(−x²/2), x_(iⱼ), w_model y",
    r"f'(x), x'_i, x''^2, x^{\prime}, 90^\circ, A^\top B^*": "f′(x), xᵢ′, x″², x′, 90°, AᵀB*",
    r"f_i^{''}, f^{'''}": "fᵢ″, f‴",
    'f^" + 1': "f″ + 1",
    r"\forall_k, \|w\|_2^2, \sigma^2_{\text{data}}, {}^{3}H": "∀ₖ, ‖w‖₂², σ²_data, ³H",
    r"\mathrm{head_{1}}, \mathrm{H_2O_3}, \mathit{SNR_{dB}^2}, \mathrm{x_i}": "head₁, H₂O₃, SNR²_dB, xᵢ",
    r"PE_{(pos,2i)}, x_{(a)(b)}": "PE_(pos,2i), x_((a)(b))",
    # fractions and roots
    r"\frac{7\pi k}{16K}": "7πk/(16K)",
    r"\frac{1}{2}\lambda + \frac{1}{2\lambda}": "½λ + 1/(2λ)",
    r"\frac{a+b}{2}, \frac{a}{b}c, \frac{a}{b}(c), \gamma\frac{a}{b}": "(a+b)/2, (a/b)c, (a/b)(c), γ a/b",
    r"\frac{\partial f}{\partial x}, \frac{dy}{dx}, \frac{p(x)}{q(x)}, \frac{\log x}{y}": (
        "∂f/∂x, dy/dx, p(x)/q(x), (log x)/y"
    ),
    r"\frac{x}{|y|}, \frac{1}{\|w\|_2}, \frac{a}{b c}, \left(\frac{a}{b}\right)^2": "x/|y|, 1/‖w‖₂, a/(bc), (a/b)²",
    r"\dfrac{a}{b} \cdot \tfrac{c}{d}, {a \over b+c}, \cfrac{1}{1+\cfrac{1}{x}}": "(a/b)·c/d, a/(b+c), 1/(1+1/x)",
    r"\binom{n}{k}, {n \choose k}": "(n choose k), (n choose k)",
    r"\sqrt{d}, \sqrt[3]{x}, \sqrt[n]{x+y}, \sqrt{x_i}y": "√d, ∛x, ⁿ√(x + y), √xᵢ y",
    # accents
    r"\|R_{M}-R_{\widehat{M}}\|": "‖R_M − R_(M̂)‖",
    r"\bar{\alpha}_{n-1}, \bar{r}_k, \hat{\mathbf z}^l, \tilde{x_i}": "ᾱₙ₋₁, r̄ₖ, 𝐳̂ˡ, x̃ᵢ",
    r"\overline{AB}, \overrightarrow{AB}, \vec{v}, \dot{x}, \ddot\theta, \underline{x}": "A̅B̅, A⃗B⃗, v⃗, ẋ, θ̈, x̲",
    r"\widehat{x+y}, \hat{}, \bar{\hat x}, \cancel{x}": "hat(x + y), \\hat{}, x̂̄, x̸",
    r"a \not= b, c \not\in D": "a ≠ b, c ∉ D",
    # operators, relations, delimiters
    r"-x + -y = -1 \times -2, (-1), a\cdot -b, |-x| - |y|": "−x + −y = −1 × −2, (−1), a·−b, |−x| − |y|",
    r"p(y\mid x) \propto p(x|y)p(y)": "p(y | x) ∝ p(x|y)p(y)",
    r"\left. f \right|_{x=0}, \left(\right. k \bigotimes L \left.\right)": "f|ₓ₌₀, (k ⨂ L)",
    r"\big( \Big[ \bigl\{ x \bigr\} \Big] \big), \lfloor x\rfloor, \left\langle a \middle| b \right\rangle": (
        "([{x}]), ⌊x⌋, ⟨a | b⟩"
    ),
    r"\{x : x>0\}, f\colon X\to Y, 1:N, x_{1:T}, y:=2": "{x: x > 0}, f: X → Y, 1:N, x_(1:T), y := 2",
    r"\mathrel{\stackrel{?}{=}}, X \overset{d}{=} Y, X \xrightarrow[n]{p} Y": "=^?, X =ᵈ Y, X →ₙᵖ Y",
    r"x \overset{\text{iid}}{\sim} P, a \bmod b, c \pmod{n}": "x ∼ⁱⁱᵈ P, a mod b, c (mod n)",
    r"\mathbb{E}\bigl{[}x\bigr{]} + \Bigl{(}y\Bigr{)} + \big{|}z\big{|}": "𝔼[x] + (y) + |z|",
    # functions and big operators
    r"\underset{\pi}{\operatorname{arg max}}\, J, \operatorname*{arg\,min}_{x}f, \arg\max_\theta g": (
        "argmax_π J, arg minₓ f, arg max_θ g"
    ),
    r"\log x \sin 2y \max\{a,b\} \exp(-z), 2\log n, \log|x|": "log x sin 2y max{a, b} exp(−z), 2 log n, log |x|",
    r"\sum_{i=1}^n w_i \prod_j p_j, \sum_{\substack{i<n\\ i\neq j}} x_i": "∑ᵢ₌₁ⁿ wᵢ ∏ⱼ pⱼ, ∑_(i<n; i≠j) xᵢ",
    r"\mathop{\mathbb{E}}_{x\sim p}[f], \mathbb{E}_{\mathbf{x}}, \int_0^1 f(x)\,dx": "𝔼_(x∼p)[f], 𝔼_𝐱, ∫₀¹ f(x) dx",
    r"\underbrace{a+b}_{\text{total}} + \overbrace{c}^{n}": "(a + b)⏟_total + c⏞ⁿ",
    # fonts and text
    r"\mathbb{R}\mathcal{L}\mathfrak{g}\mathscr{H}\bm{\mu}\boldsymbol{\mathcal{L}}\mathbb{1}": "ℝℒ𝔤ℋ𝛍𝓛𝟙",
    r"{\bf W}_{\rm out}, {\cal N}(0,1), \mathrm{KL}(p\|q), \mathrm{d}x": "𝐖ₒᵤₜ, 𝒩(0, 1), KL(p‖q), dx",
    r"\text{MSE}(x) = 0 \text{ if $x>0$ and } y, \text{na\"ive caf\'{e}}": "MSE(x) = 0 if x > 0 and y, naïve café",
    r"k\text{-means}, k-means, 5\,\text{ms}": "k-means, k-means, 5 ms",
    r"100\%, \$5, \#1, a\&b, a\_b, 10{,}000": "100%, $5, #1, a&b, a_b, 10,000",
    # rows and columns
    r"f(x)=\begin{cases} 1 & \text{if } x>0\\ 0 & \text{otherwise}\end{cases}": ("f(x) = { 1 if x > 0; 0 otherwise }"),
    r"\left\{\begin{array}{ll} x & y>0 \\ z & y\le 0\end{array}\right.": "{ x, y > 0; z, y ≤ 0 }",
    r"\begin{pmatrix} a & -1 \\ c & d \end{pmatrix} \otimes \left[\begin{matrix}1\\2\end{matrix}\right]": (
        "(a, −1; c, d) ⊗ [1; 2]"
    ),
    r"\begin{aligned} a &= b \\ &= c \\ &\quad + d \end{aligned}": "a = b = c + d",
    r"\begin{gather*} a=b,\\ c=d \end{gather*}": "a = b, c = d",
    r"a=b \\ c=d": "a = b; c = d",
    # what shows nothing, or only where it stands
    r"x\;y\,z\!w\hspace{1em}v\kern-1pt u \mspace{5mu}t": "x y zw vu t",
    r"{\color{red} x} + \textcolor{blue}{y}\label{eq:1}\phantom{zzz}\nonumber": "x + y",
    "a,%\n\\;\\Box b,%\n c": "a, □b, c",
    r"x = 1, \tag{79}": "x = 1, (79)",
    r"x = 1 \tag*{(A.1)}": "x = 1 (A.1)",
    # macros of the author's
    r"\newcommand{\R}{\mathbb{R}} x \in \R^n": "x ∈ ℝⁿ",
    r"\def\row#1{\mathbf{#1}} \row{x} + \row y": "𝐱 + 𝐲",
    r"\newcommand{\norm}[2][2]{\|#2\|_{#1}} \norm{x} + \norm[1]{y}": "‖x‖₂ + ‖y‖₁",
    r"\DeclareMathOperator*{\best}{best} \best_x f": "bestₓ f",
    # what is not known, or not closed, stays visible
    r"\mystery{x}{y} + \other": r"\mystery{x}{y} + \other",
    r"\begin{mystery} x \end{mystery}": r"\begin{mystery} x \end{mystery}",
    r"\frac{a}{b": "a/b",
    r"a}{b": "a}b",
    r"x^": "x",
    r"\left( x": "(x",
    "": "",
}


@pytest.mark.parametrize(("tex", "read"), READ.items())
def test_a_formula_is_read_in_one_line(tex: str, read: str) -> None:
    assert read_inline(tex) == read
