"""Invented texts of whole papers of any length, with every kind of block."""

from __future__ import annotations

import random
from collections.abc import Iterator

from paperreader.fulltext.blocks import (
    Block,
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

WORDS = """
loom shuttle weft warp thread spindle bobbin treadle heddle reed selvage pattern twill satin gauze mesh fibre
tension draft pick shed beam cloth pile nap dye wool linen measure compare show learn predict sample bound
gradient vector matrix token layer attention memory error rate
""".split()  # noqa: SIM905
CITED = 40
"""Entries of the bibliography."""


def long_text(
    sections: int = 6, paragraphs: int = 8, *, words: int = 90, equations: int = 2, source: str = "arxiv", seed: int = 1
) -> Fulltext:
    """So many sections of so many paragraphs and equations each; half of a section is a subsection."""
    dice = random.Random(seed)
    blocks = [
        block for number in range(1, sections + 1) for block in _section(dice, number, paragraphs, words, equations)
    ]
    blocks.append(Heading((Run("References"),), 1, "", "bib"))
    blocks += [
        Reference((Run(f"Ada Brook and Bo Lindqvist. {_sentence(dice, 9)} 2024."),), f"[{number}]", f"bib.bib{number}")
        for number in range(1, CITED + 1)
    ]
    lacks = () if source == "arxiv" else ("tables are missing",)
    return Fulltext(
        tuple(blocks), (), "arxiv" if source == "arxiv" else "hub", "v2" if source == "arxiv" else "", lacks
    )


def _section(dice: random.Random, number: int, paragraphs: int, words: int, equations: int) -> Iterator[Block]:
    id = f"S{number}"
    yield Heading((Run(f"On {dice.choice(WORDS)} and {dice.choice(WORDS)}"),), 1, f"{number}", id)
    for turn in range(paragraphs):
        if turn == paragraphs // 2:
            yield Heading((Run(f"The {dice.choice(WORDS)} of a {dice.choice(WORDS)}"),), 2, f"{number}.1", f"{id}.SS1")
        yield Paragraph((Run(_sentence(dice, words // 2) + " "), *_formula_and_citation(dice, words)), f"{id}.p{turn}")
    for turn in range(equations):
        yield _equation(dice, f"({number}.{turn + 1})", f"{id}.E{turn + 1}")
    yield from (Paragraph((Run(_sentence(dice, 14)),), "", 1, "•") for _ in range(3))
    yield Footnote((Run(_sentence(dice, 15)),), f"{number}", f"footnote{number}")
    yield _table(dice, number)
    yield Figure(
        (Run(f"Figure {number}: {_sentence(dice, 20)}"),), (f"https://arxiv.org/html/x{number}.png",), f"{id}.F1"
    )
    code = tuple((Run(" " * (4 * (line % 3)) + f"{line + 1}: {_sentence(dice, 5)}"),) for line in range(8))
    yield Listing(code, (Run(f"Algorithm {number}: {_sentence(dice, 4)}"),), "", f"alg{number}")


def _formula_and_citation(dice: random.Random, words: int) -> Iterator[Run]:
    cited = dice.randint(1, CITED)
    yield Run("αₖ² ≤ λ", "math", tex=r"\alpha_{k}^{2}\leq\lambda")
    yield Run(" holds, as in ")
    yield Run(f"[{cited}]", "", f"#bib.bib{cited}")
    yield Run(f". {_sentence(dice, words // 2)} ")
    yield Run(_sentence(dice, 3), "emphasis")


def _equation(dice: random.Random, number: str, id: str) -> Equation:
    name = dice.choice("fghpq")
    above, below = f"∑ᵢ xᵢ {dice.choice('αβγδ')}", f"1 + ‖{name}‖²"
    width = max(len(above), len(below)) + 2
    lines = (
        " " * 7 + above.center(width) + " ",
        f"{name}(x) = " + "─" * width + "," + "",
        " " * 7 + below.center(width) + " ",
    )
    return Equation(
        rf"{name}(x)=\frac{{\sum_i x_i}}{{1+\|{name}\|^2}},", f"{name}(x) = ({above})/({below}),", lines, number, id
    )


def _table(dice: random.Random, number: int) -> Table:
    head = Row(tuple(Cell((Run(name),), "center", True) for name in ("", *dice.sample(WORDS, 4))), True)
    rows = [
        Row(
            (Cell((Run(dice.choice(WORDS)),)), *(Cell((Run(f"{dice.random():.3f}"),), "right") for _ in range(4))),
            not turn,
        )
        for turn in range(5)
    ]
    return Table((head, *rows), (Run(f"Table {number}: {_sentence(dice, 8)}"),), "", f"S{number}.T1")


def _sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words)).capitalize() + "."
