"""An invented paper with one of everything that a text can refer to."""

from __future__ import annotations

from paperreader.fulltext.blocks import (
    Cell,
    Equation,
    Figure,
    Footnote,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)

CITED = "2401.00007"
WIDE_COLUMNS = 29


def to(target: str, text: str) -> Run:
    """A reference."""
    return Run(text, target=target)


def math(tex: str, text: str) -> Run:
    return Run(text, "math", tex=tex)


def row(*texts: str, is_header: bool = False, has_rule: bool = False) -> Row:
    return Row(tuple(Cell((Run(text),), is_header=is_header) for text in texts), has_rule)


WIDE_TABLE = Table(
    (
        row("loom", *(f"run {number}" for number in range(1, WIDE_COLUMNS)), is_header=True),
        *(
            row(f"loom {name}", *(f"{name}{number}" for number in range(1, WIDE_COLUMNS)))
            for name in "abcdefghijklmnopqrstuvwxyz"
        ),
    ),
    (Run("Table 2: Every run of every loom"),),
    id="S2.T2",
)

SAMPLE = Fulltext(
    (
        Heading((Run("Introduction"),), 1, "1", "S1"),
        Paragraph((
            Run("Looms weave threads ["), to("#bib.bib1", "1"), Run(", "), to("#bib.bib2", "2"),
            Run("], as "), to("#S1.F1", "Figure 1"), Run(" shows and "), to("#S2.E1", "Equation 1"), Run(" says"),
            to("#fn1", "¹"), Run("; their code is "), to("https://loom.example/code", "public"),
            Run(". All runs are in "),
            to("#S2.T2", "Table 2"), Run(", the reasons in "), to("#S2", "Section 2"), Run(", and what is lost is in "),
            to("#A9.T7", "Table 7"), Run("."),
        )),
        Footnote((Run("Of wool, mostly."),), "1", "fn1"),
        Figure((Run("Figure 1: A loom and its "), math("n", "n"), Run(" threads")),
               ("https://loom.example/x1.png",), "S1.F1"),
        Heading((Run("Weaving"),), 1, "2", "S2"),
        Paragraph((Run("A thread of length "), math(r"\ell_i", "ℓᵢ"), Run(" has the weight"),)),
        Equation(r"w=\frac{a}{b}", "w = a/b", ("    a", "w = ─", "    b"), "(1)", "S2.E1"),
        Paragraph((Run("where "), math("a", "a"), Run(" is its area."),)),
        Table((row("loom", "speed", is_header=True), row("north", "1.5"), row("south", "2.25")),
              (Run("Table 1: Speeds"),), id="S2.T1"),
        WIDE_TABLE,
        Listing(((Run("for thread in loom:"),), (Run("    weave(thread)"),)),
                (Run("Algorithm 1: Weaving"),), id="alg1"),
        Heading((Run("Knots"),), 2, "2.1", "S2.SS1"),
        *(Paragraph((Run(f"Paragraph {number} is about knots. " * 4),)) for number in range(1, 40)),
        Heading((Run("References"),), 1, "", "bib"),
        Reference((Run("Ada Brook. Looms that learn. 2024."),), "[1]", "bib.bib1", CITED),
        Reference((Run("Ben Reed. On threads. doi 10.1234/threads.5"),), "[2]", "bib.bib2"),
    ),
    version="v2",
)  # fmt: skip
