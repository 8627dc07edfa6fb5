"""Prose: paragraphs, lists, what has a name or a frame."""

from __future__ import annotations

from paperreader.fulltext.blocks import Equation, Figure, Heading, Paragraph, Run
from tests.fulltext.latexml.page import block, read


def item(tag: str, content: str) -> str:
    return f'<li class="ltx_item"><span class="ltx_tag ltx_tag_item">{tag}</span> {content}</li>'


def test_a_box_in_a_line_does_not_end_it() -> None:
    box = '<span class="ltx_inline-block"><span class="ltx_p">boxed</span></span>'
    assert block(f"<p class='ltx_p'>A {box} word.</p>") == Paragraph((Run("A boxed word."),))


def test_a_number_in_a_circle_is_a_part_of_the_line() -> None:
    circle = '<svg class="ltx_picture"><g><path/><foreignObject><span class="ltx_p">{}</span></foreignObject></g></svg>'
    boxed = f'<span class="ltx_inline-block">{circle.format(2)}</span>'
    assert block(f"<p>Step {circle.format(1)} and {boxed} again.</p>") == Paragraph((Run("Step 1 and 2 again."),))


def test_a_line_that_ends_is_a_paragraph() -> None:
    assert read("<p>User: Hi!<br class='ltx_break'>Bot: Hi.</p>").blocks == (
        Paragraph((Run("User: Hi!"),)),
        Paragraph((Run("Bot: Hi."),)),
    )


def test_a_displayed_formula_in_a_paragraph_is_an_equation() -> None:
    text = read('<p>As <math alttext="a" display="block"></math> shows.</p>')
    assert [type(found) for found in text.blocks] == [Paragraph, Equation, Paragraph]


def test_styles_end_where_they_end() -> None:
    found = block(
        "<p>A <span class='ltx_text ltx_font_bold'>bold <em class='ltx_emph'>one</em> and <span class='ltx_text"
        " ltx_font_medium'>not</span></span> so <span class='ltx_text ltx_font_typewriter'>code</span>.</p>"
    )
    assert isinstance(found, Paragraph)
    assert found.runs == (
        Run("A "),
        Run("bold", "strong"),
        Run(" "),
        Run("one", "strong emphasis"),
        Run(" "),
        Run("and", "strong"),
        Run(" not so "),
        Run("code", "code"),
        Run("."),
    )


def test_items_keep_their_markers() -> None:
    inner = f'<ol class="ltx_enumerate">{item("(a)", "<p>one</p><p>more</p>")}</ol>'
    items = (
        item("•", "<p>outer</p>" + inner) + item("A label that is long", "text") + item("•", inner) + item("2.", inner)
    )
    assert read(f'<ul class="ltx_itemize">{items}</ul>').blocks == (
        Paragraph((Run("outer"),), depth=1, marker="•"),
        Paragraph((Run("one"),), depth=2, marker="(a)"),
        Paragraph((Run("more"),), depth=2),
        Paragraph((Run("A label that is long", "strong"), Run(" "), Run("text")), depth=1),
        Paragraph((Run("one"),), depth=2, marker="(a)"),
        Paragraph((Run("more"),), depth=2),
        Paragraph((), depth=1, marker="2."),
        Paragraph((Run("one"),), depth=2, marker="(a)"),
        Paragraph((Run("more"),), depth=2),
    )


def test_an_item_that_begins_with_a_figure_keeps_its_marker() -> None:
    figure = '<figure class="ltx_figure"><figcaption class="ltx_caption">A figure.</figcaption></figure>'
    assert read(f'<ol class="ltx_enumerate">{item("1.", figure)}</ol>').blocks == (
        Paragraph((), depth=1, marker="1."),
        Figure((Run("A figure."),)),
    )


def test_terms_are_strong() -> None:
    terms = (
        '<dt class="ltx_item"><span class="ltx_tag ltx_tag_item">Term</span></dt>'
        '<dd class="ltx_item"><p>It is.</p></dd>'
        '<dt class="ltx_item"><span class="ltx_tag ltx_tag_item">Last</span></dt>'
    )
    assert read(f'<dl class="ltx_description">{terms}</dl>').blocks == (
        Paragraph((Run("Term", "strong"), Run(" "), Run("It is.")), depth=1),
        Paragraph((Run("Last", "strong"),), depth=1),
    )


def test_a_theorem_begins_with_its_name_even_before_a_formula() -> None:
    title = '<h6 class="ltx_title ltx_title_theorem"><span class="ltx_tag">Theorem 1</span> (Ada).</h6>'
    body = '<p><span class="ltx_text ltx_font_italic">It is <em class="ltx_emph">so</em>.</span></p>'
    math = '<table class="ltx_equation"><tr class="ltx_eqn_row"><td><math alttext="x"></math></td></tr></table>'
    named = Run("Theorem 1 (Ada).", "strong")
    assert read(f'<div class="ltx_theorem">{title}{body}</div>').blocks == (
        Paragraph((named, Run(" "), Run("It is "), Run("so", "emphasis"), Run(".")), frame="theorem"),
    )
    assert read(f'<div class="ltx_theorem">{title}{math}</div>').blocks[0] == Paragraph((named,), frame="theorem")


def test_headings_have_level_number_and_the_id_of_their_section() -> None:
    def section(kind: str, tag: str, level: int) -> str:
        number = f'<span class="ltx_tag ltx_tag_{kind}">{tag} </span>' if tag else ""
        title = f'<h{level} class="ltx_title ltx_title_{kind}">{number}A title</h{level}>'
        return f'<section id="{kind}" class="ltx_{kind}">{title}'

    parts = (("section", "3", 2), ("subsection", "3.2", 3), ("paragraph", "", 5), ("appendix", "Appendix A", 2))
    text = read("".join(section(*part) for part in parts))
    assert text.blocks == (
        Heading((Run("A title"),), 1, "3", "section"),
        Heading((Run("A title"),), 2, "3.2", "subsection"),
        Heading((Run("A title"),), 4, "", "paragraph"),
        Heading((Run("A title"),), 1, "A", "appendix"),
    )


def test_affiliations_of_2026_are_apart_from_names() -> None:
    authors = (
        '<div class="ltx_authors"><span class="ltx_creator"><span class="ltx_personname">Ada,\nBea\n</span>'
        '<span class="ltx_author_notes"><span class="ltx_author_notes_content">\n<span class="ltx_contact">'
        '<span class="ltx_contact_name">Affiliation:&nbsp;</span>\nHarbour Institute\n<br>{ada, bea}@example.org'
        "</span></span></span></span></div>"
    )
    assert read(f"{authors}<p>Text</p>").blocks[-2:] == (
        Paragraph((Run("Ada, Bea"),)),
        Paragraph((Run("Affiliation: Harbour Institute · {ada, bea}@example.org"),), goes_on=True),
    )


def test_authors_come_last_if_there_is_more_than_names() -> None:
    front = (
        '<h1 class="ltx_title ltx_title_document">T</h1><div class="ltx_authors"><span class="ltx_creator">'
        '<span class="ltx_personname">Ada{}</span></span></div><div class="ltx_abstract"><p>Left out.</p></div>'
    )
    assert len(read(front.format("") + "<p>Text</p>").blocks) == 1
    assert read(front.format("<br>Harbour Institute") + "<p>Text</p>").blocks[1:] == (
        Heading((Run("Authors and notes"),), 1),
        Paragraph((Run("Ada · Harbour Institute"),)),
    )


def test_a_formula_in_a_theorem_a_proof_or_a_quote_has_its_frame() -> None:
    display = "<div class=ltx_eqn_div><math alttext='a' display=block></math></div>"
    title = "<h6 class='ltx_title'>Theorem 1</h6>"
    text = read(
        f"<div class=ltx_theorem>{title}<p>We say</p>{display}<p>twice.</p></div>"
        f"<div class=ltx_proof><p>For</p>{display}</div>"
        f"<blockquote class=ltx_quote><p>Or</p>{display}</blockquote>{display}"
    )
    frames = [(type(found), found.frame) for found in text.blocks if isinstance(found, Paragraph | Equation)]
    assert frames == [
        *((Paragraph, "theorem"), (Equation, "theorem"), (Paragraph, "theorem")),
        *((Paragraph, "proof"), (Equation, "proof"), (Paragraph, "quote"), (Equation, "quote"), (Equation, "")),
    ]
