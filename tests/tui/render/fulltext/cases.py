"""Invented pieces of papers that are hard to lay out, as the blocks that converters make of them."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.fulltext.blocks import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Runs,
    Table,
)


def text(*parts: str | Run) -> Runs:
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def math(reading: str, tex: str) -> Run:
    return Run(reading, "math", tex=tex)


def cite(label: str, id: str) -> Run:
    return Run(label, target=f"#{id}")


def cells(*texts: str, header: bool = False, align: str = "left") -> tuple[Cell, ...]:
    return tuple(Cell(text(each), align, header) for each in texts)  # type: ignore[arg-type]


def row(*texts: str, header: bool = False, ruled: bool = False) -> Row:
    return Row(cells(*texts, header=header), ruled)


def wide_row(first: str, start: int, step: float) -> Row:
    return row(first, *(f"{start + step * number:.1f}" for number in range(28)))


CHINESE = "请根据以下文字，写出一个简短的摘要（不超过五十个字）。"

CASES: dict[str, Sequence[Block]] = {
    "a displayed formula with its number": (
        Paragraph(text("The thread at time ", math("t", "t"), " lies at")),
        Equation(
            r"\mathbf{P}_t = D_t(u,v) \cdot \mathbf{K}^{-1} \mathbf{p}_t",
            "𝐏ₜ = Dₜ(u, v)·𝐊⁻¹𝐩ₜ,",
            ("𝐏ₜ = Dₜ(u, v)·𝐊⁻¹𝐩ₜ,",),
            "(1)",
            "S3.E1",
        ),
        Paragraph(text("where ", math("𝐊", r"\mathbf{K}"), " is the matrix of the loom.")),
    ),
    "formulas in prose": (
        Paragraph(
            text(
                "The warp is ",
                math("𝒞ₜ = {𝐏ₜⁱ}ᵢ₌₁^(H×W)", r"\mathcal{C}_t=\{\mathbf{P}_t^i\}_{i=1}^{H\times W}"),
                ", and a knot is a point where ",
                math("‖∇D‖ > τ", r"\|\nabla D\|>\tau"),
                "; the step ",
                math("xᵢ₊₁ = f(xᵢ) + xᵢ", "x_{i+1}=f(x_i)+x_i"),
                " is ",
                math("2.6×", r"2.6\times"),
                " as fast, and ",
                math("L_𝒟(θ)", r"L_\mathcal{D}(\theta)"),
                " falls for the top-",
                math("k", "k"),
                " threads of an ",
                math("f", "f"),
                "-divergence: ",
                math("(k ⨂ L)", r"(k \bigotimes L)"),
                ", ",
                math("ᾱₙ₋₁", r"\bar{\alpha}_{n-1}"),
                " and ",
                math("‖R_M − R_M̂‖", r"\|R_M - R_{\widehat M}\|"),
                " stay as they are.",
            )
        ),
    ),
    "a footnote in the text": (
        Paragraph(text("The colour is a function.", Run("¹", target="#fn1"), " Nobody weaves without.")),
        Footnote(text("For simplicity, we fix the colour of each thread before the loom is set up."), "1", "fn1"),
        Footnote(text("Equal contribution."), "†", "fn2"),
    ),
    "lists in lists": (
        Paragraph(text("Three things make a carpet:")),
        Paragraph(
            text("Geometric patterns, which are repeated in both directions until the edge is reached."), "", 1, "•"
        ),
        Paragraph(text("squares,"), "", 2, "(a)"),
        Paragraph(text("and hexagons, which need one more thread than squares of the same size do."), "", 2, "(b)"),
        Paragraph(text("Colour."), "", 1, "•"),
        Paragraph(text("It comes from plants, and fades in the sun within some years."), "", 1),
        Paragraph(text("The tenth thing."), "", 1, "10."),
        Paragraph(text("A step with a long name."), "", 1, "Step 10:"),
    ),
    "a table that the source has lost": (
        Table((), text("Table 2: Threads and their colours."), "the table is not in the Hub's text", "S4.T2"),
    ),
    "loose words of a table": (
        Listing(
            (text("Model  Size  Score"), text("Loom-S 12 81.0"), text("Loom-L 96 88.3")),
            note="columns lost",
        ),
    ),
    "an algorithm": (
        Listing(
            (
                text("1: for ", math("i = 1, …, N", r"i=1,\dots,N"), " do"),
                text("2:     ", math("θ ← θ − η∇L(θ)", r"\theta \gets \theta - \eta \nabla L(\theta)")),
                text("3:     if ", math("‖θ‖ > c", r"\|\theta\|>c"), " then"),
                text("4:         cut the thread, tie a knot as wide as the last one, and begin at the edge again"),
                text("5: return ", math("θ", r"\theta")),
            ),
            text("Algorithm 1: Weaving by descent"),
            id="alg1",
        ),
    ),
    "code without indentation": (
        Listing(
            (
                text("def weave(threads, rate=1 e-6):"),
                text("for thread in threads:"),
                text("loom.add(thread, tension=0.5)"),
                (),
                text("return loom"),
            ),
            text("Listing 3: Weaving"),
            "indentation lost",
        ),
    ),
    "names of citations": (
        Paragraph(
            text(
                "As ",
                math("π₀", r"\pi_0"),
                " (",
                cite("Hopper, 1952", "b1"),
                ") shows, and before it ",
                cite("Markov", "b39"),
                " ",
                cite("1994", "b39"),
                " and others ",
                cite("[3, 14, 15]", "b3"),
                ", see Figure ",
                cite("2", "F2"),
                " and Section ",
                cite("3.2", "S3.SS2"),
                ", Equation ",
                cite("(1)", "S3.E1"),
                " or ",
                Run("https://example.org/looms/and/threads/of/all/kinds/index.html", target="https://example.org/"),
                ".",
            )
        ),
    ),
    "a bibliography": (
        Heading(text("References"), 1),
        Reference(
            text(
                "J. Lee, A. Example (2025) Weaving models that think in space. ",
                Run("arXiv:2508.07917", target="https://arxiv.org/abs/2508.07917"),
                ".",
            ),
            "[25]",
            "b25",
            "2508.07917",
        ),
        Reference(text("M. Curie (1903) Threads. In ", Run("Proceedings of Looms", "emphasis"), "."), "[126]", "b126"),
        Reference(
            text("Ada Lovelace and Grace Hopper. Notes on a loom that computes, with many more words. 1843."),
            "Lovelace and Hopper (1843)",
            "b2",
        ),
        Reference(text("A book without a label, which begins like any other and goes on for a while.")),
    ),
    "headings": (
        Heading(text("Method"), 1, "3", "S3"),
        Heading(text("Weaving with ", math("k", "k"), " Threads, and Why It Is Harder than It Looks"), 2, "3.2"),
        Paragraph(text("A paragraph.")),
        Heading(text("Details"), 3, "3.2.1"),
        Paragraph(text("Another one.")),
        Heading(text("Acknowledgements"), 1),
        Heading(text("Proofs"), 1, "A"),
    ),
    "affiliations": (Paragraph(text("¹ Marsh Lab, ² University of Looms, * Equal contribution")),),
    "an operator with something below": (
        Equation(
            r"\pi^* = \underset{\pi}{\operatorname{arg max}} J(\pi)",
            "π* = argmax_π J(π)",
            ("π* = arg max J(π)", "          π"),
            "(79)",
        ),
    ),
    "cases": (
        Equation(
            r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
            "f(x) = {1 if x > 0; 0 if x ≤ 0",
            ("f(x) = ⎰ 1  x > 0", "       ⎱ 0  x ≤ 0"),
        ),
    ),
    "a fraction": (
        Equation(
            r"\mathrm{Attention}(Q,K,V)=\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
            "Attention(Q, K, V) = softmax(QKᵀ/√dₖ)V",
            (
                "                            ⎛ QKᵀ ⎞ ",
                "Attention(Q, K, V) = softmax⎜─────⎟V",
                "                            ⎝ √dₖ ⎠ ",
            ),
            "(3a), (3b)",
        ),
    ),
    "a table": (
        Table(
            (
                Row((*cells("", "N", "d_model", header=True), Cell(text("Score"), "center", True, columns=2))),
                row("", "", "", "dev", "test", header=True),
                row("base", "6", "512", "25.8", "92.1%", ruled=True),
                row("(A)", "16", "1024", "4.92", "8.25%"),
                row("", "32", "96", "5.5", "–"),
                row("big, with dropout", "6", "1,024", "126.4 ± 0.3", "93.4%", ruled=True),
            ),
            text("Table 3: Variations on the loom. Unlisted values are those of the base model."),
            id="S4.T3",
        ),
    ),
    "a table with cells over several rows": (
        Table(
            (
                row("Task", "Set", "F1", header=True),
                Row((Cell(text("Weaving, by day and by night"), rows=2), *cells("dev", "1.5")), True),
                row("test", "12.25"),
                Row((Cell(text("Spinning"), rows=2), *cells("dev", "3")), True),
                row("test", "4.75"),
            ),
            text("Table A.1. Tasks."),
        ),
    ),
    "a table of long texts": (
        Table(
            (
                row("Task", "Prompt", "Score", header=True),
                row("Weaving", "You are a loom. Weave the pattern that is given below without any break.", "93.1"),
                row(
                    "Spinning with wool",
                    "Spin the wool into a thread that is of the same thickness everywhere. If it breaks, begin again,"
                    " but do not throw away what you have. Say how long it took.",
                    "8.25",
                ),
            ),
            text("Table 4: Prompts"),
        ),
    ),
    "a table of 29 columns": (
        Table(
            (
                row("Loom", *(f"C{number}" for number in range(28)), header=True),
                wide_row("small", 10, 0.3),
                wide_row("large and heavy", 90, 1.7),
            ),
            text("Table 5: Every loom on every cloth."),
        ),
    ),
    "a figure": (
        Figure(
            text("Figure 2: The loom, with its warp in red. See Section ", cite("3.2", "S3.SS2"), " for its parts."),
            ("https://arxiv.org/html/2607.00001v1/x1.png", "https://arxiv.org/html/2607.00001v1/x2.png"),
            "F2",
        ),
        Figure((), ("https://arxiv.org/html/2607.00001v1/x3.png",)),
    ),
    "lines under groups of columns": (
        Table(
            (
                Row(
                    (
                        Cell(text("Loom"), rows=2),
                        Cell(text("Speed"), "center", columns=2),
                        Cell(text("Cost"), "center", columns=2),
                    ),
                    True,
                ),
                Row(cells("warm", "cold", "warm", "cold", align="center"), rules=((1, 4),)),
                row("Ada", "1.5", "1.25", "20", "30", ruled=True),
                row("Bea", "1.7", "1.35", "22", "31"),
                Row((*cells("Sum"), Cell(text("3.2")), Cell(text("2.6")), Cell(), Cell()), rules=((1, 2),)),
            ),
            text("Table 4: Looms"),
        ),
    ),
    "theorems, proofs and quotes": (
        Paragraph(
            text(
                Run("Theorem 1 (Ada).", "strong"),
                " Every loom has a thread that is longer than ",
                math("n·d", r"n \cdot d"),
                ", whatever is woven on it.",
            ),
            frame="theorem",
        ),
        Equation(r"\|w\| = \frac{n}{d},", "‖w‖ = n/d,", ("      n", "‖w‖ = ─,", "      d"), "(8)", frame="theorem"),
        Paragraph(text("And it never ends."), frame="theorem"),
        Paragraph(text(Run("Proof.", "emphasis"), " By induction over the threads. ∎"), frame="proof"),
        Paragraph(text("The engine weaves algebraic patterns just as a loom weaves leaves."), frame="quote"),
    ),
    "styles": (
        Paragraph(
            text(
                Run("Data. ", "strong"),
                "We use ",
                Run("only", "emphasis"),
                " threads of the class ",
                Run("loom.Thread", "code"),
                ", and ",
                Run("never", "strong emphasis"),
                " wool.",
            )
        ),
    ),
    "Chinese among English": (
        Paragraph(text("The prompt is ", CHINESE, "如果文字太长，可以只写第一段的内容。 and so on.")),
        Table(
            (
                row("语言", "提示", header=True),
                row("中文", CHINESE),
                row("日本語", "次の文章を短くまとめてください。"),
            ),
            text("表1: Prompts"),
        ),
    ),
    "a long word": (
        Paragraph(text("See 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef for it.")),
    ),
    "accents": (Paragraph(text("Ame\u0301lie and Zoe\u0308 e\u0301crivent a\u0300 l\u2019e\u0301cole.")),),
}
"""By what is hard about them."""
