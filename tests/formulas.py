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
