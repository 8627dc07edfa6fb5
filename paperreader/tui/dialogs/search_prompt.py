"""The search bar: what is looked for is found while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from paperreader.query import complete, parse
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.keymap import SEARCH_KEYS, own_names
from paperreader.tui.render.styled_text import Glyphs, StyledSpan
from paperreader.tui.render.theme import Colors

MOST_NEEDED = ("best", "help", "hub", "newest", "keep", "complete")
"""The keys in the order in which they get room."""


class Completion(Suggester):
    """The name of a field that was begun."""

    async def get_suggestion(self, value: str) -> str | None:
        rest = complete(value)
        return value + rest if rest else None


class SearchPrompt(Prompt[str]):
    """Answers with what is to be done with the search: `best`, `newest`, `ask_hub`; None: it is given up."""

    BINDINGS: ClassVar[list[BindingType]] = [*SEARCH_KEYS]

    def __init__(
        self,
        text: str,
        palette: Colors,
        glyphs: Glyphs,
        *,
        search: Callable[[str], None],
        explain: Callable[[], None],
        keep: Callable[[str], None],
        today: date,
    ) -> None:
        """`search`: called with each new text. `explain`: shows what can be searched for.

        `keep`: saves it.
        """
        suggester = Completion(use_cache=False, case_sensitive=True)
        super().__init__(" / ", "", palette, glyphs, text=text, suggester=suggester)
        self._search, self._explain, self._keep, self._today = search, explain, keep, today
        self._count = ""
        self.searched = text
        """What was typed last."""

    def on_mount(self) -> None:
        self._say(self._text)

    def typed(self, text: str) -> None:
        if text == self.searched:
            return  # it is what the bar was opened with
        self.searched = text
        self._say(text)
        self._search(text)

    def tell(self, count: str) -> None:
        """How many were found."""
        self._count = count
        self._say(self.text)

    def _say(self, text: str) -> None:
        hints = parse(text, self._today, growing=True).hints
        spans: list[StyledSpan] = [StyledSpan(f" {self._count} ", "accent")] if self._count and text.strip() else []
        spans += [StyledSpan(f" {hint} ", "trouble") for hint in hints[:1]]
        own = {binding.id: (own_names(binding, self)[0], binding.description) for binding in SEARCH_KEYS}
        first, *others = (own[f"search.{name}"] for name in MOST_NEEDED)
        self.said.say(*spans, keys=[first, ("Esc", "back"), *others])

    def _close(self, answer: str) -> None:
        if self.text != self.searched:
            self.typed(self.text)
        self.dismiss(answer)

    def go(self) -> None:
        self._close("best")

    def action_best(self) -> None:
        self._close("best")

    def action_newest(self) -> None:
        self._close("newest")

    def action_ask_hub(self) -> None:
        self._close("ask_hub")

    def action_keep(self) -> None:
        if self.text.strip():
            self._keep(self.text.strip())

    def action_language(self) -> None:
        self._explain()

    def action_complete(self) -> None:
        """What is begun; where nothing is, on to the papers."""
        if rest := complete(self.text):
            self.query_one(Input).insert_text_at_cursor(rest)
        else:
            self._close("newest")


def found(shown: int, more: bool, unread: int) -> str:
    """`136 found, 4 unread`, `1,000 and more found`."""
    if not shown:
        return "nothing found"
    waiting = f", {unread:,} unread" if unread else ""
    return f"{shown:,}{' and more' if more else ''} found{waiting}"


LANGUAGE: Sequence[tuple[str, str]] = (
    ("flow matching", "both words, by their stems: “flows matched” too; the last one as you type it"),
    ('"flow matching"', "just these words, one after the other"),
    ("-video", "not this"),
    ("diffusion OR flow", "one of them"),
    ("title: abstract: author: org: keyword:", 'there only: author:"ada lovelace"'),
    ("day:2026-07", "listed then; day:2026-06..2026-07, day:apr, day:90d"),
    ("upvotes:>50", "also comments: and stars:, with > >= < <= or 20..50"),
    ("is:unread", "is:read, is:starred, is:opened"),
    ("has:code", "has:project, has:summary"),
    ("sort:upvotes", "newest, oldest, relevance, comments, stars, title; rise: since you last looked"),
)
"""What can be typed, and what it finds."""
