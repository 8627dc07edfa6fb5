"""Menus of what is fetched for later: packs of texts, many PDFs, and what waits for the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from paperreader.address import CRAWL_DELAY_S
from paperreader.humanize import count, duration, relative_time
from paperreader.reader.delivery_lists import TextChoice, Waiting
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.dialogs.dialog import FRAME_CELLS, MAX_WIDTH_CELLS, Dialog
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

LETTERS = "123456789abcdefghiklmnoprstuvwyz"
"""Of what waits; without those that scroll, close the menu or drop everything."""


def texts_menu(choices: Sequence[TextChoice], colors: Colors, *, is_busy: bool) -> Dialog:
    """Whose texts to fetch; answers the letter of a choice. `is_busy`: texts are being fetched; `stop` ends that."""
    width = max(cell_width(choice.name) for choice in choices)
    lines = [
        StyledLine(
            (
                StyledSpan(f"{choice.letter}  ", "key"),
                StyledSpan(choice.name.ljust(width), "text" if choice.papers else "faint"),
                StyledSpan(f"  {_cost(choice)}", "figure"),
            )
        )
        for choice in choices
    ]
    note = StyledLine(
        (StyledSpan(f"One text every {CRAWL_DELAY_S:.0f} s, as arXiv asks. You can go on reading.", "figure"),)
    )
    answers = {choice.letter: choice.letter for choice in choices if choice.papers}
    if is_busy:
        lines.append(StyledLine((StyledSpan("X  ", "key"), StyledSpan("stop fetching texts", "text"))))
        answers["X"] = "stop"
    return Dialog("Fetch texts", colors, answers, [*lines, StyledLine(), note])


def _cost(choice: TextChoice) -> str:
    """`12 texts, 3 minutes · 2 papers have none`."""
    papers = len(choice.papers)
    cost = f"{count(papers, 'text')}, {duration(papers * CRAWL_DELAY_S)}" if papers else "nothing is missing"
    if not choice.total:
        return "no papers"
    if not choice.lacking:
        return cost
    lack = f"{count(choice.lacking, 'paper')} {'has' if choice.lacking == 1 else 'have'} none"
    return f"{cost} · {lack}" if papers else f"nothing to fetch · {lack}"


def pdfs_question(papers: int, colors: Colors) -> Dialog:
    """Whether to save so many PDFs; answers `yes`."""
    line = StyledLine((StyledSpan("Enter  ", "key"), StyledSpan(f"save {papers} PDFs", "text")))
    return Dialog(f"Save {papers} PDFs?", colors, dict.fromkeys(("P", "y"), "yes"), [line], enter="yes")


def pages_question(entries: Sequence[Waiting], colors: Colors, glyphs: Glyphs) -> Dialog:
    """Whether to open pages that waited; answers `open`, `copy` or `drop`."""
    width = MAX_WIDTH_CELLS - FRAME_CELLS
    shown = [StyledLine((StyledSpan(cut(clean(entry.what), width, glyphs.cut), "text"),)) for entry in entries[:10]]
    if more := len(entries) - len(shown):
        shown.append(StyledLine((StyledSpan(f"and {count(more, 'more page')}", "figure"),)))
    actions = [("Enter", f"open {len(entries)} pages"), ("y", "    copy the links"), ("d", "    drop them")]
    actions.append(("Esc", "  not now"))
    lines = [StyledLine((StyledSpan(f"{key}  ", "key"), StyledSpan(text, "text"))) for key, text in actions]
    return Dialog(
        "The network is back: open what waited?",
        colors,
        {"d": "drop", "y": "copy"},
        [*shown, StyledLine(), *lines],
        enter="open",
        unasked=True,
    )


def outbox_menu(
    entries: Sequence[Waiting],
    answered: Callable[[str], None],
    now: datetime,
    colors: Colors,
    glyphs: Glyphs,
    *,
    is_away: bool,
    asks: bool = False,
) -> Dialog:
    """What waits for the network; answers the number of an entry to drop, or `all`.

    `is_away`: the network; `asks`: pages wait for the user, and `pages` is an answer, too.
    """
    lines, answers = [], {}
    for letter, entry in zip(LETTERS, entries, strict=False):
        since = f"  since {relative_time(entry.since.astimezone(), now.astimezone())}"
        what = cut(clean(entry.what), MAX_WIDTH_CELLS - FRAME_CELLS - 3 - cell_width(since), glyphs.cut)
        lines.append(
            StyledLine((StyledSpan(f"{letter}  ", "key"), StyledSpan(what, "text"), StyledSpan(since, "figure")))
        )
        answers[letter] = str(entry.number)
    if more := len(entries) - len(lines):
        lines.append(StyledLine((StyledSpan(f"   and {more:,} more", "figure"),)))
    lines += [
        StyledLine(),
        StyledLine((StyledSpan("X", "key"), StyledSpan("  drop all · a letter or digit drops that one", "figure"))),
    ]
    answers["X"] = "all"
    if asks:
        lines.append(StyledLine((StyledSpan("O", "key"), StyledSpan("  open the pages …", "figure"))))
        answers["O"] = "pages"
    title = f"Outbox: {'done when the network is back' if is_away else 'one after the other'}"
    return Dialog(title, colors, answers, lines, answered=answered)


def drop_question(entries: int, colors: Colors) -> Dialog:
    """Whether to drop everything that waits; answers `yes`. Undo does not bring it back: Enter keeps it."""
    lines = [
        StyledLine((StyledSpan("y", "key"), StyledSpan("      drop them", "text"))),
        StyledLine((StyledSpan("Enter", "key"), StyledSpan("  keep them", "text"))),
    ]
    return Dialog(f"Drop {'1 entry' if entries == 1 else f'{entries:,} entries'}?", colors, {"y": "yes"}, lines)
