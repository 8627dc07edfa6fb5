"""How far a theorem and a proof reach, which the source does not tell."""

from __future__ import annotations

import pytest

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Equation, Paragraph
from paperreader.fulltext.markdown import parse_markdown


def framed(source: str) -> list[str]:
    """Each paragraph and formula with the sign of its frame: `T` theorem, `P` proof, `-` none."""
    text = parse_markdown(f"# Looms\n\n## 1 Start\n\nWe weave.\n\n{source}\n\n## 2 End\n\nWe rest.\n")
    blocks = [block for block in text.blocks if isinstance(block, Paragraph | Equation)]
    signs = {"theorem": "T", "proof": "P", "": "-", "quote": "q"}
    return [f"{signs[block.frame]} {block_text(block)}" for block in blocks[1:-1]]


def test_a_theorem_goes_on_through_its_formula_and_its_list() -> None:
    assert framed(
        "###### Theorem 1 (Weft).\n\nFor any $n$ there are at most\n\n$$ x = y $$\n\nthreads of the loom.\n\n"
        "We use it often.\n\n###### Lemma 2.\n\nThe following hold:\n\n*   •It weaves.\n\n*   •It rests.\n\n"
        "That is all."
    ) == [
        "T Theorem 1 (Weft). For any n there are at most",
        "T x = y",
        "T threads of the loom.",
        "- We use it often.",
        "T Lemma 2. The following hold:",
        "T It weaves.",
        "T It rests.",
        "- That is all.",
    ]


@pytest.mark.parametrize("end", ["∎", "□", r"$\blacksquare$", r"$\square$"])
@pytest.mark.parametrize("name", ["###### Proof.\n\n", "*Proof.* ", "*Proof of Theorem 1.* "])
def test_a_proof_ends_with_its_sign(name: str, end: str) -> None:
    found = framed(f"{name}We begin.\n\n$$ x = y. $$\n\nNow we go on.\n\nSo it ends. {end}\n\nWe use it.")
    assert [each[0] for each in found] == ["P", "P", "P", "P", "-"]


def test_of_a_proof_without_a_sign_only_what_is_certain_has_a_frame() -> None:
    assert [each[0] for each in framed("###### Proof.\n\nWe see\n\n$$ x = y, $$\n\nwhich ends it.\n\nWe use it.")] == [
        *("P", "P", "P", "-")
    ]
    assert framed("*Proof.* It is easy.\n\nWe use it.") == ["- Proof. It is easy.", "- We use it."]


def test_bold_names_with_numbers_begin_theorems_and_other_bold_words_none() -> None:
    found = framed("**Lemma 3.1** (Reed). A reed holds.\n\n**Problem formulation.** We weave.\n\n**Example.** A loom.")
    assert [each[0] for each in found] == ["T", "-", "-"]
