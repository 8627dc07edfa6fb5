"""What stands on the sheets: all keys, the ways to copy, a text to take by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from paperreader.export import FORMATS, export
from paperreader.models import Paper, View
from paperreader.order import Order
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.keymap import GROUPS, OWN_PLACE, key_names, own_names
from paperreader.tui.render import status
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan, flow
from paperreader.tui.render.theme import Colors


def help_sheet(screen: Screen[Any], palette: Colors) -> Dialog:
    """Every key that does something on the screen now, and those of the search bar and of matches."""
    bindings = [(active.binding, keys) for active, keys in key_names(screen)]
    shown = {binding.id for binding, _ in bindings}
    for binding in OWN_PLACE:
        if binding.id not in shown:
            bindings.append((binding, own_names(binding, screen)))
    return Dialog("Keys", lambda width: list(_help_lines(bindings, width)), palette, {})


def _help_lines(bindings: Sequence[tuple[Binding, Sequence[str]]], width: int) -> Iterator[StyledLine]:
    column = max(len(" ".join(keys)) for _, keys in bindings) + 2
    for number, group in enumerate(GROUPS):
        if number:
            yield StyledLine()
        yield StyledLine((StyledSpan(group.description, "accent"),))
        for binding, keys in bindings:
            if binding.group is group:
                for start, text in flow(binding.tooltip, max(16, width - column)):
                    names = " " * column if start else f"{' '.join(keys):{column}}"
                    yield StyledLine((StyledSpan(names, "strong"), StyledSpan(text, "text")), flows=start > 0)
    yield StyledLine()
    for _, text in flow("[keys] in the config remaps them by their ids; the README lists those.", width):
        yield StyledLine((StyledSpan(text, "figure"),))


def language_sheet(palette: Colors) -> Dialog:
    """What can be searched for."""
    from paperreader.tui.dialogs.search_prompt import LANGUAGE

    def write(width: int) -> list[StyledLine]:
        lines = []
        for typed, finds in LANGUAGE:
            lines.append(StyledLine((StyledSpan(typed, "strong"),)))
            lines += [StyledLine((StyledSpan(f"   {text}", "text"),)) for _, text in flow(finds, max(16, width - 3))]
        return lines

    return Dialog("What to search for", write, palette, {})


def copy_sheet(papers: Sequence[Paper], palette: Colors) -> Dialog:
    """The copy formats by letter; those that all of the papers lack stand back."""
    lines, answers = [], {}
    for name, format in FORMATS.items():
        has = any(export(paper, name) is not None for paper in papers)
        lines.append(
            StyledLine(
                (
                    StyledSpan(f"{format.letter}  ", "accent-strong"),
                    StyledSpan(format.title, "text" if has else "faint"),
                )
            )
        )
        answers[format.letter] = name
    title = f"Copy {len(papers)} papers" if len(papers) > 1 else "Copy"
    return Dialog(title, lambda _: lines, palette, answers)


def open_sheet(count: int, palette: Colors) -> Dialog:
    """Whether so many pages are really to be opened."""
    line = StyledLine((StyledSpan("o  ", "accent-strong"), StyledSpan(f"open {count} pages in the browser", "text")))
    return Dialog(f"Open {count} papers?", lambda _: [line], palette, {"o": "yes", "O": "yes", "y": "yes"})


SORTED: Mapping[Order, tuple[str, str]] = {
    Order.OWN: ("h", ""),
    Order.UPVOTES: ("v", "upvotes"),
    Order.RISE: ("r", "what rose since you last looked"),
    Order.NEWEST: ("n", "newest on arXiv"),
    Order.COMMENTS: ("c", "comments"),
    Order.STARS: ("s", "GitHub stars"),
    Order.TITLE: ("t", "title"),
    Order.UNREAD: ("u", "unread first"),
}
"""The letter of each order, and its name; the view's own is called after the view."""


def sort_sheet(view: View, order: Order, palette: Colors, glyphs: Glyphs) -> Dialog:
    """The orders by letter; the list's own is signed."""
    lines = []
    for each, (letter, words) in SORTED.items():
        name = status.own_order(view) if each is Order.OWN else words
        sign = StyledSpan(f"  {glyphs.read}" if each is order else "", "accent")
        lines.append(StyledLine((StyledSpan(f"{letter}  ", "accent-strong"), StyledSpan(name, "text"), sign)))
    answers = {letter: order.value for order, (letter, _) in SORTED.items()}
    return Dialog("Sort", lambda _: lines, palette, answers)


def by_hand_sheet(title: str, text: str, palette: Colors) -> Dialog:
    """A text that no clipboard took, to be selected with the mouse or the terminal's own means."""

    def write(width: int) -> list[StyledLine]:
        return [
            StyledLine((StyledSpan(line, "text"),), flows=start > 0)
            for part in text.splitlines()
            for start, line in list(flow(part, width)) or [(0, "")]
        ]

    return Dialog(title, write, palette, {})
