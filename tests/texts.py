"""Invented texts of whole papers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from html import escape
from itertools import accumulate

from paperreader.fulltext.blocks import Block, Equation, Fulltext, Heading, Paragraph, Reference, Run, plain


def a_text(*paragraphs: str, source: str = "arxiv", version: str = "v1") -> Fulltext:
    """A text with one section."""
    heading = Heading((Run("Introduction"),), 1, "1", "S1")
    return Fulltext((heading, *(Paragraph((Run(each),)) for each in paragraphs)), (), source, version)


SYLLABLES = ("ra", "ten", "mo", "lis", "ve", "con", "tra", "pel", "di", "son", "qua", "ber", "ni", "form", "al", "est")
ENDINGS = ("", "", "s", "ing", "ed", "ation", "ly")
LETTERS = "abcdefghknpqrstuvwxyz"


def _vocabulary(chance: random.Random) -> list[str]:
    syllables = (chance.choices(SYLLABLES, k=chance.randint(1, 4)) for _ in range(30_000))
    return list(dict.fromkeys("".join(each) + chance.choice(ENDINGS) for each in syllables))


VOCABULARY = _vocabulary(random.Random(0))


def long_text(seed: int, letters: int = 73_000, *, phrase: str = "") -> Fulltext:
    """A text of about so many letters, as long as most papers: sections, formulas, references; `phrase` once."""
    chance = random.Random(seed)
    words = chance.sample(VOCABULARY, 4_000)
    usual = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    blocks: list[Block] = []
    size = 0
    while size < letters:
        number = len(blocks)
        if number % 12 == 0:
            title = " ".join(chance.choices(words, k=4))
            blocks.append(Heading((Run(title),), 1, f"{number // 12 + 1}", f"S{number}"))
        elif number % 12 == 7:
            a, b, c = chance.choices(LETTERS, k=3)
            tex = rf"{a}=\frac{{\sum_{{i}}{b}_{{i}}}}{{{c}^{{2}}}}"
            lines = (f"     ∑ᵢ {b}ᵢ", f"{a} = ────", f"      {c}²")
            blocks.append(Equation(tex, f"{a} = (∑ᵢ {b}ᵢ)/{c}²", lines, f"({number})", f"S{number}.E1"))
        else:
            blocks.append(Paragraph(tuple(_prose(chance, words, usual)), f"S{number}.p1"))
        size += len(_text(blocks[-1]))
    for number in range(1, 60):
        title = " ".join(chance.choices(words, k=8))
        blocks.append(Reference((Run(f"{title}. 2026."),), f"[{number}]", f"bib.bib{number}"))
    if phrase:
        blocks.insert(len(blocks) // 2, Paragraph((Run(f"Here stands {phrase} once."),)))
    return Fulltext(tuple(blocks), (), "arxiv", "v1")


def _prose(chance: random.Random, words: list[str], usual: list[float]) -> Iterator[Run]:
    for _ in range(3):
        yield Run(" ".join(chance.choices(words, cum_weights=usual, k=30)) + " ")
        a, b = chance.choices(LETTERS, k=2)
        yield Run(f"{a}ᵢ²", "math", tex=f"{a}_{{i}}^{{2}}")
        yield Run(" in ")
        yield Run(f"[{ord(b) % 60}]", target=f"#bib.bib{ord(b) % 60}")
        yield Run(". ")


def _text(block: Block) -> str:
    return block.text if isinstance(block, Equation) else plain(block.runs) if isinstance(block, Paragraph) else ""


def a_page(text: Fulltext) -> bytes:
    """The text as a page of LaTeXML's, about as large as arXiv's are."""
    parts = ["<!DOCTYPE html><html><body><article class='ltx_document'>"]
    for number, block in enumerate(text.blocks):
        match block:
            case Heading():
                parts.append(f'<h2 class="ltx_title ltx_title_section">{escape(plain(block.runs))}</h2>')
            case Equation():
                parts.append(f'<table class="ltx_equation ltx_eqn_table">{_math(block.tex, number)}</table>')
            case Paragraph() | Reference():
                runs = "".join(_run(run, f"{number}.{i}") for i, run in enumerate(block.runs))
                parts.append(f'<div class="ltx_para" id="{block.id}"><p class="ltx_p">{runs}</p></div>')
    return "\n".join([*parts, "</article></body></html>"]).encode()


def _run(run: Run, id: str) -> str:
    if run.tex:
        return _math(run.tex, id)
    if run.target:
        return f'<cite class="ltx_cite"><a href="{run.target}" class="ltx_ref">{escape(run.text)}</a></cite>'
    return escape(run.text)


def _math(tex: str, id: object) -> str:
    letters = "".join(f"<mi>{char}</mi><mo>=</mo><mrow><mi>{char}</mi></mrow>" for char in tex if char.isalpha())
    return (
        f'<math id="m{id}" class="ltx_Math" alttext="{escape(tex)}" display="inline"><semantics><mrow>{letters}</mrow>'
        f'<annotation encoding="application/x-tex">{escape(tex)}</annotation></semantics></math>'
    )
