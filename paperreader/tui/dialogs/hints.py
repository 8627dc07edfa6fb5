"""Letters on everything in sight that points elsewhere: typing one chooses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Self

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

from paperreader.tui.command import SUSPEND, KeyHint, bindings
from paperreader.tui.dialogs.hint_labels import hint_labels
from paperreader.tui.dialogs.prompt import PromptMessage
from paperreader.tui.dialogs.screen_below import ScreenBelow
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.render.visible_links import VisibleLink
from paperreader.tui.terminal.internals import set_compositor
from paperreader.tui.terminal.removed_widgets import AttachedOnly
from paperreader.tui.terminal.resize import latest_resize_only

BEFORE = " ([{,;"
"""A letter stands in the place of these before what it is for, which can then be read in full."""
OPENING = "([{"
"""A letter stands before these where there is a blank: ` [12]` keeps its bracket."""
MAX_BEFORE_CELLS = 2
"""A letter stands so many cells before what it is for; a click on it counts."""


class Hints(ModalScreen[None]):
    """Escape closes it, and so does any key that scrolls, which then does so.

    What is chosen is told at once, not with the result of the screen: the next key of a burst is for what it opens.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((SUSPEND,), "app.command")]
    _on_resize = latest_resize_only

    def __init__(
        self,
        links: Sequence[VisibleLink],
        question: str,
        chosen: Callable[[VisibleLink], None],
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        """`links`: with cells of the screen, in the order of reading. `question`: what is
        chosen, for the last line."""
        super().__init__()
        set_compositor(self, AttachedOnly())
        self._links = dict(zip(hint_labels(len(links)), links, strict=False))
        self._question, self._chosen = question, chosen
        self._colors, self._glyphs = colors, glyphs
        self._typed = ""
        self._below = ScreenBelow(self)
        self._last_key: events.Key | None = None

    def compose(self) -> ComposeResult:
        bar = PromptMessage(f" {self._question} ", "figure", id="hints-message", keys=[KeyHint("escape", "close")])
        bar.theme_colors, bar.glyphs = self._colors, self._glyphs
        yield bar

    def on_mount(self) -> None:
        self._opened_at = self.app.size

    # -- painting

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Also called when the screen below changes."""
        self._below.forget()
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        rows = self._below.rows(Region(0, 0, *self.size))
        style = self.rich_style + self._colors.style("hint")
        for label, link in self._links.items():
            if label.startswith(self._typed):
                for mention in link.mentions:
                    x, y = mention[0].x, mention[0].y
                    if 0 <= y < len(rows):
                        rest = label[len(self._typed) :]
                        x -= _room_before(rows[y], x, len(rest))
                        rows[y] = _with_text(rows[y], x, Segment(rest, style))
        return [strip.crop(crop.x, crop.right) for strip in rows[crop.y : crop.bottom]]

    # -- choosing

    def on_key(self, event: events.Key) -> None:
        self._last_key = event
        if self.app.screen is self and self._answer_key(event):
            event.stop()

    def take_early_key(self, event: events.Key) -> bool:
        """Handle a key pressed before the letters were there; False if it means nothing here."""
        return event is not self._last_key and self._answer_key(event)

    def _answer_key(self, event: events.Key) -> bool:
        letter = event.character or ""
        typed = self._typed + letter
        if letter and (link := self._links.get(typed)):
            self._choose(link)
        elif letter and any(label.startswith(typed) for label in self._links):
            self._typed = typed
            self.refresh()
        elif event.key == "backspace" and self._typed:
            self._typed = self._typed[:-1]
            self.refresh()
        elif event.key == "escape":
            self.dismiss(None)
        elif not event.is_printable or event.key == "space":
            self.dismiss(None)
            self.app.post_message(events.Key(event.key, event.character))
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        if self.app.screen is not self or event.widget is not self:
            return
        for link in self._links.values():
            cells = [each for mention in link.mentions for each in mention]
            if any(
                each.y == event.screen_y and each.x - MAX_BEFORE_CELLS <= event.screen_x < each.x + each.width
                for each in cells
            ):
                self._choose(link)
                return
        self.dismiss(None)

    @on(events.Resize)
    def _resized(self, event: events.Resize) -> None:
        """Everything stands elsewhere then."""
        if event.size != self._opened_at and self.app.screen is self:
            self.dismiss(None)

    def _choose(self, link: VisibleLink) -> None:
        self.dismiss(None)
        self._chosen(link)


def _room_before(strip: Strip, x: int, cells: int) -> int:
    """How far before column `x` a letter of so many cells begins: on a blank, or else on other signs before it."""
    text = strip.crop(max(0, x - cells - 1), x).text
    if text.endswith(tuple(f"{' ' * cells}{bracket}" for bracket in OPENING)):
        return cells + 1
    text = text[-cells:]
    return len(text) - len(text.rstrip(BEFORE))


def _with_text(strip: Strip, x: int, text: Segment) -> Strip:
    """The strip with other text on top of its cells from column `x` on."""
    width = strip.cell_length
    parts = [strip.crop(0, x), Strip([text]), strip.crop(min(width, x + len(text.text)), width)]
    return Strip.join(parts).crop(0, width)
