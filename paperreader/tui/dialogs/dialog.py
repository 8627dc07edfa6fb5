"""A sheet of lines laid over the screen: the keys, the copy menu, a text to take by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import ModalScreen

from paperreader.tui.keymap import APP_KEYS
from paperreader.tui.render.styled_text import StyledLine, width_of
from paperreader.tui.render.theme import Colors
from paperreader.tui.terminal.resize import latest_resize_only
from paperreader.tui.widgets.line_view import LineView

Write = Callable[[int], Sequence[StyledLine]]
"""Makes a sheet's lines at a width."""

FRAME = 7
"""Cells that the frame takes of a sheet's width."""
WIDEST = 100


class DialogLines(LineView):
    """The text of a sheet."""

    def __init__(self, write: Write) -> None:
        super().__init__(id="sheet-lines")
        self._write = write
        self._lines: Sequence[StyledLine] = ()

    def lay_out(self) -> None:
        self._lines = self._write(self.line_width)
        self.set_heights([len(self._lines)])

    def can_rest(self, index: int) -> bool:
        return False

    def draw(self, index: int) -> Sequence[StyledLine]:
        return self._lines


class Dialog(ModalScreen[str | None]):
    """Closes on Escape, q or a click beside it with None, on one of the `answers`' keys with what that stands for."""

    AUTO_FOCUS = "#sheet-lines"
    BINDINGS: ClassVar[list[BindingType]] = [key for key in APP_KEYS if key.id in ("app.quit", "app.suspend")]
    _on_resize = latest_resize_only

    def __init__(self, title: str, write: Write, palette: Colors, answers: Mapping[str, str]) -> None:
        super().__init__()
        self._title = title
        self._write = write
        self._palette = palette
        self._answers = answers
        self._seen: events.Key | None = None

    def compose(self) -> ComposeResult:
        with Container(id="sheet") as frame:
            frame.border_title = self._title
            frame.border_subtitle = "Esc closes"
            lines = self._write(min(self.app.size.width - FRAME, WIDEST))
            frame.styles.width = max(width_of(self._title), *(width_of(line.text) for line in lines)) + FRAME
            frame.styles.height = len(lines) + 2
            text = DialogLines(self._write)
            text.palette = self._palette
            yield text

    def on_key(self, event: events.Key) -> None:
        self._seen = event
        # one that comes right behind the key that closed it goes on to the screen below
        if self.app.screen is self and self._answer(event):
            event.stop()

    def answer_early(self, event: events.Key) -> bool:
        """Take a key that was typed before the sheet had opened (`Yt`, blind): whether it meant anything."""
        return event is not self._seen and self._answer(event)

    def _answer(self, event: events.Key) -> bool:
        lines = self.query_one(DialogLines) if self.is_mounted else None
        steps = {"j": 1, "down": 1, "k": -1, "up": -1}
        pages = {"space": 1.0, "pagedown": 1.0, "ctrl+d": 0.5, "backspace": -1.0, "pageup": -1.0, "ctrl+u": -0.5}
        if answer := self._answers.get(event.character or ""):
            self.dismiss(answer)
        elif event.key in ("escape", "q", "enter", "question_mark", "f1"):
            self.dismiss(None)
        elif lines and event.key in steps:
            lines.move_by(steps[event.key])
        elif lines and event.key in pages:
            lines.page_by(pages[event.key])
        elif lines and event.key in ("g", "home", "G", "end"):
            lines.move_to_end(last=event.key in ("G", "end"))
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        if event.widget is self and self.app.screen is self:
            self.dismiss(None)
