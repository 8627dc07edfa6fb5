"""What stands in a line: styles, notes, macros, formulas."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Footnote, Paragraph, Run, plain
from tests.fulltext.latexml.page import block, read


def test_a_footnote_follows_its_paragraph_in_any_form() -> None:
    forms = (
        '<sup class="ltx_note_mark">1</sup>Text with <b>style</b>.',
        '<sup class="ltx_note_mark">1</sup>\n  <span class="ltx_tag ltx_tag_note">1</span>\n Text with <b>style</b>.',
        '<sup class="ltx_note_mark">1</sup><span class="ltx_note_type">footnote: </span>Text with <b>style</b>.',
    )
    for form in forms:
        text = read(
            '<p>A word<span id="footnote1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>'
            f'<span class="ltx_note_outer"><span class="ltx_note_content">{form}</span></span></span> goes on.</p>'
            "<p>Next</p>"
        )
        assert text.blocks == (
            Paragraph((Run("A word"), Run("¹", target="#footnote1"), Run(" goes on."))),
            Footnote((Run("Text with "), Run("style", "strong"), Run(".")), "1", "footnote1"),
            Paragraph((Run("Next"),)),
        )


def test_a_footnote_with_two_marks_stands_once() -> None:
    def note(id: str) -> str:
        content = '<sup class="ltx_note_mark">7</sup>Both.'
        return (
            f'<span id="{id}" class="ltx_note ltx_role_footnotemark"><sup class="ltx_note_mark">7</sup>'
            f'<span class="ltx_note_outer"><span class="ltx_note_content">{content}</span></span></span>'
        )

    mark = Run("⁷", target="#f1")
    assert read(f"<p>A{note('f1')} and</p><p>B{note('f2')}.</p>").blocks == (
        Paragraph((Run("A"), mark, Run(" and"))),
        Footnote((Run("Both."),), "7", "f1"),
        Paragraph((Run("B"), mark, Run("."))),
    )


def test_the_mark_of_a_footnote_that_is_elsewhere_stands_alone() -> None:
    note = (
        '<span id="f" class="ltx_note ltx_role_footnotemark"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_note_type">footnotemark: </span><span class="ltx_tag_note">1</span></span></span></span>'
    )
    assert block(f"<p>Ada{note}</p>") == Paragraph((Run("Ada¹"),))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"We propose <span class='ltx_ERROR undefined'>\method</span>, which", "We propose method, which"),
        (r"<span class='ltx_ERROR undefined'>\contribution</span>[*]Equal contribution", "[*]Equal contribution"),
        (r"The end. <span class='ltx_ERROR undefined'>\beginappendix</span> ", "The end."),
        (r"<span class='ltx_ERROR undefined'>{tcolorbox}</span>Inside", "Inside"),
        (r"<span class='ltx_ERROR'>a message</span>", "a message"),
    ],
)
def test_unknown_macros_do_not_show_unless_they_are_words(body: str, text: str) -> None:
    found = block(f"<p>{body}</p>")
    assert isinstance(found, Paragraph)
    assert plain(found.runs) == text


def test_a_formula_is_its_tex() -> None:
    math = '<math alttext="{}" display="inline"><semantics><mi>a</mi><annotation>a</annotation></semantics></math>'
    wrapped = math.format("\\alpha,%\n\\;\\Box A"), math.format("\\beta%\nb")
    found = block("<p>If {} then {}.</p>".format(*wrapped))
    assert isinstance(found, Paragraph)
    assert [run.tex for run in found.runs] == ["", r"\alpha,\;\Box A", "", r"\beta b", ""]


def test_a_formula_without_alttext_is_its_annotation_or_what_it_shows() -> None:
    found = read(
        '<p>a <math><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation></math></p>'
        "<p>b <math><mi>y</mi></math></p>"
    ).blocks
    assert isinstance(found[0], Paragraph)
    assert found[0].runs[1].tex == "x_1"
    assert isinstance(found[1], Paragraph)
    assert plain(found[1].runs) == "b y"


def test_what_is_hidden_is_not_read() -> None:
    text = read(
        "<p>Shown <span class='sr-only'>no</span><span style='display: none'>no</span><span hidden>no</span>"
        "<button>no</button><script>no</script><style>no</style><!-- no -->text.</p>"
    )
    assert text.blocks == (Paragraph((Run("Shown text."),)),)


def test_a_citation_without_a_year_keeps_no_comma() -> None:
    citation = '<cite>(<a href="#bib.bib1">loom12, </a>; <a href="#bib.bib2">weft13, </a>)</cite>'
    reference = '<ul><li id="bib.bib1" class="ltx_bibitem">A</li><li id="bib.bib2" class="ltx_bibitem">B</li></ul>'
    text = read(f'<p>Looms {citation} weave <cite><a href="#bib.bib1">loom12 </a></cite>.</p>{reference}')
    assert isinstance(text.blocks[0], Paragraph)
    assert plain(text.blocks[0].runs) == "Looms (loom12; weft13) weave loom12."
