"""Formulas that tests are made of, and what a reading of one must at least hold.

`python -m tests.formulas inline|display [COUNT [SEED [WIDTH]]]` prints recorded formulas with their readings, to be
judged by eye. They are looked for beside $PAPERREADER_RECORDED.
"""

from __future__ import annotations

import gzip
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from paperreader.text import symbols
from paperreader.text.formula.reading import read_display, read_inline
from tests.readability import RECORDED

FORMULAS = RECORDED.parent / "formulas.tsv.gz"
"""Real formulas, which do not come with the project: kind, paper and TeX in each line."""

_INVENTED = r"""
\mathcal{J}(\theta) = \mathbb{E}_{q \sim \mathcal{Q}}\left[\frac{1}{K}\sum_{k=1}^{K}
 \min\left(r_k(\theta)\hat{U}_k, \operatorname{clip}(r_k(\theta), 1-\delta, 1+\delta)\hat{U}_k\right)
 - \beta D_{\mathrm{KL}}(\pi_\theta \| \pi_0)\right] \tag{4}

w_{ij} = \begin{cases} \frac{\exp(-d_{ij}^2/2\sigma^2)}{\sum_{l \neq i} \exp(-d_{il}^2/2\sigma^2)}
 & \text{if } i \neq j \\ 0 & \text{otherwise, that is on the diagonal of the table of weights} \end{cases}

\begin{aligned} \nabla_\phi \mathcal{F} &= \underbrace{\int_{\Omega} \partial_x u(x)\,\mathrm{d}x}_{\text{drift}} \\
 &\quad + \sqrt{\frac{2\kappa}{\pi}} \oint_C \vec{v} \cdot \mathrm{d}\vec{s} \leq \|\mathbf{A}^{-1}\mathbf{b}\|_2^2
\end{aligned}

\begin{pmatrix} a_{11} & a_{12} & \cdots & a_{1n} & b_1 \\ a_{21} & a_{22} & \cdots & a_{2n} & b_2 \\
 \vdots & \vdots & \ddots & \vdots & \vdots \\ a_{m1} & a_{m2} & \cdots & a_{mn} & b_m
 \end{pmatrix} \otimes \begin{bmatrix} x \\ y \end{bmatrix}

\hat{\pi}^* = \underset{\pi \in \Pi}{\operatorname{arg\,max}}\; \overline{V}^{\pi}(s_0)
 \quad \text{subject to} \quad \Pr\left[\left.\sup_{t\ge 0} c(s_t) > \tau \right| s_0\right] \le \epsilon,
 \ \forall \pi' \neq \pi

\prod_{\substack{p \le N \\ p \text{ prime}}} \left(1 - \frac{1}{p^{s}}\right)^{-1}
 \xrightarrow{N \to \infty} \zeta(s) \stackrel{\text{def}}{=} \binom{n}{k} \bmod 7, \; f\colon X \hookrightarrow Y

T_{\mathrm{total}}=\max_{0\le i<L}\Big\{\tfrac{c_i}{B_{\text{net}}}+\alpha\lceil\log_2 P\rceil\Big\}
 \approx 3.5\times10^{-4}\,\text{s},

\mystery{\widehat{S}}^{(2)} := \{(x, y) \in \mathbb{Z}^2 : x^2 + y^2 < R^2\} \setminus \varnothing
"""
INVENTED = _INVENTED.strip().split("\n\n")
"""Formulas of the kinds that papers have."""

_WITHOUT_MEANING = re.compile(
    r"\\begin\{(?:array|tabular)\}(?:\[\w\])?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\begin\{(?:alignat|alignedat)\*?\}\{\d+\}"
    r"|\\(?:begin|end)\{(?:[a-zA-Z]*matrix|[dr]*cases|align(?:ed|at|edat)?|gather(?:ed)?|split|array|tabular|multline"
    r"|equation|eqnarray|subarray)\*?\}"
    r"|\\(?:label|color|vspace|hspace|mspace|cline)\*?\{[^{}]*\}|\\(?:text|math)color\{[^{}]*\}|\\rule\{[^{}]*\}\{[^{}]*\}"
    r"|\\multicolumn\{\d+\}\{[^{}]*\}|\\\\\*?\s*\[[\d.]+\w+\]|\\[hm]?(?:kern|skip)\s*-?[\d.]+\s*(?:pt|em|ex|mu)"
    r"|\\(?:h|v)?phantom\{[^{}]*\}|\\cfrac\[[lcr]\]"
)
_SHAPES = symbols.words(
    "frac dfrac tfrac cfrac nicefrac sqrt underset overset stackrel substack underbrace overbrace tag operatorname "
    "mathop binom left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits "
    "hline hat widehat bar overline tilde widetilde vec overrightarrow overleftarrow dot ddot check breve acute grave "
    "mathring underline not sideset nonumber notag over choose atop boxed bmod pmod mathrel mathbin quad qquad "
    "displaystyle enspace cr cal xrightarrow xleftarrow"
) | {*symbols.FONTS, *symbols.STYLES, *symbols.SWITCHES}
_RELATIONS = set("".join(symbols.RELATIONS.values())) - {"|"} | set("=<>")


_PLAIN = str.maketrans({"≠": "=", "∤": "|", "∛": "3√", "∜": "4√"})


def meaning(text: str) -> Counter[str]:
    """The letters, digits and relations of a text, in whatever alphabet, raised or lowered."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return Counter(char for char in plain if char.isalnum() or char in _RELATIONS)


def told(tex: str) -> Counter[str]:
    """The letters, digits and relations that a formula shows, found in its TeX without parsing it."""
    text = _WITHOUT_MEANING.sub(" ", tex)

    def sign(found: re.Match[str]) -> str:
        name = found[1]
        if name in _SHAPES:
            return " "
        return symbols.SIGNS.get(name, name) if name[0].isalpha() else " "

    return meaning(re.sub(r"\\([A-Za-z]+|.)", sign, text))


def lost(tex: str, read: str | Sequence[str]) -> str:
    """What a reading lacks of its formula."""
    return "".join((told(tex) - meaning("".join(read))).elements())


def recorded_formulas() -> Iterator[tuple[str, str]]:
    """Kind and TeX of each recorded formula."""
    for row in gzip.decompress(FORMULAS.read_bytes()).decode("utf-8").splitlines()[1:]:
        kind, _, tex = row.split("\t")
        yield kind, tex


def main(words: list[str]) -> None:
    kind, *rest = words
    count, seed, width = (int(word) for word in (*rest, *("100", "0", "0")[len(rest) :]))
    chosen = [tex for each, tex in recorded_formulas() if each == kind and len(tex) > 6]
    for number, tex in enumerate(random.Random(seed).sample(chosen, count), 1):
        read = [read_inline(tex)] if kind == "inline" else read_display(tex, width or None)
        print(f"{number}. {tex}", *(f"    {line}" for line in read), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
