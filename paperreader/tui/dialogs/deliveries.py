"""Menus of what is fetched for later: packs of texts, many PDFs, and what waits for the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from textual import events

from paperreader.address import CRAWL_DELAY_S
from paperreader.humanize import count, duration, relative_time
from paperreader.reader.delivery_lists import OutboxList, TextChoice, Waiting
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.dialogs.dialog import FRAME_CELLS, MAX_WIDTH_CELLS, Dialog
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

LETTERS = "123456789abcdefghiklmnopstuvwyz"
"""Of what waits; without those that scroll, close the menu or do something with all of it."""


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


class OutboxMenu(Dialog):
    """What waits for the network, and until when: it follows both. Answers the number of an entry to drop, `all`, or
    `pages` where these wait for the user.
    """

    def __init__(
        self,
        read: Callable[[], OutboxList],
        answered: Callable[[str], None],
        try_now: Callable[[], None],
        now: Callable[[], datetime],
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        self._read, self._try_now, self._now, self._glyphs = read, try_now, now, glyphs
        self._list = read()
        entries = self._list.entries
        self._letters = {entry.number: letter for letter, entry in zip(LETTERS, entries, strict=False)}
        """They stay when others are done: nobody drops another entry than they see."""
        answers = {letter: str(number) for number, letter in self._letters.items()}
        answers |= {"X": "all", **({"O": "pages"} if self._list.asks else {})}
        super().__init__("Outbox", colors, answers, answered=answered)

    def write(self, width: int) -> list[StyledLine]:
        entries = self._list.entries
        if not entries:
            return [StyledLine((StyledSpan(self._state, "text"),))]
        shown = [self._line(entry, self._letters[entry.number]) for entry in entries if entry.number in self._letters]
        if more := len(entries) - len(shown):
            shown.append(StyledLine((StyledSpan(f"   and {more:,} more", "figure"),)))
        lines = [StyledLine((StyledSpan(self._state, "text"),)), StyledLine(), *shown, StyledLine()]
        lines.append(StyledLine((StyledSpan("r", "key"), StyledSpan("  try now", "figure"))))
        drops = "  drop all · a letter or digit drops that one"
        lines.append(StyledLine((StyledSpan("X", "key"), StyledSpan(drops, "figure"))))
        if self._list.asks:
            lines.append(StyledLine((StyledSpan("O", "key"), StyledSpan("  open the pages …", "figure"))))
        return lines

    def follow_session(self) -> None:
        """Show what has changed."""
        if (now := self._read()) != self._list and self.is_mounted:
            self._list = now
            self.lines_changed()

    def answer_key(self, event: events.Key) -> bool:
        if event.character in ("r", "R"):
            self._try_now()
            return True
        return super().answer_key(event)

    @property
    def _state(self) -> str:
        waits = self._list
        if not waits.entries:
            return "All of it is done."
        why = "Offline" if waits.is_away else "Waiting"
        if waits.next_try_s:
            return f"{why}: next try in {duration(waits.next_try_s)}"
        return "Offline: done when the network is back" if waits.is_away else "Done one after the other"

    def _line(self, entry: Waiting, letter: str) -> StyledLine:
        since = f"  since {relative_time(entry.since.astimezone(), self._now().astimezone())}"
        what = cut(clean(entry.what), MAX_WIDTH_CELLS - FRAME_CELLS - 3 - cell_width(since), self._glyphs.cut)
        return StyledLine((StyledSpan(f"{letter}  ", "key"), StyledSpan(what, "text"), StyledSpan(since, "figure")))


def drop_question(entries: int, colors: Colors) -> Dialog:
    """Whether to drop everything that waits; answers `yes`. Undo does not bring it back: Enter keeps it."""
    lines = [
        StyledLine((StyledSpan("y", "key"), StyledSpan("      drop them", "text"))),
        StyledLine((StyledSpan("Enter", "key"), StyledSpan("  keep them", "text"))),
    ]
    return Dialog(f"Drop {'1 entry' if entries == 1 else f'{entries:,} entries'}?", colors, {"y": "yes"}, lines)
