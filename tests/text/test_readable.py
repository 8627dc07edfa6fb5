"""`readable`: TeX and its leftovers as text that can be read."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.text import symbols
from paperreader.text.readable import readable
from paperreader.text.sanitize import clean
from tests.hostile import nasty
from tests.readability import RECORDED, TRACES, fields

PIECES = r"""
    \alpha \frac \textbf{ \href{ { } [ ] $ $$ \( \) ^ _ ^{ _{ \\ \" \' \`a \^ ~ -- --- `` '' ` ' times sim leq
    \begin{equation} \end{equation} \begin \left \right \% \$ \cite{a} texttt{ https://a.b/c_d {https://a.b}
    rge 1 cdot Phi(x) ell_2 360^circ 2.5times {,} x_1 1{,}0 \unknown \em infty mathcal{O} \verb|x| & # % \c c
    \sqrt[3]{x} \footnote{ \url{ le 2 1sim2 approx nabla \operatorname* \not \H{o} {\bf x} a^b_c
"""
tex = st.lists(
    st.one_of(
        st.sampled_from(PIECES.split()),
        st.sampled_from([" ", "\n", "a", "N", "7", ",", ".", "(", ")", "-", "π", "é"]),
        st.text(alphabet=string.printable, max_size=4),
    ),
    max_size=25,
).map("".join)


READ = {
    # real TeX
    r"an error of $\mathcal{O}(n \log n)$ at least": "an error of 𝒪(n log n) at least",
    r"maps $W \in \mathbb{R}^{m \times n}$ to $\beta_{j}^{3}$": "maps W ∈ ℝ^(m×n) to βⱼ³",
    r"The $\Phi$-Net, $\sigma^2$, and B$^3$-Nets": "The Φ-Net, σ², and B³-Nets",
    r"for 128$\times$128 maps, 3$\times$ as fast": "for 128×128 maps, 3× as fast",
    r"let \(x_i \ge 0\), then \[ y = x^{-1} \] holds": "let xᵢ ≥ 0, then y = x⁻¹ holds",
    r"as \begin{equation} a \neq b \end{equation} shows": "as a ≠ b shows",
    r"when r\ge 1 or p\approx0.2 (0.9 \pm 0.1)": "when r≥1 or p≈0.2 (0.9 ± 0.1)",
    r"$\frac{a+b}{2}$, $\sqrt{d}$, $\hat{y}$, $x^\top$": "(a+b)/2, √d, ŷ, xᵀ",
    r"$\sum_{i=1}^n w_i$ of $\left\{ 0, 1 \right\}^n$": "∑ᵢ₌₁ⁿ wᵢ of {0, 1}ⁿ",
    r"$\operatorname*{arg\,max}_x f(x)$, $\cos\theta$": "arg maxₓ f(x), cos θ",
    r"up to 12\% on Q\&A, a\_b, \#1, \$5": "up to 12% on Q&A, a_b, #1, $5",
    r"Andr\'e, B\"{o}hm, Fran\c{c}ois, Sm\o rrebr\o d, P\'olya, na\"{\i}ve, Erd\H os": (
        "André, Böhm, François, Smørrebrød, Pólya, naïve, Erdős"
    ),
    "a ``quoted'' word, a `single' one": "a “quoted” word, a ‘single’ one",
    "see Fig.~2 and Models~(LLMs), 3.5~GB, on GPU~7": "see Fig. 2 and Models (LLMs), 3.5 GB, on GPU 7",
    "from 3--5 runs -- or so---maybe, state--action": "from 3–5 runs – or so—maybe, state–action",
    r"\textbf{B}old \emph{and \textit{slanted}} {\em words} {\bf too}": "Bold and slanted words too",
    r"we call \ours{} this, \OurModel beats \baseline\ twice": "we call ours this, OurModel beats baseline twice",
    r"at \url{https://a.example/x_y}": "at https://a.example/x_y",
    r"see \href{https://a.example/p}{our page} and \cite{key2020}": "see our page (https://a.example/p) and [key2020]",
    r"a claim\footnote{With care.} here": "a claim (With care.) here",
    r"the model\'s and \eg, \ie, \etc. Then": "the model's and e.g., i.e., etc. Then",
    r"a cost of \30 and under \2 USD": "a cost of $30 and under $2 USD",
    r"5.1{\deg} off, 1.5\,TB, vs.\ 3": "5.1° off, 1.5 TB, vs. 3",
    r"\textbf{never closed, but read": "never closed, but read",
    r"20$^\circ$C and $^\circ$F, in\-put\!": "20°C and °F, input",
    r"it said \"hello\" to \ours[12] and \custom{word}": 'it said "hello" to ours[12] and custom word',
    r"\begin{itemize} \item one \end{itemize} and $\begin{matrix} a & b \end{matrix}$": "• one and a, b",
    r"$\lambda \cdot \|x\|_2$, $X \xrightarrow{f} Y$, $\overset{d}{=}$": "λ·‖x‖₂, X →ᶠ Y, =ᵈ",
    r"$|R - R_{\widehat{M}}|$, $\overrightarrow{AB}$, $\bar{r}_k$, $\hat{\mathbf z}^l$": "|R − R_(M̂)|, A⃗B⃗, r̄ₖ, 𝐳̂ˡ",
    r"$\underset{\pi}{\max}$, $\left. f \right|_{x=0}$, $\frac{1}{2}\lambda$, $\frac{7\pi}{16K}$, $\forall_k$": (
        "max_π, f|ₓ₌₀, ½λ, 7π/(16K), ∀ₖ"
    ),
    r"$x = \begin{cases} 1 & y > 0 \\ 0 & \text{otherwise} \end{cases}$": "x = { 1, y > 0; 0 otherwise }",
    r"$\textbf{C}$areful, $k\text{-means}$ and \b{Bold} \c{c}": "Careful, k-means and Bold ç",
    r"E\textsuperscript{2}E, H\textsubscript{2}O, \texorpdfstring{$\alpha$}{alpha}-Net": "E²E, H₂O, α-Net",
    r"\textcolor{red}{hot} and $\underline{x} \in \{1, 2\}$": "hot and x̲ ∈ {1, 2}",
    # what the Hub leaves of it
    "gains of 3.5times, 2times, and 1.8-2.2times": "gains of 3.5×, 2×, and 1.8-2.2×",
    "grids of 32 times 32, 36times 64 and 8times9": "grids of 32 × 32, 36×64 and 8×9",
    "a 4times faster 7{times} and a 64{times}64": "a 4× faster 7× and a 64×64",
    "an N times M table, d_k times d_v, R^{ptimes q}, Ktimes more": "an N × M table, dₖ × dᵥ, R^(p×q), K× more",
    "with sim20%, sim 5, {sim}3K, 2sim4 and 1.1 sim1.4times": "with ∼20%, ∼5, ∼3K, 2∼4 and 1.1∼1.4×",
    "(approx 4%), max {approx}0.2, G approx 1": "(≈ 4%), max ≈0.2, G ≈ 1",
    "for x leq 5, geq 90%, (leq3B), neq": "for x ≤ 5, ≥ 90%, (≤3B), ≠",
    "once kle 3 and tau rightarrow infty, 4.1rightarrow4.7": "once k≤3 and tau → ∞, 4.1→4.7",
    "μle 3, σleθ_a, δto 0, λcdot k cdot q": "μ≤3, σ≤θₐ, δ→0, λ·k·q",
    "p(x) propto e^{-x}, x in mathbb{R}": "p(x) ∝ e⁻ˣ, x ∈ ℝ",
    "grad nabla g(Psi(x)), Omega(n log n), Delta H": "grad ∇g(Ψ(x)), Ω(n log n), ΔH",
    "an ell_1 and ell_infty norm, a 180^circ and 90^{circ} turn": "an ℓ₁ and ℓ_∞ norm, a 180° and 90° turn",
    "sum_{i=1}^{n} a_i, prod_j p_j": "∑ᵢ₌₁ⁿ aᵢ, ∏ⱼ pⱼ",
    "mathcal{L}_{total}, mathbb R, boldsymbolθ-Net, lceil n rceil": "ℒ_total, ℝ, θ-Net, ⌈n⌉",
    "frac{1}{2} and frac{a}{b+1}, sqrt{k}": "½ and a/(b+1), √k",
    "pi_0, tau^2-Set, π_{0.5}, theta_{t+1}": "π₀, τ²-Set, π₀.₅, θₜ₊₁",
    "O(n^2), 10^-4, 10^{-12}, 2^{64}, km^2, A^*, v_t^top": "O(n²), 10⁻⁴, 10⁻¹², 2⁶⁴, km², A*, vₜᵀ",
    "z_{gen}, (p_{gen})^N, x^{update}, 4^{d/2}": "z_gen, (p_gen)ᴺ, x^update, 4^(d/2)",
    "texttt{F}ast-textit{T}wo, teal{colour}, mypink{Page}": "Fast-Two, colour, Page",
    "{C}areful {R}eading of Le{a}rners": "Careful Reading of Learners",
    "2{,}345 of 10{,} 000, N{=}4, (1{+}1), FID{}=2": "2,345 of 10,000, N=4, (1+1), FID=2",
    "https://a.example/b{https://a.example/b}.": "https://a.example/b.",
    "at https://a.example/b}{https://a.example/b. Then": "at https://a.example/b. Then",
    "at https://a.example/b{blue{https://a.example/b/}} now": "at https://a.example/b/ now",
    "Code: https://a.example/b{this https URL}.": "Code: this https URL (https://a.example/b).",
    "the repository ~https://a.example/b and href{https://a.example/c}{here}": (
        "the repository https://a.example/b and here (https://a.example/c)"
    ),
    "at href{https://a.example/c}{https://a.example/c}.": "at https://a.example/c.",
    "a claimfootnote{With care}. Etextsuperscript{2}": "a claim (With care). E²",
    "a textbf{never closed word": "a never closed word",
    "magenta{emph{nested}} x^{y^{z_{i}}}": "nested x^(y^(zᵢ))",
    "any {W}-space with {F}_t, O({VM}^2), le{A}rn{ING}) a": "any W-space with Fₜ, O(VM²), leArnING) a",
    "Oleft( m W{sigma^2} log 1{beta} right)": "O(m W/σ² log 1/β)",
    "calE, calO(1/k), (widetilde P, widehat Q), O(nlog n)": "ℰ, 𝒪(1/k), (P̃, Q̂), O(n log n)",
    "0.8!-!0.9 in 8.37,s, nleq 4, Nto 0, N to infty": "0.8–0.9 in 8.37 s, n≤4, N→0, N → ∞",
    "phi approx 0, int_0 f, p_theta(x), 10^(-9), ``open": "φ ≈ 0, ∫₀ f, p_θ(x), 10⁻⁹, “open",
    "69.8 pm 0.5%, (pm1), G ge 3, (a) le (b)": "69.8 ± 0.5%, (±1), G ≥ 3, (a) ≤ (b)",
}

LEFT_ALONE = [
    "at 40.5 times and 12 times lower cost, 10 times larger, three times 4-bit",
    "costs $10 to $20 per run, $3/$15 per million, from $1M, 90$ of it",
    "Fixing 80 Leaks for 2$: Cheap, A$AP and Ke$ha, $HOME/bin and $PATH",
    "with phi-4 and Phi-3.5, Phi(3.8B), Beta(2, 5), Raspberry Pi 4, omega-3",
    "Kendall's tau=0.81, alpha of 0.78, the Delta Network, an alpha channel, a Gamma distribution",
    "snake_case and my_var, x_train, y_pred, file_1.txt, run_1/ckpt, INT_8, conv_2d, fix_1@1, Q4_0",
    "pass@k, sim-to-real, sim2real, tge-m3, nle-bench, IneqSet, Godot games, Ole 3",
    "https://a.example/x_1/id--y~z and a.example.com/b_1/leq_2 and me_a@b.example",
    "GPT-[n], [IDK], FLUX.1-[dev], Pr[a | b >= tau], <think>, <|im_end|>, [/]",
    "the prompt {question} for GPT-{n} in {1, 2} or {True, False} of Qwen3-{1B, 4B}",
    '{"a": 1, "b": {"c": [2]}}',
    "pip install x --upgrade --no-deps <!-- no --> ----- i-- and ~/.rc ~5% 2~3x 1M~4M",
    r"C:\Users\me\x_1.txt, a newline \n, a regex \d+\w*",
    "`x_1 = $y * 2times^2 -- {sim}` and ```a_1^2```",
    "a partial subset exists in to le ge; the sum, star, top, times and cap in general",
    "page 1, age 5, tale 7, pale 3, go to 0.5 and up to 0, 5 pm 30, All-in-One 3D",
    "T_T and ^_^, f ^ g, C++ and C#, 100% of R&D #1, 5 ± 2, 3 × 4, α ≤ 3",
    "colored{x} infrared{y} context{z}",
]


@pytest.mark.parametrize(("raw", "read"), READ.items())
def test_tex_and_its_remains_become_readable(raw: str, read: str) -> None:
    assert readable(raw) == read


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert readable(text) == text


CASES = RECORDED.parent / "readable-cases.tsv"


@pytest.mark.skipif(not CASES.exists(), reason="needs PAPERREADER_RECORDED, and readable-cases.tsv beside that folder")
def test_the_table_of_cases_beside_the_recorded_answers() -> None:
    rows = CASES.read_text("utf-8").splitlines()
    cases = [row.split("\t") for row in rows if "\t" in row and not row.startswith("#")]
    assert cases
    assert [readable(clean(raw)) for raw, _ in cases] == [raw if read == "=" else read for raw, read in cases]


@settings(max_examples=300, deadline=None)
@given(st.one_of(tex, nasty, st.text()))
def test_readable_never_raises_and_settles(text: str) -> None:
    text = clean(text)
    read = readable(text)
    assert readable(read) == read
    assert clean(read) == read


# --- over recorded answers of the Hub

recorded = pytest.mark.skipif(not RECORDED.exists(), reason="set PAPERREADER_RECORDED to a folder of the Hub's answers")
MARKUP = {*symbols.SIGNS, *symbols.FONTS, *symbols.SWITCHES, *symbols.ALPHABETS} | symbols.words(
    "href footnote textsuperscript begin end frac sqrt cal widetilde teal orange red blue magenta black softred mypink"
)
ANY_TRACE = re.compile(
    r"[\\$^_{}~`]|--|times|sim[ !]?\d|approx|Delta|cdot|nabla|infty|arrow|propto|varphi|varepsilon|varnothing|math"
    r"|boldsymbol|[lgn]eq|[lg]e \d|\bpm\b|log|Phi|Theta|Omega|Psi|[α-ω]\w|!-!|\d,\w|frac|angle|ceil|sum|circ"
)


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if char.isalnum())


def lost(before: str, after: str) -> list[str]:
    """Words of `before` that `after` lacks; a name may go where its sign stands for it, and markup may go."""
    left = letters(after)
    gone = []
    for word in re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFKD", before)):
        if word in left or word in MARKUP:
            continue
        parts = (re.split(f"({re.escape(name)})", word) for name in MARKUP if name in word)
        if not any(all(part in left for part in split if part not in MARKUP) for split in parts):
            gone.append(word)
    return gone


def test_a_lost_word_is_noticed() -> None:
    assert lost(r"a \textbf{bold} claim", "a claim") == ["bold"]
    assert not lost(r"2.5times Fr\'echet AleftrightarrowB", "2.5× Fréchet A↔B")


@recorded
def test_recorded_fields_are_read_without_losing_a_word() -> None:
    traced = unread = untraced = 0
    for paper, field, text in fields():
        read = readable(text)
        if read == text:
            untraced += ANY_TRACE.search(text) is None
        else:
            assert ANY_TRACE.search(text), (paper, field, "has no trace of TeX and changes")
            assert readable(read) == read == clean(read), (paper, field)
            assert not lost(text, read), (paper, field)
        if TRACES.search(text):
            traced += 1
            unread += re.search(r"\\|\$[^$\s][^$]*[^$\s]\$(?!\d)|\{http|texttt\{|\dtimes", read) is not None
    assert untraced > 1_000
    assert traced > 500
    assert unread <= 0.03 * traced
