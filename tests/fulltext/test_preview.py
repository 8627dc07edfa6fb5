"""What a reference leads to: each kind of target, parts of one, and what the source does not have."""

from __future__ import annotations

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
    plain,
)
from paperreader.fulltext.preview import MISSING, Preview, preview
from paperreader.fulltext.targets import Targets

PAGE = "https://arxiv.org/html/2607.12345v2"
TEXT = Fulltext(
    (
        Heading((Run("Looms"),), 1, "2", "S2"),
        Paragraph((Run("A loom weaves."),), "S2.p1"),
        Equation("a=b", "a = b", ("a = b",), "(2)", "S2.E2"),
        Heading((Run("Threads"),), 2, "2.1", "S2.SS1"),
        Table((Row((Cell((Run("warp"),)),)),), (Run("Table 1: Threads"),), id="S2.T1"),
        Figure((Run("Figure 4: A loom"),), ("https://arxiv.org/html/2607.12345v2/x4.png",), "S2.F4"),
        Figure((Run("Another"),), id="S2.F5"),
        Listing(((Run("weave()"),),), (Run("Algorithm 1: Weaving"),), id="alg1"),
        Footnote((Run("Of wool."),), "3", "footnote3"),
        Paragraph((Run("Theorem 1.", "strong"), Run(" Looms halt.")), "S2.Thm1", frame="theorem"),
        Equation("l<w", "l < w", ("l < w",), "(3)", "S2.E3", "theorem"),
        Paragraph((Run("Always."),), frame="theorem"),
        Paragraph((Run("Theorem 2.", "strong"), Run(" Threads end.")), "S2.Thm2", frame="theorem"),
        Reference((Run("A. Brook. On looms. arXiv:2401.00007."),), "[7]", "bib.bib7", "2401.00007"),
        Reference((Run("B. Reed. Threads. "), Run("link", target="https://reed.example/t")), "[8]", "bib.bib8"),
        Reference((Run("C. Warp. Knots. doi 10.1234/knots.5."),), "[9]", "bib.bib9"),
        Reference((Run("D. Weft. Lost."),), "", "bib.bib10"),
    ),
    asides=(Reference((Run("Cited only by its title"),), "", "bib.bib41"),),
    version="v2",
)
TARGETS = Targets(TEXT)


def shown(reference: str, text: str = "there", of: Fulltext = TEXT) -> Preview:
    return preview(of, Targets(of), reference, text, page=PAGE)


def words(blocks: tuple[Block, ...]) -> list[str]:
    return [plain(block.runs) for block in blocks if isinstance(block, Paragraph | Reference)]


def test_each_kind_has_its_name_its_place_and_its_page() -> None:
    found = {block.id: shown(f"#{block.id}") for block in TEXT.blocks if block.id}
    assert [each.title for each in found.values()] == [
        *("Section 2", "there", "Equation (2)", "Section 2.1", "Table 1", "Figure 4", "Figure", "Algorithm 1"),
        *("Note 3", "Theorem 1", "Equation (3)", "Theorem 2", "[7]", "[8]", "[9]", "Reference"),
    ]
    for id, each in found.items():
        assert each.at is not None
        assert TEXT.blocks[each.at].id == id
    assert found["S2.E2"].address == f"{PAGE}#S2.E2"
    assert found["S2.F4"].address == f"{PAGE}/x4.png"
    assert found["S2.F5"].address == f"{PAGE}#S2.F5"


def test_a_section_is_shown_up_to_the_next_heading_and_a_theorem_up_to_its_end() -> None:
    assert [type(block) for block in shown("#S2").blocks] == [Heading, Paragraph, Equation]
    assert words(shown("#S2.Thm1").blocks) == ["Theorem 1. Looms halt.", "Always."]
    assert [type(block) for block in shown("#S2.Thm1").blocks] == [Paragraph, Equation, Paragraph]
    assert words(shown("#S2.Thm2").blocks) == ["Theorem 2. Threads end."]


def test_a_cited_paper_opens_where_it_can_be_found() -> None:
    assert shown("#bib.bib7").address == "https://arxiv.org/abs/2401.00007"
    assert shown("#bib.bib7").arxiv == "2401.00007"
    assert shown("#bib.bib8").address == "https://reed.example/t"
    assert shown("#bib.bib9").address == "https://doi.org/10.1234/knots.5"
    assert shown("#bib.bib10").address == ""


def test_a_part_of_something_leads_to_it_but_not_to_a_whole_section() -> None:
    assert shown("#S2.E2.m1.1").title == "Equation (2)"
    assert shown("#S2.T9").is_missing


def test_what_only_the_source_tells_is_shown_but_cannot_be_gone_to() -> None:
    aside = shown("#bib.bib41", "1994")
    assert (aside.at, aside.title, words(aside.blocks)) == (None, "Reference", ["Cited only by its title"])


def test_what_the_source_does_not_have_is_said_under_the_name_that_the_text_gives_it() -> None:
    missing = shown("#S9.T7", "[Table 7]")
    assert (missing.title, words(missing.blocks), missing.at) == ("Table 7", [MISSING], None)
    assert missing.address == f"{PAGE}#S9.T7"
    assert shown("#S9.T7", of=TEXT._replace(source="hub")).address == PAGE


def test_a_link_shows_its_address() -> None:
    link = shown("https://loom.example/a?b=c", "here")
    assert (link.title, words(link.blocks), link.address) == ("Link", [link.address], "https://loom.example/a?b=c")


def test_a_link_to_a_paper_can_be_read_here() -> None:
    for address in (
        "https://arxiv.org/abs/2401.00007v3",
        "http://arxiv.org/pdf/2401.00007.pdf",
        "https://www.arxiv.org/html/2401.00007v1#S2",
        "https://huggingface.co/papers/2401.00007",
    ):
        assert shown(address).arxiv == "2401.00007"
    for address in ("https://arxiv.org/list/cs", "https://a.example/arxiv.org/abs/2401.00007", "https://loom.example"):
        assert shown(address).arxiv == ""
