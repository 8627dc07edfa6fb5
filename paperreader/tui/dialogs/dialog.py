"""A modal dialog made of lines: the help, menus, a text to copy by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.style import Style

from paperreader.text.width import cell_width
from paperreader.tui.command import QUIT, SUSPEND, KeyHint, bindings
from paperreader.tui.key_names import character_of, parse_key
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.render.theme import Colors
from paperreader.tui.terminal.internals import set_compositor
from paperreader.tui.terminal.removed_widgets import AttachedOnly
from paperreader.tui.terminal.resize import latest_resize_only
from paperreader.tui.widgets.bars import fitting_keys
from paperreader.tui.widgets.line_view import LineView

WriteLines = Callable[[int], Sequence[StyledLine]]
"""Makes the lines of a dialog at a width."""

FRAME_CELLS = 7
"""Cells of a dialog's width that its frame takes."""
CLOSES = "Esc closes"
KEYS_START = 3
"""Columns from the frame's corner to the keys in its lower edge."""
MAX_WIDTH_CELLS = 100
"""The most cells that a line gets."""


DEAF_S = 1.0
"""How long a dialog that comes by itself takes no answer: the user was typing something else."""


class DialogLines(LineView):
    """The text of a dialog."""

    def __init__(self, write: WriteLines) -> None:
        super().__init__(id="dialog-lines")
        self._write = write
        self._lines: Sequence[StyledLine] = ()

    def lay_out(self) -> None:
        self._lines = self._write(self.line_width)
        self.set_heights([len(self._lines)])

    def is_selectable(self, index: int) -> bool:
        return False

    def draw(self, index: int) -> Sequence[StyledLine]:
        return self._lines


class Dialog(ModalScreen[str | None]):
    """Escape, q or a click outside dismiss it with None, a key of `answers` with that key's value.

    Enter answers `enter`: what the title asks for, where that can be taken back or does no harm; else it closes, too.

    One whose lines depend on its width, or change, overrides `write`.
    """

    AUTO_FOCUS = "#dialog-lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((QUIT, SUSPEND), "app.command")]
    _on_resize = latest_resize_only

    def __init__(
        self,
        title: str,
        colors: Colors,
        answers: Mapping[str, str],
        lines: Sequence[StyledLine] = (),
        *,
        enter: str | None = None,
        answered: Callable[[str], None] | None = None,
        unasked: bool = False,
    ) -> None:
        """`answered`: told at once, so that the next key of a burst finds it done; not with the screen's result.

        `unasked`: it comes by itself, so that the first keys are not meant for it.
        """
        super().__init__()
        set_compositor(self, AttachedOnly())
        self._title = title
        self._lines = lines
        self._colors = colors
        self._answers, self._enter, self._answered = answers, enter, answered
        self._deaf_until = monotonic() + DEAF_S if unasked else 0.0
        self._keys: Sequence[KeyHint] = ()
        """Named in the lower edge of the frame by `show_keys`."""
        self._last_key: events.Key | None = None
        """The key that `on_key` got last, which the app offers once more if it means nothing here."""

    def write(self, width: int) -> Sequence[StyledLine]:
        """Its lines, at a width in cells."""
        return self._lines

    def compose(self) -> ComposeResult:
        with Container(id="dialog") as frame:
            frame.border_title = Content(self._title)
            self.fit_frame(frame)
            text = DialogLines(self.write)
            text.theme_colors = self._colors
            yield text

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        closing = super().dismiss(result)
        if result and self._answered is not None:
            self._answered(result)
        return closing

    def fit_frame(self, frame: Container) -> None:
        """Give the frame its size, and say in it which keys there are."""
        frame.border_subtitle = CLOSES
        lines = self.write(min(self.app.size.width - FRAME_CELLS, MAX_WIDTH_CELLS))
        frame.styles.width = max(cell_width(self._title), *(cell_width(line.text) for line in lines)) + FRAME_CELLS
        frame.styles.height = len(lines) + 2

    def lines_changed(self) -> None:
        """Draw what `write` makes now."""
        if self.is_mounted:
            self.fit_frame(self.query_one("#dialog", Container))
            self.query_one(DialogLines).lay_out()

    def show_keys(self, frame: Container, keys: Sequence[KeyHint], room: int) -> int:
        """Name keys in the lower edge of the frame, as many as fit into `room` cells; the cells that it then needs."""
        self._keys = keys
        spans = list(fitting_keys(keys, room - 2 * KEYS_START))
        styled = [(span.text, Style.from_rich_style(self._colors.style(span.role))) for span in spans]
        frame.styles.border_subtitle_align = "left"
        frame.border_subtitle = Content.assemble(*styled).rstrip() if styled else None
        return sum(cell_width(span.text) for span in spans) + 2 * KEYS_START

    def on_key(self, event: events.Key) -> None:
        self._last_key = event
        # a key right behind the one that closed the dialog goes on to the screen below
        if self.app.screen is self and self.answer_key(event):
            event.stop()

    def take_early_key(self, event: events.Key) -> bool:
        """Handle a key pressed before the dialog opened, like the `t` of a quick `Yt`; False if it has no meaning."""
        return event is not self._last_key and self.answer_key(event)

    def answer_key(self, event: events.Key) -> bool:
        """Dismiss or scroll; False if the key means nothing here."""
        lines = self.query_one(DialogLines) if self.is_mounted else None
        steps = {"j": 1, "down": 1, "k": -1, "up": -1}
        pages = {"space": 1.0, "pagedown": 1.0, "ctrl+d": 0.5, "backspace": -1.0, "pageup": -1.0, "ctrl+u": -0.5}
        if self.selections and event.key in ("escape", "y"):
            if event.key == "y":
                self.app.copy_to_clipboard(self.get_selected_text() or "")
            else:
                self.clear_selection()
            return True
        answer = self._enter if event.key == "enter" else self._answers.get(event.character or "")
        if answer and monotonic() < self._deaf_until:
            return True
        if answer or event.key == "enter":
            self.dismiss(answer)
        elif event.key in ("escape", "q", "question_mark", "f1"):
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

    def _key_escape(self) -> None:
        """Textual drops the selection here already, and Escape would then close the dialog as well."""

    def on_click(self, event: events.Click) -> None:
        if self.app.screen is not self or self.selections:
            return
        if event.widget is self:
            self.dismiss(None)
        elif key := self._named_at(event):
            self.app.post_message(events.Key(key, character_of(key)))

    def _named_at(self, event: events.Click) -> str:
        """The key that is named where the mouse is: at the start of a line, or in the frame."""
        frame, lines = self.query_one("#dialog").region, self.query_one(DialogLines)
        if event.screen_y == frame.bottom - 1:
            return self._named_in_edge(event.screen_x, frame)
        offset = event.get_content_offset(lines)
        spans = lines.line_at(offset.y + lines.scroll_offset.y).spans if offset is not None else ()
        with suppress(ValueError):  # some lines name two keys
            return parse_key(spans[0].text.strip()) if spans and spans[0].role == "key" else ""
        return ""

    def _named_in_edge(self, x: int, frame: Region) -> str:
        if not self._keys:
            return "escape" if x >= frame.right - len(CLOSES) - FRAME_CELLS else ""
        after = frame.x + KEYS_START
        for span in fitting_keys(self._keys, frame.width - 2 * KEYS_START):
            after += cell_width(span.text)
            if x < after:
                return span.link
        return ""
