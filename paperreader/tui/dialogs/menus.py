"""Menus and questions: copy formats, sort orders, opening many papers, hiding papers; and a text to copy by hand."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.export import FORMATS, export
from paperreader.humanize import count
from paperreader.models import Paper, SavedSearch
from paperreader.order import ORDERS, Order
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors


def copy_menu(papers: Sequence[Paper], of_text: Sequence[tuple[str, str, str]], colors: Colors) -> Dialog:
    """The copy formats by letter; those that none of the papers has are dimmed.

    `of_text`: what can be copied of an open text, as letter, name and answer.
    """
    lines, answers = [], {}
    for letter, name, answer in of_text:
        lines.append(choice(letter, name))
        answers[letter] = answer
    lines += [StyledLine()] if of_text else []
    for name, format in FORMATS.items():
        has = any(export(paper, name) is not None for paper in papers)
        lines.append(choice(format.letter, format.name, "text" if has else "faint"))
        answers[format.letter] = name
    title = f"Copy {len(papers)} papers" if len(papers) > 1 else "Copy"
    return Dialog(title, colors, answers, lines)


def sort_menu(own_order: str, chosen: Order, colors: Colors, glyphs: Glyphs) -> Dialog:
    """The sort orders by letter, with a tick at the chosen one. `own_order`: what the view is sorted by itself."""
    lines = []
    for order, sort_order in ORDERS.items():
        line = choice(sort_order.letter, sort_order.name or own_order)
        tick = StyledSpan(f"  {glyphs.read}" if order is chosen else "", "key")
        lines.append(line._replace(spans=(*line.spans, tick)))
    return Dialog("Sort", colors, {row.letter: order.value for order, row in ORDERS.items()}, lines)


def open_question(papers: int, colors: Colors) -> Dialog:
    """Whether to open the pages of so many papers; answers `yes`."""
    line = choice("Enter", f"open {papers} pages in the browser")
    answers = dict.fromkeys(("o", "O", "y"), "yes")
    return Dialog(f"Open {papers} papers?", colors, answers, [line], enter="yes")


def hide_question(
    query: str, *, hidden: int, spared: int, hidden_lately: int, lately: int, palette_key: str, colors: Colors
) -> Dialog:
    """Whether to hide what the query finds; answers `yes`. `hidden_lately`: of the last `lately` papers. `spared`: of
    all, those that stay because they are starred or followed."""
    stays = f"{count(spared, 'paper')} of these stay visible: starred" if spared else "Starred papers stay visible"
    lines = [
        StyledLine((StyledSpan(query, "strong"),)),
        StyledLine(),
        StyledLine((StyledSpan(f"Matches {hidden_lately:,} of the last {lately:,} papers,", "text"),)),
        StyledLine((StyledSpan(f"{hidden:,} in total.", "figure"),)),
        StyledLine((StyledSpan(f"{stays}, and what you follow.", "figure"),)),
        StyledLine((StyledSpan(f"You can delete the rule later: {palette_key}.", "figure"),)),
        StyledLine(),
        choice("Enter", "hide them"),
    ]  # fmt: skip
    return Dialog("Hide these papers?", colors, {"y": "yes"}, lines, enter="yes")


def delete_question(search: SavedSearch, colors: Colors) -> Dialog:
    """Whether to delete a saved search, rule or follow; answers `yes`. Undo does not bring it back: Enter keeps it."""
    comes_back = [f"{count(search.count, 'hidden paper')} will be listed again."] if search.hides else []
    title, does = ("Unfollow?", "unfollow") if search.follows else (f"Delete this {search.kind}?", "delete it")
    lines = [
        *(StyledLine((StyledSpan(line, "text"),)) for line in dict.fromkeys((clean(search.name), clean(search.query)))),
        *(StyledLine((StyledSpan(line, "figure"),)) for line in comes_back),
        StyledLine(),
        choice("y", f"    {does}"),
        choice("Enter", "keep it"),
    ]
    return Dialog(title, colors, {"y": "yes"}, lines)


class ManualCopyDialog(Dialog):
    """A text that no clipboard took, to be selected with the mouse or by the terminal's own means."""

    def __init__(self, title: str, text: str, colors: Colors) -> None:
        super().__init__(title, colors, {})
        self._text = text

    def write(self, width: int) -> list[StyledLine]:
        return [
            StyledLine((StyledSpan(line, "text"),), flows=start > 0)
            for part in self._text.splitlines()
            for start, line in list(wrap(part, width)) or [(0, "")]
        ]


def choice(letter: str, text: str, role: str = "text") -> StyledLine:
    """A line that offers an answer."""
    return StyledLine((StyledSpan(f"{letter}  ", "key"), StyledSpan(text, role)))
