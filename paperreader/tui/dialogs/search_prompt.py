"""The search prompt: searches while the user types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Protocol

from textual.binding import BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from paperreader.query import complete
from paperreader.query.fields import LANGUAGE
from paperreader.tui.command import KeyHint, bindings
from paperreader.tui.dialogs.help import QueryHelpDialog
from paperreader.tui.dialogs.name_prompt import NamePrompt
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.dialogs.search_commands import SEARCH_PROMPT_COMMANDS, ResultOrder
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.styled_text import Glyphs, StyledSpan
from paperreader.tui.render.theme import Colors

KEYS_SHOWN = ("search.best", "search.help", "search.newest", "search.hub", "search.keep", "search.complete")
"""The commands in the order in which they get room."""

KEYS_TO_PAPERS = KeyHint("escape", "back"), KeyHint("enter", "open")
"""What there is to do where the text names papers."""


class Box(Protocol):
    """What the prompt types into."""

    text: str

    @property
    def count_text(self) -> str: ...
    @property
    def hints(self) -> Sequence[str]: ...
    @property
    def names_papers(self) -> bool: ...
    @property
    def known_values(self) -> Mapping[str, Iterable[str]]: ...

    def type(self, text: str) -> None: ...
    @property
    def saved_name(self) -> str: ...
    def save(self, name: str) -> None: ...


class Completion(Suggester):
    """Suggests the rest of a field's name or value."""

    def __init__(self, box: Box) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._box = box

    async def get_suggestion(self, value: str) -> str | None:
        rest = complete(value, self._box.known_values)
        return value + rest if rest else None


class SearchPrompt(Prompt[ResultOrder]):
    """Dismissed with what the user wants of the search, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SEARCH_PROMPT_COMMANDS, "screen.command")]

    def __init__(self, box: Box, keymap: Keymap, colors: Colors, glyphs: Glyphs) -> None:
        super().__init__(" / ", "", colors, glyphs, text=box.text, suggester=Completion(box))
        self._box = box
        commands = {command.id: command for command in SEARCH_PROMPT_COMMANDS}
        first, *others = (keymap.hint(commands[id]) for id in KEYS_SHOWN)
        self._keys = [KeyHint("escape", "back"), first, *others]

    def on_mount(self) -> None:
        self.show_count()

    def action_command(self, id: str) -> None:
        next(command for command in SEARCH_PROMPT_COMMANDS if command.id == id).run(self)

    def text_changed(self, text: str) -> None:
        if text != self._box.text:
            self._box.type(text)
            self.show_count()

    def show_count(self) -> None:
        """Say how many were found, or what was not understood."""
        count = self._box.count_text
        spans = [StyledSpan(f" {count} ", "news")] if count else []
        spans += [StyledSpan(f" {hint} ", "trouble") for hint in self._box.hints[:1]]
        self.message.show(*spans, keys=KEYS_TO_PAPERS if self._box.names_papers else self._keys)

    def follow_session(self) -> None:
        """Called while it is open, when a search may have found something."""
        self.show_count()

    def accept(self, order: ResultOrder) -> None:
        """Close, and stay with what was found."""
        self.text_changed(self.text)  # the last letters may not have been reported yet
        self.dismiss(order)

    def leave_for_palette(self) -> None:
        """Stay with what was found, as with Enter."""
        self.accept("best")

    def action_submit(self) -> None:
        self.accept("best")

    def complete(self) -> None:
        """Complete what was begun; where nothing was, go to the papers."""
        if rest := complete(self.text, self._box.known_values):
            self.query_one(Input).insert_text_at_cursor(rest)
        else:
            self.accept("newest")

    def save(self) -> None:
        """Ask for a name, and save the search under it."""
        self.text_changed(self.text)
        if not self._box.saved_name:
            return

        def answered(name: str | None) -> None:
            if name:
                self._box.save(name)

        self.app.push_screen(NamePrompt(self._box.saved_name, "saves", self._colors, self._glyphs), answered)

    def show_help(self) -> None:
        self.app.push_screen(QueryHelpDialog(LANGUAGE, self._colors))
