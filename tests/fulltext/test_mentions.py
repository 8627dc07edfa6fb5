"""What a text mentions without a link: citations, figures, tables, equations, sections."""

from __future__ import annotations

import pytest

from paperreader.fulltext.block_text import parts
from paperreader.fulltext.blocks import Paragraph
from paperreader.fulltext.markdown import parse_markdown

NUMBERED = "[1] A. Loom and B. Weft. Tokens. 2019.\n\n[2] C. Gull. Ships. 2020.\n\n[14] D. Tern. Sails. 2021."
NAMED = """\
Ada Loom, Ben Weft, and C. Gull. 2019. Weaving. arXiv:1901.2020.

Gull, C., and Tern, D. (2021a). Ships.

Gull, C. (2021b). Sails.

Harbour-AI. Boats, 2024.

E. Tern. Masts. In Proc., 2022.

F. Tern. Ropes. In Proc., 2022.

G. Knot and H. Hull. Knots. 2020a.

G. Knot. Hulls. 2020b.

G. Knot. Bows. 2020c.

G. Knot. Sterns. 2023.

Keel@Meta. Keels, 2024."""


def links(sentence: str, references: str) -> list[str]:
    """The mentions in a sentence that became links, each with the beginning of what it leads to."""
    text = parse_markdown(
        f"# Boats\n\n## 1 Start\n\n{sentence}\n\n$$x = 1 \\tag{{3}}$$\n\n### 1.1 Ropes\n\nRopes hold.\n\n"
        f"![](a.png)\n\nFigure 2: See Figure 2 of a boat.\n\n## Appendix A More\n\nMore words.\n\n"
        f"## References\n\n{references}\n"
    )
    kinds = {block.id: type(block).__name__ for block in text.blocks}
    paragraph = next(block for block in text.blocks if isinstance(block, Paragraph))
    own = [run for block in text.blocks for run in getattr(block, "caption", ()) if run.target]
    assert own == []  # a caption does not lead to itself
    return [f"{run.text} → {kinds[run.target[1:]]}" for run in paragraph.runs if run.target]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("As in [1] and [2, 14].", ["[1] → Reference", "[2 → Reference", "14] → Reference"]),
        ("A range [0, 3] is none, `[1]` and $[1]$ neither.", []),
        (
            "See Eq. (3), Section 1.1, Figure 2b and Appendix A.",
            ["Eq. (3) → Equation", "Section 1.1 → Heading", "Figure 2 → Figure", "Appendix A → Heading"],
        ),
        ("Nothing has Eq. 4, Section 7 or Figure 1.", []),
    ],
)
def test_a_number_is_a_link_where_something_has_it(sentence: str, found: list[str]) -> None:
    assert links(sentence, NUMBERED) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Boats float (Loom et al., 2019; see Gull, 2021b).", ["Loom et al., 2019", "Gull, 2021b"]),
        ("Gull and Tern (2021a) float.", ["Gull and Tern (2021a)"]),
        ("Boats (Harbour-AI, 2024) float, those of (AI, 2024) do not.", ["Harbour-AI, 2024"]),
        ("Weft et al. (2019) is not the first author, Loom et al. (2020) another year.", []),
        ("Which one is Tern (2022)?", []),
        ("Knot et al. [2020a,b] float.", ["Knot et al. [2020a", "b"]),
        ("Boats (Knot et al., 2020a, b, 2023; Gull, 2021b).", ["Knot et al., 2020a", "b", "2023", "Gull, 2021b"]),
        ("As Knot (2020b and c, and 2023) says.", ["Knot (2020b", "c", "2023"]),
        ("As Knot, 2023, a maker of boats, and Knot [2023] say.", ["Knot, 2023", "Knot [2023]"]),
        ("Boats (Keel@Meta, 2024), of Knot (2023, p. 5).", ["Keel@Meta, 2024", "Knot (2023"]),
    ],
)
def test_an_author_and_a_year_are_a_link_where_one_entry_has_them(sentence: str, found: list[str]) -> None:
    assert links(sentence, NAMED) == [f"{mention} → Reference" for mention in found]


def test_captions_tables_footnotes_and_algorithms_mention_too_but_an_index_is_no_citation() -> None:
    text = parse_markdown(
        "# Boats\n\n## 1 Start\n\nA boat[^1] sails.\n\n[^1]: Shown by [1].\n\n$$x = 1 \\tag{3}$$\n\n"
        "Algorithm 1: How to sail, after [2]\n\n```\n1: for each a[1] in a do\n2:   solve Eq. (3)\n```\n\n"
        "Table 1: Boats of [14]\n\n| Boat | Length |\n|---|---|\n| Gull [1] | 2 |\n\n"
        "![](a.png)\n\nFigure 1: Ships of [2]\n\n"
        f"## References\n\n{NUMBERED}\n"
    )
    found = {
        (type(block).__name__, run.text)
        for block in text.blocks
        for runs in parts(block)
        for run in runs
        if run.target.startswith("#")
    }
    assert found >= {("Table", "[14]"), ("Table", "[1]"), ("Figure", "[2]"), ("Footnote", "[1]"), ("Listing", "[2]")}
    assert ("Listing", "[1]") not in found
