"""Asks whether to add papers to what is selected in Zotero."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.models import Paper
from paperreader.text.sanitize import clean
from paperreader.text.width import cut
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.dialogs.menus import choice
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_TITLES, MAX_TITLE_CELLS = 5, 70


def zotero_question(papers: Sequence[Paper], place: str, colors: Colors, *, unasked: bool) -> Dialog:
    """Answers `yes`. `place`: where Zotero would put them. `unasked`: it comes when the user is somewhere else."""
    what = "this paper" if len(papers) == 1 else f"{len(papers):,} papers"
    titles = [cut(clean(paper.title), MAX_TITLE_CELLS) for paper in papers[:MAX_TITLES]]
    titles += [f"and {len(papers) - MAX_TITLES:,} more"] if len(papers) > MAX_TITLES else []
    lines = [
        StyledLine((StyledSpan(f"Add {what} to {place} in Zotero?", "strong"),)),
        StyledLine(),
        *(StyledLine((StyledSpan(title, "text"),)) for title in titles),
        StyledLine(),
        choice("Enter", "add"),
    ]
    return Dialog("Zotero", colors, dict.fromkeys(("y", "z", "Z"), "yes"), lines, enter="yes", unasked=unasked)
