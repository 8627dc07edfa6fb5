"""Authors and notes have a line each, with a sign between names, affiliations and addresses and nowhere else."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Paragraph, plain
from tests.fulltext.latexml.page import read

NOTES = '<span class="ltx_author_notes">{}</span>'


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ("Ada<br>Loom Lab<br><br>", "Ada · Loom Lab"),
        ("<br>Ada<br><span class=ltx_font_typewriter>ada@x.org<br></span>&amp;Bea<br>", "Ada · ada@x.org | Bea"),
        ("Ada<br>" + NOTES.format("<br>Equal.<br>"), "Ada | Equal."),
        ("Ada" + NOTES.format("Equal work.Now at Loom."), "Ada | Equal work. | Now at Loom."),
        ("Ada,<br>Bea;<br>Cyn<br>R&amp;D", "Ada, Bea; Cyn · R&D"),
        ("<br>  <br>Ada<br><math alttext='^1'></math>Lab", "Ada · ¹Lab"),
        ("Ada<br>Dr. No &amp; Sons", "Ada · Dr. No & Sons"),
    ],
)
def test_signs_stand_only_between_two_texts(names: str, lines: str) -> None:
    author = f"<span class='ltx_creator ltx_role_author'><span class=ltx_personname>{names}</span></span>"
    page = f"<h1 class='ltx_title ltx_title_document'>Looms</h1><div class=ltx_authors>{author}</div><p>Text.</p>"
    text = read(page)
    shown = [plain(block.runs) for block in text.blocks[1:] if hasattr(block, "runs")]
    assert shown == ["Authors and notes", *lines.split(" | ")]


def test_authors_have_a_line_each_and_longer_notes_stand_apart() -> None:
    names = f"Ada<br>Loom Lab<br>&amp;Bea<br>Reed Lab{NOTES.format('Ada wove. ' * 20)}"
    author = f"<span class='ltx_creator ltx_role_author'><span class=ltx_personname>{names}</span></span>"
    text = read(f"<div class=ltx_authors>{author}</div><p>Text.</p>")
    lines = [(plain(block.runs)[:14], block.goes_on) for block in text.blocks if isinstance(block, Paragraph)]
    assert lines == [("Text.", False), ("Ada · Loom Lab", False), ("Bea · Reed Lab", True), ("Ada wove. Ada ", False)]
